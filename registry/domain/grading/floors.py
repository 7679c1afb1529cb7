"""The floor: the worst tier any row names on a day. The tier is never better than it.

Three things name a tier: a threshold of points reached, measures of a kind inside a rule's own window and
not lifted, and the own tier of a counted violation's severity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.domain.grading.facts import Credit, Measure
from registry.domain.grading.months import add_months
from registry.domain.grading.outcome import Counted, FloorReason
from registry.domain.grading.points import Span, Weighed, count, on_day, spans, total
from registry.domain.grading.rulebook import TIERS, FloorRow, Rulebook
from registry.domain.terms import MeasureKind, Tier


@dataclass(frozen=True, slots=True)
class Hold:
    """One measure inside a floor rule's window, up to the eve of ``until`` (date.max: no end)."""

    since: date
    until: date
    measure: Measure


class Windows:
    """All facts of an account seen through one version's windows: what counts from when until when."""

    def __init__(
        self,
        rulebook: Rulebook,
        weighed: tuple[Weighed, ...],
        credits: tuple[Credit, ...],
        measures: tuple[Measure, ...],
    ) -> None:
        self.rulebook = rulebook
        self._measures = measures
        self.violations: tuple[Span, ...] = spans(weighed, rulebook)
        self.credits = [(c.on, add_months(c.on, rulebook.window_months), c.points) for c in credits]
        self.holds: list[tuple[FloorRow, list[Hold]]] = []
        for row in rulebook.floors:
            holds = [hold for m in measures if (hold := _hold(row, m)) is not None]
            if len(holds) >= row.count:
                self.holds.append((row, holds))

    def edges(self) -> Iterator[date]:
        """Every date on which something in these windows begins or ends."""
        for span in self.violations:
            yield span.since
            yield span.until
        for since, until, _ in self.credits:
            yield since
            yield until
        for _, holds in self.holds:
            for hold in holds:
                yield hold.since
                yield hold.until

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
        return count(self.violations, self.rulebook, day)

    def points_on(self, day: date) -> int:
        """The points of a day."""
        heavy = light = 0
        for span, points in on_day(self.violations, self.rulebook, day):
            if span.weighed.is_heavy:
                heavy += points
            else:
                light += points
        return total(heavy, light, self.credits_on(day)) if heavy or light else 0

    def floor_on(self, day: date, points: int) -> Tier:
        """The worst tier named on a day; the best tier where none is named."""
        worst = TIERS[0]
        for threshold in self.rulebook.thresholds:
            if points >= threshold.points:
                worst = max(worst, threshold.tier)
        for row, holds in self.holds:
            if row.tier > worst and sum(hold.since <= day < hold.until for hold in holds) >= row.count:
                worst = row.tier
        for span in self.violations:
            row_of = span.weighed.row
            if row_of and row_of.tier and row_of.tier > worst and span.since <= day < span.until:
                worst = row_of.tier
        return worst

    def reasons_on(self, day: date, points: int, tier: Tier) -> tuple[FloorReason, ...]:
        """The rows naming exactly ``tier`` on a day: measures first, then severities, then points."""
        if tier == TIERS[0]:
            return ()
        return (
            *self._reasons_of_measures(day, tier),
            *self._reasons_of_severities(day, tier),
            *self._reasons_of_points(day, points, tier),
        )

    def _reasons_of_measures(self, day: date, tier: Tier) -> Iterator[FloorReason]:
        for row, holds in self.holds:
            inside = [hold for hold in holds if hold.since <= day < hold.until]
            if row.tier != tier or len(inside) < row.count:
                continue
            ends = sorted((hold.until for hold in inside), reverse=True)[row.count - 1]
            starts = sorted(hold.since for hold in inside)[row.count - 1]
            yield FloorReason(
                row=row.id,
                kind="measures",
                tier=tier,
                facts=tuple(hold.measure.id for hold in inside),
                since=starts,
                until=None if ends == date.max else ends,
                article=row.article,
                measure_kind=MeasureKind(row.kind),
                count=row.count,
                months=row.within_months,
            )

    def _reasons_of_severities(self, day: date, tier: Tier) -> Iterator[FloorReason]:
        named: dict[str, list[Span]] = {}
        for span in self.violations:
            row = span.weighed.row
            if row and row.tier == tier and span.since <= day < span.until:
                named.setdefault(row.name, []).append(span)
        for name, inside in named.items():
            row = inside[0].weighed.row
            yield FloorReason(
                row=f"S:{name}",
                kind="severity",
                tier=tier,
                facts=tuple(span.weighed.violation.id for span in inside),
                since=inside[0].since,
                until=max(span.until for span in inside),
                article=row.article if row else None,
                severity=name,
            )

    def _reasons_of_points(self, day: date, points: int, tier: Tier) -> Iterator[FloorReason]:
        reached = [t for t in self.rulebook.thresholds if points >= t.points and t.tier == tier]
        if reached:
            inside = [span for span, _ in on_day(self.violations, self.rulebook, day)]
            yield FloorReason(
                row=reached[-1].id,
                kind="points",
                tier=tier,
                facts=tuple(span.weighed.violation.id for span in inside),
                since=inside[-1].since,
                until=None,
                article=reached[-1].article,
                points=reached[-1].points,
                months=self.rulebook.window_months,
            )


def _hold(row: FloorRow, measure: Measure) -> Hold | None:
    """How long a measure holds under a floor rule; never a reminder, nor one lifted at once."""
    if measure.kind != row.kind or measure.kind == MeasureKind.REMINDER:
        return None
    until = date.max if row.within_months is None else add_months(measure.effective_on, row.within_months)
    if measure.lifted_on is not None:
        until = min(until, measure.lifted_on)
    return Hold(measure.effective_on, until, measure) if measure.effective_on < until else None
