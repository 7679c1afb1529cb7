"""The daily run: fire what time alone changes, in steps so short that nobody at a desk has to wait for it.

Each step is a transaction of its own with its own entry in the log, so the log's lock is held for a moment only. A run
that was killed is simply run again: what a step has done is due no more.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from registry.domain.cases.states import follow
from registry.services import audit, grading, overrides
from registry.services.rulebooks import in_force
from registry.store.account_queries import Turn, list_due
from registry.store.jobs import GradeRun, find_last_run
from registry.store.measures import list_overdue
from registry.store.pending import list_modes
from registry.store.scope import EVERYTHING, scope_of

DAY = timedelta(days=1)
STEP = 100
"""Accounts, or rectifications fallen overdue, of one step."""

Opening = Callable[[], AbstractContextManager[Session]]
"""How a step gets its session and, at the end, its commit: the roof's `transaction`."""


@dataclass(frozen=True)
class RunResult:
    """What a run did: accounts due, accounts that moved, accounts with a new proposal."""

    on: date
    due: int = 0
    moved: int = 0
    proposed: int = 0


def run_day(opening: Opening, *, on: date, at: datetime, is_trial: bool = False, step: int = STEP) -> RunResult:
    """Fire what time alone changes up to ``on``, touching only accounts whose ``next_change_on`` is due, and all those whose
    rulebook another version replaces; repeatable.

    ``opening`` opens the transaction of each step. ``is_trial``: count and store nothing (a date in the future).
    """
    while not is_trial and _let_overdue(opening, on=on, at=at, step=step) == step:
        pass
    while not is_trial and _end_overrides(opening, on=on, at=at, step=step) == step:
        pass
    total, last = RunResult(on), 0
    while True:
        with opening() as session:
            done, last, is_over = _grade(session, on=on, at=at, after=last, is_trial=is_trial, step=step)
            total = _sum(total, done)
            if is_over and not is_trial:
                _close(session, total, at=at)
        if is_over:
            return total


def _let_overdue(opening: Opening, *, on: date, at: datetime, step: int) -> int:
    """Let rectifications whose term is over fall overdue, each with its entry; returns how many of them."""
    with opening() as session:
        found = list_overdue(session, on=on, limit=step)
        for measure in found:
            measure.state = follow(measure.state, "fall_overdue")
            audit.record(
                session, "measures.fall_overdue", by=None, at=at, object_type="measure", object_id=measure.id,
                region_code=measure.region_code,
            )  # fmt: skip
        return len(found)


def _end_overrides(opening: Opening, *, on: date, at: datetime, step: int) -> int:
    """End tiers people set for a term that is over, each with its entry; returns how many of them."""
    with opening() as session:
        return overrides.end_due(session, on=on, at=at, limit=step)


def _grade(
    session: Session, *, on: date, at: datetime, after: int, is_trial: bool, step: int
) -> tuple[RunResult, int, bool]:
    """Grade the next accounts beyond the id ``after``: what was done, the last id, whether these were all."""
    accounts = list_due(session, on=on, limit=step, after=after, turns=_turns(session, on))
    modes = list_modes(session)
    moved = proposed = 0
    for account, outcome in grading.assess_all(session, accounts, on=on):
        moved += outcome.tier != account.derived_tier
        proposed += outcome.proposal is not None and outcome.proposal.rung.value != account.proposal
        if not is_trial:
            grading.keep(session, account, outcome, modes, on=on, at=at)
    done = RunResult(on, len(accounts), moved, proposed)
    if accounts and not is_trial:
        _log(session, done, at=at)
    return done, accounts[-1].id if accounts else after, len(accounts) < step


def _turns(session: Session, on: date) -> list[Turn]:
    """Where another version begins or ends since the last run: there every account is due, whatever it was waiting for.

    What an account waits for was worked out before the version was published.
    """
    last = find_last_run(session, before=on) or on - DAY
    days = [
        (scope_of(book.region) if book.region else EVERYTHING, day)
        for book in in_force(session)
        for day in (book.effective_from, book.effective_to + DAY if book.effective_to is not None else None)
        if day is not None
    ]
    return [(scope, day) for scope, day in days if last < day <= on]


def _close(session: Session, total: RunResult, *, at: datetime) -> None:
    """Put the day on file as run, its counts added to those of an earlier run of the day."""
    if not total.due:
        _log(session, total, at=at)
    earlier = session.get(GradeRun, total.on)
    if earlier is not None:
        total = _sum(total, RunResult(total.on, earlier.due, earlier.moved, earlier.proposed))
    session.merge(GradeRun(on=total.on, ran_at=at, due=total.due, moved=total.moved, proposed=total.proposed))


def _log(session: Session, done: RunResult, *, at: datetime) -> None:
    after = {"due": done.due, "moved": done.moved, "proposed": done.proposed}
    audit.record(
        session, "grading.run", by=None, at=at, object_type="day", object_id=done.on, region_code="", after=after
    )


def _sum(first: RunResult, second: RunResult) -> RunResult:
    counts = (one + other for one, other in zip(astuple(first)[1:], astuple(second)[1:], strict=True))
    return RunResult(first.on, *counts)
