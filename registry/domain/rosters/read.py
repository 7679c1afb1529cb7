"""Bytes → sheets of cells, with the row numbers and columns the officer sees.

calamine reads (stack brief: twenty times faster than openpyxl); formulas give their cached value and
are never
evaluated. What cannot be read is refused in words that say what to do.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from registry.domain.errors import Refusal
from registry.domain.rosters.codepage import make_legible
from registry.domain.rosters.containers import Container, inspect
from registry.domain.rosters.delimited import GUARDED
from registry.domain.rosters.encodings import decode
from registry.domain.rosters.hidden import Hidden, Merge
from registry.domain.rosters.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from registry.domain.rosters.shapes import Cell, column_letter


@dataclass(slots=True)
class RawSheet:
    """One visible sheet. ``rows[i]`` is Excel's row i + 1; its first cell stands in column ``offset``
    (0-based).
    """

    name: str | None
    rows: list[list[Cell]]
    offset: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at 0-based row and column, empty outside the used range."""
        place = column - self.offset
        if not 0 <= row < len(self.rows) or not 0 <= place < len(self.rows[row]):
            return ""
        return self.rows[row][place]

    def put(self, row: int, column: int, cell: Cell, *, is_over: bool = False) -> None:
        """Fill an empty cell of the used rows; with ``is_over`` also one that is not."""
        place = column - self.offset
        if 0 <= row < len(self.rows) and place >= 0:
            cells = self.rows[row]
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = cell if is_over or cells[place] == "" else cells[place]


@dataclass(slots=True)
class RawBook:
    """The visible sheets of a file in their order, and the names of those that are hidden."""

    sheets: list[RawSheet]
    hidden_sheets: list[str] = field(default_factory=list)


def read_book(data: bytes, filename: str, *, hidden_sheets: bool = False) -> RawBook:
    """Read a workbook or a text table, its hidden sheets only if asked for. Raises Refusal (rosters.*) for what is neither, broken,
    protected or a bomb.
    """
    container = inspect(data, filename)
    if container.kind == "text":
        return RawBook([_read_text(data)])
    try:
        if container.kind != "ole":
            return _read_workbook(data, container, hidden_sheets=hidden_sheets)
        legible, reread = make_legible(data)
        book = _read_workbook(legible, container, hidden_sheets=hidden_sheets)
        return _reread(book, reread) if reread else book
    except PasswordError as error:
        raise Refusal("rosters.protected") from error
    except CalamineError as error:
        raise Refusal("rosters.protected" if "assword" in str(error) else "rosters.broken") from error
    except BaseException as error:
        # The parser is Rust: on a forged file it panics, and its panic derives from BaseException.
        if type(error).__name__ != "PanicException" and not isinstance(error, Exception):
            raise
        if isinstance(error, Refusal | MemoryError):
            raise
        raise Refusal("rosters.broken") from error


def _read_workbook(data: bytes, container: Container, *, hidden_sheets: bool) -> RawBook:
    """Every worksheet that Excel would show, or all."""
    book = RawBook([])
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        count = len(workbook.sheets_metadata)
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                book.hidden_sheets.append(about.name)
                if not hidden_sheets:
                    continue
            hidden = container.hidden_of(about.name, index, count)
            book.sheets.append(_read_sheet(workbook.get_sheet_by_index(index), hidden))
    return book


def _reread(book: RawBook, reread: Callable[[str], str]) -> RawBook:
    """A workbook whose texts came byte by byte, with each of them as it was meant."""
    for sheet in book.sheets:
        sheet.name = reread(sheet.name or "")
        sheet.rows = [[reread(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows]
    return RawBook(book.sheets, [reread(name) for name in book.hidden_sheets])


def _read_sheet(sheet: CalamineSheet, hidden: Hidden) -> RawSheet:
    """One sheet's cells, refused where its extent is beyond any roster."""
    if sheet.start is None or sheet.end is None:
        return RawSheet(sheet.name, [])
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refusal("rosters.sheet_too_big", sheet=sheet.name, cell=f"{column_letter(columns - 1)}{rows}")
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or hidden.merges
    if hidden.rows:
        hidden.rows = {row for row in hidden.rows if row <= rows}  # those below the last cell hide nothing
    raw = RawSheet(sheet.name, list(sheet.iter_rows()), sheet.start[1], merges, hidden)
    for (row, column), text in raw.hidden.behind.texts.items():
        raw.put(row, column, text)
    return raw


def _read_text(data: bytes) -> RawSheet:
    """A table in plain text (.csv, .tsv, or text named .xls); its one sheet has no name, its rows are
    records.
    """
    text = decode(data)
    delimiter = _delimiter(text)
    try:
        rows: list[list[Cell]] = [
            [cell[1:] if cell[:2] in GUARDED else cell for cell in record]
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Refusal("rosters.not_a_workbook") from error
    width = max(map(len, rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS or len(rows) * width > MAX_CELLS:
        raise Refusal("rosters.sheet_too_big", sheet="", cell=str(len(rows)))
    return RawSheet(None, rows)


def _delimiter(text: str) -> str:
    """The separator that stands most often in the first lines; a comma where there is none."""
    head = "\n".join(text.splitlines()[:50])
    return max(",\t;|", key=lambda mark: (head.count(mark), mark == ","))
