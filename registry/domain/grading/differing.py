"""What one version of a rulebook says otherwise than another, row by row: who checks a draft reads the change, not the whole.

A row is the same row where its name is (a severity, a threshold's points, the id of the others): renamed, it is one row less
and one more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.domain.grading.rulebook import (
    Code,
    FloorRow,
    LadderRow,
    RestorationRow,
    Rulebook,
    SeverityRow,
    Threshold,
)

Row = SeverityRow | Threshold | FloorRow | RestorationRow | LadderRow | Code
NUMBERS = (
    "title", "effective_from", "effective_to", "initial_tier", "window_months", "repeat_factor", "credit_cap", "points_article",
)  # fmt: skip
"""The values that stand by themselves, with the days it is in force."""
TABLES = ("severities", "thresholds", "floors", "restoration", "ladder", "codes")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row or number of ``table`` (``TABLES``, or "numbers"), before and after; None: not there."""

    table: str
    key: str
    old: Any
    new: Any


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    """What ``new`` says otherwise than ``old``, in the order of the new one; rows it no longer has stand last in their table."""
    found = [
        Difference("numbers", key, getattr(old, key), getattr(new, key))
        for key in NUMBERS
        if getattr(old, key) != getattr(new, key)
    ]
    for table in TABLES:
        found.extend(_of_table(table, getattr(old, table), getattr(new, table)))
    return found


def _of_table(table: str, old: Iterable[Row], new: Iterable[Row]) -> Iterator[Difference]:
    before = {key_of(row): row for row in old}
    after = {key_of(row): row for row in new}
    for key, row in after.items():
        if before.get(key) != row:
            yield Difference(table, key, before.get(key), row)
    yield from (Difference(table, key, row, None) for key, row in before.items() if key not in after)


def key_of(row: Row) -> str:
    """The name by which a row of a table is known."""
    if isinstance(row, SeverityRow):
        return row.name.value
    return row.code if isinstance(row, Code) else row.id
