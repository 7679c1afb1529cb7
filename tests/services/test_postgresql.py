"""The main acts on PostgreSQL: what SQLite forgives, it does not."""

import threading
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry.domain.audit_chain import first_break
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import Role, Tier
from registry.services import bases, measures, procedure, users, violations
from registry.store import overview, together
from registry.store.accounts import Account
from registry.store.audit import count_entries, list_entries, walk_chain
from registry.store.db import db
from registry.store.documents import next_number
from registry.store.joint import unanswered_by
from registry.store.old_ledgers import entered_in
from registry.store.overrides import waiting_in
from registry.store.parking import parked_in
from registry.store.procedure import days_of
from registry.store.scope import EVERYTHING
from registry.store.users import get_actor
from registry.store.violations import Violation
from tests.factories import AT, COUNTY, ON, PASSWORD, make_account, make_violation, writing
from tests.services.cases import make_proposal

pytestmark = pytest.mark.postgres


@pytest.fixture
def officers(postgres_app: OpenAPI) -> dict[str, Actor]:
    """An office of COUNTY and one user of each role."""
    with writing(postgres_app) as session:
        office = users.add_office(session, name="西湖区网信办", region_code=COUNTY, by=None, at=AT)
        for role in Role:
            users.add_user(
                session,
                office=office,
                username=role.value,
                name=role.value,
                role=role,
                password=PASSWORD,
                by=None,
                at=AT,
            )
        return {role.value: get_actor(session, role.value) for role in Role}


def test_a_recognised_violation_moves_the_tier_and_the_chain_holds(
    postgres_app: OpenAPI, officers: dict[str, Actor]
) -> None:
    with writing(postgres_app) as session:
        account = make_account(session, officers["clerk"], phone="13800138000")
        before = account.tier
        for _ in range(3):
            make_violation(session, account, recorder=officers["clerk"], recogniser=officers["reviewer"])
        assert before is Tier.B
        assert account.tier is Tier.D
        assert account.proposal is not None
    with postgres_app.app_context():
        session = db.session()
        assert first_break(walk_chain(session)) is None
        assert count_entries(session, scope=EVERYTHING, act="violations.recognise", username="reviewer") == 3
        newest = list_entries(session, scope=EVERYTHING, limit=1)[0]
        assert newest.after is not None
        assert newest.after["tier"] == "D"


def test_voiding_moves_the_tier_back(postgres_app: OpenAPI, officers: dict[str, Actor]) -> None:
    with writing(postgres_app) as session:
        account = make_account(session, officers["clerk"])
        recorder, recogniser = officers["clerk"], officers["reviewer"]
        found = [make_violation(session, account, recorder=recorder, recogniser=recogniser) for _ in range(3)]
        for violation in found:
            violations.void(session, violation.id, reason="认定有误", by=recogniser, at=AT, on=ON)
        assert account.tier is Tier.B


def test_of_two_clicks_at_once_only_one_puts_a_measure_on_file(
    postgres_app: OpenAPI, officers: dict[str, Actor]
) -> None:
    with writing(postgres_app) as session:
        account = make_account(session, officers["clerk"])
        violation = make_violation(session, account, recorder=officers["clerk"], recogniser=officers["reviewer"])
        account_id, violation_id = account.id, violation.id
    start, ends = threading.Barrier(4), []

    def click() -> None:
        start.wait()
        try:
            with writing(postgres_app) as session:
                found, cited = session.get_one(Account, account_id), session.get_one(Violation, violation_id)
                make_proposal(session, found, by=officers["clerk"], violation=cited, on=ON)
            ends.append("proposed")
        except Refusal as refusal:
            ends.append(refusal.code)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(ends) == ["measures.under_way"] * 3 + ["proposed"]


def test_of_two_heads_at_once_one_decides(postgres_app: OpenAPI, officers: dict[str, Actor]) -> None:
    with writing(postgres_app) as session:
        account = make_account(session, officers["clerk"])
        measure_id = make_proposal(session, account, by=officers["clerk"], skip_reason="紧急", on=ON).id
    start, ends = threading.Barrier(2), []

    def decide(act: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with writing(postgres_app) as session:
                act(session)
            ends.append("done")
        except (Refusal, StaleDataError):
            ends.append("told")

    head = officers["head"]
    acts = (
        lambda session: measures.approve(session, measure_id, by=head, at=AT, on=ON),
        lambda session: measures.decline(session, measure_id, reason="不必", by=head, at=AT, on=ON),
    )
    threads = [threading.Thread(target=decide, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(ends) == ["done", "told"]
    with postgres_app.app_context():
        assert first_break(walk_chain(db.session())) is None


def test_numbers_taken_at_once_have_no_gap_and_no_twin(postgres_app: OpenAPI, officers: dict[str, Actor]) -> None:
    office_id, start, taken = officers["clerk"].office_id, threading.Barrier(6), []

    def take() -> None:
        start.wait()
        for turn in range(4):
            try:
                with writing(postgres_app) as session:
                    number = next_number(session, office_id=office_id, series="西网信试", year=2026)
                    if turn == 1:
                        raise Refusal("documents.measure_over")  # an act that fails after it took its number
                taken.append(number)
            except Refusal:
                pass

    takers = [threading.Thread(target=take) for _ in range(6)]
    for each in takers:
        each.start()
    for each in takers:
        each.join()
    assert sorted(taken) == list(range(1, 19))


def test_the_first_page_and_the_library_ask_together_here_too(
    postgres_app: OpenAPI, officers: dict[str, Actor]
) -> None:
    """Days, truths and counts are texts there as they are on SQLite."""
    head = officers["head"]
    with writing(postgres_app) as session:
        make_account(session, head)
        procedure.set_day(session, ON, is_working=True, note="调休", by=head, at=AT)
        bases.confirm(
            session,
            "interview_rules-2",
            article_text="第二条",
            coverage="参照",
            competence="有权",
            by=head,
            at=AT,
            on=ON,
        )
        found = together.ask(
            session, {"days": days_of(head.office_id), "accounts": overview.accounts_by(EVERYTHING),
                      "moves": overview.moves_since(ON, EVERYTHING), "letters": unanswered_by(head.office_id),
                      "ledgers": entered_in(EVERYTHING), "overrides": waiting_in(EVERYTHING), "parked": parked_in(EVERYTHING)},
        )  # fmt: skip
        assert found["days"] == {ON: True}
        assert sum(found["accounts"].values()) == 1
        assert [found[name] for name in ("letters", "ledgers", "overrides", "parked")] == [0, 0, 0, 0]
        assert bases.library_of(session, head.office_id).get("interview_rules-2", ON).is_verified
