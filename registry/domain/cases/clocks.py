"""The clocks of a case: by when something has to be done, and how that day was computed.

Terms the law leaves to the office are dated data (data/clocks.toml), never numbers in code; each clock names its ground
(domain brief §7.7, controls list 7). An office's own dated rows lie over the packaged ones, its table of days over the
published calendar.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from registry.domain.grading.months import add_months
from registry.domain.workdays import add_workdays, next_workday

DAY, WORKDAY, MONTH, HOUR = "day", "workday", "month", "hour"
UNITS = (DAY, WORKDAY, MONTH, HOUR)
HOURS_A_DAY = 24
_NO_DAYS: Mapping[date, bool] = {}


@dataclass(frozen=True, slots=True)
class Clock:
    """``days`` after ``starts``, working days where ``unit`` is "workday"; ``ground`` says why so long.

    ``since``: the day from which it is so, None where it always was. ``is_own``: the office's own row.
    """

    id: str
    days: int
    unit: str
    starts: str
    ground: str
    since: date | None = None
    is_own: bool = False

    def due_on(self, start: date) -> date:
        """The last day of the term that begins on ``start``."""
        if self.unit == WORKDAY:
            return add_workdays(start, self.days).on
        return start + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Term:
    """A clock that was started: how its last day was reached. ``counted_to`` is that day before it was moved off a rest
    day; ``is_known`` is False where a day on the way lies in a year whose holidays nobody has published.
    """

    clock: Clock
    started_on: date
    counted_to: date
    due_on: date
    is_known: bool


@dataclass(frozen=True, slots=True)
class OwnClock:
    """An office's own row over a packaged clock, from ``since`` on."""

    id: str
    days: int
    unit: str
    ground: str
    since: date


def get_clock(clock_id: str) -> Clock:
    """The clock of that id as packaged (KeyError where there is none)."""
    return _clocks()[clock_id]


def all_clocks() -> tuple[Clock, ...]:
    """Every packaged clock, in the order of the table."""
    return tuple(_clocks().values())


def clock_on(clock_id: str, on: date, own: Iterable[OwnClock] = ()) -> Clock:
    """The clock as it stands on a day: the office's latest row that had begun, else the packaged one."""
    packaged = get_clock(clock_id)
    begun = [row for row in own if row.id == clock_id and row.since <= on]
    if not begun:
        return packaged
    last = max(begun, key=lambda row: row.since)
    return replace(packaged, days=last.days, unit=last.unit, ground=last.ground, since=last.since, is_own=True)


def run(clock: Clock, started_on: date, days: Mapping[date, bool] = _NO_DAYS) -> Term:
    """Start a clock: the day of the start never counts, and a term never ends on a day of rest; hours go through."""
    if clock.unit == WORKDAY:
        reached = add_workdays(started_on, clock.days, days)
        return Term(clock, started_on, reached.on, reached.on, reached.known)
    if clock.unit == HOUR:
        reached_on = started_on + timedelta(days=_days_of(clock.days))
        return Term(clock, started_on, reached_on, reached_on, is_known=True)
    counted = add_months(started_on, clock.days) if clock.unit == MONTH else started_on + timedelta(days=clock.days)
    return _off_rest(clock, started_on, counted, days)


def put_off(due_on: date, number: int, unit: str, days: Mapping[date, bool] = _NO_DAYS) -> tuple[date, bool]:
    """A due day ``number`` days later (extension, or the days a clock stood still), and whether its year is published."""
    if unit == WORKDAY:
        reached = add_workdays(due_on, number, days)
        return reached.on, reached.known
    if unit == HOUR:
        return due_on + timedelta(days=_days_of(number)), True
    moved = next_workday(due_on + timedelta(days=number), days)
    return moved.on, moved.known


def _days_of(hours: int) -> int:
    """Hours as days begun."""
    return -(-hours // HOURS_A_DAY)


def _off_rest(clock: Clock, started_on: date, counted: date, days: Mapping[date, bool]) -> Term:
    moved = next_workday(counted, days)
    return Term(clock, started_on, counted, moved.on, moved.known)


@cache
def _clocks() -> dict[str, Clock]:
    text = (files("registry.domain") / "data" / "clocks.toml").read_text(encoding="utf-8")
    rows: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return {
        name: Clock(name, row["days"], row["unit"], row["starts"], row["ground"], row.get("since"))
        for name, row in rows.items()
    }
