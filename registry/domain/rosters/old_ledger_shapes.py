"""What the reading of an old ledger gives: the sheets with their columns, and one row for each historical fact.

Plain and JSON both ways, since the reading goes on in a process of its own (services/reading).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from registry.domain.rosters.shapes import CellProblem


@dataclass(slots=True)
class Finding:
    """What was found in a cell or row; ``decides``: for this the row stays out."""

    column: str | None
    field: str | None
    level: str
    code: str
    params: dict[str, Any]
    decides: bool = False


@dataclass(slots=True)
class LedgerRow:
    """One fact as read. ``values`` by field, unknown None, the platform and kind as their code, ``on`` ISO to its precision.

    ``above``: the rows that a 同上 of this one takes its words from.
    """

    sheet: str | None
    number: int
    values: dict[str, str | None]
    is_approximate: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    above: list[int] = field(default_factory=list)

    def say(self, column: str | None, name: str | None, found: CellProblem, *, decides: bool = False) -> None:
        """Put a finding on file at its column."""
        self.findings.append(Finding(column, name, found.level.value, found.code, dict(found.params), decides))


@dataclass(slots=True)
class LedgerSheet:
    """A sheet with its table. ``header_row`` is 1-based, the lower one of two; ``layout`` the fingerprint of its headers;
    ``columns``: (0-based index, letter, header, field or None, how it was known: as a roster's ColumnMatch, confidence);
    ``unit`` the sending unit, where a line above a table says so.
    """

    name: str | None
    header_row: int
    layout: str
    columns: list[tuple[int, str, str, str | None, str, int]]
    unit: str = ""


@dataclass(slots=True)
class OldBook:
    """A whole file; ``skipped``: sheets without such a table, and hidden ones left out."""

    rows: list[LedgerRow]
    sheets: list[LedgerSheet]
    skipped: list[str]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the way out of the reading process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "OldBook":
        """What ``to_json`` wrote."""
        rows = [LedgerRow(**{**row, "findings": [Finding(**each) for each in row["findings"]]}) for row in told["rows"]]
        sheets = [
            LedgerSheet(**{**each, "columns": [tuple(one) for one in each["columns"]]}) for each in told["sheets"]
        ]
        return cls(rows, sheets, list(told["skipped"]))
