"""Near misses: what little more would make the tier worse, so that an officer can say so beforehand."""

from collections.abc import Iterator
from datetime import date

from registry.domain.grading.floors import Windows
from registry.domain.grading.parts import NearMiss, Proposal
from registry.domain.terms import Tier


def near_misses(
    windows: Windows, day: date, tier: Tier, points: int, proposed: Proposal | None
) -> tuple[NearMiss, ...]:
    """The next threshold of each worse tier, rules half met, and what the proposed measure would do."""
    return (*_of_points(windows, tier, points), *_of_measures(windows, day, tier, proposed))


def _of_points(windows: Windows, tier: Tier, points: int) -> Iterator[NearMiss]:
    worst = tier
    for threshold in windows.rulebook.thresholds:
        if threshold.points > points and threshold.tier > worst:
            worst = threshold.tier
            yield NearMiss(
                "points", threshold.id, threshold.tier, threshold.points - points,
                months=windows.rulebook.window_months,
            )  # fmt: skip


def _of_measures(windows: Windows, day: date, tier: Tier, proposed: Proposal | None) -> Iterator[NearMiss]:
    for row in windows.rulebook.floors:
        holding = windows.holding(row, day)
        missing = row.count - holding
        is_proposed = proposed is not None and proposed.rung == row.kind and missing == 1
        if row.tier > tier and (is_proposed or (missing > 0 and holding > 0)):
            yield NearMiss(
                "measures", row.id, row.tier, missing,
                measure_kind=row.kind, months=row.within_months, is_proposed=is_proposed,
            )  # fmt: skip
