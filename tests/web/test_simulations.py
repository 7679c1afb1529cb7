"""Simulations and drafts of rulebooks on the page: begun, read, and what one violation more would do."""

from collections.abc import Callable
from io import BytesIO

from flask_openapi3 import OpenAPI
from openpyxl import load_workbook

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
    words = clerk.get("/simulations/1").words
    assert "1 个 试算的账号" in words
    assert "等级从哪到哪" in words
    assert "看上次试算的结果" in clerk.get(f"/rulebooks/{rulebook_id}").words
    with clerk.browser.get("/simulations/1/export") as answer:
        book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["等级", "建议", "按平台", "按地区", "变动账号"]
    assert book["按平台"]["A2"].value == "抖音"


def test_one_violation_more_is_tried_from_the_accounts_page(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: SignIn
) -> None:
    with writing(app) as session:
        account_id = make_account(session, actor("clerk")).id
    assert client_of("clerk").get(f"/accounts/{account_id}/what-if").status == 200
