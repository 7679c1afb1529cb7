"""Rows as CSV for offices and systems that want text: GB18030 or UTF-8 with its mark, nothing in it a formula.

A spreadsheet evaluates a text that begins with = + - @ even when it comes from a CSV, and rounds long numbers. The
first get an apostrophe before them, the second a tab behind them, as offices do by hand (domain brief §4); the reader
takes both away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:  # the reader knows these marks too, and needs no writer
    from registry.domain.rosters.xlsx import CellValue

ENCODINGS = {"csv": "gb18030", "csv_utf8": "utf-8-sig"}
"""How each form of CSV is encoded; GB18030 is what Excel in China opens without asking."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARDED = frozenset("'" + start for start in _FORMULA_STARTS)
"""How a text begins that was kept from being a formula; the reader takes the apostrophe away again."""
_ROUNDED = re.compile(r"0\d+|\d{12,}")
_PIECE = 1_000


def write_csv(rows: Iterable["Sequence[CellValue]"], stream: IO[bytes], *, headers: Sequence[str], form: str) -> int:
    """Write ``headers`` and ``rows`` to ``stream``; ``form`` is a key of ENCODINGS. Returns how many rows."""
    text = io.StringIO(newline="")
    writer, count = csv.writer(text, lineterminator="\r\n"), 0
    encoding = ENCODINGS[form]
    if form == "csv_utf8":
        stream.write(b"\xef\xbb\xbf")
        encoding = "utf-8"
    writer.writerow([harmless(header) for header in headers])
    for count, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if count % _PIECE == 0:
            _move(text, stream, encoding)
    _move(text, stream, encoding)
    return count


def _move(text: io.StringIO, stream: IO[bytes], encoding: str) -> None:
    stream.write(text.getvalue().encode(encoding, "replace"))
    text.seek(0)
    text.truncate()


def harmless(cell: "CellValue") -> str:
    """A cell as a text that no spreadsheet evaluates or rounds."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return str(cell)
    if cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell + "\t" if _ROUNDED.fullmatch(cell) else cell
