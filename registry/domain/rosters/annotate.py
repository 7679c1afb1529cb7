"""Giving an office its own workbook back: beside each row that did not go in, why, and the cells marked.

An .xlsx stays the officer's own, with its widths, merges and styles; formulas show the value they had. Every other kind
of file becomes an .xlsx with the same rows, and so does an .xlsx of very many (rosters/annotate_large.py). The column 错误原因 is
read past when the file comes back (rosters/fields.py).
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, time
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters.annotate_large import (
    FILLS,
    LARGE,
    REASON_WIDTH,
    RED,
    Marks,
    hide_unread,
    width_of,
    write_large,
)
from registry.domain.rosters.fields import REASON_HEADER
from registry.domain.rosters.read import RawSheet, read_book
from registry.domain.rosters.shapes import Cell, Level
from registry.domain.rosters.tidy import as_text
from registry.domain.rosters.xlsx import ILLEGAL

TEXT_SHEET = "名册"
"""What the only sheet of a text file is called: no platform and no town, so that it says nothing of its rows."""


class Remark(NamedTuple):
    """One finding in words, at its sheet (None for a text file), row, and column letter (None for the whole row)."""

    sheet: str | None
    row: int
    column: str | None
    text: str
    level: Level


class Mended(NamedTuple):
    """One cell that an officer typed anew in the page: sheet, row, column letter, text."""

    sheet: str | None
    row: int
    column: str
    text: str


def annotate(
    data: bytes,
    filename: str,
    remarks: Sequence[Remark],
    *,
    header_rows: Mapping[str | None, int],
    only_bad: bool = False,
    mended: Sequence[Mended] = (),
) -> bytes:
    """The workbook as .xlsx with the column 错误原因 after the last one, and the cells of the remarks marked.

    ``header_rows``: sheet → the (lower) row of its header, 1-based. ``only_bad`` leaves out the account rows nothing but
    notes is said of; titles, headers and the caption above a row stay. ``mended``: what was typed in the page, in place
    of what the file has. Raises Refusal as `read_book` does.
    """
    read = read_book(data, filename, hidden_sheets=True)
    _mend(read.sheets, mended)
    raws, unread = read.sheets, {name for name in read.hidden_sheets if name not in header_rows}
    kept = _kept_rows(raws, remarks, header_rows) if only_bad else {}
    if sum(len(kept.get(raw.name, raw.rows)) for raw in raws) > LARGE:
        names = {raw.name: raw.name or TEXT_SHEET for raw in raws}
        marks_in = {name: _marks_of(remarks, name) for name in header_rows}
        return write_large(raws, names, header_rows, kept, marks_in, unread)
    book = None if only_bad else _own(data)
    is_own = book is not None
    if book is None:
        book = _rewritten(raws, kept, header_rows, is_whole=not only_bad)
        hide_unread(book, unread)
    for sheet in book.worksheets:
        name = None if sheet.title == TEXT_SHEET and None in header_rows else sheet.title
        if name in header_rows:
            marks = _marks_of(remarks, name)
            if is_own:
                _mend_own(sheet, [each for each in mended if each.sheet == name])
            if only_bad:
                marks = {new: marks[old] for new, old in enumerate(kept[name], 1) if old in marks}
            _mark(sheet, header_rows[name], marks)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _mend(raws: Sequence[RawSheet], mended: Sequence[Mended]) -> None:
    """Put what was typed in place of what the file has, so that the workbook never contradicts its reasons."""
    for raw in raws:
        for each in mended:
            if each.sheet == raw.name and 0 < each.row <= len(raw.rows):
                raw.put(each.row - 1, column_index_from_string(each.column) - 1, each.text, is_over=True)


def _mend_own(sheet: Worksheet, mended: Sequence[Mended]) -> None:
    """The same in the officer's own workbook; the colour of an earlier finding goes with what it was said of."""
    for each in mended:
        cell = sheet.cell(each.row, column_index_from_string(each.column))
        if isinstance(cell, SheetCell):  # inside a merge only the first cell holds anything
            cell.value, cell.number_format, cell.data_type = ILLEGAL.sub("", each.text), "@", "s"
            cell.quotePrefix = each.text.startswith(("=", "+", "-", "@"))
            if cell.fill in FILLS.values():
                cell.fill = PatternFill()


def _marks_of(remarks: Sequence[Remark], name: str | None) -> dict[int, Marks]:
    """What is said of each row of a sheet."""
    found: dict[int, Marks] = {}
    for each in remarks:
        if each.sheet != name:
            continue
        marks = found.setdefault(each.row, Marks())
        marks.texts[f"{each.column} 列：{each.text}" if each.column else each.text] = None
        if each.column:
            marks.levels[column_index_from_string(each.column) - 1] = each.level
    return found


def _own(data: bytes) -> Workbook | None:
    """The officer's workbook with its looks; None for another kind of file, or for looks openpyxl cannot make out.

    Workbooks of WPS and of report generators often bear styles it trips over, and with whatever exception: their rows
    are what matters, and `_rewritten` has those.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)) or b"xl/workbook.xml" not in data:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it leaves out (validations of later versions) is no matter here
            return load_workbook(io.BytesIO(data), data_only=True)
    except Exception:
        return None


def _mark(sheet: Worksheet, header_row: int, marks: Mapping[int, Marks]) -> None:
    """Fill the column of reasons and colour the cells; a column from an earlier time is filled anew."""
    place = _reason_place(sheet, header_row)
    for number in range(header_row + 1, sheet.max_row + 1):
        if sheet.cell(number, place).value is not None:
            sheet.cell(number, place).value = None
    head = sheet.cell(header_row, place)
    head.value, head.font = REASON_HEADER, Font(bold=True, color=RED)
    sheet.column_dimensions[get_column_letter(place)].width = REASON_WIDTH
    for number, said in marks.items():
        for column, level in said.levels.items():
            if level in FILLS:
                sheet.cell(number, column + 1).fill = FILLS[level]
        cell = sheet.cell(number, place)
        assert isinstance(cell, SheetCell)  # the column is new, so nothing is merged there
        cell.value = said.reason
        cell.data_type, cell.font, cell.alignment = "s", Font(color=RED), Alignment(wrap_text=True, vertical="center")


def _reason_place(sheet: Worksheet, header_row: int) -> int:
    """The column of reasons: the one an earlier file had, else the one after the last."""
    for place in range(1, sheet.max_column + 1):
        if sheet.cell(header_row, place).value == REASON_HEADER:
            return place
    return sheet.max_column + 1


def _rewritten(
    raws: Sequence[RawSheet],
    kept: Mapping[str | None, Sequence[int]],
    header_rows: Mapping[str | None, int],
    *,
    is_whole: bool,
) -> Workbook:
    """The same rows in a new workbook, or only those worth keeping."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for raw in raws:
        sheet = book.create_sheet(raw.name or TEXT_SHEET)
        rows = {old: new for new, old in enumerate(kept.get(raw.name) or range(1, len(raw.rows) + 1), 1)}
        for old, new in rows.items():
            sheet.row_dimensions[new].hidden = is_whole and old in raw.hidden.rows
            for index, value in enumerate(raw.rows[old - 1]):
                _put(sheet, new, index + raw.offset + 1, value)
        _merge(sheet, raw, rows, header_rows.get(raw.name, len(raw.rows)), is_whole=is_whole)
        for index in range(max((len(row) for row in raw.rows), default=0)):
            about = sheet.column_dimensions[get_column_letter(index + raw.offset + 1)]
            about.width, about.hidden = width_of(raw, index), is_whole and index + raw.offset in raw.hidden.columns
    return book


def _kept_rows(
    raws: Sequence[RawSheet], remarks: Sequence[Remark], header_rows: Mapping[str | None, int]
) -> dict[str | None, list[int]]:
    """Sheet → the rows to keep, ascending; a sheet without a bad row keeps its head only."""
    found: dict[str | None, list[int]] = {}
    for raw in raws:
        head = header_rows.get(raw.name)
        if head is None:
            continue
        bad = {each.row for each in remarks if each.sheet == raw.name and each.level is not Level.NOTE}
        kept = {*range(1, head + 1), *bad, *_captions_above(raw, bad, head)}
        found[raw.name] = sorted(row for row in kept if row <= len(raw.rows))
    return found


def _captions_above(raw: RawSheet, rows: Set[int], head: int) -> Iterator[int]:
    """The captions the rows stand under (a town, a platform): the nearest row above with one filled cell."""
    caption = None
    for number, row in enumerate(raw.rows[head:], head + 1):
        if caption is not None and number in rows:
            yield caption
        if sum(cell != "" for cell in row) == 1:
            caption = number


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """A value as it was read; a text stays a text, a whole number loses the point it never had."""
    if value == "":
        return
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # nothing is merged yet
    if isinstance(value, float) and value.is_integer():
        cell.value = int(value)
    elif isinstance(value, (bool, int, float, date, datetime, time)):
        cell.value = value
    else:
        text = value if isinstance(value, str) else as_text(value)
        cell.value, cell.number_format = ILLEGAL.sub("", text), "@"
        cell.data_type, cell.quotePrefix = "s", text.startswith(("=", "+", "-", "@"))


def _merge(sheet: Worksheet, raw: RawSheet, rows: Mapping[int, int], head: int, *, is_whole: bool) -> None:
    """Merges as they were; where rows are left out, those of the head, and below it what a merge said in each row."""
    for top, left, bottom, right in raw.merges:
        if is_whole or bottom < head:
            area = (rows[top + 1], left + 1, rows.get(bottom + 1, bottom + 1), right + 1)
            sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
            continue
        for number in range(top, bottom + 1):
            if number + 1 in rows and raw.cell(number, left) == "":
                _put(sheet, rows[number + 1], left + 1, raw.cell(top, left))
