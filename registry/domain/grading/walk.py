"""The replay: from one date at which anything can change to the next, never day by day.

Between two such dates nothing moves: windows begin and end on known dates, versions too, and the clean
months of the present tier are over on one date (``due``) that is known when the tier is reached. So the same walk
carries the timeline up to today and, past it, finds the next change exactly.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from registry.domain.grading.floors import Windows
from registry.domain.grading.ladder import rung
from registry.domain.grading.months import add_months
from registry.domain.grading.moves import beginning, lowering, raising
from registry.domain.grading.parts import IgnoredPromotion, Move
from registry.domain.grading.restoration import is_open
from registry.domain.grading.rulebook import RestorationRow
from registry.domain.grading.view import View
from registry.domain.terms import MeasureKind, Tier

_DAY = timedelta(days=1)
_NONE: Sequence[str] = ()


class Snapshot(NamedTuple):
    """What ``next_change_on`` watches: two equal snapshots are no change."""

    tier: Tier | None
    points: int | None
    floor: Tier | None
    eligible: Tier | None
    proposal: MeasureKind | None
    is_undetermined: bool


class Walk:
    """One account on its way through the days, brought to each by ``step``."""

    __slots__ = (
        "_until",
        "due",
        "floor",
        "ignored",
        "moves",
        "points",
        "raised_on",
        "tier",
        "view",
        "windows",
    )

    def __init__(self, view: View) -> None:
        self.view = view
        self.tier: Tier | None = None
        self.raised_on: date | None = None
        self.points: int | None = None
        self.floor: Tier | None = None
        self.moves: list[Move] = []
        self.ignored: list[IgnoredPromotion] = []
        self.due = date.max
        self.windows: Windows | None = None
        self._until = date.min

    def fork(self) -> "Walk":
        """The same account on the same day, to go on from here; its moves are its own."""
        other = Walk(self.view)
        other.tier, other.raised_on, other.due = self.tier, self.raised_on, self.due
        other.windows, other._until = self.windows, self._until
        return other

    def stops(self, days: list[date]) -> Iterator[date]:
        """``days`` in order and, where one comes before the next of them, each end of clean months."""
        for day in days:
            while self.due < day:
                yield self.due
            yield day
        while self.due < date.max:
            yield self.due

    def go(self, on: date) -> None:
        """Replay from the start to ``on``.

        A day on which something eases matters only to an account whose clean months are over: it is stepped on then.
        """
        step, days = self.step, self.view.days_worse(on)
        for day in days:
            while self.due < day:
                step(self.due)
            step(day)
        while self.due < on:
            step(self.due)
        if not days or days[-1] < on:
            step(on)

    def step(self, day: date) -> None:
        """Bring the account to ``day``: its points, its floor, and one move where one is called for."""
        self.due = date.max
        if day >= self._until:
            self._turn(day)
        windows, view = self.windows, self.view
        applied = view.applied.get(day, _NONE) if view.applied else _NONE
        if windows is None:
            self.points = self.floor = None
            if self.tier is not None:
                self._ignore(day, applied)
            return
        points, floor = self.points, self.floor = windows.standing_on(day)
        tier = self.tier if self.tier is not None else self._begin(day, windows)
        if tier is None:
            return
        if floor > tier:
            self._ignore(day, applied)
            self.moves.append(lowering(day, tier, points, floor, windows, self._predecessor(day)))
            self.tier, self.raised_on = floor, None
            self._await(day, windows.own_ways_up[floor])
        elif applied or windows.own_ways_up[tier]:
            self._rise(day, windows, points, floor, applied)

    def _begin(self, day: date, windows: Windows) -> Tier | None:
        """Enter the replay in the initial tier; None before its start."""
        starts_on = self.view.starts_on
        if starts_on is not None and starts_on <= day:
            self.tier = windows.rulebook.initial_tier
            self.moves.append(beginning(day, self.view.facts.account.registered_on, windows.rulebook))
        return self.tier

    def snapshot(self, day: date) -> Snapshot:
        """How the account stands after the step of ``day``; also awaits what an application still waits for."""
        called = rung(self.view.calls, day)
        is_unclear = self.windows is None or self.view.unclear_on <= day
        eligible = None
        if self.windows is not None and self.tier is not None:
            eligible = self._eligible(day, self.windows, self.tier)
        return Snapshot(self.tier, self.points, self.floor, eligible, called, is_unclear)

    def _turn(self, day: date) -> None:
        """Enter the period of the timetable that ``day`` lies in."""
        period, self._until = self.view.timetable.period_on(day)
        book = period.rulebook if period else None
        self.windows = self.view.windows(book) if book is not None else None

    def _rise(self, day: date, windows: Windows, points: int, floor: Tier, applied: Sequence[str]) -> None:
        """Up by one row at most; applications that moved nothing are noted."""
        assert self.tier is not None
        is_clean = self._await(day, windows.own_ways_up[self.tier])
        row = self._rising(day, windows, points, floor, applied) if is_clean or applied else None
        if applied:
            taken = row.to_tier if row is not None and row.by_application else None
            self._ignore(day, [tier for tier in applied if tier != taken])
        if row is None:
            return
        before, by_version = self._predecessor(day), False
        if before is not None:
            earlier = self._rising(day, before, *before.standing_on(day), applied)
            by_version = earlier is None or earlier.to_tier != row.to_tier
        clock = self.view.record.cited(self.view.record.clock(day, self.raised_on))
        self.moves.append(raising(day, row, clock, windows.rulebook, by_version))
        self.tier, self.raised_on, self.due = row.to_tier, day, day + _DAY

    def _rising(
        self, day: date, windows: Windows, points: int, floor: Tier, applied: Sequence[str]
    ) -> RestorationRow | None:
        """The row that takes the account up on a day: one that fires alone before one applied for."""
        assert self.tier is not None
        record = self.view.record
        clock = record.clock(day, self.raised_on)
        for row in windows.own_ways_up[self.tier]:
            if is_open(row, record, day, clock, points, floor):
                return row
        for row in windows.rulebook.ways_up[self.tier] if applied else ():
            if row.by_application and row.to_tier in applied and is_open(row, record, day, clock, points, floor):
                return row
        return None

    def _await(self, day: date, rows: Sequence[RestorationRow]) -> bool:
        """Note when one of ``rows`` may open, and say whether the clean months of one are over already.

        Where they are, something else may be in the way, and the way opens once that is gone.
        """
        clock = self.view.record.clock(day, self.raised_on)
        is_clean = False
        for row in rows:
            due = add_months(clock, row.clean_months)
            if due <= day:
                is_clean = True
                due = self.view.day_better(day)
            if due < self.due:
                self.due = due
        return is_clean

    def _eligible(self, day: date, windows: Windows, tier: Tier) -> Tier | None:
        """The tier an application would reach; notes when the clean months it still lacks are over."""
        reachable = None
        record = self.view.record
        clock = record.clock(day, self.raised_on)
        for row in windows.rulebook.ways_up[tier]:
            if row.by_application:
                due = add_months(clock, row.clean_months)
                if due > day:
                    self.due = min(self.due, due)
                elif is_open(row, record, day, clock, self.points or 0, self.floor or tier):
                    reachable = row.to_tier
        return reachable

    def _predecessor(self, day: date) -> Windows | None:
        """On a version's first day: the facts through the windows of the version before it."""
        book = self.view.timetable.replaced_on(day)
        return self.view.windows(book) if book is not None else None

    def _ignore(self, day: date, tiers: Sequence[str]) -> None:
        """Note applications of a day that moved nothing, and why."""
        for tier in tiers:
            reason = "no_rulebook"
            if self.windows is not None and self.tier is not None:
                rows = self.windows.rulebook.ways_up[self.tier]
                asked = [row for row in rows if row.by_application and row.to_tier == tier]
                reason = "conditions" if asked else "no_row"
            self.ignored.append(IgnoredPromotion(day, tier, reason))
