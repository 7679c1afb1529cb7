"""Giving an office its own workbook back: beside each row that did not go in, why, and the cells marked.

An .xlsx stays the officer's own, with its widths, merges and styles; formulas show the value they had. Every other kind
of file becomes an .xlsx with the same rows. The column 错误原因 is read past when the file comes back (rosters/fields.py).
"""

import io
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters.read import RawSheet, read_book
from registry.domain.rosters.shapes import Cell, Level
from registry.domain.rosters.tidy import as_text
from registry.domain.rosters.xlsx import ILLEGAL

REASON_HEADER = "错误原因"
TEXT_SHEET = "名册"
"""What the only sheet of a text file is called: no platform and no town, so that it says nothing of its rows."""
_REASON_WIDTH = 48
_FILLS = {
    Level.ERROR: PatternFill("solid", fgColor="FFF4C7C3"),
    Level.WARNING: PatternFill("solid", fgColor="FFFCE8B2"),
}
_RED = Font(color="FFB3261E")


class Remark(NamedTuple):
    """One finding in words, at its sheet (None for a text file), row, and column letter (None for the whole row)."""

    sheet: str | None
    row: int
    column: str | None
    text: str
    level: Level


def annotate(
    data: bytes,
    filename: str,
    remarks: Sequence[Remark],
    *,
    header_rows: Mapping[str | None, int],
    only_bad: bool = False,
) -> bytes:
    """The workbook as .xlsx with the column 错误原因 after the last one, and the cells of the remarks marked.

    ``header_rows``: sheet → the (lower) row of its header, 1-based. ``only_bad`` leaves out the account rows nothing but
    notes is said of; titles, headers and the caption above a row stay. Raises Refusal as `read_book` does.
    """
    book = None if only_bad else _own(data)
    if book is None:
        book = _rewritten(data, filename, remarks, header_rows, only_bad=only_bad)
    rows = _new_rows(data, filename, remarks, header_rows) if only_bad else {}
    for sheet in book.worksheets:
        name = None if sheet.title == TEXT_SHEET and None in header_rows else sheet.title
        if name in header_rows:
            own = [each for each in remarks if each.sheet == name]
            moved = [each._replace(row=rows[name][each.row]) for each in own if each.row in rows[name]] if rows else own
            _mark(sheet, header_rows[name], moved)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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


def _mark(sheet: Worksheet, header_row: int, remarks: Sequence[Remark]) -> None:
    """Fill the column of reasons and colour the cells; a column from an earlier time is filled anew."""
    place = _reason_place(sheet, header_row)
    for number in range(header_row + 1, sheet.max_row + 1):
        if sheet.cell(number, place).value is not None:
            sheet.cell(number, place).value = None
    head = sheet.cell(header_row, place)
    head.value, head.font = REASON_HEADER, Font(bold=True, color="FFB3261E")
    sheet.column_dimensions[get_column_letter(place)].width = _REASON_WIDTH
    reasons: dict[int, list[str]] = {}
    for each in remarks:
        said = f"{each.column} 列：{each.text}" if each.column else each.text
        reasons.setdefault(each.row, []).append(said)
        if each.column and each.level in _FILLS:
            sheet.cell(each.row, column_index_from_string(each.column)).fill = _FILLS[each.level]
    for number, texts in reasons.items():
        cell = sheet.cell(number, place)
        assert isinstance(cell, SheetCell)  # the column is new, so nothing is merged there
        cell.value = ILLEGAL.sub("", "；".join(dict.fromkeys(texts)))
        cell.data_type, cell.font, cell.alignment = "s", _RED, Alignment(wrap_text=True, vertical="center")


def _reason_place(sheet: Worksheet, header_row: int) -> int:
    """The column of reasons: the one an earlier file had, else the one after the last."""
    for place in range(1, sheet.max_column + 1):
        if sheet.cell(header_row, place).value == REASON_HEADER:
            return place
    return sheet.max_column + 1


def _rewritten(
    data: bytes,
    filename: str,
    remarks: Sequence[Remark],
    header_rows: Mapping[str | None, int],
    *,
    only_bad: bool,
) -> Workbook:
    """The same rows in a new workbook, or only those worth keeping."""
    book = Workbook()
    book.remove(book.worksheets[0])
    kept = _new_rows(data, filename, remarks, header_rows) if only_bad else {}
    for raw in read_book(data, filename, hidden_sheets=True).sheets:
        sheet = book.create_sheet(raw.name or TEXT_SHEET)
        rows = kept.get(raw.name) or {number: number for number in range(1, len(raw.rows) + 1)}
        for old, new in rows.items():
            for index, value in enumerate(raw.rows[old - 1]):
                _put(sheet, new, index + raw.offset + 1, value)
        _merge(sheet, raw, rows, header_rows.get(raw.name, len(raw.rows)), is_whole=not only_bad)
        for index in range(max((len(row) for row in raw.rows), default=0)):
            sheet.column_dimensions[get_column_letter(index + raw.offset + 1)].width = _width(raw, index)
    return book


def _new_rows(
    data: bytes, filename: str, remarks: Sequence[Remark], header_rows: Mapping[str | None, int]
) -> dict[str | None, dict[int, int]]:
    """Sheet → the old numbers of the rows to keep and their new ones; a sheet without a bad row keeps its head only."""
    found: dict[str | None, dict[int, int]] = {}
    for raw in read_book(data, filename, hidden_sheets=True).sheets:
        head = header_rows.get(raw.name)
        if head is None:
            continue
        kept = set(range(1, head + 1))
        for row in {each.row for each in remarks if each.sheet == raw.name and each.level is not Level.NOTE}:
            kept.add(row)
            kept.update(_caption_above(raw, row, head))
        old = sorted(row for row in kept if row <= len(raw.rows))
        found[raw.name] = {number: place for place, number in enumerate(old, 1)}
    return found


def _caption_above(raw: RawSheet, row: int, head: int) -> list[int]:
    """The caption a row stands under (a town, a platform): the nearest row above it with one filled cell."""
    for number in range(row - 1, head, -1):
        if sum(cell != "" for cell in raw.rows[number - 1]) == 1:
            return [number]
    return []


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


def _width(raw: RawSheet, index: int) -> float:
    """As wide as the widest text of the first rows asks for, within reason."""
    texts = (as_text(row[index]) for row in raw.rows[:200] if index < len(row) and len(row) > 1)
    return min(40.0, max((len(text.encode("gb18030", "replace")) for text in texts), default=8) + 2.0)
