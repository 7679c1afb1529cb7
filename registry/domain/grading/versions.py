"""Which rulebook is in force on a day, for a region.

Versions are dated and belong to a region or to the nation; the nearest ancestor region's wins. An
open-ended version ends on the eve of the next of its region; versions of one region may not overlap;
between versions there may be a gap, in which everything is undetermined.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from registry.domain.errors import Refusal
from registry.domain.grading.rulebook import Rulebook

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``begins`` to the eve of ``ends`` (None: no end) this rulebook is in force, or none."""

    begins: date
    ends: date | None
    rulebook: Rulebook | None


class Timetable:
    """The periods of one region, end to end from the first version's day on."""

    def __init__(self, periods: tuple[Period, ...]) -> None:
        self.periods = periods
        self.first_on: date | None = periods[0].begins if periods else None
        self.starts: list[date] = [period.begins for period in periods]
        self._predecessors: dict[date, Rulebook] = {}
        before: Rulebook | None = None
        for period in periods:
            if period.rulebook is not None:
                if before is not None and before is not period.rulebook:
                    self._predecessors[period.begins] = before
                before = period.rulebook

    def on(self, day: date) -> Rulebook | None:
        """The version in force that day; None in a gap and before the first."""
        index = bisect_right(self.starts, day)
        return self.periods[index - 1].rulebook if index else None

    def period_on(self, day: date) -> tuple[Period | None, date]:
        """The period that day lies in (None: before the first) and the day the next begins (date.max: never)."""
        index = bisect_right(self.starts, day)
        ends = self.starts[index] if index < len(self.starts) else date.max
        return (self.periods[index - 1] if index else None), ends

    def starts_for(self, registered_on: date) -> date | None:
        """When an account enters the replay: on its registration or the first version's day, whichever is later.

        In a gap, the next day a version is in force; None if there is none.
        """
        day = max(self.starts[0], registered_on) if self.starts else registered_on
        if self.on(day) is not None:
            return day
        later = (p.begins for p in self.periods if p.begins > day and p.rulebook is not None)
        return next(later, None)

    def replaced_on(self, day: date) -> Rulebook | None:
        """On the first day of a version: the one that was in force before it."""
        return self._predecessors.get(day)


def version_on(rulebooks: Iterable[Rulebook], region_code: str | None, on: date) -> Rulebook | None:
    """The version in force for a region on a day, None if there is none; ``grading.overlap`` on overlap."""
    return timetable(tuple(rulebooks), region_code).on(on)


@lru_cache(maxsize=512)
def timetable(rulebooks: tuple[Rulebook, ...], region_code: str | None) -> Timetable:
    """The timetable of a region; ``grading.overlap`` where two versions of one region overlap."""
    own = _stem(region_code)
    spans = [
        (_stem(book.region), begins, ends, book)
        for begins, ends, book in _closed(rulebooks)
        if own.startswith(_stem(book.region))
    ]
    edges = sorted({edge for _, begins, ends, _ in spans for edge in (begins, ends) if edge is not None})
    periods: list[Period] = []
    for begins, ends in zip(edges, [*edges[1:], None], strict=False):  # no version of the region: no period
        book = _nearest(spans, begins)
        if periods and periods[-1].rulebook is book:
            periods[-1] = Period(periods[-1].begins, ends, book)
        else:
            periods.append(Period(begins, ends, book))
    return Timetable(tuple(periods))


def _nearest(spans: list[tuple[str, date, date | None, Rulebook]], day: date) -> Rulebook | None:
    """Of the versions in force on ``day``, the one whose region is the nearest ancestor."""
    found = [(stem, book) for stem, begins, ends, book in spans if begins <= day and (ends is None or day < ends)]
    return max(found, key=lambda each: len(each[0]))[1] if found else None


def _closed(rulebooks: Iterable[Rulebook]) -> list[tuple[date, date | None, Rulebook]]:
    """Each version with its first day and the day after its last, open-ended ones closed by their
    successor.
    """
    regions: dict[str, list[Rulebook]] = {}
    for book in rulebooks:
        regions.setdefault(_stem(book.region), []).append(book)
    closed: list[tuple[date, date | None, Rulebook]] = []
    for books in regions.values():
        books.sort(key=lambda book: book.effective_from)
        for book, later in zip(books, [*books[1:], None], strict=True):
            ends = book.effective_to + _DAY if book.effective_to and book.effective_to < date.max else None
            if later is not None:
                if later.effective_from == book.effective_from or (ends and ends > later.effective_from):
                    raise Refusal(
                        "grading.overlap",
                        first=book.version,
                        second=later.version,
                        region=book.region or "",
                        on=later.effective_from,
                    )
                ends = ends or later.effective_from
            closed.append((book.effective_from, ends, book))
    return closed


def _stem(region_code: str | None) -> str:
    """The part of a GB/T 2260 code that names the region: 330106, 3301, 33, and nothing for the nation."""
    code = region_code or ""
    if not code[6:].strip("0"):
        code = code[:6]  # the twelve-figure form of a county or above
    while code.endswith("00") and len(code) <= 6:
        code = code[:-2]
    return code
