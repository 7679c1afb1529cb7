"""A decided measure takes effect, is rechecked, ended, lifted or annulled; the tier follows each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.documents.fonts import packaged_fonts
from registry.domain.errors import Refusal
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, MeasureKind, MeasureState, TargetKind, Tier
from registry.services import bases, documents, execution, grading, measures, paper_details, papers
from registry.services.files import Store
from registry.store.account_queries import list_moves
from registry.store.documents import Document
from registry.store.measures import Credit, Measure
from registry.wording.papers import Teller
from tests.factories import make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective, make_proposal

Actors = Callable[[str], Actor]
DUE = DAY + timedelta(days=15)


def refused(code: str, act: Callable[[], object]) -> None:
    """The act is refused with this code."""
    with pytest.raises(Refusal) as found:
        act()
    assert found.value.code == code


def test_a_measure_on_an_unconfirmed_article_waits_for_its_confirmation(app: OpenAPI, actor: Actors) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        measure = make_proposal(
            session, make_account(session, clerk), by=clerk, basis_code="interview_rules-2", skip_reason="紧急"
        )
        measures.approve(session, measure.id, by=head, at=at(DAY), on=DAY)
        take = lambda: execution.take_effect(session, measure.id, effective_on=DAY, by=clerk, at=at(DAY), on=DAY)  # noqa: E731
        refused("measures.basis_unconfirmed", take)
        bases.confirm(
            session,
            "interview_rules-2",
            article_text="第二条……",
            coverage="参照",
            competence="本办有权约谈",
            by=head,
            at=at(DAY),
            on=DAY,
        )
        assert take().state is MeasureState.EFFECTIVE


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"effective_on": DAY + timedelta(days=1)}, "measures.in_future"),
        ({"effective_on": DAY - timedelta(days=1)}, "measures.before_decision"),
        ({"ends_on": DAY}, "measures.term_backwards"),
        ({"due_on": DUE}, "measures.demand_missing"),
        ({"demand": "删除"}, "measures.due_missing"),
        ({"demand": "删除", "due_on": DAY}, "measures.due_backwards"),
    ],
)
def test_days_out_of_order_are_refused(app: OpenAPI, actor: Actors, values: dict[str, object], code: str) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=clerk, skip_reason="紧急")
        measures.approve(session, measure.id, by=actor("head"), at=at(DAY), on=DAY)
        given = {"effective_on": DAY, **values}
        refused(code, lambda: execution.take_effect(session, measure.id, by=clerk, at=at(DAY), on=DAY, **given))  # type: ignore[arg-type]  # by name


def issue_notice(session: Session, measure: Measure, folder: Path, *, on: date, meets_on: date, by: Actor) -> Document:
    """The notice of an interview, issued on a day and naming another."""
    case = papers.open_case(session, DocumentKind.INTERVIEW_NOTICE, measure_id=measure.id, account_id=None, by=by)
    details = replace(
        paper_details.start(case, by=by, on=on), meets_at=datetime(meets_on.year, meets_on.month, meets_on.day, 15, 0),  # noqa: DTZ001 - the wall clock of the place named
        place="文三路 1 号", contact="周敏", phone="0571-8765432",
    )  # fmt: skip
    press = documents.Press(packaged_fonts(), Store(folder))
    return documents.issue(
        session, case, details, tell=Teller(default_rulebooks()), press=press, is_again=True, by=by, at=at(on), on=on
    )


def test_an_interview_takes_effect_when_its_notice_says_and_not_before(
    app: OpenAPI, actor: Actors, tmp_path: Path
) -> None:
    clerk, issued, meets, later = (
        actor("clerk"),
        DAY + timedelta(days=1),
        DAY + timedelta(days=4),
        DAY + timedelta(days=6),
    )
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=clerk, skip_reason="紧急")
        measures.approve(session, measure.id, by=actor("head"), at=at(DAY), on=DAY)
        take = lambda on: execution.take_effect(session, measure.id, effective_on=on, by=clerk, at=at(later), on=later)  # noqa: E731
        issue_notice(session, measure, tmp_path, on=issued, meets_on=meets, by=clerk)
        with pytest.raises(Refusal) as before_notice:
            take(DAY)
        assert before_notice.value.code == "measures.before_paper"
        assert (before_notice.value.params["given"], before_notice.value.params["on"]) == (DAY, issued)
        with pytest.raises(Refusal) as before_meeting:
            take(meets - timedelta(days=1))
        assert before_meeting.value.code == "measures.before_meeting"
        assert (before_meeting.value.params["given"], before_meeting.value.params["on"]) == (
            DAY + timedelta(days=3),
            meets,
        )
        put_off = issue_notice(session, measure, tmp_path, on=issued, meets_on=later, by=clerk)
        refused("measures.before_meeting", lambda: take(meets))
        documents.void(session, put_off.id, reason="约谈未改期", by=clerk, at=at(later))
        assert take(meets).effective_on == meets


def test_an_interview_in_effect_holds_the_account_at_c_and_answers_the_proposal(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        before, after = grading.what_if_measure(
            session, account, kind=MeasureKind.INTERVIEW, violation_id=violation.id, effective_on=DAY
        )
        assert (before.tier, after.tier, after.proposal) == (Tier.B, Tier.C, None)
        assert account.tier is Tier.B, "looking ahead stores nothing"
        make_effective(session, account, by=clerk, head=actor("head"), violation=violation)
        assert (account.tier, account.proposal) == (Tier.C, None)


def test_a_recheck_passed_early_may_take_a_point_off(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        measure = make_effective(
            session, account, by=clerk, head=actor("head"), violation=violation, demand="删除", due_on=DUE
        )
        early = DUE - timedelta(days=1)
        execution.recheck(
            session,
            measure.id,
            is_passed=True,
            checked_on=early,
            note="已删除",
            is_credited=True,
            by=clerk,
            at=at(early),
            on=early,
        )
        assert (measure.state, account.points) == (MeasureState.PASSED, 2)
        execution.end(session, measure.id, by=clerk, at=at(early), on=early)
        assert measure.state is MeasureState.ENDED


@pytest.mark.parametrize("late", [0, 3])
def test_a_recheck_on_the_last_day_or_later_takes_nothing_off(app: OpenAPI, actor: Actors, late: int) -> None:
    clerk, on = actor("clerk"), DUE + timedelta(days=late)
    with writing(app) as session:
        measure = make_effective(
            session,
            make_account(session, clerk),
            by=clerk,
            head=actor("head"),
            violation=None,
            skip_reason="紧急",
            demand="删",
            due_on=DUE,
        )
        execution.recheck(
            session, measure.id, is_passed=True, checked_on=on, note="", is_credited=True, by=clerk, at=at(on), on=on
        )
        assert session.scalars(select(Credit)).all() == []


def test_a_failed_recheck_says_why_and_leaves_the_term_running(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = make_effective(
            session,
            make_account(session, clerk),
            by=clerk,
            head=actor("head"),
            violation=None,
            skip_reason="紧急",
            demand="删",
            due_on=DUE,
        )

        def recheck(note: str, on: date) -> None:
            execution.recheck(
                session, measure.id, is_passed=False, checked_on=on, note=note, by=clerk, at=at(DUE), on=DUE
            )

        refused("measures.reason_missing", lambda: recheck("", DUE))
        refused("measures.in_future", lambda: recheck("x", DUE + timedelta(days=1)))
        refused("measures.recheck_too_early", lambda: recheck("x", DAY - timedelta(days=1)))
        recheck("仍有两条未删", DUE)
        assert (measure.state, measure.rectification.passed_on) == (MeasureState.RECTIFYING, None)  # type: ignore[union-attr]  # ordered


def test_lifting_ends_the_floor_from_that_day_on(app: OpenAPI, actor: Actors) -> None:
    clerk, head, later = actor("clerk"), actor("head"), DAY + timedelta(days=120)
    with writing(app) as session:
        account = make_account(session, clerk)
        measure = make_effective(session, account, by=clerk, head=head, violation=None, skip_reason="紧急")
        refused(
            "measures.reason_missing",
            lambda: execution.lift(session, measure.id, reason="", by=head, at=at(later), on=later),
        )
        execution.lift(session, measure.id, reason="平台误报", by=head, at=at(later), on=later)
        assert measure.state is MeasureState.LIFTED
        assert account.tier is Tier.B, "three clean months are over, only the floor held it"
        assert [move.corrects for move in list_moves(session, account.id)] == [None, None]


def test_annulling_moves_the_tier_back_at_once_and_both_moves_stand(app: OpenAPI, actor: Actors) -> None:
    clerk, head, later = actor("clerk"), actor("head"), DAY + timedelta(days=30)
    with writing(app) as session:
        account = make_account(session, clerk)
        measure = make_effective(session, account, by=clerk, head=head, violation=None, skip_reason="紧急")
        assert account.tier is Tier.C
        execution.annul(session, measure.id, reason="对象弄错", by=head, at=at(later), on=later)
        assert (measure.state, account.tier) == (MeasureState.ANNULLED, Tier.B)
        made, corrected = list_moves(session, account.id)
        assert (made.to_tier, corrected.from_tier, corrected.to_tier) == (Tier.C, Tier.C, Tier.B)
        assert (corrected.on, corrected.corrects) == (later, f"m{measure.id}")
        refused(
            "measures.wrong_state",
            lambda: execution.annul(session, measure.id, reason="再", by=head, at=at(later), on=later),
        )


def test_a_suspension_may_not_be_lifted_by_a_clerk(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = make_effective(
            session,
            make_account(session, clerk),
            by=clerk,
            head=actor("head"),
            violation=None,
            kind=MeasureKind.SUSPENSION,
            target_kind=TargetKind.ACCOUNT,
            basis_code="minors-29",
            skip_reason="紧急",
            ends_on=DAY + timedelta(days=7),
        )
        refused(
            "permission.role", lambda: execution.lift(session, measure.id, reason="x", by=clerk, at=at(DAY), on=DAY)
        )


def test_a_term_in_the_year_9999_is_a_slip(app: OpenAPI, actor: Actors) -> None:
    clerk, far = actor("clerk"), date(9999, 12, 31)
    with writing(app) as session:
        account = make_account(session, clerk)
        measure = make_effective(session, account, by=clerk, head=actor("head"), violation=None, skip_reason="紧急")
        order = {"demand": "删除", "by": clerk, "at": at(DAY), "on": DAY}
        refused("measures.too_far", lambda: execution.order_rectification(session, measure.id, due_on=far, **order))
        other = make_proposal(session, account, by=clerk, skip_reason="紧急")
        measures.approve(session, other.id, by=actor("head"), at=at(DAY), on=DAY)
        effect = {"effective_on": DAY, "by": clerk, "at": at(DAY), "on": DAY}
        for term in ({"ends_on": far}, {"demand": "删除", "due_on": far}):
            refused("measures.too_far", lambda term=term: execution.take_effect(session, other.id, **effect, **term))  # type: ignore[misc]  # bound early
