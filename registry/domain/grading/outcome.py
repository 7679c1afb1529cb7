"""What evaluate hands back: the tier and everything it takes to say why. The explanation reads this and
nothing else.

What a replay asks of every account is there at once; what only a page or a kept trace asks for is worked out when asked
for, from the same walk, and then kept.
"""

from datetime import date
from functools import cached_property

from registry.domain.grading.ladder import proposal
from registry.domain.grading.near import near_misses
from registry.domain.grading.parts import (
    Cause,
    Counted,
    FloorReason,
    IgnoredPromotion,
    Move,
    NearMiss,
    Path,
    Proposal,
    Uncounted,
)
from registry.domain.grading.points import causes, uncounted
from registry.domain.grading.restoration import path
from registry.domain.grading.walk import Snapshot, Walk
from registry.domain.terms import Tier

__all__ = ("PARTS", "Counted", "FloorReason", "Move", "NearMiss", "Outcome", "Path")

PARTS = (
    "on", "version", "tier", "points", "heavy", "light", "credits", "counted", "uncounted", "floor", "floor_rows",
    "eligible", "timeline", "proposal", "near_misses", "paths", "next_change_on", "next_move", "versions", "causes",
    "ignored_promotions",
)  # fmt: skip
"""Everything an outcome tells, in the order a kept trace has it."""


class Outcome:
    """One account on one day.

    tier is None before the replay starts; points and floor are None where no version is in force. Where
    ``causes`` is not empty tier and points are lower bounds. next_change_on None means never (with no new
    fact); next_move is the first move time alone will bring.
    """

    def __init__(self, on: date, walk: Walk) -> None:
        """``walk`` has come to ``on``."""
        self._walk = walk
        self._view = walk.view
        self._windows = walk.windows
        self.on = on
        self.version = self._windows.rulebook.version if self._windows is not None else None
        self.tier = walk.tier
        self.points = walk.points
        self.floor = walk.floor
        self.timeline: tuple[Move, ...] = tuple(walk.moves)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and all(getattr(self, name) == getattr(other, name) for name in PARTS)

    __hash__ = None  # type: ignore[assignment]

    @property
    def moves(self) -> tuple[Move, ...]:
        """The timeline without its ``initial`` entry, which is a beginning and no move."""
        return tuple([move for move in self.timeline if move.from_tier is not None])

    @cached_property
    def _today(self) -> Snapshot:
        return self._walk.snapshot(self.on)

    @property
    def eligible(self) -> Tier | None:
        """The tier an application would reach today."""
        return self._today.eligible

    @property
    def is_undetermined(self) -> bool:
        """Whether a needed fact, or a rulebook, is missing; tier and points are then lower bounds."""
        return self._today.is_undetermined

    @cached_property
    def proposal(self) -> Proposal | None:
        """The measure the ladder calls for today."""
        calls = self._view.calls
        return proposal(calls, self.on) if calls else None

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """The violations inside the window, with the points each carries."""
        return self._windows.counted_on(self.on) if self._windows is not None else ()

    @cached_property
    def uncounted(self) -> tuple[Uncounted, ...]:
        """The violations on file that carry no points, and why."""
        return uncounted(self._view.weighed, self.counted, self._windows is not None)

    @property
    def heavy(self) -> int:
        """Points no credit is set against."""
        return sum(each.points for each in self.counted if each.is_heavy)

    @property
    def light(self) -> int:
        """Points credits are set against."""
        return sum(each.points for each in self.counted if not each.is_heavy)

    @property
    def credits(self) -> int:
        """Credits inside the window, at most the cap."""
        return self._windows.credits_on(self.on) if self._windows is not None else 0

    @cached_property
    def floor_rows(self) -> tuple[FloorReason, ...]:
        """The rows that set the floor."""
        if self._windows is None or self.floor is None:
            return ()
        return self._windows.reasons_on(self.on, self.points or 0, self.floor)

    @cached_property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """What little more would make the tier worse."""
        if self._windows is None or self.tier is None:
            return ()
        return near_misses(self._windows, self.on, self.tier, self.points or 0, self.proposal)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The ways up from today's tier; none before the start or in a gap."""
        if self._windows is None or self.tier is None:
            return ()
        record, points = self._view.record, self.points or 0
        clock = record.clock(self.on, self._walk.raised_on)
        rows = self._windows.rulebook.ways_up[self.tier]
        return tuple(path(row, record, self.on, clock, points, self._windows) for row in rows)

    @cached_property
    def next_change_on(self) -> date | None:
        """The first later day that differs from today with no new fact."""
        today, walk = self._today, self._walk.fork()
        for day in walk.stops(self._view.days_after(self.on)):
            walk.step(day)
            if walk.snapshot(day) != today:
                return day
        return None

    @cached_property
    def next_move(self) -> Move | None:
        """The first move time alone brings."""
        walk = self._walk.fork()
        for day in walk.stops(self._view.days_after(self.on)):
            walk.step(day)
            made = [move for move in walk.moves if move.from_tier is not None]
            if made:
                return made[0]
        return None

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The versions in force from the start of the replay to ``on``, or that weighed a violation."""
        begin = min(self._view.starts_on or self.on, self.on)
        used = [
            period.rulebook.version
            for period in self._view.timetable.periods
            if period.rulebook and period.begins <= self.on and (period.ends is None or period.ends > begin)
        ]
        return tuple(dict.fromkeys([*(weight.version for *_, weight in self._view.weighed if weight.version), *used]))

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What is undetermined, and why."""
        return causes(self._view.weighed, self._view.timetable, self.on)

    @cached_property
    def ignored_promotions(self) -> tuple[IgnoredPromotion, ...]:
        """Approved applications that moved nothing, and why."""
        begins = self._view.starts_on
        early = [
            IgnoredPromotion(promotion.on, promotion.tier, "not_started")
            for promotion in self._view.facts.promotions
            if begins is None or promotion.on < begins
        ]
        return tuple(sorted([*early, *self._walk.ignored], key=lambda each: (each.on, each.tier)))
