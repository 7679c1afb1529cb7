"""The way up: clean months on a clock, no rectification open, a floor that allows it (信用修复:
国办发〔2025〕22号).

The clock runs from the latest of the registration, the last recognised violation with points, the last
effective measure other than a reminder, and the move that brought the account to its present tier if that
move was upward. A downward move restarts nothing.
"""

from bisect import bisect_right
from datetime import date

from registry.domain.grading.facts import Facts
from registry.domain.grading.floors import Windows
from registry.domain.grading.months import add_months
from registry.domain.grading.parts import Path
from registry.domain.grading.points import Weighed
from registry.domain.grading.rulebook import RestorationRow
from registry.domain.terms import MeasureKind, Tier


class Record:
    """What of an account's facts bears on restoration, ready to be asked for any day."""

    __slots__ = ("_measures", "_registered_on", "_resets", "_weighed", "is_filing_complete", "rectifications")

    def __init__(self, facts: Facts, weighed: list[Weighed]) -> None:
        self._registered_on = facts.account.registered_on
        self.is_filing_complete = facts.account.filing_complete
        self._weighed = weighed
        self._resets = [each[0] for each in weighed if each[1]]
        self._measures: dict[str, date] = {}
        self.rectifications: list[tuple[date, date, str]] = []
        if facts.measures:
            self._look_at_measures(facts)

    def _look_at_measures(self, facts: Facts) -> None:
        self._measures = {m.id: m.effective_on for m in facts.measures if m.kind != MeasureKind.REMINDER}
        self._resets = sorted([*self._resets, *self._measures.values()])
        self.rectifications = [
            (self._measures[r.measure], r.passed_on or date.max, r.measure)
            for r in facts.rectifications
            if r.measure in self._measures
        ]
        self.rectifications.sort()

    def clock(self, day: date, raised_on: date | None) -> date:
        """The date clean months are counted from; ``raised_on``: the upward move to the present tier, if
        any.
        """
        latest = self._registered_on
        index = bisect_right(self._resets, day)
        if index and self._resets[index - 1] > latest:
            latest = self._resets[index - 1]
        return raised_on if raised_on is not None and raised_on > latest else latest

    def cited(self, clock_on: date) -> tuple[str, ...]:
        """The clock as a move cites it, then the facts dated that day."""
        facts = [each[4] for each in self._weighed if each[1] and each[0] == clock_on]
        facts += [measure for measure, day in self._measures.items() if day == clock_on]
        return (f"clock:{clock_on.isoformat()}", *sorted(facts))

    def open_on(self, day: date) -> tuple[str, ...]:
        """Measures whose rectification is open on a day."""
        return tuple(dict.fromkeys(m for since, until, m in self.rectifications if since <= day < until))

    def is_rectifying(self, day: date) -> bool:
        """Whether any rectification is open on a day."""
        return any(since <= day < until for since, until, _ in self.rectifications)


def is_open(row: RestorationRow, record: Record, day: date, clock: date, points: int, floor: Tier) -> bool:
    """Whether every condition of a row holds on a day."""
    return (
        floor <= row.to_tier
        and add_months(clock, row.clean_months) <= day
        and (row.max_points is None or points <= row.max_points)
        and (record.is_filing_complete or not row.filing_complete)
        and not (record.rectifications and record.is_rectifying(day))
    )


def path(row: RestorationRow, record: Record, day: date, clock: date, points: int, windows: Windows) -> Path:
    """A row as an outcome shows it: each condition, and what is in the way."""
    clean_on = add_months(clock, row.clean_months)
    floor = windows.standing_on(day)[1]
    blocking = windows.naming(day, points, floor) if floor > row.to_tier else ()
    return Path(
        row=row.id,
        to_tier=row.to_tier,
        by_application=row.by_application,
        clean_months=row.clean_months,
        clock_on=clock,
        clean_on=clean_on,
        is_clean=clean_on <= day,
        open_rectifications=record.open_on(day),
        floor_rows=tuple(naming.id for naming in blocking),
        max_points=row.max_points,
        is_over_points=row.max_points is not None and points > row.max_points,
        is_filing_missing=row.filing_complete and not record.is_filing_complete,
        article=row.article,
    )
