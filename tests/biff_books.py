"""Workbooks of the binary formats for the tests: .xls (BIFF8, BIFF5 with GBK texts) in its OLE2 container, and .xlsb (BIFF12).

Only the records a reader needs are written, by their published layout ([MS-XLS], [MS-CFB], [MS-XLSB]); nothing here knows how a
roster is read. A sheet is described as in tests/roster_samples.py: ``name``, ``cells``, ``hidden``, ``hidden_rows`` (1-based),
``hidden_columns`` (letters), ``merges``.
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.utils import column_index_from_string, range_boundaries

Sheet = Mapping[str, Any]
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xls(sheets: Sequence[Sheet], *, version: int = 8) -> bytes:
    """An .xls of BIFF8 (Excel 97 and later, WPS) or BIFF5 (Excel 95)."""
    names = [_name(sheet["name"], version) for sheet in sheets]
    bodies = [b"".join(_sheet(sheet, version)) for sheet in sheets]
    size = len(_globals(names, [0] * len(names), sheets, version))
    starts = [size + sum(map(len, bodies[:place])) for place in range(len(bodies))]
    stream = _globals(names, starts, sheets, version) + b"".join(bodies)
    return compound(stream, "Workbook" if version == 8 else "Book")


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(version: int, what: int) -> bytes:
    number = 0x600 if version == 8 else 0x500
    return _record(0x809, struct.pack("<HHHH", number, what, 0, 0) + (bytes(8) if version == 8 else b""))


def _name(name: str, version: int) -> bytes:
    if version == 8:
        return struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    text = name.encode("gbk")
    return struct.pack("<B", len(text)) + text


def _globals(names: Sequence[bytes], starts: Sequence[int], sheets: Sequence[Sheet], version: int) -> bytes:
    """The workbook's own part: its code page and where each sheet begins."""
    bound = [
        _record(0x85, struct.pack("<IBB", start, 1 if sheet.get("hidden") else 0, 0) + name)
        for name, start, sheet in zip(names, starts, sheets, strict=True)
    ]
    page = _record(0x42, struct.pack("<H", 1200 if version == 8 else 936))
    return _begin(version, 5) + page + b"".join(bound) + _record(0x0A)


def _sheet(sheet: Sheet, version: int) -> Iterator[bytes]:
    rows = sheet["cells"]
    yield _begin(version, 16)
    for letter in sheet.get("hidden_columns", ()):
        column = column_index_from_string(letter) - 1
        yield _record(0x7D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))
    for number, cells in enumerate(rows):
        flags = 0x20 if number + 1 in sheet.get("hidden_rows", ()) else 0
        yield _record(0x208, struct.pack("<HHHHHHHH", number, 0, len(cells), 255, 0, 0, flags, 0))
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            yield _cell(number, column, cell, version)
    merges = [range_boundaries(each) for each in sheet.get("merges", ())]
    if merges:
        ranges = (struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for left, top, right, bottom in merges)
        yield _record(0xE5, struct.pack("<H", len(merges)) + b"".join(ranges))
    yield _record(0x0A)


def _cell(row: int, column: int, cell: Any, version: int) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if cell is None or cell == "":
        return b""
    if isinstance(cell, int | float):
        return _record(0x203, place + struct.pack("<d", cell))
    text = _text_of(cell)
    if version == 8:
        return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    encoded = text.encode("gbk")
    return _record(0x204, place + struct.pack("<H", len(encoded)) + encoded)


def _text_of(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def compound(stream: bytes, name: str, *, is_scattered: bool = True) -> bytes:
    """An OLE2 compound file of one stream; ``is_scattered``: its sectors lie backwards, as after many savings."""
    stream = stream.ljust(4096, b"\0")
    parts = [stream[start : start + _SECTOR].ljust(_SECTOR, b"\0") for start in range(0, len(stream), _SECTOR)]
    tables = -(-(len(parts) + 2) // 127)
    directory, first = tables, tables + 1
    order = list(range(first, first + len(parts)))
    if is_scattered:
        order.reverse()
    table = [_TABLE] * tables + [_END] + [_FREE] * len(parts)
    for place, following in zip(order, [*order[1:], _END], strict=True):
        table[place] = following
    table += [_FREE] * (tables * 128 - len(table))
    head = struct.pack(
        "<8s16xHHHHHH4xIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 0, tables, directory,
        0, 4096, _END, 0, _END, 0, 0,
    )[:76]  # fmt: skip
    head += struct.pack("<109I", *[*range(tables), *[_FREE] * (109 - tables)])
    entries = _entry("Root Entry", 5, _END, 0, 1) + _entry(name, 2, order[0], len(stream), _FREE) + bytes(256)
    body = dict(zip(order, parts, strict=True))
    return head + struct.pack(f"<{len(table)}I", *table) + entries + b"".join(body[place] for place in sorted(body))


def _entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def xlsb(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsb, Excel's binary workbook in a zip."""
    bundle = b"".join(
        _record12(
            156,
            struct.pack("<II", 1 if sheet.get("hidden") else 0, number) + _wide(f"rId{number}") + _wide(sheet["name"]),
        )
        for number, sheet in enumerate(sheets, start=1)
    )
    workbook = _record12(131) + _record12(153, bytes(12)) + _record12(143) + bundle + _record12(144) + _record12(132)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
        targets = [("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(targets))
        archive.writestr("xl/workbook.bin", workbook)
        for number, sheet in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", b"".join(_sheet12(sheet)))
    return stream.getvalue()


def _types(count: int) -> str:
    main = "application/vnd.ms-excel"
    parts = [("/xl/workbook.bin", f"{main}.sheet.binary.macroEnabled.main")]
    parts += [(f"/xl/worksheets/sheet{number}.bin", f"{main}.worksheet") for number in range(1, count + 1)]
    told = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts)
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{told}</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{told}</Relationships>'


def _record12(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | 0x80 if size else low])
        if not size:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _sheet12(sheet: Sheet) -> Iterator[bytes]:
    rows = sheet["cells"]
    width = max(map(len, rows), default=1)
    yield _record12(129)
    yield _record12(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1))
    columns = [column_index_from_string(letter) - 1 for letter in sheet.get("hidden_columns", ())]
    if columns:
        told = (_record12(60, struct.pack("<IIIIH", column, column, 2304, 0, 1)) for column in columns)
        yield _record12(390) + b"".join(told) + _record12(391)
    yield _record12(145)
    for number, cells in enumerate(rows):
        flags = 0x10 if number + 1 in sheet.get("hidden_rows", ()) else 0
        yield _record12(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                place = struct.pack("<II", column, 0)
                is_number = isinstance(cell, int | float)
                content = struct.pack("<d", cell) if is_number else _wide(_text_of(cell))
                yield _record12(5 if is_number else 6, place + content)
    yield _record12(146)
    merges = [range_boundaries(each) for each in sheet.get("merges", ())]
    if merges:
        told = (
            _record12(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
            for left, top, right, bottom in merges
        )
        yield _record12(177, struct.pack("<I", len(merges))) + b"".join(told) + _record12(178)
    yield _record12(130)
