"""How the sheets of a file begin, row by row, so that an officer can point at the header nobody recognised.

A roster whose header is worded unlike any other, or stands where none is looked for, is refused in words; with its first
rows before him the officer says which one it is, or that a sheet is none of his roster (issue: rosters).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from registry.domain.identifiers import mask_inside
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.read import RawSheet, read_book
from registry.domain.rosters.tables import find_table
from registry.domain.rosters.tidy import as_text, tidy

_MOST = 30
"""Rows shown of a sheet."""
_WIDEST = 12
"""Cells shown of a row."""
_LONGEST = 24
"""Characters shown of a cell."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first filled rows of a sheet, each with Excel's number and its texts (persons' numbers masked); ``header_row`` is
    where its header begins as it is recognised, None where it is not; ``has_more`` rows than are shown.
    """

    name: str | None
    header_row: int | None
    lines: Sequence[tuple[int, Sequence[str]]]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The sheets of a file that are not empty, and the names of those that are hidden."""

    sheets: Sequence[Beginning]
    hidden: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Beginnings":
        """What ``to_json`` wrote."""
        return cls([Beginning(**each) for each in told["sheets"]], list(map(str, told["hidden"])))


def read_beginnings(data: bytes, filename: str, choices: Choices) -> Beginnings:
    """How the sheets of a file begin. Raises Refusal (rosters.*) where it cannot be opened at all."""
    book = read_book(data, filename, hidden_sheets=choices.hidden_sheets)
    as_recognised = replace(choices, header_rows={})
    sheets = []
    for sheet in book.sheets:
        if lines := list(islice(_lines(sheet), _MOST + 1)):
            table = find_table(sheet, as_recognised)
            first = table.first + 1 if table else None
            sheets.append(Beginning(sheet.name, first, lines[:_MOST], len(lines) > _MOST))
    return Beginnings(sheets, book.hidden_sheets)


def _lines(sheet: RawSheet) -> Iterator[tuple[int, list[str]]]:
    """The filled rows of a sheet with their texts, cut to what a page shows."""
    for number, cells in enumerate(sheet.rows, 1):
        texts = [mask_inside(tidy(as_text(cell)))[:_LONGEST] for cell in cells if cell != ""]
        if shown := [text for text in texts if text]:
            yield number, shown[:_WIDEST]
