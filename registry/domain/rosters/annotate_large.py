"""Giving a very large workbook back with its reasons: written row by row, since its looks would need a gigabyte to keep.

What is in the cells is kept, and the merged cells; the office's own fonts, colours and widths are not, which a sheet at
the end says.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from registry.domain.rosters.fields import REASON_HEADER
from registry.domain.rosters.read import RawSheet
from registry.domain.rosters.shapes import Cell, Level
from registry.domain.rosters.tidy import as_text
from registry.domain.rosters.xlsx import ILLEGAL

LARGE = 20_000
"""Rows of a workbook beyond which its looks are not kept."""
REASON_WIDTH = 48
FILLS = {
    Level.ERROR: PatternFill("solid", fgColor="FFF4C7C3"),
    Level.WARNING: PatternFill("solid", fgColor="FFFCE8B2"),
}
RED = "FFB3261E"
_SAID = f"本文件超过 {LARGE} 行：单元格里的内容和合并都在，原来的字体、底色、列宽没有保留。改好后可以直接再导入。"
_AS_TYPED = re.compile(r"0\d+|\d{12,}|[=+@-].*", re.DOTALL)
"""Texts a spreadsheet would take for a number or a formula when they are touched."""


@dataclass(slots=True)
class Marks:
    """What is said of one row: in words, and the level of its cells by their 0-based column."""

    texts: dict[str, None] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """All that is said of the row, as the cell beside it has it."""
        return ILLEGAL.sub("", "；".join(self.texts))


def write_large(
    sheets: Iterable[RawSheet],
    name_of: Mapping[str | None, str],
    headers: Mapping[str | None, int],
    kept: Mapping[str | None, Sequence[int]],
    marks: Mapping[str | None, Mapping[int, Marks]],
    unread: Set[str | None] = frozenset(),
) -> bytes:
    """The sheets as .xlsx with the column of reasons.

    ``headers``: sheet → its header's row; ``kept``: sheet → the rows to write, all where it is missing; ``marks``:
    sheet → row → what is said of it; ``unread``: hidden sheets nobody asked to read.
    """
    book = Workbook(write_only=True)
    for raw in sheets:
        head, said = headers.get(raw.name), marks.get(raw.name, {})
        sheet = book.create_sheet(name_of.get(raw.name))
        _merge(sheet, raw, head or len(raw.rows), is_whole=raw.name not in kept)
        place = None if head is None else _reason_place(raw, head)
        _widen(sheet, raw, place, is_whole=raw.name not in kept)
        for number in () if raw.name in kept else raw.hidden.rows:
            sheet.row_dimensions[number].hidden = True
        for number in kept.get(raw.name, range(1, len(raw.rows) + 1)):
            cells = _row(sheet, raw, number, said.get(number))
            if place is not None and head is not None and number >= head:
                cells += [None] * (place + 1 - len(cells))
                cells[place] = _reason(sheet, REASON_HEADER if number == head else said.get(number))
            sheet.append(cells)
    book.create_sheet("说明").append([_SAID])
    hide_unread(book, unread)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hide_unread(book: Workbook, unread: Set[str | None]) -> None:
    """Keep hidden sheets hidden that were not read, so that they stay so when the file is sent in again."""
    for sheet in book.worksheets:
        if sheet.title in unread:
            sheet.sheet_state = "hidden"
    shown = [place for place, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
    if shown:
        book.active = shown[0]


def width_of(raw: RawSheet, index: int) -> float:
    """As wide as the widest text of the first rows asks for, within reason."""
    texts = (as_text(row[index]) for row in raw.rows[:200] if index < len(row) and len(row) > 1)
    return min(40.0, max((len(text.encode("gb18030", "replace")) for text in texts), default=8) + 2.0)


def _merge(sheet: Any, raw: RawSheet, head: int, *, is_whole: bool) -> None:
    """Merges as they were; where rows are left out, those of the head, and below it what a merge said in each row."""
    for top, left, bottom, right in raw.merges:
        if is_whole or bottom < head:
            area = f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
            sheet.merged_cells.add(area)
        else:
            for number in range(top, bottom + 1):
                raw.put(number, left, raw.cell(top, left))


def _reason_place(raw: RawSheet, head: int) -> int:
    """The 0-based column of reasons: the one an earlier file had, else the one behind the longest row."""
    row = raw.rows[head - 1] if head <= len(raw.rows) else []
    if REASON_HEADER in row:
        return row.index(REASON_HEADER) + raw.offset
    return max(map(len, raw.rows), default=0) + raw.offset


def _widen(sheet: Any, raw: RawSheet, place: int | None, *, is_whole: bool) -> None:
    for index in range(max(map(len, raw.rows), default=0)):
        about = sheet.column_dimensions[get_column_letter(index + raw.offset + 1)]
        about.width = width_of(raw, index)
        if is_whole and index + raw.offset in raw.hidden.columns:
            about.hidden = True
    if place is not None:
        sheet.column_dimensions[get_column_letter(place + 1)].width = REASON_WIDTH


def _row(sheet: WriteOnlyWorksheet, raw: RawSheet, number: int, said: Marks | None) -> list[Any]:
    """One row's cells from column A on; only what needs a look of its own is more than its value."""
    cells: list[Any] = [None] * raw.offset
    cells += [_value(sheet, value) for value in raw.rows[number - 1]]
    for column, level in said.levels.items() if said else ():
        if level in FILLS:
            cells += [None] * (column + 1 - len(cells))
            cell = cells[column] if isinstance(cells[column], SheetCell) else WriteOnlyCell(sheet, cells[column])
            cell.fill, cells[column] = FILLS[level], cell
    return cells


def _value(sheet: WriteOnlyWorksheet, value: Cell) -> Any:
    """A value as it was read; a text stays a text, a whole number loses the point it never had."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (bool, int, float, date, datetime, time)):
        return value
    text = ILLEGAL.sub("", value if isinstance(value, str) else as_text(value))
    if not _AS_TYPED.fullmatch(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", text[0] in "=+-@"
    return cell


def _reason(sheet: WriteOnlyWorksheet, said: Marks | str | None) -> Any:
    """The cell of reasons: its header, what is said, or nothing."""
    if said is None:
        return None
    is_head = isinstance(said, str)
    cell = WriteOnlyCell(sheet, said if isinstance(said, str) else said.reason)
    cell.data_type, cell.font = "s", Font(bold=is_head, color=RED)
    cell.alignment = Alignment(wrap_text=not is_head, vertical="center")
    return cell
