"""Violations are put on file, recognised by another person, voided with a reason; the tier follows at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import Severity, Source, Tier, ViolationState
from registry.services import violations
from registry.services.files import Stored
from registry.store.account_queries import list_moves
from registry.store.accounts import Account
from registry.store.audit import AuditEntry
from registry.store.violations import Violation
from tests.factories import make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective

Actors = Callable[[str], Actor]


def record(session, account: Account, by: Actor, **values: object) -> Violation:  # type: ignore[no-untyped-def]  # a session
    given = {
        "code": "7-3",
        "severity": Severity.ORDINARY,
        "facts": "发布无来源短视频",
        "occurred_on": DAY,
        "source": Source.REPORT,
    }
    return violations.record(session, account.id, by=by, at=at(DAY), on=DAY, **{**given, **values})  # type: ignore[arg-type]  # by name


def refused(code: str, act: Callable[[], object]) -> Refusal:
    """The act is refused with this code."""
    with pytest.raises(Refusal) as found:
        act()
    assert found.value.code == code
    return found.value


def test_a_clue_counts_for_nothing_until_it_is_recognised(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = record(session, account, clerk, severity=Severity.GRAVE, severity_reason="后果严重")
        assert violation.state is ViolationState.RECORDED
        assert (account.tier, account.points, account.proposal) == (Tier.B, 0, None)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"facts": "  "}, "violations.facts_missing"),
        ({"occurred_on": DAY + timedelta(days=1)}, "violations.in_future"),
        ({"severity": Severity.GRAVE}, "violations.severity_reason_missing"),
        ({"code": "9-9"}, "violations.code_unknown"),
    ],
)
def test_a_record_that_cannot_stand_is_refused(
    app: OpenAPI, actor: Actors, values: dict[str, object], code: str
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        refused(code, lambda: record(session, account, clerk, **values))


def test_recognising_moves_the_tier_in_the_same_transaction_and_keeps_the_trace(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = record(session, account, clerk, severity=Severity.GRAVE, severity_reason="后果严重")
        _violation, outcome = violations.recognise(
            session, violation.id, recognised_on=DAY, by=reviewer, at=at(DAY), on=DAY
        )
        assert (account.tier, account.points, account.proposal) == (Tier.D, 12, "shutdown")
        (move,) = list_moves(session, account.id)
        assert (move.on, move.from_tier, move.to_tier, move.facts) == (DAY, Tier.B, Tier.D, [f"v{violation.id}"])
        assert move.rulebook_version == outcome.version == "2026.1"
        assert move.article
        assert move.trace["points"] == 12
        assert move.trace["counted"][0]["violation_id"] == f"v{violation.id}"


def test_the_recogniser_is_never_the_recorder(app: OpenAPI, actor: Actors) -> None:
    reviewer = actor("reviewer")
    with writing(app) as session:
        violation = record(session, make_account(session, actor("clerk")), reviewer)
        act = lambda: violations.recognise(session, violation.id, recognised_on=DAY, by=reviewer, at=at(DAY), on=DAY)  # noqa: E731
        refused("violations.same_person", act)


@pytest.mark.parametrize(
    ("on", "code"),
    [(DAY + timedelta(days=1), "violations.in_future"), (DAY - timedelta(days=1), "violations.recognised_before_act")],
)
def test_a_day_of_recognition_out_of_order_is_refused(app: OpenAPI, actor: Actors, on: date, code: str) -> None:
    with writing(app) as session:
        violation = record(session, make_account(session, actor("clerk")), actor("clerk"))
        by = actor("reviewer")
        refused(code, lambda: violations.recognise(session, violation.id, recognised_on=on, by=by, at=at(DAY), on=DAY))


def test_a_violation_is_not_recognised_twice(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=DAY)
        by = actor("head")
        act = lambda: violations.recognise(session, violation.id, recognised_on=DAY, by=by, at=at(DAY), on=DAY)  # noqa: E731
        refused("violations.wrong_state", act)


def test_voiding_moves_the_tier_back_at_once_and_both_moves_stand(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer, later = actor("clerk"), actor("reviewer"), DAY + timedelta(days=9)
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(
            session, account, recorder=clerk, recogniser=reviewer, severity=Severity.GRAVE, on=DAY
        )
        violations.void(session, violation.id, reason="经复核不是该账号发布", by=reviewer, at=at(later), on=later)
        assert (account.tier, account.points, account.proposal) == (Tier.B, 0, None)
        made, corrected = list_moves(session, account.id)
        assert (made.from_tier, made.to_tier, made.corrects) == (Tier.B, Tier.D, None)
        assert (corrected.on, corrected.from_tier, corrected.to_tier) == (later, Tier.D, Tier.B)
        assert corrected.corrects == f"v{violation.id}"
        assert session.get(Violation, violation.id).state is ViolationState.VOIDED  # type: ignore[union-attr]  # it is there


def test_voiding_lists_the_measures_that_cite_it_and_annuls_none(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer, head = actor("clerk"), actor("reviewer"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=reviewer, on=DAY)
        measure = make_effective(session, account, by=clerk, head=head, violation=violation)
        _violation, citing = violations.void(session, violation.id, reason="错了", by=reviewer, at=at(DAY), on=DAY)
        assert [each.id for each in citing] == [measure.id]
        assert measure.annulled_on is None
        assert account.tier is Tier.C, "the interview still holds the tier"


def test_voiding_needs_a_reason_and_happens_once(app: OpenAPI, actor: Actors) -> None:
    reviewer = actor("reviewer")
    with writing(app) as session:
        violation = record(session, make_account(session, actor("clerk")), actor("clerk"))
        refused(
            "violations.void_reason_missing",
            lambda: violations.void(session, violation.id, reason=" ", by=reviewer, at=at(DAY), on=DAY),
        )
        violations.void(session, violation.id, reason="重复登记", by=reviewer, at=at(DAY), on=DAY)
        refused(
            "violations.wrong_state",
            lambda: violations.void(session, violation.id, reason="再", by=reviewer, at=at(DAY), on=DAY),
        )
        more = [Stored("图.png", "ab" * 32, 3)]
        refused(
            "violations.wrong_state",
            lambda: violations.add_evidence(session, violation.id, more, by=reviewer, at=at(DAY)),
        )


def test_a_neighbour_county_finds_no_violation(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        violation = record(session, make_account(session, actor("clerk")), actor("clerk"))
        with pytest.raises(NotFound):
            violations.void(session, violation.id, reason="x", by=actor("n-reviewer"), at=at(DAY), on=DAY)


def test_each_act_writes_its_entry(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=DAY)
        violations.add_evidence(session, violation.id, [Stored("图.png", "ab" * 32, 3)], by=actor("clerk"), at=at(DAY))
        violations.void(session, violation.id, reason="错了", by=actor("head"), at=at(DAY), on=DAY)
        wanted = select(AuditEntry.act).where(AuditEntry.object_type == "violation").order_by(AuditEntry.id)
        acts = [each.removeprefix("violations.") for each in session.scalars(wanted)]
        assert acts == ["record", "recognise", "add_evidence", "void"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.com", "file:///etc/passwd"])
def test_only_an_address_of_the_web_is_kept_as_link(app: OpenAPI, actor: Actors, url: str) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        refused("violations.url_unfit", lambda: record(session, account, actor("clerk"), url=url))
        assert record(session, account, actor("clerk"), url="HTTPS://example.com/1").url == "HTTPS://example.com/1"


def test_a_recorder_takes_back_what_nobody_has_recognised_and_no_more(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        mine = make_violation(session, account, recorder=actor("clerk"))
        violations.void(session, mine.id, reason="登记错了账号", by=actor("clerk"), at=at(DAY), on=DAY)
        assert mine.state is ViolationState.VOIDED
        theirs = make_violation(session, account, recorder=actor("clerk2"))
        with pytest.raises(Refusal, match=r"permission\.role"):
            violations.void(session, theirs.id, reason="不是我登记的", by=actor("clerk"), at=at(DAY), on=DAY)
        known = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        with pytest.raises(Refusal, match=r"permission\.role"):
            violations.void(session, known.id, reason="已认定的", by=actor("clerk"), at=at(DAY), on=DAY)
