"""Working days (工作日): the days most clocks of the procedure count in (行政处罚法 第八十五条).

The published calendar with its exchanged days (调休) comes from chinesecalendar; it ends with the year last
published. Beyond it, where the office's own table (``overrides``: day → is a working day) is silent too,
Monday to Friday are assumed and the answer says that it is not ``known``: no due date may look surer than
it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

_NO_OVERRIDES: Mapping[date, bool] = {}


@dataclass(frozen=True, slots=True)
class Workday:
    """A day reached by counting. ``known`` is False where a day on the way lies in an unpublished year."""

    on: date
    known: bool


def is_workday(day: date, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> bool:
    """Whether offices work on ``day``; by weekday alone where its year is unpublished (see ``is_known``)."""
    if day in overrides:
        return overrides[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_known(day: date, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> bool:
    """Whether the day's standing is settled: by the office's own table or by a published calendar."""
    if day in overrides:
        return True
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_workdays(start: date, n: int, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> Workday:
    """The ``n``-th working day after ``start``, before it if ``n`` is negative; ``start`` never counts.

    With ``n`` = 0 it is ``start`` itself, or the next working day where offices rest on it.
    """
    if n == 0:
        return next_workday(start, overrides)
    step = timedelta(days=1 if n > 0 else -1)
    day, left, known = start, abs(n), True
    while left:
        day += step
        known = known and is_known(day, overrides)
        left -= is_workday(day, overrides)
    return Workday(day, known)


def next_workday(day: date, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> Workday:
    """``day`` itself where offices work, else the next day they do: a clock never ends on a day of rest."""
    known = is_known(day, overrides)
    while not is_workday(day, overrides):
        day += timedelta(days=1)
        known = known and is_known(day, overrides)
    return Workday(day, known)
