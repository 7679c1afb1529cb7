"""The roster as an office sends it on: a workbook with an official title, that reads back to the same values.

Ids, codes and telephones are text, so that no spreadsheet rounds them; closed vocabularies have their drop-down lists
(domain brief §4). Personal fields come from the caller, masked or not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, NamedTuple

from registry.domain.rosters.clean import label_of
from registry.domain.rosters.fields import BY_NAME, NAMES, Field, Kind
from registry.domain.rosters.shapes import Value
from registry.domain.rosters.tokens import HEADER as MARK_HEADER
from registry.domain.rosters.xlsx import Book, CellValue
from registry.domain.rosters.xlsx_parts import Sheet
from registry.domain.terms import LABELS, Influence, Tier

SEQUENCE_LABEL = "序号"
SHEET_NAME = "花名册"
EXTRA_WIDTH, SEQUENCE_WIDTH, MARK_WIDTH = 16, 6, 12


class ExportRow(NamedTuple):
    """One account to write: its values by field (codes, as stored), which are approximate, its extra columns.

    ``mark`` ties the row to its account on file (rosters/tokens.py); the column is hidden.
    """

    values: Mapping[str, Value]
    approximate: Sequence[str] = ()
    extra: Mapping[str, str] = MappingProxyType({})
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a roster has: fields, headers kept verbatim from earlier rosters, the hidden marks of its rows."""

    fields: Sequence[str] = NAMES
    extra_headers: Sequence[str] = ()
    is_marked: bool = False

    def headers(self) -> list[str]:
        """The header row."""
        labels = [BY_NAME[name].label for name in self.fields]
        return [SEQUENCE_LABEL, *labels, *self.extra_headers, *([MARK_HEADER] if self.is_marked else ())]

    def widths(self) -> list[int]:
        """The width of each column, in Excel's characters."""
        known = [BY_NAME[name].width for name in self.fields]
        return [
            SEQUENCE_WIDTH,
            *known,
            *(EXTRA_WIDTH for _ in self.extra_headers),
            *([MARK_WIDTH] if self.is_marked else ()),
        ]

    def cells(self, rows: Iterable[ExportRow]) -> Iterator[list[CellValue]]:
        """Each row as its cells, in the order of the headers."""
        worded = [
            (place, words) for place, name in enumerate(self.fields, 1) if (words := _words(BY_NAME[name])) is not None
        ]
        for number, row in enumerate(rows, 1):
            cells: list[CellValue] = [number, *map(row.values.get, self.fields)]
            for place, words in worded:
                cells[place] = words[cells[place]]
            for name in row.approximate:
                _say_about(cells, self.fields, name)
            cells += map(row.extra.get, self.extra_headers)
            if self.is_marked:
                cells.append(row.mark)
            yield cells

    def sheet(self, name: str, title: str = "", line: str = "", notes: Sequence[str] = ()) -> Sheet:
        """The sheet these columns make."""
        headers = self.headers()
        return Sheet(
            name, headers, self.widths(), title, line, notes, lists_of([BY_NAME[each] for each in self.fields]),
            text_columns=frozenset(index + 1 for index, each in enumerate(self.fields) if holds_text(BY_NAME[each])),
            hidden=frozenset({len(headers) - 1}) if self.is_marked else frozenset(),
        )  # fmt: skip


def write_roster(
    rows: Iterable[ExportRow], stream: IO[bytes], *, title: str, unit_line: str = "", fields: Sequence[str] = NAMES,
    extra_headers: Sequence[str] = (), is_marked: bool = False,
) -> int:  # fmt: skip
    """Write ``rows`` to ``stream`` as .xlsx of one sheet and return how many there were.

    ``title`` and ``unit_line`` (填报单位：…) stand above the header; ``fields`` chooses the columns, ``extra_headers``
    the columns kept verbatim from earlier rosters; ``is_marked`` adds the hidden last column.
    """
    return write_rosters([(SHEET_NAME, rows)], stream, Columns(fields, extra_headers, is_marked), title, unit_line)


def write_rosters(
    tables: Iterable[tuple[str, Iterable[ExportRow]]], stream: IO[bytes], columns: Columns, title: str, unit_line: str
) -> int:
    """The same over several sheets of the same columns, each with its name; returns how many rows there were."""
    book = Book(stream)
    count = sum(book.add(columns.sheet(name, title, unit_line), columns.cells(rows)) for name, rows in tables)
    book.close()
    return count


def _words(column: Field) -> dict[CellValue, str | None] | None:
    """How the codes of a closed vocabulary are shown; any other value is shown as it is kept."""
    if column.vocabulary is None:
        return None
    words: dict[CellValue, str | None] = {None: None}
    return words | {member.value: str(label_of(column, member.value)) for member in column.vocabulary}


def _say_about(cells: list[CellValue], fields: Sequence[str], name: str) -> None:
    """Say of an approximate value that it is one."""
    place = fields.index(name) + 1 if name in fields else 0
    if place and cells[place] is not None:
        cells[place] = f"约{cells[place]}"


def holds_text(column: Field) -> bool:
    """Whether what is typed into the column stays as typed: everything but a count."""
    return column.kind is not Kind.COUNT


def lists_of(columns: Sequence[Field]) -> dict[int, tuple[list[str], str]]:
    """The drop-down lists of a roster's closed vocabularies, by the place of their column behind the running number."""
    return {
        place: (choices(column), column.label)
        for place, column in enumerate(columns, start=1)
        if column.vocabulary is not None
    }


def choices(field: Field) -> list[str]:
    """The words a column of a closed vocabulary may hold, as published."""
    vocabulary = field.vocabulary
    assert vocabulary is not None  # asked of closed vocabularies only
    if vocabulary in (Tier, Influence):
        return [member.value for member in vocabulary]
    return list(LABELS[vocabulary].values())
