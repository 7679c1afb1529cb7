"""Where an office confirms before a tier moves: what waits is listed, confirmed or postponed by an officer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.clock import today
from registry.domain.permissions import Actor
from registry.domain.terms import Severity, Tier, TierMode
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.users import Office
from tests.client import Client
from tests.factories import COUNTY, make_account, make_violation, writing

SignIn = Callable[[str], Client]


@pytest.fixture
def waiting(app: OpenAPI, actor: Callable[[str], Actor]) -> int:
    """An account whose move from B to D waits; its number."""
    with writing(app) as session:
        session.scalars(select(Office).where(Office.region_code == COUNTY)).one().tier_mode = TierMode.CONFIRMED
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(
            session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), code="6-1", severity=Severity.GRAVE
        )
        return account.id


def tier_of(app: OpenAPI, account_id: int) -> Tier | None:
    """The tier the register shows."""
    with app.app_context():
        return db.session().get_one(Account, account_id).tier


def test_a_move_waits_until_it_is_confirmed(app: OpenAPI, waiting: int, client_of: SignIn) -> None:
    reviewer = client_of("reviewer")
    assert tier_of(app, waiting) is Tier.B
    assert "西湖身边事" in reviewer.get("/tiers/pending").words
    assert "已确认 1 个账号的等级变动" in reviewer.post("/tiers/pending/confirm", {"id": "1"}).words
    assert tier_of(app, waiting) is Tier.D
    assert "西湖身边事" not in reviewer.get("/tiers/pending").words


def test_a_move_is_postponed_with_a_reason_and_stays_in_the_queue(
    app: OpenAPI, waiting: int, client_of: SignIn
) -> None:
    reviewer = client_of("reviewer")
    until = today() + timedelta(days=10)
    assert "已推迟" in reviewer.post("/tiers/pending/1/postpone", {"until": str(until), "reason": "等复核结果"}).words
    assert "等复核结果" in reviewer.get("/tiers/pending").words
    assert tier_of(app, waiting) is Tier.B


def test_a_clerk_sees_what_waits_and_does_not_confirm_it(waiting: int, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "西湖身边事" in clerk.get("/tiers/pending").words
    clerk.post("/tiers/pending/confirm", {"id": "1"}, status=403)
