"""Writing a move down: which row, article and facts it cites.

A move on the first day of a version that the version before it would not have made cites the version; every
other cites the rows and facts that ask for it.
"""

from datetime import date
from functools import lru_cache

from registry.domain.grading.floors import Windows
from registry.domain.grading.parts import Move
from registry.domain.grading.rulebook import RestorationRow, Rulebook
from registry.domain.terms import Tier


@lru_cache(maxsize=1 << 12)  # the same for all accounts registered on a day
def beginning(day: date, registered_on: date, rulebook: Rulebook) -> Move:
    """The account enters the replay in the initial tier: an entry of the timeline, no move."""
    facts = (f"registered:{registered_on.isoformat()}",)
    return Move(day, None, rulebook.initial_tier, "initial", facts, None, rulebook.version)


def lowering(day: date, tier: Tier, points: int, floor: Tier, windows: Windows, before: Windows | None) -> Move:
    """Down to the floor. ``before``: on a version's first day, the facts through the version before it."""
    first, *others = windows.naming(day, points, floor)
    version = windows.rulebook.version
    rows = tuple([other.id for other in others])
    if before is not None and before.standing_on(day)[1] < floor:
        facts = (version, *first.facts)
        return Move(day, tier, floor, "version", facts, first.row.article, version, (first.id, *rows))
    return Move(day, tier, floor, first.id, first.facts, first.row.article, version, rows)


def raising(day: date, row: RestorationRow, clock: tuple[str, ...], rulebook: Rulebook, by_version: bool) -> Move:
    """Up along a restoration row, citing its clock, or the version that made it possible."""
    version = rulebook.version
    if by_version:
        facts = (version, *clock)
        return Move(day, row.from_tier, row.to_tier, "version", facts, row.article, version, (row.id,))
    return Move(day, row.from_tier, row.to_tier, row.id, clock, row.article, version)
