"""The floor: the worst tier any row names on a day. The tier is never better than it.

Three things name a tier: a threshold of points reached, measures of a kind inside a rule's own window and
not lifted, and the own tier of a counted violation's severity.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from registry.domain.grading.facts import Credit, Measure
from registry.domain.grading.months import add_months
from registry.domain.grading.parts import Counted, FloorReason
from registry.domain.grading.points import Span, Weighed, count, spans, total
from registry.domain.grading.rulebook import TIERS, FloorRow, Rulebook, SeverityRow, Threshold
from registry.domain.terms import MeasureKind, Tier

_NONE: tuple[Any, ...] = ()


class Hold(NamedTuple):
    """One measure inside a floor rule's window, up to the eve of ``until`` (date.max: no end)."""

    since: date
    until: date
    measure: Measure


class Naming(NamedTuple):
    """A row that names a tier on a day, with the holds or violations it rests on."""

    row: FloorRow | SeverityRow | Threshold
    id: str
    holds: Sequence[Hold]
    violations: Sequence[Span]

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids it rests on."""
        if self.holds:
            return tuple([hold.measure.id for hold in self.holds])
        return tuple([span[-1][4] for span in self.violations])


class Windows:
    """All facts of an account seen through one version's windows: what counts from when until when."""

    __slots__ = (
        "_measures",
        "_sinces",
        "_steps",
        "_untils",
        "credits",
        "holds",
        "own_ways_up",
        "rulebook",
        "violations",
    )

    def __init__(
        self, rulebook: Rulebook, weighed: list[Weighed], credits: tuple[Credit, ...], measures: tuple[Measure, ...]
    ) -> None:
        self.rulebook = rulebook
        self._measures = measures
        self.violations: list[Span] = spans(weighed, rulebook)
        self._sinces = [span[0] for span in self.violations]
        self._untils = [span[1] for span in self.violations]  # in order too: windows of one length end as they begin
        self._steps = rulebook.steps
        self.own_ways_up = rulebook.own_ways_up
        self.credits = [(c.on, rulebook.window_ends[c.on], c.points) for c in credits] if credits else _NONE
        self.holds: Sequence[tuple[FloorRow, list[Hold]]] = _held(rulebook, measures) if measures else _NONE

    def days_worse(self) -> list[date]:
        """Every date on which something more counts, or a credit no longer does."""
        found = self._sinces.copy()
        if self.credits:
            found += [until for _, until, _ in self.credits]
        for _, holds in self.holds:
            found += [hold.since for hold in holds]
        return found

    def days_better(self) -> list[date]:
        """Every date on which something no longer counts, or a credit begins to."""
        found = self._untils.copy()
        if self.credits:
            found += [since for since, _, _ in self.credits]
        for _, holds in self.holds:
            found += [hold.until for hold in holds]
        return found

    def credits_on(self, day: date) -> int:
        """Credits inside the window, at most the cap."""
        inside = sum(points for since, until, points in self.credits if since <= day < until)
        return min(inside, self.rulebook.credit_cap)

    def holding(self, row: FloorRow, day: date) -> int:
        """How many measures count under a floor rule on a day."""
        holds = (_hold(row, measure) for measure in self._measures)
        return sum(1 for hold in holds if hold is not None and hold.since <= day < hold.until)

    def counted_on(self, day: date) -> tuple[Counted, ...]:
        """The violations counted on a day, with their points."""
        return tuple(count(self.violations, day))

    def standing_on(self, day: date) -> tuple[int, Tier]:
        """The points and the floor of a day: the one pass the replay makes on every day that counts."""
        points, worst = 0, TIERS[0]
        first = bisect_right(self._untils, day)
        for _, _, before, base, repeated, _, tier, _ in self.violations[first : bisect_right(self._sinces, day)]:
            points += base if before < first else repeated
            if tier is not None and tier > worst:
                worst = tier
        if self.credits:
            points = self._credited(day, first, points)
        limits, tiers = self._steps
        named = tiers[bisect_right(limits, points)]
        if named > worst:
            worst = named
        for row, holds in self.holds:
            if row.tier > worst and sum(since <= day < until for since, until, _ in holds) >= row.count:
                worst = row.tier
        return points, worst

    def _credited(self, day: date, first: int, points: int) -> int:
        """The points of a day once credits are set against the light ones; ``first``: the place of the first counted."""
        light = sum(
            base if before < first else repeated
            for _, _, before, base, repeated, is_heavy, _, _ in self.violations[first : bisect_right(self._sinces, day)]
            if not is_heavy
        )
        return total(points - light, light, self.credits_on(day))

    def naming(self, day: date, points: int, tier: Tier) -> list[Naming]:
        """The rows naming exactly ``tier`` on a day: measures first, then severities, then points."""
        found: list[Naming] = []
        if tier == TIERS[0]:
            return found
        for row, holds in self.holds:
            held = [hold for hold in holds if hold.since <= day < hold.until]
            if row.tier == tier and len(held) >= row.count:
                found.append(Naming(row, row.id, held, ()))
        inside = self.violations[bisect_right(self._untils, day) : bisect_right(self._sinces, day)]
        own: dict[str, tuple[SeverityRow, list[Span]]] = {}
        for span in inside:
            if span[6] == tier and (severity := span[-1][-1].row) is not None:
                own.setdefault(severity.name, (severity, []))[1].append(span)
        for severity, named in own.values():
            found.append(Naming(severity, f"S:{severity.name}", (), named))
        for threshold in self.rulebook.steps_to[tier]:
            if points >= threshold.points:
                found.append(Naming(threshold, threshold.id, (), inside))
                break
        return found

    def reasons_on(self, day: date, points: int, tier: Tier) -> tuple[FloorReason, ...]:
        """The same rows as an outcome shows them: since when, until when, by which article."""
        return tuple(_reason(naming, tier, self.rulebook.window_months) for naming in self.naming(day, points, tier))


def _held(rulebook: Rulebook, measures: tuple[Measure, ...]) -> list[tuple[FloorRow, list[Hold]]]:
    """The floor rules that may ever be met by these measures, with the measures under each."""
    found = []
    for row in rulebook.floors:
        holds = [hold for m in measures if (hold := _hold(row, m)) is not None]
        if len(holds) >= row.count:
            found.append((row, holds))
    return found


def _reason(naming: Naming, tier: Tier, window_months: int) -> FloorReason:
    row, facts = naming.row, naming.facts
    if isinstance(row, FloorRow):
        ends = sorted((hold.until for hold in naming.holds), reverse=True)[row.count - 1]
        starts = sorted(hold.since for hold in naming.holds)[row.count - 1]
        return FloorReason(
            naming.id, "measures", tier, facts, starts, None if ends == date.max else ends, row.article,
            measure_kind=MeasureKind(row.kind), count=row.count, months=row.within_months,
        )  # fmt: skip
    if isinstance(row, SeverityRow):
        until = max(span[1] for span in naming.violations)
        return FloorReason(
            naming.id, "severity", tier, facts, naming.violations[0][0], until, row.article, severity=row.name
        )  # fmt: skip
    return FloorReason(
        naming.id, "points", tier, facts, naming.violations[-1][0], None, row.article,
        points=row.points, months=window_months,
    )  # fmt: skip


def _hold(row: FloorRow, measure: Measure) -> Hold | None:
    """How long a measure holds under a floor rule; never a reminder, nor one lifted at once."""
    if measure.kind != row.kind or measure.kind == MeasureKind.REMINDER:
        return None
    until = date.max if row.within_months is None else add_months(measure.effective_on, row.within_months)
    if measure.lifted_on is not None:
        until = min(until, measure.lifted_on)
    return Hold(measure.effective_on, until, measure) if measure.effective_on < until else None
