"""A tier set aside by a person: asked for, decided by another, over on its day, reviewed, and counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.permissions import Actor
from registry.services import overrides
from registry.store.db import db
from registry.store.overrides import Override
from tests.client import Client
from tests.factories import AT, make_account, writing

SignIn = Callable[[str], Client]
UNTIL = today() + timedelta(days=30)
ASKED = {"tier": "C", "until_on": str(UNTIL), "reason": "正在核实举报", "basis": "本办会议纪要第3期"}


@pytest.fixture
def account_id(app: OpenAPI, actor: Callable[[str], Actor]) -> int:
    """An account of tier B."""
    with writing(app) as session:
        return make_account(session, actor("clerk")).id


def approved(client_of: SignIn, account_id: int) -> int:
    """One asked for by the clerk and approved by the head; its number."""
    client_of("clerk").post(f"/accounts/{account_id}/override", ASKED)
    client_of("head").post("/overrides/1/approve", {"note": "同意"})
    return 1


def test_it_is_asked_for_by_one_and_approved_by_another(account_id: int, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "批准前没有任何效力" in clerk.post(f"/accounts/{account_id}/override", ASKED).words
    assert "正在核实举报" in clerk.get("/overrides?tab=proposed").text + clerk.get("/overrides/1").words
    clerk.post("/overrides/1/approve", {"note": ""}, status=403)
    assert "已批准" in client_of("head").post("/overrides/1/approve", {"note": "同意"}).words
    assert "人工调整" in clerk.get(f"/accounts/{account_id}").words


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reason": ""}, "reason"), ({"basis": " "}, "basis"), ({"until_on": str(today())}, "until_on"),
     ({"until_on": str(today() + timedelta(days=900))}, "until_on"), ({"tier": "B"}, "tier")],
    ids=["no reason", "no basis", "over", "too long", "the same tier"],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_at_its_field(
    account_id: int, client_of: SignIn, typed: dict[str, str], field: str
) -> None:
    page = client_of("clerk").post(f"/accounts/{account_id}/override", {**ASKED, **typed}, status=WRONG.get(field, 400))
    assert f'id="{field}-error"' in page.text or f'href="#{field}' in page.text


WRONG = {"until_on": 409}


def test_over_on_its_day_it_comes_back_to_be_reviewed(app: OpenAPI, account_id: int, client_of: SignIn) -> None:
    key = approved(client_of, account_id)
    with writing(app) as session:
        assert overrides.end_due(session, on=UNTIL, at=AT, limit=9) == 0
        assert overrides.end_due(session, on=UNTIL + timedelta(days=1), at=AT, limit=9) == 1
    clerk = client_of("clerk")
    assert "西湖身边事" in clerk.get("/overrides?tab=review").words
    assert "已复核" in clerk.post(f"/overrides/{key}/review", {"reason": "情况已消除，按规则管理"}).words
    assert "西湖身边事" not in clerk.get("/overrides?tab=review").words
    with app.app_context():
        assert db.session().get_one(Override, key).account.override_tier is None


def test_how_often_it_happens_is_counted_by_quarter_and_person(account_id: int, client_of: SignIn) -> None:
    approved(client_of, account_id)
    words = client_of("clerk").get("/overrides/figures").words
    assert "西湖clerk" in words
    assert f"{today().year}" in words
