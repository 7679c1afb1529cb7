"""The roster as an office sends it on: a workbook with an official title, that reads back to the same values.

Ids, codes and telephones are text, so that no spreadsheet rounds them; closed vocabularies have their drop-down lists
(domain brief §4). Personal fields come from the caller, masked or not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

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


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One account to write: its values by field (codes, as stored), which are approximate, its extra columns.

    ``mark`` ties the row to its account on file (rosters/tokens.py); the column is hidden.
    """

    values: Mapping[str, Value]
    approximate: Sequence[str] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
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
        columns = [(place, name, _words(BY_NAME[name])) for place, name in enumerate(self.fields, 1)]
        for number, row in enumerate(rows, 1):
            values = row.values
            cells: list[CellValue] = [number]
            for _place, name, words in columns:
                value = values.get(name)
                cells.append(value if words is None or value is None else words[value])
            for place, name, _words_of in columns if row.approximate else ():
                if name in row.approximate and cells[place] is not None:
                    cells[place] = f"约{cells[place]}"
            cells += [row.extra.get(header) for header in self.extra_headers]
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


def _words(column: Field) -> dict[Value, str] | None:
    """How the codes of a closed vocabulary are shown; any other value is shown as it is kept."""
    if column.vocabulary is None:
        return None
    return {member.value: str(label_of(column, member.value)) for member in column.vocabulary}


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
