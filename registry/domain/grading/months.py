"""Calendar months, clamped to month ends: the one arithmetic of windows.

2024-02-29 + 12 months = 2025-02-28. A fact dated d counts on every day t with d <= t < d + window.
"""

from datetime import date
from functools import lru_cache

_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=1 << 15)  # the windows of a register begin on a few thousand days
def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day where it has no such day.

    A result past the calendar's end (year 9999) is the calendar's last day: such a window never closes.
    """
    index = day.month - 1 + months
    year = day.year + index // 12
    if year > date.max.year:
        return date.max
    month = index % 12
    last = _LAST_DAYS[month]
    if month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        last = 29
    return date(year, month + 1, min(day.day, last))
