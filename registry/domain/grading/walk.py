"""The replay: from one date at which anything can change to the next, never day by day.

Between two such dates nothing moves: windows begin and end on known dates, versions too, and the clean
months of the present tier are over on one date that is added when the tier is reached. So the same walk
carries the timeline up to today and, past it, finds the next change exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from registry.domain.grading.facts import Facts
from registry.domain.grading.floors import Windows
from registry.domain.grading.ladder import Trigger, rung, triggers
from registry.domain.grading.months import add_months
from registry.domain.grading.moves import beginning, lowering, raising
from registry.domain.grading.outcome import IgnoredPromotion, Move
from registry.domain.grading.points import UNDETERMINED, Weighed, weigh_all
from registry.domain.grading.restoration import Record, is_open, rows_from
from registry.domain.grading.rulebook import RestorationRow, Rulebook
from registry.domain.grading.versions import Timetable
from registry.domain.terms import MeasureKind, Tier

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What ``next_change_on`` watches: two equal snapshots are no change."""

    tier: Tier | None
    points: int | None
    floor: Tier | None
    eligible: Tier | None
    proposal: MeasureKind | None
    is_undetermined: bool


class Walk:
    """One account's replay under a timetable. ``facts`` hold only what is known on the day asked for."""

    def __init__(self, facts: Facts, timetable: Timetable) -> None:
        self.facts = facts
        self.timetable = timetable
        self.weighed: tuple[Weighed, ...] = weigh_all(facts.violations, timetable)
        self.triggers: tuple[Trigger, ...] = triggers(facts, self.weighed, timetable)
        self.record = Record(facts, self.weighed)
        self.starts_on = self._start()
        self.tier: Tier | None = None
        self.raised_on: date | None = None
        self.moves: list[Move] = []
        self.ignored: list[IgnoredPromotion] = [
            IgnoredPromotion(promotion.on, promotion.tier, "not_started")
            for promotion in facts.promotions
            if self.starts_on is None or promotion.on < self.starts_on
        ]
        self._windows: dict[Rulebook, Windows] = {}
        self._queue: list[date] = []
        self._unclear_on = min(
            (w.violation.recognised_on for w in self.weighed if w.reason in UNDETERMINED), default=date.max
        )

    def windows(self, rulebook: Rulebook) -> Windows:
        """The facts through a version's windows."""
        if rulebook not in self._windows:
            self._windows[rulebook] = Windows(rulebook, self.weighed, self.facts.credits, self.facts.measures)
        return self._windows[rulebook]

    def days(self, on: date) -> Iterator[tuple[date, Snapshot]]:
        """The days something may change, ``on`` among them and past it too, each with its snapshot."""
        begin = on if self.starts_on is None else min(self.starts_on, on)
        self._queue = [day for day in {*self._edges(), on, begin} if day >= begin]
        heapify(self._queue)
        last: date | None = None
        while self._queue:
            day = heappop(self._queue)
            if day != last and day < date.max:
                last = day
                yield day, self._step(day)

    def _start(self) -> date | None:
        """The later of the registration and the first version; in a gap, the next day a version is in
        force.
        """
        first = self.timetable.first_on
        if first is None:
            return None
        return self.timetable.next_in_force(max(first, self.facts.account.registered_on))

    def _edges(self) -> Iterator[date]:
        """Every date known beforehand on which anything can change."""
        for period in self.timetable.periods:
            yield period.begins
            if period.rulebook is not None:
                for day in self.windows(period.rulebook).edges():
                    if period.begins <= day and (period.ends is None or day < period.ends):
                        yield day
        for trigger in self.triggers:
            yield trigger.on
            if trigger.until is not None:
                yield trigger.until
        for since, until, _ in self.record.rectifications:
            yield since
            yield until
        yield from (promotion.on for promotion in self.facts.promotions)
        yield self._unclear_on
        if self.starts_on is not None:
            yield self.starts_on

    def _step(self, day: date) -> Snapshot:
        """Bring the account to ``day`` and say how it stands."""
        book = self.timetable.on(day)
        called = rung(self.triggers, day)
        is_unclear = self._unclear_on <= day
        if book is None:
            if self.tier is not None:
                self._ignore(day, [p.tier for p in self.facts.promotions if p.on == day], None)
            return Snapshot(self.tier, None, None, None, called, True)
        windows = self.windows(book)
        points = windows.points_on(day)
        floor = windows.floor_on(day, points)
        if self.starts_on is None or day < self.starts_on:
            return Snapshot(None, points, floor, None, called, is_unclear)
        if self.tier is None:
            self._begin(day, book)
        self._move(day, windows, points, floor)
        eligible = self._eligible(day, windows, points, floor)
        return Snapshot(self.tier, points, floor, eligible, called, is_unclear)

    def _begin(self, day: date, book: Rulebook) -> None:
        self.tier = book.initial_tier
        self.moves.append(beginning(day, self.facts.account.registered_on, book))

    def _move(self, day: date, windows: Windows, points: int, floor: Tier) -> None:
        """Down to the floor, else up by one row at most; applications that moved nothing are noted."""
        assert self.tier is not None
        applied = [promotion.tier for promotion in self.facts.promotions if promotion.on == day]
        taken: str | None = None
        if floor > self.tier:
            before = self._predecessor(day)
            self.moves.append(lowering(day, self.tier, points, floor, windows, before))
            self._ignore(day, applied, windows)
            self.tier, self.raised_on = floor, None
            return
        row = self._rising(day, windows, points, floor, applied)
        if row is not None:
            taken = row.to_tier if row.by_application else None
        self._ignore(day, [tier for tier in applied if tier != taken], windows)
        if row is not None:
            self._raise(day, windows, row, applied)

    def _raise(self, day: date, windows: Windows, row: RestorationRow, applied: list[str]) -> None:
        before = self._predecessor(day)
        by_version = False
        if before is not None:
            points = before.points_on(day)
            earlier = self._rising(day, before, points, before.floor_on(day, points), applied)
            by_version = earlier is None or earlier.to_tier != row.to_tier
        clock = self.record.cited(self.record.clock(day, self.raised_on))
        self.moves.append(raising(day, row, clock, windows.rulebook, by_version))
        self.tier, self.raised_on = row.to_tier, day
        heappush(self._queue, day + _DAY)

    def _predecessor(self, day: date) -> Windows | None:
        """On a version's first day: the facts through the windows of the version before it."""
        book = self.timetable.replaced_on(day)
        return self.windows(book) if book is not None else None

    def _rising(
        self, day: date, windows: Windows, points: int, floor: Tier, applied: list[str]
    ) -> RestorationRow | None:
        """The row that takes the account up on a day: one that fires alone before one applied for."""
        assert self.tier is not None
        clock = self.record.clock(day, self.raised_on)
        rows = [
            row
            for row in rows_from(windows, self.tier)
            if (not row.by_application or row.to_tier in applied)
            and is_open(row, self.record, day, clock, points, floor)
        ]
        return min(rows, key=lambda row: row.by_application, default=None)

    def _eligible(self, day: date, windows: Windows, points: int, floor: Tier) -> Tier | None:
        """The tier an application would reach; also notes when the clean months of the present tier are
        over.
        """
        assert self.tier is not None
        clock = self.record.clock(day, self.raised_on)
        reachable = None
        for row in rows_from(windows, self.tier):
            due = add_months(clock, row.clean_months)
            if due > day:
                heappush(self._queue, due)
            elif row.by_application and is_open(row, self.record, day, clock, points, floor):
                reachable = row.to_tier
        return reachable

    def _ignore(self, day: date, tiers: list[str], windows: Windows | None) -> None:
        """Note applications of a day that moved nothing, and why."""
        for tier in tiers:
            reason = "no_rulebook"
            if windows is not None and self.tier is not None:
                rows = [row for row in rows_from(windows, self.tier) if row.by_application and row.to_tier == tier]
                reason = "conditions" if rows else "no_row"
            self.ignored.append(IgnoredPromotion(day, tier, reason))
