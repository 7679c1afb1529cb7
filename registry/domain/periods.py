"""The periods of a report: a month or a year, the one before it and the same one a year before."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months

FIRST_YEAR = 2000
"""No register of self-media accounts reaches further back."""


@dataclass(frozen=True)
class Period:
    """A month, or (``is_year``) a year, by its first day."""

    first: date
    is_year: bool = False

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Period":
        """The next one."""
        return Period(add_months(self.first, 12 if self.is_year else 1), self.is_year)

    @property
    def previous(self) -> "Period":
        """The one before (上期)."""
        return Period(add_months(self.first, -12 if self.is_year else -1), self.is_year)

    @property
    def year_before(self) -> "Period":
        """The same one a year before (去年同期)."""
        return Period(add_months(self.first, -12), self.is_year)

    @property
    def beside(self) -> tuple["Period", ...]:
        """It, and those its figures stand beside: a year has the year before only once."""
        return (self, self.previous) if self.is_year else (self, self.previous, self.year_before)

    @property
    def text(self) -> str:
        """2026-11, or 2026."""
        return f"{self.first:%Y}" if self.is_year else f"{self.first:%Y-%m}"


def period_of(text: str, *, today: date) -> Period:
    """The period written as 2026-11 or 2026; the month of ``today`` where nothing is written.

    Raises Refusal("reports.period_wrong") for anything else, and for a period that has not begun.
    """
    if not text:
        return Period(today.replace(day=1))
    try:
        first = date.fromisoformat(f"{text}-01" if len(text) > len("2026") else f"{text}-01-01")
    except ValueError as error:
        raise Refusal("reports.period_wrong") from error
    if first > today or first.year < FIRST_YEAR:
        raise Refusal("reports.period_wrong")
    return Period(first, is_year=len(text) == len("2026"))
