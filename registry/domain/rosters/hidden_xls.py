"""The hidden rows and columns of an .xls or .et of the old kind (BIFF5 and BIFF8, [MS-XLS]), which the parser does not tell.

Only the flags of four records are looked at, and where the cells stand, since the parser lays a sheet out up to its last
cell. What cannot be understood is taken as showing: a roster is read whole rather than refused over a flag.
"""

import struct

from registry.domain.errors import Refusal
from registry.domain.rosters.compound import find_stream
from registry.domain.rosters.hidden import Hidden
from registry.domain.rosters.limits import MAX_CELLS
from registry.domain.rosters.shapes import column_letter

_BOUNDSHEET, _EOF, _ROW, _COLINFO = 0x85, 0x0A, 0x208, 0x7D
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_SHEETS = 256
_MOST_RECORDS = 4_000_000
"""Of one sheet; more than the format has cells for."""
_head = struct.Struct("<HH").unpack_from


def hidden_in_xls(data: bytes) -> list[Hidden]:
    """What each sheet hides, in the order in which the workbook names its sheets; empty where that cannot be told.

    Raises Refusal("rosters.sheet_too_big") for a cell beyond any roster.
    """
    stream = find_stream(data, ("Workbook", "Book"))
    if stream is None:
        return []
    try:
        return [_hidden(stream.content, start, name) for start, name in _sheets(stream.content)]
    except (struct.error, IndexError):  # it ends within a record
        return []


def _sheets(stream: bytes) -> list[tuple[int, str]]:
    """Where each sheet begins, and its name."""
    found: list[tuple[int, str]] = []
    place, end = 0, len(stream) - 4
    while place <= end and len(found) < _MOST_SHEETS:
        kind, size = _head(stream, place)
        if kind == _BOUNDSHEET and size >= 8:
            start = int.from_bytes(stream[place + 4 : place + 8], "little")
            found.append((start, _name(stream[place + 10 : place + 4 + size])))
        elif kind == _EOF:
            break
        place += 4 + size
    return found


def _name(text: bytes) -> str:
    """A sheet's name: its length, in BIFF8 how its characters are written, the characters."""
    if text[1] == 1:
        return text[2 : 2 + 2 * text[0]].decode("utf-16-le", "replace")
    return text[1 + (text[1] == 0) :].decode("gb18030", "replace")


def _hidden(stream: bytes, place: int, name: str) -> Hidden:
    """What the sheet that begins at ``place`` hides."""
    hidden, end = Hidden(), len(stream) - 4
    depth = bottom = right = 0
    for _ in range(_MOST_RECORDS):
        if place > end:
            break
        kind, size = _head(stream, place)
        if kind in _CELLS:
            row, column = _head(stream, place + 4)
            bottom, right = max(row, bottom), max(column, right)
        elif kind == _ROW:
            if size >= 16 and stream[place + 16] & _HIDDEN_ROW:
                row = int.from_bytes(stream[place + 4 : place + 6], "little")
                hidden.hide_rows(row, row)
        elif kind == _COLINFO:
            if size >= 10 and stream[place + 12] & _HIDDEN_COLUMN:
                hidden.hide_columns(*_head(stream, place + 4))
        elif kind in _BOF:  # a chart may stand inside a sheet, with an end of its own
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        place += 4 + size
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        raise Refusal("rosters.sheet_too_big", sheet=name, cell=f"{column_letter(right)}{bottom + 1}")
    return hidden
