"""What the charts draw: an account's points and tier by day, moves by month. Pure: values in, values out."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from registry.domain.grading.facts import Facts
from registry.domain.grading.months import add_months
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import Tier

Value = TypeVar("Value")
PAST = 13
AHEAD = 9
"""Months shown before and after the day looked at."""
MONTHS = 6
"""Months of moves shown on the first page."""
MOST_DAYS = 80
"""Days evaluated for one drawing at most; an account with more changes is drawn from its latest ones."""


@dataclass(frozen=True)
class PointsChart:
    """The drawing of an account's points: see templates/components/points_chart.html."""

    start: date
    today: date
    end: date
    steps: list[tuple[date, int]]
    ahead: list[tuple[date, int]]
    limits: list[tuple[int, Tier]]
    spans: list[tuple[date, date, Tier]]
    ticks: list[date]


def chart_points(
    facts: Facts, outcome: Outcome, evaluate_on: Callable[[date], Outcome], rulebook: Rulebook | None
) -> PointsChart | None:
    """The points of an account over the last year and the months to come, if nothing new happens.

    ``evaluate_on`` gives the outcome of another day from what is known on the outcome's own.
    None: nothing to draw.
    """
    if outcome.tier is None or outcome.points is None or rulebook is None or not outcome.timeline:
        return None
    today = outcome.on
    start = max(outcome.timeline[0].on, add_months(today, -PAST)).replace(day=1)
    end = add_months(today, AHEAD)
    seen = _walk(facts, outcome, evaluate_on, start, end)
    points = _changes((day, each.points or 0) for day, each in seen)
    if not any(number for _, number in points):
        return None
    tiers = _changes((day, each.tier) for day, each in seen if each.tier is not None)
    steps, ahead = [step for step in points if step[0] <= today], [step for step in points if step[0] > today]
    limits = [(row.points, row.tier) for row in rulebook.thresholds if row.tier > rulebook.initial_tier]
    return PointsChart(start, today, end, steps, ahead, limits, _spans(tiers, end), list(_quarters(start, end)))


def _walk(
    facts: Facts, outcome: Outcome, evaluate_on: Callable[[date], Outcome], start: date, end: date
) -> list[tuple[date, Outcome]]:
    """The outcome on each day something may change between ``start`` and ``end``, in order."""
    first = max(start, outcome.timeline[0].on)
    days = {first, outcome.on, *(move.on for move in outcome.timeline)}
    days |= {each.recognised_on for each in facts.violations if each.voided_on is None}
    days |= {each.on for each in facts.credits}
    queue = [day for day in days if first <= day <= end]
    heapq.heapify(queue)
    seen: dict[date, Outcome] = {}
    while queue and len(seen) < MOST_DAYS:
        day = heapq.heappop(queue)
        if day in seen:
            continue
        seen[day] = found = outcome if day == outcome.on else evaluate_on(day)
        later = {each.expires_on for each in found.counted}
        if found.next_move is not None and day >= outcome.on:
            later.add(found.next_move.on)
        for each in later:
            if day < each < end and each not in seen:
                heapq.heappush(queue, each)
    return sorted(seen.items())


def _changes(values: Iterable[tuple[date, Value]]) -> list[tuple[date, Value]]:
    """Only the days on which the value is another one than before."""
    found: list[tuple[date, Value]] = []
    for day, value in values:
        if not found or found[-1][1] != value:
            found.append((day, value))
    return found


def _spans(tiers: Sequence[tuple[date, Tier]], end: date) -> list[tuple[date, date, Tier]]:
    ends = [day for day, _ in tiers[1:]] + [end]
    return [(day, until, tier) for (day, tier), until in zip(tiers, ends, strict=True)]


def _quarters(start: date, end: date) -> Iterable[date]:
    """The start, and the first of each January, April, July and October after it."""
    day = start
    while day < end:
        if day == start or (day.month % 3 == 1 and day >= add_months(start, 2)):
            yield day
        day = add_months(day, 1)


@dataclass(frozen=True)
class Month:
    """A month's moves: ``raised`` towards A, ``lowered`` towards D."""

    first: date
    raised: int
    lowered: int


def count_months(moves: Iterable[tuple[date, Tier | None, Tier]], today: date, months: int = MONTHS) -> list[Month]:
    """The moves of the last months, this one last, as they were made, corrections among them."""
    this = today.replace(day=1)
    firsts = [add_months(this, -back) for back in range(months - 1, -1, -1)]
    counts = {first: [0, 0] for first in firsts}
    for on, before, after in moves:
        if before is not None and on.replace(day=1) in counts:
            counts[on.replace(day=1)][after > before] += 1
    return [Month(first, raised, lowered) for first, (raised, lowered) in counts.items()]


def net_of_month(moves: Iterable[tuple[date, Tier | None, Tier]], today: date) -> dict[Tier, int]:
    """By how many accounts each tier grew or shrank through this month's moves."""
    net = dict.fromkeys(Tier, 0)
    for on, before, after in moves:
        if on >= today.replace(day=1) and before is not None:
            net[after] += 1
            net[before] -= 1
    return net
