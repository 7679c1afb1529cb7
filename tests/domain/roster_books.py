"""Workbooks built for the tests: cells in, bytes out; nothing here knows how a roster is read."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters.roster import read_roster
from registry.domain.rosters.shapes import Problem, Roster, RosterRow

TODAY = date(2026, 11, 23)
HEADER = ("账号名称", "所属平台", "平台账号ID", "主体名称", "粉丝数")


def book(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), merges: Sequence[str] = ()) -> bytes:
    """A workbook of the given sheets of rows; ``merges`` are ranges of the first sheet."""
    workbook = Workbook()
    for number, rows in enumerate(sheets):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        sheet.title = names[number] if number < len(names) else f"表{number + 1}"
        fill(sheet, rows)
    for merge in merges:
        workbook.worksheets[0].merge_cells(merge)
    return saved(workbook)


def fill(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of cells, None and the empty text left out."""
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            if cell is not None and cell != "":
                sheet.cell(number, place, cell)


def saved(workbook: Workbook) -> bytes:
    """The workbook as the bytes of a file."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(data: bytes, filename: str = "花名册.xlsx") -> Roster:
    """Read a file as of the tests' day."""
    return read_roster(data, filename, today=TODAY)


def read_rows(header: Sequence[Any], *rows: Sequence[Any]) -> Roster:
    """Read one sheet of a header and rows."""
    return read(book([header, *rows]))


def one(header: Sequence[Any], *cells: Any) -> RosterRow:
    """The one row of a sheet with one row."""
    (row,) = read_rows(header, cells).rows
    return row


def codes(found: Roster | Sequence[Problem]) -> list[str]:
    """The codes of all problems, without their noun."""
    problems = found.problems if isinstance(found, Roster) else found
    return [each.code.split(".", 1)[1] for each in problems]


def told(roster: Roster, code: str) -> Problem:
    """The one problem of a code."""
    (found,) = [each for each in roster.problems if each.code == code]
    return found
