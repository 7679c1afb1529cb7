"""The one writer of .xlsx: rows go straight into the file, so that memory does not grow with them.

What a spreadsheet would make of a text is never left to it: every text is an inline string and nothing is a formula
(domain brief §4). Standard library only; the parts follow ECMA-376 part 1, 18.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from registry.domain.errors import Refusal
from registry.domain.rosters import xlsx_parts as parts
from registry.domain.rosters.shapes import column_letter
from registry.domain.rosters.xlsx_parts import Sheet
from registry.domain.rosters.xlsx_styles import Style, style_sheet

CellValue = str | int | date | None
"""What a cell may hold; an int of more than 15 digits is written as text, since a spreadsheet would round it."""

LEVEL = 1
"""zlib's level: 1 takes a third of the time of 6 for a file a quarter larger (measured on 100,000 rows)."""
MOST_TEXT = 32_767
"""The longest text a cell may hold; a longer one is cut, else Excel calls the whole file damaged."""
MOST_INLINE_LIST = 255
"""The longest drop-down list that may stand in the rule itself; a longer one goes to a hidden sheet."""
SPARE_ROWS = 500
"""How far below the last row the drop-down lists reach, for rows typed in later."""
MOST_ROWS = 500_000
"""How many rows one sheet takes from us; Excel's own end is 1,048,576, and no office opens such a file."""
LISTS_NAME = "下拉选项"
_REMEMBERED = 20_000
_ANY_WIDTH = 10_000
_LINE_HEIGHT, _MOST_HEIGHT = 15, 405
_SAFE = 10**15
_FIRST_DAY = date(1899, 12, 30).toordinal()
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ODD = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters no sheet may hold (XML 1.0, 2.2)."""
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Book:
    """A workbook being written to ``stream``, one sheet after the other; `close` makes it whole.

    Nothing but the rows at hand is kept. A sheet's rows may come from a generator.
    """

    def __init__(self, stream: IO[bytes], *, level: int = LEVEL) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level)
        self._names: list[str] = []
        self._defined: list[str] = []
        self._lists: dict[tuple[str, ...], str] = {}
        self._remembered: dict[str, str] = {}

    def add(self, sheet: Sheet, rows: Iterable[Sequence[CellValue]]) -> int:
        """Write a sheet and return how many rows it got. Raises Refusal("exports.too_many_rows") beyond MOST_ROWS."""
        place = len(self._names)
        self._names.append(parts.sheet_name(sheet.name, self._names))
        lines = [(text, style) for text, style in ((sheet.title, Style.TITLE), (sheet.line, Style.LINE)) if text]
        head = len(lines) + 1
        with self._zip.open(f"xl/worksheets/sheet{place + 1}.xml", "w") as part:
            part.write(parts.beginning(sheet, head, place).encode())
            for number, (text, style) in enumerate(lines, 1):
                part.write(self._line(number, text, style, 34 if style is Style.TITLE else 20).encode())
            part.write(self._head(sheet.headers, head).encode())
            count = self._write(part, rows, head, sheet.widths)
            last = head + count
            for number, text in enumerate(sheet.notes, last + 1):
                part.write(self._line(number, text, Style.NOTE, 18).encode())
            merged = [*range(1, head), *range(last + 1, last + 1 + len(sheet.notes))]
            part.write(parts.ending(sheet, head, last, merged, self._rules(sheet, head, last)).encode())
        self._defined += parts.defined_names(sheet, self._names[place], place, head, last)
        return count

    def close(self) -> None:
        """Write what names the sheets, and the hidden lists, and end the file. The stream stays open."""
        hidden = self._write_lists() if self._lists else 0
        for name, content in parts.frame(self._names, hidden, self._defined, style_sheet()):
            with self._zip.open(name, "w") as part:  # and not writestr, which puts the clock into the file
                part.write(content.encode())
        self._zip.close()

    def _write(self, part: IO[bytes], rows: Iterable[Sequence[CellValue]], head: int, widths: Sequence[float]) -> int:
        """The rows, in pieces of some hundred."""
        letters = [f'<c r="{column_letter(index)}' for index in range(len(widths))]
        cell, number, ready = self._cell, head, []
        for number, row in enumerate(rows, head + 1):
            if number > head + MOST_ROWS:
                raise Refusal("exports.too_many_rows", limit=MOST_ROWS)
            end = f'{number}"'
            cells = [letter + end + cell(value) for letter, value in zip(letters, row, strict=False)]
            ready.append(f'<row r="{number}"{height_of(row, widths)}>{"".join(cells)}</row>')
            if len(ready) == 256:
                part.write("".join(ready).encode())
                ready.clear()
        part.write("".join(ready).encode())
        return number - head

    def _cell(self, value: CellValue) -> str:
        """All of a cell behind its address; a text met before is not escaped again."""
        if value is None:
            return f' s="{Style.TEXT:d}"/>'
        if isinstance(value, str):
            known = self._remembered.get(value)
            if known is None:
                known = text_cell(value, Style.QUOTED if value.startswith(_FORMULA_STARTS) else Style.TEXT)
                if len(self._remembered) < _REMEMBERED and len(value) < 40:
                    self._remembered[value] = known
            return known
        if isinstance(value, date):
            return f' s="{Style.DATE:d}"><v>{value.toordinal() - _FIRST_DAY}</v></c>'
        if -_SAFE < value < _SAFE:
            return f' s="{Style.NUMBER:d}"><v>{value:d}</v></c>'
        return text_cell(str(value), Style.TEXT)

    def _line(self, number: int, text: str, style: Style, height: int) -> str:
        return f'<row r="{number}" ht="{height}" customHeight="1"><c r="A{number}"{text_cell(text, style)}</row>'

    def _head(self, headers: Sequence[str], number: int) -> str:
        cells = (
            f'<c r="{column_letter(index)}{number}"{text_cell(header, Style.HEAD)}'
            for index, header in enumerate(headers)
        )
        return f'<row r="{number}" ht="32" customHeight="1">{"".join(cells)}</row>'

    def _rules(self, sheet: Sheet, head: int, last: int) -> list[str]:
        """The drop-down lists of a sheet."""
        found = []
        for index, (words, called) in sheet.lists.items():
            letter = column_letter(index)
            area = f"{letter}{head + 1}:{letter}{last + SPARE_ROWS}"
            found.append(parts.rule(area, self._formula(tuple(words)), called, words))
        return found

    def _formula(self, words: tuple[str, ...]) -> str:
        """Where a list stands: in the rule itself, or in a column of the hidden sheet."""
        text = ",".join(words)
        if len(text) <= MOST_INLINE_LIST and not any("," in word or '"' in word for word in words):
            return f'"{text}"'
        letter = column_letter(len(self._lists))
        return self._lists.setdefault(words, f"'{LISTS_NAME}'!${letter}$1:${letter}${len(words)}")

    def _write_lists(self) -> int:
        """The hidden sheet of long lists, a column each; returns its place (0 is the first sheet)."""
        place, columns = len(self._names), list(self._lists)
        self._names.append(LISTS_NAME)
        with self._zip.open(f"xl/worksheets/sheet{place + 1}.xml", "w") as part:
            part.write(parts.plain_beginning().encode())
            rows = [
                [words[number] if number < len(words) else None for words in columns]
                for number in range(max(len(words) for words in columns))
            ]
            self._write(part, rows, 0, [_ANY_WIDTH] * len(columns))
            part.write(b"</sheetData></worksheet>")
        return place


def height_of(row: Sequence[CellValue], widths: Sequence[float]) -> str:
    """The height of a row whose texts take more than a line, as an attribute; "" for one line.

    Written by us, since LibreOffice and WPS do not work it out for a file they open.
    """
    lines = 1
    for value, width in zip(row, widths, strict=False):
        if not isinstance(value, str):
            continue
        length = len(value)
        if length >= width or (length * 2 > width and not value.isascii()) or "\n" in value:
            lines = max(lines, sum(_lines(line, width) for line in value.split("\n")))
    if lines == 1:
        return ""
    return f' ht="{min(lines * _LINE_HEIGHT, _MOST_HEIGHT)}" customHeight="1"'


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: a Chinese character is as wide as two digits."""
    wide = len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
    return max(1, -(-wide // max(1, int(width) - 1)))


def text_cell(text: str, style: Style) -> str:
    """A text as an inline string, behind the cell's address."""
    return f' s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{clean_text(text)}</t></is></c>'


def clean_text(text: str) -> str:
    """A text as XML may hold it: control characters and lone surrogates out, what looks like an escape made plain."""
    text = text[:MOST_TEXT]
    if not _ODD.search(text):
        return text
    text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(_ESCAPE_LIKE.sub("_x005F_", text))
