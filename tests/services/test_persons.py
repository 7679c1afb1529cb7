"""Separation of persons compares humans: a second user account makes no second person."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, MeasureState, Role
from registry.services import measures, users, violations
from registry.services.files import Stored
from registry.store.users import User
from tests.factories import PASSWORD, make_account, make_violation, writing
from tests.services.cases import DAY, at, make_proposal

Actors = Callable[[str], Actor]
TALK = "penalty_law-6"
SCAN = Stored("签批件.pdf", "cd" * 32, 9)


def refused(code: str, act: Callable[[], object]) -> None:
    """The act is refused with this code."""
    with pytest.raises(Refusal) as found:
        act()
    assert found.value.code == code


@pytest.fixture
def double(app: OpenAPI, people: dict[str, str]) -> str:
    """The head's second user, made with the head's own certificate, written another way."""
    with writing(app) as session:
        head = session.scalars(select(User).where(User.username == "head")).one()
        head.certificate_no = "浙ZF-0021"
        users.add_user(
            session, office=head.office, username="head2", name="另一名", role=Role.HEAD, password=PASSWORD,
            certificate_no="浙zf 0021", by=None, at=at(DAY),
        )  # fmt: skip
    return "head2"


def test_two_users_of_one_human_are_one_person(app: OpenAPI, actor: Actors, double: str) -> None:
    head, second, clerk = actor("head"), actor(double), actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        clue = make_violation(session, account, recorder=head, on=DAY)
        refused(
            "violations.same_person",
            lambda: violations.recognise(session, clue.id, recognised_on=DAY, by=second, at=at(DAY), on=DAY),
        )
        measure = make_proposal(session, account, by=head, skip_reason="紧急")
        refused("measures.same_person", lambda: measures.approve(session, measure.id, by=second, at=at(DAY), on=DAY))
        sign = lambda who, name: measures.enter_paper(  # noqa: E731
            session, measure.id, approver=name, post="主任", signed_on=DAY, scan=SCAN, by=who, at=at(DAY), on=DAY
        )
        refused("measures.paper_same_person", lambda: sign(clerk, second.name))
        sign(clerk, "王主任")
        refused("measures.same_person", lambda: measures.confirm_paper(session, measure.id, by=second, at=at(DAY)))
        other = make_proposal(
            session, account, by=clerk, kind=MeasureKind.REMINDER, basis_code=TALK, skip_reason="紧急"
        )
        measures.enter_paper(
            session, other.id, approver="王主任", post="主任", signed_on=DAY, scan=SCAN, by=head, at=at(DAY), on=DAY
        )
        refused("measures.paper_same_enterer", lambda: measures.confirm_paper(session, other.id, by=second, at=at(DAY)))


def test_a_certificate_taken_away_makes_no_second_person(app: OpenAPI, actor: Actors, double: str) -> None:
    head, second, admin = actor("head"), actor(double), actor("admin")
    with writing(app) as session:
        users.amend_user(
            session, second.user_id, name="另一名", post="", role=Role.HEAD, certificate_no="", certificate_until=None,
            is_enabled=True, by=admin, at=at(DAY),
        )  # fmt: skip
        measure = make_proposal(session, make_account(session, actor("clerk")), by=head, skip_reason="紧急")
        refused("measures.same_person", lambda: measures.approve(session, measure.id, by=second, at=at(DAY), on=DAY))


def test_users_without_a_certificate_are_two_people(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        measure = make_proposal(
            session, make_account(session, actor("clerk")), by=actor("reviewer"), skip_reason="紧急"
        )
        assert (
            measures.approve(session, measure.id, by=actor("head"), at=at(DAY), on=DAY).state is MeasureState.APPROVED
        )
