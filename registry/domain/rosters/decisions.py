"""What becomes of one row of a roster, and what many rows say, by column.

Most decisions say of their row only that it is new or the same: they hold what differs from it, and nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.domain.rosters.differences import Changes
from registry.domain.rosters.shapes import Problem, RosterRow, Value, drawn_columns
from registry.domain.terms import RowAction

_NOTHING: dict[str, Any] = {}
"""What most rows have under most names: one and the same, never written to."""


def _nothing() -> dict[str, Any]:
    return _NOTHING


@dataclass(slots=True)
class RowDecision:
    """What becomes of one row.

    ``instead`` is what an added account starts with otherwise than the row says; ``changes`` and ``extra_changes`` are old → new
    of a changed one; ``declared_tier`` is what the row claims the added one's tier to be;
    ``key`` the account's strongest key text after the act, ``weak`` whether it rests on name and holder only;
    ``reasons`` what was found, at its place in the file. ``region_code`` is the county the
    row belongs to, once it is placed; ``candidates`` are the accounts a doubtful row may be; ``base`` is what the only one
    of them says now, as a hidden key says it (tokens.py), so that one who settles the row later sees what moved meanwhile;
    ``conflicts`` the fields that both the register and the file changed since the row was exported, ours and theirs; of
    a row like an earlier one of the file, the fields in which they differ, the earlier one's and its own.
    """

    row: RosterRow
    action: RowAction
    account_id: int | None = None
    key: str | None = None
    weak: bool = False
    instead: dict[str, Value] = field(default_factory=_nothing)
    changes: Changes = field(default_factory=_nothing)
    extra_changes: dict[str, tuple[str | None, str]] = field(default_factory=_nothing)
    reasons: Sequence[Problem] = ()
    region_code: str | None = None
    candidates: Sequence[int] = ()
    conflicts: Changes = field(default_factory=_nothing)
    base: str | None = None
    declared_tier: Value = None

    @property
    def values(self) -> dict[str, Value]:
        """What the row says, with what stands in the place of some of it."""
        return {**self.row.values, **self.instead}

    def enter_instead(self, name: str, value: Value) -> None:
        """Have a new account start with another value than the row's."""
        self.instead = {**self.instead, name: value}

    def tell(self, found: Problem) -> None:
        """Add a reason."""
        self.reasons = (*self.reasons, found)


def decided_columns(decisions: Sequence[RowDecision], names: Sequence[str]) -> dict[str, list[Value]]:
    """What decisions have under these names (`RowDecision.values`), by column."""
    found = drawn_columns((each.row for each in decisions), names)
    for place, each in enumerate(decisions):
        if each.instead:
            for name in each.instead.keys() & found.keys():
                found[name][place] = each.instead[name]
    return found
