"""The hidden rows and columns of an .ods, and its merged cells (OpenDocument 1.2 part 1), which the parser does not tell.

A row or column is hidden (collapse) or filtered away; a run of equal ones is written once with its number. The content
is looked through piece by piece as text: nothing is expanded, nothing resolved.
"""

import re
from dataclasses import dataclass, field
from typing import IO

from registry.domain.rosters.behind import plain
from registry.domain.rosters.hidden import Hidden
from registry.domain.rosters.limits import MAX_COLUMNS, MAX_ROWS

_CHUNK = 1 << 20
_ROW_START = b"<table:table-row"
_TAG = re.compile(
    rb"<table:(table|table-row|table-column|table-cell(?=\s[^<>]*?table:number-(?:rows|columns)-spanned=\"(?!1\")))"
    rb"((?:[\s/][^<>]*)?)>"
)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell((?:[\s/][^<>]*)?)>")
_NAME = re.compile(rb'table:name="([^"]*)"')
_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="([0-9]{1,7})"')
_ROWS, _COLUMNS = (re.compile(rb'table:number-%s-spanned="([0-9]{1,7})"' % kind) for kind in (b"rows", b"columns"))


def scan_content(content: IO[bytes]) -> dict[str, Hidden]:
    """What each table hides and merges, by its name."""
    scan, tail = _Scan(), b""
    while chunk := content.read(_CHUNK):
        text = tail + chunk
        cut = _cut(text) if len(chunk) == _CHUNK else len(text)
        tail, text = text[cut:], text[:cut]
        for tag in _TAG.finditer(text):
            scan.take(tag, text)
    return scan.found


def _cut(text: bytes) -> int:
    """Where to cut a piece of the content so that a row stays whole, or at least a tag."""
    row = text.rfind(_ROW_START)
    return row if row > 0 else text.rfind(b"<")


@dataclass(slots=True)
class _Scan:
    """Where in the content the looking through stands."""

    found: dict[str, Hidden] = field(default_factory=dict)
    table: Hidden = field(default_factory=Hidden)
    row: int = 0
    column: int = 0

    def take(self, tag: re.Match[bytes], text: bytes) -> None:
        """Enter what one tag tells."""
        kind, about = tag[1], tag[2]
        if kind == b"table":
            name = _NAME.search(about)
            self.table, self.row, self.column = Hidden(), 0, 0
            self.found.setdefault(plain(name[1].decode("utf-8", "replace")) if name else "", self.table)
        elif kind == b"table-row":
            if _HIDDEN.search(about):
                self.table.hide_rows(self.row, self.row + _number(_REPEATED, about) - 1)
            self.row = min(self.row + _number(_REPEATED, about), MAX_ROWS)
        elif kind == b"table-column":
            if _HIDDEN.search(about):
                self.table.hide_columns(self.column, self.column + _number(_REPEATED, about) - 1)
            self.column += _number(_REPEATED, about)
        else:
            self._merge(tag, text)

    def _merge(self, tag: re.Match[bytes], text: bytes) -> None:
        """Enter merged cells: their first one is counted out from the start of its row."""
        start = max(text.rfind(_ROW_START, 0, tag.start()), 0)
        left = sum(_number(_REPEATED, cell[1]) for cell in _CELL.finditer(text, start, tag.start()))
        top = self.row - 1
        bottom, right = top + _number(_ROWS, tag[2]) - 1, left + _number(_COLUMNS, tag[2]) - 1
        if top >= 0 and bottom < MAX_ROWS and right < MAX_COLUMNS:
            self.table.merges.append((top, left, bottom, right))


def _number(pattern: re.Pattern[bytes], about: bytes) -> int:
    """The number an attribute gives, 1 where it is not there."""
    found = pattern.search(about)
    return int(found[1]) if found else 1
