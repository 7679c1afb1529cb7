"""Nothing changes in silence: what a correction changed is listed until an officer has confirmed to have seen it."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import Severity
from registry.services import violations
from tests.client import Client
from tests.factories import AT, ON, make_account, make_violation, writing

SignIn = Callable[[str], Client]


@pytest.fixture
def corrected(app: OpenAPI, actor: Callable[[str], Actor]) -> None:
    """An account that stood at D for a violation which was voided since."""
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(
            session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), code="6-1", severity=Severity.GRAVE
        )
        violations.void(session, violation.id, reason="认定有误", by=actor("reviewer"), at=AT, on=ON)


def test_a_changed_tier_is_listed_until_it_is_seen(corrected: None, client_of: SignIn) -> None:
    reviewer = client_of("reviewer")
    words = reviewer.get("/changes").words
    assert "西湖身边事" in words
    assert "D 严格管理" in words
    reviewer.post("/changes/see", {"id": ["1", "2"]})
    assert "西湖身边事" not in reviewer.get("/changes").words
    assert "西湖身边事" in reviewer.get("/changes?view=seen").words


def test_what_another_has_seen_meanwhile_is_said(corrected: None, client_of: SignIn) -> None:
    client_of("reviewer").post("/changes/see", {"id": ["1", "2"]})
    client_of("head").post("/changes/see", {"id": "1"}, status=409)
