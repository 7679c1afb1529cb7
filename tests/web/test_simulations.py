"""Simulations and drafts of rulebooks on the page: begun, read, and what one violation more would do."""

from collections.abc import Callable

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from tests.client import Client
from tests.factories import make_account, writing
from tests.services.test_rulebooks import brought, text

SignIn = Callable[[str], Client]


def test_a_draft_is_listed_opened_and_offered_to_be_tried(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: SignIn
) -> None:
    rulebook_id = brought(app, actor, text(), until="draft")
    clerk = client_of("clerk")
    listed = clerk.get("/rulebooks").text
    assert "西湖2026.2" in listed, listed[listed.find("<main") :][:2500]
    assert "西湖2026.2" in clerk.get(f"/rulebooks/{rulebook_id}").words
    assert "points = 2" in clerk.get(f"/rulebooks/{rulebook_id}/text").text
    assert "西湖2026.2" in clerk.get(f"/simulations?rulebook_id={rulebook_id}").words


def test_a_simulation_runs_behind_the_page_and_changes_nothing(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: SignIn
) -> None:
    rulebook_id = brought(app, actor, text(), until="checked")
    with writing(app) as session:
        make_account(session, actor("clerk"))
    clerk = client_of("clerk")
    clerk.post("/simulations", {"rulebook": str(rulebook_id), "on": "", "mode": "from_its_day"})
    with app.app_context():
        app.extensions["registry.queue"].run_waiting()
    assert "试算" in clerk.get("/simulations/1").words


def test_one_violation_more_is_tried_from_the_accounts_page(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: SignIn
) -> None:
    with writing(app) as session:
        account_id = make_account(session, actor("clerk")).id
    assert client_of("clerk").get(f"/accounts/{account_id}/what-if").status == 200
