"""The clocks of a case on file: started and stopped by its acts, put off or stood still by decision, never in silence."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from registry.domain.cases import clocks
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.workdays import is_workday
from registry.services.case_given import Given
from registry.store.cases import Case, CaseClock
from registry.store.procedure import own_clocks, own_days

LONGEST_EXTENSION = 366
"""More days at one stroke are a slip of the keyboard."""


def start(session: Session, case: Case, names: tuple[str, ...], *, on: date) -> None:
    """Start clocks by the office's table of that day; one that runs already goes on as it is."""
    running = {row.clock for row in case.clocks if row.stopped_on is None}
    if not set(names) - running:
        return
    own, days = own_clocks(session, case.office_id), own_days(session, case.office_id)
    for name in names:
        if name not in running:
            term = clocks.run(clocks.clock_on(name, on, own), on, days)
            case.clocks.append(_row(term))
    session.flush()


def _row(term: clocks.Term) -> CaseClock:
    clock = term.clock
    return CaseClock(
        clock=clock.id, days=clock.days, unit=clock.unit, starts=clock.starts, ground=clock.ground,
        started_on=term.started_on, counted_to=term.counted_to, due_on=term.due_on, is_known=term.is_known, changes=[],
    )  # fmt: skip


def stop(case: Case, names: tuple[str, ...], *, on: date) -> None:
    """Stop clocks that run."""
    for row in case.clocks:
        if row.clock in names and row.stopped_on is None:
            row.stopped_on = on


def stop_all(case: Case, *, on: date) -> None:
    """Stop whatever still runs, when the case leaves the road."""
    stop(case, tuple(row.clock for row in case.clocks), on=on)


def due_on(case: Case, name: str) -> date | None:
    """The last day of the latest clock of that name, None where none was started."""
    return max((row.due_on for row in case.clocks if row.clock == name), default=None)


def extend(session: Session, case: Case, given: Given, *, by: Actor, on: date) -> dict[str, object]:
    """Put a running clock off by some days, of its own kind. Raises Refusal where it does not run or no days are given."""
    row = _running(case, given)
    if not 0 < given.days <= LONGEST_EXTENSION:
        raise Refusal("cases.days_wrong", most=LONGEST_EXTENSION)
    return _put_off(row, given.days, own_days(session, case.office_id), kind="extend", reason=given.note, by=by, on=on)


def suspend(case: Case, given: Given, *, by: Actor, on: date) -> dict[str, object]:
    """Let a clock stand still from this day (中止: hearing, expert opinion, public notice)."""
    row = _running(case, given)
    if row.suspended_on is not None:
        raise Refusal("cases.clock_stands", on=row.suspended_on)
    row.suspended_on = on
    change = {"kind": "suspend", "on": str(on), "reason": given.note, "by": by.name}
    row.changes = [*row.changes, change]
    return {"clock": row.clock, "suspended_on": str(on)}


def resume(session: Session, case: Case, given: Given, *, by: Actor, on: date) -> dict[str, object]:
    """Let it run on: the due day moves by the days it stood still."""
    row = _running(case, given)
    if row.suspended_on is None:
        raise Refusal("cases.clock_runs")
    days = own_days(session, case.office_id)
    stood = _stood(row, on, days)
    row.suspended_on = None
    return _put_off(row, stood, days, kind="resume", reason=given.note, by=by, on=on)


def _running(case: Case, given: Given) -> CaseClock:
    found = next((row for row in case.clocks if row.id == given.clock_id and row.stopped_on is None), None)
    if found is None:
        raise Refusal("cases.clock_unknown")
    return found


def _stood(row: CaseClock, on: date, days: Mapping[date, bool]) -> int:
    """How many days of its own kind a clock stood still."""
    assert row.suspended_on is not None  # asked by the caller
    span = [date.fromordinal(day) for day in range(row.suspended_on.toordinal(), on.toordinal())]
    if row.unit == clocks.WORKDAY:
        return sum(is_workday(day, days) for day in span)
    return len(span) * (clocks.HOURS_A_DAY if row.unit == clocks.HOUR else 1)


def _put_off(
    row: CaseClock, number: int, days: Mapping[date, bool], *, kind: str, reason: str, by: Actor, on: date
) -> dict[str, object]:
    before = row.due_on
    row.due_on, is_known = clocks.put_off(before, number, row.unit, days) if number else (before, row.is_known)
    row.is_known = row.is_known and is_known
    change = {"kind": kind, "on": str(on), "days": number, "reason": reason, "by": by.name, "before": str(before),
              "after": str(row.due_on)}  # fmt: skip
    row.changes = [*row.changes, change]
    return {"clock": row.clock, "before": str(before), "due_on": str(row.due_on)}
