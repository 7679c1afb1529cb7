"""Golden roster samples as files: what a sample's JSON describes, built as the bytes an office would have sent.

A sample has ``sheets`` (cells as typed, a day as {"day": "2023-05-01"}; ``merges``, ``hidden``, ``hidden_rows``,
``hidden_columns``, ``links``), or ``text`` with its ``encoding``, or ``malformed`` with what was done to a sound
workbook, or ``file``, a file beside the samples that an office program saved. ``as`` is the container (xlsx, ods, xls, xls5 with
GBK texts, xlsb), ``filename`` the name it is sent under.

``python -m tests.roster_samples NAME…`` writes the expectation of samples that have none yet; it is read by a person before it
is kept.
"""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.roster import labels, read_roster
from registry.domain.rosters.shapes import Roster
from tests.biff_books import xls, xlsb
from tests.domain.roster_books import HEADER, TODAY, book, fill, saved

FOLDER = Path(__file__).parent / "samples" / "rosters"
ROW = ("清河生活", "抖音", "qinghe01", "清河传媒", 1200)


def built(sample: dict[str, Any]) -> bytes:
    """The sample's file."""
    if "malformed" in sample:
        return MALFORMED[sample["malformed"]](book([HEADER, ROW]))
    if "text" in sample:
        return "\r\n".join(sample["text"]).encode(sample["encoding"])
    if "file" in sample:
        return (FOLDER / sample["file"]).read_bytes()
    return CONTAINERS[sample.get("as", "xlsx")](sample["sheets"])


def _workbook(sheets: list[dict[str, Any]]) -> bytes:
    workbook = Workbook()
    for number, described in enumerate(sheets):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        sheet.title = described["name"]
        fill(sheet, [[_cell(cell) for cell in row] for row in described["cells"]])
        for merge in described.get("merges", ()):
            sheet.merge_cells(merge)
        for row in described.get("hidden_rows", ()):
            sheet.row_dimensions[row].hidden = True
        for letter in described.get("hidden_columns", ()):
            sheet.column_dimensions[letter].hidden = True
        for place, address in described.get("links", {}).items():
            sheet[place].hyperlink = address
        if described.get("hidden"):
            sheet.sheet_state = "hidden"
    return saved(workbook)


def _cell(cell: Any) -> Any:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def _opendocument(sheets: list[dict[str, Any]]) -> bytes:
    """An .ods of text and numbers, as LibreOffice and WPS write it."""
    tables = "".join(
        f'<table:table table:name="{escape(each["name"])}">'
        + "".join(
            f"<table:table-row>{''.join(map(_opendocument_cell, row))}</table:table-row>" for row in each["cells"]
        )
        + "</table:table>"
        for each in sheets
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _opendocument_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        about = f'office:value-type="float" office:value="{cell}"'
    else:
        about = 'office:value-type="string"'
    return f"<table:table-cell {about}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def _with_sheet(data: bytes, content: bytes) -> bytes:
    """A workbook whose first sheet's XML is ``content``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name.endswith("sheet1.xml") else old.read(name))
    return stream.getvalue()


def _stray(place: str) -> Callable[[bytes], bytes]:
    def make(_: bytes) -> bytes:
        workbook = Workbook()
        fill(workbook.worksheets[0], [HEADER, ROW])
        workbook.worksheets[0][place] = "x"
        return saved(workbook)

    return make


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "zero bytes": lambda data: b"\0" * len(data),
    "nothing": lambda data: b"",
    "zip bomb": lambda data: _with_sheet(data, b" " * (40 * 2**20)),
    "sheet is no xml": lambda data: _with_sheet(data, b"<worksheet><sheetData><row"),
    "stray cell in the last row": _stray("A1048576"),
    "stray cell in the last column": _stray("XFD1"),
    "encrypted package": lambda data: (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64
    ),
    "a picture": lambda data: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
}
"""What was done to a sound workbook."""


CONTAINERS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "xlsx": _workbook, "ods": _opendocument, "xls": xls, "xls5": lambda sheets: xls(sheets, version=5), "xlsb": xlsb,
}  # fmt: skip


def outcome(sample: dict[str, Any]) -> dict[str, Any]:
    """What the reading says of a sample: what was read, known values only, or the refusal."""
    choices = Choices(**sample.get("choices", {}))
    try:
        roster = read_roster(built(sample), sample.get("filename", "花名册.xlsx"), today=TODAY, choices=choices)
    except Refusal as refusal:
        return {"refused": refusal.code}
    return told(roster)


def told(roster: Roster) -> dict[str, Any]:
    """What was read, known values only."""
    described: dict[str, Any] = {
        "sheets": [[each.name, each.header_row, each.columns, each.rows] for each in roster.sheets],
        "rows": [
            {
                "sheet": row.sheet, "row": row.number, "refused": row.refused,
                "values": {name: value for name, value in labels(row.values).items() if value is not None},
                "approximate": list(row.approximate), "extra": row.extra,
            } | ({"county": row.county} if row.county else {})
            for row in roster.rows
        ],
        "problems": [
            [each.sheet, each.row, each.column, each.field, each.level.value, each.code] for each in roster.problems
        ],
    }  # fmt: skip
    return described | ({"unit": roster.unit} if roster.unit else {})


def written(sample: dict[str, Any]) -> str:
    """A sample as it stands in its file: one row of cells, one row read, one problem a line."""

    def lines(values: list[Any], indent: str) -> str:
        return (
            "[\n" + ",\n".join(indent + " " + json.dumps(each, ensure_ascii=False) for each in values) + f"\n{indent}]"
        )

    parts = []
    for key, value in sample.items():
        if key == "text":
            shown = lines(value, " ")
        elif key == "sheets":
            shown = "[\n" + ",\n".join("  " + _sheet(each, lines) for each in value) + "\n ]"
        elif key == "expected" and "rows" in value:
            inner = [
                f'  "{name}": {lines(each, "  ") if isinstance(each, list) and each else json.dumps(each, ensure_ascii=False)}'
                for name, each in value.items()
            ]
            shown = "{\n" + ",\n".join(inner) + "\n }"
        else:
            shown = json.dumps(value, ensure_ascii=False)
        parts.append(f' "{key}": {shown}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _sheet(sheet: dict[str, Any], lines: Callable[[list[Any], str], str]) -> str:
    rest = {name: value for name, value in sheet.items() if name != "cells"}
    return json.dumps(rest, ensure_ascii=False)[:-1] + f', "cells": {lines(sheet["cells"], "   ")}}}'


if __name__ == "__main__":
    for path in map(FOLDER.joinpath, sys.argv[1:]):
        described = json.loads(path.read_text("utf-8"))
        if "expected" not in described:
            path.write_text(written(described | {"expected": outcome(described)}), "utf-8")
