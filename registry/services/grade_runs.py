"""The daily run: fire what time alone changes, in steps so short that nobody at a desk has to wait for it.

Each step is a transaction of its own with its own entry in the log, so the log's lock is held for a moment only. A run
that was killed is simply run again: what a step has done is due no more.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.cases.states import follow
from registry.services import audit, grading
from registry.store.account_queries import list_due
from registry.store.jobs import GradeRun
from registry.store.measures import list_overdue

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
    """Fire what time alone changes up to ``on``, touching only accounts whose ``next_change_on`` is due; repeatable.

    ``opening`` opens the transaction of each step. ``is_trial``: count and store nothing (a date in the future).
    """
    while not is_trial and _let_overdue(opening, on=on, at=at, step=step) == step:
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


def _grade(
    session: Session, *, on: date, at: datetime, after: int, is_trial: bool, step: int
) -> tuple[RunResult, int, bool]:
    """Grade the next accounts beyond the id ``after``: what was done, the last id, whether these were all."""
    accounts = list_due(session, on=on, limit=step, after=after)
    moved = proposed = 0
    for account, outcome in grading.assess_all(session, accounts, on=on):
        moved += outcome.tier != account.tier
        proposed += outcome.proposal is not None and outcome.proposal.rung.value != account.proposal
        if not is_trial:
            grading.keep(session, account, outcome, on=on, at=at)
    done = RunResult(on, len(accounts), moved, proposed)
    if accounts and not is_trial:
        _log(session, done, at=at)
    return done, accounts[-1].id if accounts else after, len(accounts) < step


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
