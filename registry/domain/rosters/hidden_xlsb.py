"""The hidden rows and columns of an .xlsb (BIFF12, [MS-XLSB]), its merged cells, and how far its sheets reach.

The parser lays a sheet out up to its last cell, so a stray cell is refused here, before it does; of hidden parts and merges
it tells nothing. What cannot be understood is taken as showing.
"""

import struct
import zipfile

from registry.domain.errors import Refusal
from registry.domain.rosters.hidden import Hidden
from registry.domain.rosters.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from registry.domain.rosters.shapes import column_letter

_ROW, _COLUMN, _BUNDLE, _MERGE = 0, 60, 156, 176
_FIRST_CELL, _LAST_CELL = 2, 11
"""The kinds of cells that hold something; 1 is a blank one that only has a format."""
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_LARGEST_PART = 256 * 2**20
_MOST_RECORDS = 6_000_000
_two, _four = struct.Struct("<II").unpack_from, struct.Struct("<IIII").unpack_from


def sheets_of(workbook: bytes, targets: dict[str, str]) -> dict[str, str]:
    """The part of each sheet → its name; ``targets`` relation → part."""
    found, place = {}, 0
    while place < len(workbook) - 4:  # a record cut off at the end is none
        kind, start, place = _record(workbook, place)
        if kind == _BUNDLE:
            relation, after = _text(workbook, start + 8)
            found[targets.get(relation, "")] = _text(workbook, after)[0]
    return found


def scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Hidden:
    """What one sheet hides. Raises Refusal("rosters.sheet_too_big") for a cell beyond any roster."""
    hidden = Hidden()
    if part.file_size > _LARGEST_PART:
        return hidden
    try:
        _scan(archive.read(part), name, hidden)
    except (struct.error, IndexError):  # it ends within a record: what was seen until there stands
        return hidden
    return hidden


def _scan(data: bytes, name: str, hidden: Hidden) -> None:
    place, row, end, right = 0, 0, len(data), 0
    for _ in range(_MOST_RECORDS):
        if place >= end:
            return
        kind, start, place = _record(data, place)
        if kind == _ROW:
            row = int.from_bytes(data[start : start + 4], "little")
            if data[start + 11] & _HIDDEN_ROW:
                hidden.hide_rows(row, row)
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column = int.from_bytes(data[start : start + 4], "little")
            right = max(column, right)
            if column >= MAX_COLUMNS or row >= MAX_ROWS or (row + 1) * (right + 1) > MAX_CELLS:
                raise Refusal("rosters.sheet_too_big", sheet=name, cell=f"{column_letter(column)}{row + 1}")
        elif kind == _COLUMN and data[start + 16] & _HIDDEN_COLUMN:
            hidden.hide_columns(*_two(data, start))
        elif kind == _MERGE:
            top, bottom, left, right = _four(data, start)
            hidden.merges.append((top, left, bottom, right))


def _record(data: bytes, place: int) -> tuple[int, int, int]:
    """The kind of the record at ``place``, where its content starts and where the next record does."""
    kind = data[place]
    place += 1
    if kind & 0x80:
        kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
        place += 1
    size = shift = 0
    for _ in range(4):
        byte = data[place]
        place += 1
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
        shift += 7
    return kind, place, place + size


def _text(data: bytes, place: int) -> tuple[str, int]:
    """The text at ``place``, whose length stands before it, and where it ends."""
    length = int.from_bytes(data[place : place + 4], "little")
    length = 0 if length == 0xFFFFFFFF else length
    end = place + 4 + 2 * length
    return data[place + 4 : end].decode("utf-16-le", "replace"), end
