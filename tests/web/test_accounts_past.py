"""What an account's page said on a past day it goes on saying, whatever rules are published since."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask_openapi3 import OpenAPI

from registry.domain.grading.kept import KeptOutcome
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.services import grading, rulebooks
from registry.store.account_queries import get_account, list_moves
from registry.store.scope import EVERYTHING
from registry.wording import explanations
from tests.client import Client, Page
from tests.factories import AT, ON, make_account, make_violation, writing
from tests.services.test_rulebooks import brought, text

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
LATER = ON + timedelta(days=2)


def why(page: Page) -> str:
    """The sheet that explains the tier, its tags and links left in."""
    found = re.search(r'<section[^>]*id="why".*?</section>', page.text, re.DOTALL)
    assert found
    return found.group()


def test_a_past_days_explanation_is_the_one_stored_and_stays_after_a_newer_version(
    app: OpenAPI, actor: ActorOf, client_of: SignIn
) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        for _ in range(2):
            make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        grading.regrade(session, account, on=ON, at=AT)
        key = account.id
        told = [str(explanations.tell(KeptOutcome(row.trace), default_rulebooks())) for row in list_moves(session, key)]
    address = f"/accounts/{key}?on={ON}"
    before = why(client_of("clerk").get(address))
    publish_newer(app, actor)
    with writing(app) as session:
        account = get_account(session, key, scope=EVERYTHING)
        grading.regrade(session, account, on=LATER, at=AT)
        rows = list_moves(session, key)
        kept = KeptOutcome(rows[len(told) - 1].trace)
        books = rulebooks.in_force(session)
        assert [str(explanations.tell(KeptOutcome(row.trace), books)) for row in rows][: len(told)] == told
        conclusion = explanations.conclude(kept, books)
    after = client_of("clerk").get(address)
    assert why(after) == before
    assert conclusion in after.words
    assert "违反《" in conclusion
    assert "7 个月" not in why(after)
    assert f"/rulebook?version={kept.version}#row-" in why(after)


def publish_newer(app: OpenAPI, actor: ActorOf) -> None:
    """A version of the county, published the day after, that says other things under the same names of rows."""
    written = text(effective_from=LATER).replace("clean_months = 3", "clean_months = 7").replace("第五条", "第五十条")
    key, day = brought(app, actor, written, until="checked"), timedelta(days=1)
    with writing(app) as session:
        rulebooks.publish(session, key, by=actor("head"), at=AT + day, on=ON + day)
