"""Lint of floors and of the ways up: rows never met, rows another makes idle, tiers nobody comes back from.

Who mended their ways has a way back (信用修复: 国办发〔2025〕22号): a tier that can be reached and not left is an error.
"""

from collections.abc import Iterator
from itertools import pairwise

from registry.domain.grading.findings import Finding, error, warning
from registry.domain.grading.rulebook import TIERS, FloorRow, RestorationRow, Rulebook
from registry.domain.terms import MeasureKind, Tier


def of_floors(book: Rulebook) -> Iterator[Finding]:
    """Floors that never hold, change nothing, stand twice, or contradict or cover each other."""
    for number, row in enumerate(book.floors):
        if row.kind is MeasureKind.REMINDER:
            yield error("floor_reminder", "floors", row.id)
        elif row.tier == TIERS[0]:
            yield error("row_idle", "floors", row.id, tier=row.tier)
        else:
            yield from _beside(row, book.floors[:number], book.floors[number + 1 :])


def _beside(row: FloorRow, before: tuple[FloorRow, ...], after: tuple[FloorRow, ...]) -> Iterator[Finding]:
    for other in before:
        if _asks(row) == _asks(other):
            code = "duplicate" if row.tier == other.tier else "contradiction_tier"
            yield error(code, "floors", row.id, other=other.id, tier=row.tier, other_tier=other.tier)
            return
    covering = next((o for o in (*before, *after) if _asks(o) != _asks(row) and _holds_with(o, row)), None)
    if covering is not None:
        yield error("row_covered", "floors", row.id, other=covering.id)


def _asks(row: FloorRow) -> tuple[str, int, int | None]:
    return row.kind, row.count, row.within_months


def _holds_with(other: FloorRow, row: FloorRow) -> bool:
    """Whether ``other`` holds whenever ``row`` does, and no better a tier."""
    is_as_long = other.within_months is None or (
        row.within_months is not None and other.within_months >= row.within_months
    )
    return other.kind == row.kind and other.count <= row.count and is_as_long and other.tier >= row.tier


def of_restoration(book: Rulebook) -> Iterator[Finding]:
    """Tiers with no way up, doubled rows, conditions already asked for elsewhere."""
    rows = book.restoration
    for better, tier in pairwise(TIERS):  # every one: an account may come from an earlier version in any tier
        if not any(row.from_tier == tier for row in rows):
            found = error if tier > book.initial_tier else warning
            yield found("no_way_up", "restoration", tier=tier, better=better)
    for number, row in enumerate(rows):
        yield from _among(row, rows[:number], rows[number + 1 :])
        yield from _limit(row, book)
        if row.clean_months == 0 and not row.by_application:
            yield warning("clean_zero", "restoration", row.id, tier=row.from_tier)


def _among(
    row: RestorationRow, before: tuple[RestorationRow, ...], after: tuple[RestorationRow, ...]
) -> Iterator[Finding]:
    same = next((other for other in before if _conditions(other) == _conditions(row)), None)
    if same is not None:
        yield error("duplicate", "restoration", row.id, other=same.id)
        return
    easier = next((o for o in (*before, *after) if _conditions(o) != _conditions(row) and _is_easier(o, row)), None)
    if easier is not None:
        yield error("row_covered", "restoration", row.id, other=easier.id)


def _conditions(row: RestorationRow) -> tuple[Tier, int, bool, int | None, bool]:
    return row.from_tier, row.clean_months, row.by_application, row.max_points, row.filing_complete


def _is_easier(other: RestorationRow, row: RestorationRow) -> bool:
    """Whether ``other`` takes the account up whenever ``row`` would, without being asked for more."""
    is_points_easier = other.max_points is None or (row.max_points is not None and other.max_points >= row.max_points)
    return (
        other.from_tier == row.from_tier
        and other.clean_months <= row.clean_months
        and other.by_application <= row.by_application
        and other.filing_complete <= row.filing_complete
        and is_points_easier
    )


def _limit(row: RestorationRow, book: Rulebook) -> Iterator[Finding]:
    """A limit of points changes nothing where the clean months outlast the window or a threshold asks for as few.

    A limit of nought that the clean months imply says the same thing twice and misleads nobody ("twelve clean months, no
    points"); one that allows points says that some would be forgiven, and none ever are.
    """
    if row.max_points is None or (row.max_points == 0 and row.clean_months >= book.window_months):
        return
    if row.clean_months >= book.window_months:
        yield warning("limit_outlasted", "restoration", row.id, limit=row.max_points, months=row.clean_months,
                      window=book.window_months)  # fmt: skip
        return
    barring = next((limit for limit in book.thresholds if limit.tier > row.to_tier), None)
    if barring is not None and barring.points <= row.max_points + 1:
        yield warning("limit_implied", "restoration", row.id, limit=row.max_points, other=barring.id)
