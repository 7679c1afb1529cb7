"""The one writer of .xlsx: rows go straight into the file, so that memory does not grow with them.

What a spreadsheet would make of a text is never left to it: every text is an inline string and nothing is a formula
(domain brief §4). Standard library only; the parts follow ECMA-376 part 1, 18.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from operator import getitem
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
_REMEMBERED, _SHORT = 2_000, 40
_PIECE = 256
_ANY_WIDTH = 10_000
_LINE_HEIGHT, _MOST_LINES = 15, 27
_ROW, _TALL = b"\0", b"\1"
"""Where the row's number goes in a cell's XML, and what stands before the lines it takes: no sheet may hold either."""
_SAFE = 10**15
_FIRST_DAY = date(1899, 12, 30).toordinal()
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters no sheet may hold (XML 1.0, 2.2)."""
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class _Archive(zipfile.ZipFile):
    """A ZIP file that is not ended by being forgotten: one given up midway must not be written to any more, and says nothing."""

    def __del__(self) -> None:
        """Leave the stream alone; `close` is called by whoever made it whole."""


class Book:
    """A workbook being written to ``stream``, one sheet after the other; `close` makes it whole.

    Nothing but the rows at hand is kept. A sheet's rows may come from a generator.
    """

    def __init__(self, stream: IO[bytes], *, level: int = LEVEL) -> None:
        self._zip = _Archive(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level)
        self._names: list[str] = []
        self._defined: list[str] = []
        self._lists: dict[tuple[str, ...], str] = {}

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
            widths = [_ANY_WIDTH if at in sheet.hidden else width for at, width in enumerate(sheet.widths)]
            count = self._write(part, rows, head, widths)
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
        columns = [_Column(column_letter(index), width) for index, width in enumerate(widths)]
        number, ready = head, []
        for number, row in enumerate(rows, head + 1):
            if number > head + MOST_ROWS:
                raise Refusal("exports.too_many_rows", limit=MOST_ROWS)
            cells, height = b"".join(map(getitem, columns, row)), b""
            if _TALL in cells:
                cells, height = _levelled(cells)
            ready.append((b'<row r="%b"%b>%b</row>' % (_ROW, height, cells)).replace(_ROW, b"%d" % number))
            if len(ready) == _PIECE:
                part.write(b"".join(ready))
                ready.clear()
        part.write(b"".join(ready))
        return number - head

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


class _Column(dict[CellValue, bytes]):
    """The cells of a column by what they hold, each made once as long as the values are few.

    A cell has _ROW for the row's number; one of several lines says so behind _TALL.
    """

    __slots__ = ("_address", "_number", "_text", "_width")

    def __init__(self, letter: str, width: float) -> None:
        self._address = f'<c r="{letter}{_ROW.decode()}"'
        self._text = f'{self._address} s="{Style.TEXT:d}" t="inlineStr"><is><t>'.encode()
        self._number = f'{self._address} s="{Style.NUMBER:d}"><v>'.encode()
        self._width = width

    def __missing__(self, value: CellValue) -> bytes:
        if isinstance(value, str):
            cell = self._text_cell(value)
            if len(value) > _SHORT:
                return cell
        elif isinstance(value, int) and -_SAFE < value < _SAFE:
            cell = b"%b%d</v></c>" % (self._number, value)
        else:
            cell = f"{self._address}{_bare(value)}".encode()
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = cell
        return cell

    def _text_cell(self, value: str) -> bytes:
        if value.isalnum() or (_is_plain(value) and not value.startswith(_FORMULA_STARTS)):  # most are
            text = value[:MOST_TEXT].encode()
            cell = b"%b%b</t></is></c>" % (self._text, text)
            if len(value) + len(text) <= 2 * self._width - 4:  # a Chinese character is two wide and three bytes long
                return cell
        else:
            style = Style.QUOTED if value.startswith(_FORMULA_STARTS) else Style.TEXT
            cell = f"{self._address}{text_cell(value, style)}".encode()
        lines = lines_of(value, self._width)
        return cell if lines == 1 else b"%b%b%02d" % (cell, _TALL, min(lines, _MOST_LINES))


def _bare(value: int | date | None) -> str:
    """What is no text and no number a spreadsheet keeps, behind the cell's address."""
    if value is None:
        return f' s="{Style.TEXT:d}"/>'
    if isinstance(value, date):
        return f' s="{Style.DATE:d}"><v>{value.toordinal() - _FIRST_DAY}</v></c>'
    return text_cell(str(value), Style.TEXT)


def _levelled(cells: bytes) -> tuple[bytes, bytes]:
    """The cells of a row of several lines without the signs of it, and the row's height as an attribute."""
    first, *tall = cells.split(_TALL)
    lines = max(int(each[:2]) for each in tall)
    height = b' ht="%d" customHeight="1"' % (lines * _LINE_HEIGHT)
    return first + b"".join(each[2:] for each in tall), height


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width.

    The height of a row is written by us, since LibreOffice and WPS do not work it out for a file they open.
    """
    if len(text) < width and text.isascii() and "\n" not in text:
        return 1
    return sum(_lines(line, width) for line in text.split("\n"))


def _lines(text: str, width: float) -> int:
    """How many lines one line of text takes: a Chinese character is as wide as two digits.

    No line is full: one of them goes over to the next where a mark may not begin it.
    """
    length = len(text)
    if length * 2 <= width or (length < width and text.isascii()):
        return 1
    wide = length if text.isascii() else len(text.encode("gb18030", "replace"))
    return max(1, -(-wide // max(1, int(width) - 2)))


def text_cell(text: str, style: Style) -> str:
    """A text as an inline string, behind the cell's address."""
    text = text[:MOST_TEXT]
    if _is_plain(text):
        return f' s="{style:d}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f' s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{clean_text(text)}</t></is></c>'


def _is_plain(text: str) -> bool:
    """Whether XML takes the text as it is, and no space in it is lost."""
    return text.isprintable() and not (" " in text or "&" in text or "<" in text or ">" in text or "_x" in text)


def clean_text(text: str) -> str:
    """A text as XML may hold it: control characters and lone surrogates out, what looks like an escape made plain."""
    text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(_ESCAPE_LIKE.sub("_x005F_", text))
