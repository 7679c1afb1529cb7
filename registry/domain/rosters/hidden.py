"""What the parser does not tell of a sheet. Each format keeps it elsewhere: hidden_xls, hidden_xlsb, hidden_ods; .xlsx in containers."""

from dataclasses import dataclass, field

from registry.domain.rosters.behind import Behind
from registry.domain.rosters.limits import MAX_COLUMNS, MAX_ROWS

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; 0-based, both ends inside."""


@dataclass(slots=True)
class Hidden:
    """What of one sheet does not show: which rows (1-based) and columns (0-based) are hidden, and what stands behind its cells.

    ``merges`` are the merged cells of the formats of which the parser does not tell them.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    behind: Behind = field(default_factory=Behind)
    merges: list[Merge] = field(default_factory=list)

    def hide_rows(self, first: int, last: int) -> None:
        """Enter rows (0-based, both ends inside), those beyond any roster left out."""
        self.rows.update(range(first + 1, min(last + 1, MAX_ROWS) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Enter columns (0-based, both ends inside), those beyond any roster left out."""
        self.columns.update(range(first, min(last, MAX_COLUMNS - 1) + 1))
