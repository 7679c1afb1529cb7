"""The daily run fires what time alone changes, is safe to repeat, and a look ahead stores nothing."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta

from flask_openapi3 import OpenAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, MeasureState, Severity, Tier
from registry.services import grade_runs, grading, violations
from registry.store.account_queries import list_moves
from registry.store.accounts import Move
from registry.store.jobs import GradeRun
from registry.store.violations import Violation
from tests.factories import make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective

Actors = Callable[[str], Actor]
DUE = DAY + timedelta(days=15)


def run(session: Session, on: date, *, is_trial: bool = False) -> grade_runs.RunResult:
    """A day's run inside the test's own transaction."""
    return grade_runs.run_day(lambda: nullcontext(session), on=on, at=at(on), is_trial=is_trial)


def test_a_rectification_left_undone_falls_overdue_and_calls_for_the_next_rung(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        measure = make_effective(
            session, account, by=clerk, head=actor("head"), violation=violation, demand="删除", due_on=DUE
        )
        run(session, DUE)
        assert measure.state is MeasureState.RECTIFYING, "the last day is still inside the term"
        result = run(session, DUE + timedelta(days=1))
        assert (measure.state, account.proposal) == (MeasureState.OVERDUE, "delisting")
        assert (result.due, result.proposed) == (1, 1)


def test_a_run_repeated_does_nothing_more(app: OpenAPI, actor: Actors) -> None:
    clerk, on = actor("clerk"), DAY + timedelta(days=400)
    with writing(app) as session:
        account = make_account(session, clerk)
        make_violation(
            session, account, recorder=clerk, recogniser=actor("reviewer"), code="6-8", severity=Severity.MAJOR, on=DAY
        )
        assert account.tier is Tier.C
        first = run(session, on)
        moves = [(move.on, move.to_tier) for move in list_moves(session, account.id)]
        second = run(session, on)
        assert (first.due, first.moved) == (1, 1)
        assert (second.due, second.moved, second.proposed) == (0, 0, 0)
        assert [(move.on, move.to_tier) for move in list_moves(session, account.id)] == moves
        assert account.tier is Tier.B


def test_days_missed_are_caught_up_with_their_own_dates(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        make_violation(
            session, account, recorder=clerk, recogniser=actor("reviewer"), code="6-8", severity=Severity.MAJOR, on=DAY
        )
        run(session, DAY + timedelta(days=500))
        assert [move.on for move in list_moves(session, account.id)] == [DAY, date(2027, 3, 2)]


def test_a_trial_in_the_future_counts_and_stores_nothing(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        measure = make_effective(
            session, account, by=clerk, head=actor("head"), violation=violation, demand="删除", due_on=DUE
        )
        before = (account.tier, account.proposal, account.evaluated_on, measure.state)
        result = run(session, DUE + timedelta(days=1), is_trial=True)
        assert (result.due, result.proposed) == (1, 1)
        session.expire_all()
        assert (account.tier, account.proposal, account.evaluated_on, measure.state) == before
        assert session.scalar(select(func.count()).select_from(GradeRun)) == 0


def test_looking_at_what_would_happen_stores_nothing(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        before, after = grading.what_if(session, account, code="6-1", severity="grave", occurred_on=DAY, on=DAY)
        assert (before.tier, after.tier) == (Tier.B, Tier.D)
        assert after.proposal is not None
        assert after.proposal.rung is MeasureKind.SHUTDOWN
        session.flush()
        session.expire_all()
        assert account.tier is Tier.B
        assert session.scalar(select(func.count()).select_from(Violation)) == 0
        assert session.scalar(select(func.count()).select_from(Move)) == 0


def test_what_a_correction_would_do_is_what_it_does(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        measure = make_effective(session, account, by=clerk, head=actor("head"), violation=None, skip_reason="紧急")
        before, after = grading.what_without(session, account, fact=f"m{measure.id}", on=DAY)
        assert (before.tier, after.tier) == (Tier.C, Tier.B)
        assert account.tier is Tier.C


def test_an_act_dated_back_that_undoes_a_later_move_is_stored_with_its_row_and_facts(
    app: OpenAPI, actor: Actors
) -> None:
    clerk, reviewer, entered = actor("clerk"), actor("reviewer"), date(2027, 4, 6)
    with writing(app) as session:
        account = make_account(session, clerk)
        make_violation(
            session, account, recorder=clerk, recogniser=reviewer, code="6-8", severity=Severity.MAJOR, on=DAY
        )
        run(session, entered)
        assert account.tier is Tier.B
        late = make_violation(session, account, recorder=clerk, on=date(2027, 2, 1))
        violations.recognise(session, late.id, recognised_on=date(2027, 2, 1), by=reviewer, at=at(entered), on=entered)
        assert account.tier is Tier.C
        last = list_moves(session, account.id)[-1]
        assert (last.on, last.from_tier, last.to_tier) == (entered, Tier.B, Tier.C)
        assert last.row != "void"
        assert last.facts
        assert last.corrects is None
