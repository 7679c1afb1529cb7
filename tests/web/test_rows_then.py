"""A row of the rulebook is called what its own version calls it, however many versions came after, here or elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.permissions import Actor
from registry.services import grading, rulebooks
from registry.store.accounts import Account
from registry.store.violations import Violation
from tests.client import Client
from tests.factories import AT, CITY, COUNTY, make_account, make_violation, writing
from tests.rulebook_texts import sound
from tests.services.cases import make_effective, make_proposal

ActorOf = Callable[[str], Actor]
SignIn = Callable[[str], Client]
BEFORE, BEGINS = timedelta(days=20), timedelta(days=5)
OF_THEN = "认定一般、较重违规"
"""What the packaged rulebook's row L3 asks for."""


@pytest.fixture
def superseded(app: OpenAPI, actor: ActorOf) -> None:
    """Account 1, an interview called for by the packaged rulebook's L3; since then rulebooks in which L3 says otherwise."""
    on = today() - BEFORE
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=on)
    for version, region, prefix in (("西湖2026.2", COUNTY, ""), ("杭州2026.2", CITY, "c-")):
        publish(app, actor, version, region, prefix)


def publish(app: OpenAPI, actor: ActorOf, version: str, region: str, prefix: str) -> None:
    """A rulebook of the region whose L3 stands for something else, in force for five days."""
    written = sound(version, region, today() - BEGINS).replace('"L1"', '"L3"').replace("第六条", "第六十条")
    with writing(app) as session:
        row = rulebooks.begin(session, written, by=actor(f"{prefix}clerk"), at=AT)
        rulebooks.check(session, row.id, by=actor(f"{prefix}reviewer"), at=AT)
        rulebooks.publish(session, row.id, by=actor(f"{prefix}head"), at=AT, on=today() - BEFORE)


def assert_of_then(words: str, text: str) -> None:
    assert OF_THEN in words
    assert "/rulebook?version=2026.1#row-L3" in text
    assert "第六十条" not in text
    assert "version=%E" not in text.split("row-L3")[0][-80:]


@pytest.mark.parametrize("address", ["/", "/measures/new", "/measures/new?account=1", "/accounts/1"])
def test_what_is_called_for_is_named_by_the_version_that_calls(
    superseded: None, client_of: SignIn, address: str
) -> None:
    page = client_of("clerk").get(address)
    assert_of_then(page.words, page.text)


def test_a_measures_page_names_the_row_it_was_drafted_on(
    app: OpenAPI, actor: ActorOf, superseded: None, client_of: SignIn
) -> None:
    with writing(app) as session:
        account, violation = session.get_one(Account, 1), session.get_one(Violation, 1)
        number = make_proposal(session, account, by=actor("clerk"), violation=violation, on=today()).id
    page = client_of("head").get(f"/measures/{number}")
    assert_of_then(page.words, page.text)
    assert f"建议 {OF_THEN} 本规则第十二条" in page.words


def test_a_measure_for_a_term_that_ran_out_names_the_row_of_that_day(
    app: OpenAPI, actor: ActorOf, client_of: SignIn
) -> None:
    on, people = today() - timedelta(days=40), {"recorder": actor("clerk"), "recogniser": actor("reviewer")}
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, on=on, **people)
        make_effective(
            session, account, by=actor("clerk"), head=actor("head"), violation=violation, on=on, demand="删除",
            due_on=today() - BEFORE,
        )  # fmt: skip
        grading.regrade(session, account, on=today(), at=AT)
    publish(app, actor, "西湖2026.2", COUNTY, "")
    page = client_of("clerk").get("/measures/new")
    assert "约谈的整改逾期" in page.words
    assert "/rulebook?version=2026.1#row-L7" in page.text


def test_the_forecast_names_an_older_call_by_its_own_version(superseded: None, client_of: SignIn) -> None:
    asked = f"/accounts/1/what-if?code=7-3&severity=ordinary&on={today()}"
    page = client_of("clerk").get(asked)
    assert OF_THEN in page.words
    assert "/rulebook?version=2026.1#row-L3" in page.text
