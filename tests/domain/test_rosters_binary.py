"""Binary workbooks: what the parser does not tell is read beside it, and nothing odd there ever breaks the reading."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.errors import Refusal
from registry.domain.rosters.compound import find_stream
from registry.domain.rosters.containers import inspect
from registry.domain.rosters.hidden import Hidden
from registry.domain.rosters.hidden_xls import hidden_in_xls
from registry.domain.rosters.read import RawSheet, read_book
from tests import biff_books
from tests.biff_books import compound, xls, xlsb
from tests.domain.roster_books import HEADER
from tests.roster_samples import CONTAINERS

SHEET = {
    "name": "名册",
    "cells": [HEADER, ("清河生活", "抖音", "qinghe01", "清河传媒", 12000), ("乙", "微博"), ("丙", "微博")],
    "hidden_rows": [3], "hidden_columns": ["D", "E"], "merges": ["D2:D4", "A1:A1"],
}  # fmt: skip
LAST_YEAR = {"name": "去年", "cells": [HEADER], "hidden": True, "hidden_rows": [1]}
MAKERS: list[Callable[..., bytes]] = [xls, xlsb]
FILES = [xls([SHEET, LAST_YEAR]), xls([SHEET], version=5), xlsb([SHEET, LAST_YEAR]), CONTAINERS["ods"]([SHEET])]


def only(data: bytes) -> RawSheet:
    """The one sheet of a file."""
    (sheet,) = read_book(data, "花名册").sheets
    return sheet


def ended(data: bytes) -> str:
    """How the reading of a file ends."""
    try:
        read_book(data, "花名册")
    except Refusal as refusal:
        return refusal.code
    return "rosters.read"


@pytest.mark.parametrize("make", MAKERS)
def test_hidden_rows_and_columns_are_told_for_the_sheet_they_are_of(make: Callable[..., bytes]):
    first, second = read_book(make([LAST_YEAR, SHEET]), "花名册", hidden_sheets=True).sheets
    assert (first.name, first.hidden.rows, first.hidden.columns) == ("去年", {1}, set())
    assert (second.name, second.hidden.rows, second.hidden.columns) == ("名册", {3}, {3, 4})
    assert (1, 3, 3, 3) in second.merges


def test_rows_hidden_below_the_last_cell_hide_nothing():
    sheet = only(xlsb([{**SHEET, "cells": [*SHEET["cells"], (None,)], "hidden_rows": [5]}]))
    assert sheet.hidden.rows == set()


def test_a_short_stream_lies_in_the_small_sectors_of_the_root():
    inner = b"abc".ljust(64, b"-") + b"def".ljust(64, b"-")
    table = struct.pack("<4I", 1, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF).ljust(512, b"\xff")
    file = bytearray(compound(b"", "Workbook", is_scattered=False))
    file[60:64] = struct.pack("<I", 3)  # where the small sectors' own table lies
    directory = 512 * 2
    file[directory + 116 : directory + 120] = struct.pack("<I", 4)  # the root's stream holds the small sectors
    file[directory + 128 + 116 : directory + 128 + 124] = struct.pack("<II", 0, 100)
    file[512 * 4 : 512 * 6] = table + inner.ljust(512, b"\0")
    file[512 + 3 * 4 : 512 + 5 * 4] = struct.pack("<2I", 0xFFFFFFFE, 0xFFFFFFFE)
    found = find_stream(bytes(file), ("workbook",))
    assert found is not None
    assert found.content == inner[:100]
    assert [file[found.in_file(place)] for place in (0, 64, 65)] == list(b"ade")


def test_a_chain_of_sectors_that_never_ends_ends():
    file = bytearray(xls([SHEET]))
    last = 512 + 4 * (2 + 7)
    file[last : last + 4] = struct.pack("<I", 9)
    found = find_stream(bytes(file), ("Workbook",))
    assert found is None or len(found.content) <= len(file)


@pytest.mark.parametrize("page", [936, 1252, 0, 0x8000])
def test_the_texts_of_an_xls_do_not_depend_on_the_code_page_a_program_wrote(page: int, monkeypatch: pytest.MonkeyPatch):
    record = biff_books._record
    monkeypatch.setattr(
        biff_books,
        "_record",
        lambda kind, content=b"": record(kind, struct.pack("<H", page) if kind == 0x42 else content),
    )
    for version in (8, 5):
        book = read_book(xls([SHEET, LAST_YEAR], version=version), "花名册.xls")
        assert (book.sheets[0].name, book.sheets[0].rows[1][0], book.hidden_sheets) == ("名册", "清河生活", ["去年"])


def test_bytes_of_no_chinese_page_stay_as_the_parser_read_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(biff_books, "_text_of", str)
    data = xls([{"name": "a", "cells": [("caf?x",)]}], version=5).replace(b"caf?x", b"caf\xff\xff")
    assert only(data).rows == [["cafÿÿ"]]


@pytest.mark.parametrize("cell", [("x",) + (None,) * 600 + ("y",), None])
def test_a_stray_cell_of_an_xlsb_is_refused_before_it_is_laid_out(cell: tuple[str | None, ...] | None):
    rows = [HEADER, cell] if cell else [*([()] * 200_000), HEADER]
    with pytest.raises(Refusal) as refused:
        inspect(xlsb([{"name": "名册", "cells": rows}]), "花名册.xlsb")
    assert (refused.value.code, refused.value.params["sheet"]) == ("rosters.sheet_too_big", "名册")


@pytest.mark.parametrize("version", [8, 5])
def test_a_stray_cell_of_an_xls_is_refused_before_it_is_laid_out(version: int):
    rows = [HEADER, *([()] * 65_533), (*[None] * 255, "x")]
    with pytest.raises(Refusal) as refused:
        inspect(xls([LAST_YEAR, {"name": "名册", "cells": rows}], version=version), "花名册.xls")
    assert refused.value.params == {"sheet": "名册", "cell": "IV65535"}


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=150)
def test_a_damaged_file_is_read_or_refused_in_words(data: bytes, draw: st.DataObject):
    damaged = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        damaged[draw.draw(st.integers(8, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(len(data) // 2, len(data)))
    assert ended(bytes(damaged[:cut])).startswith("rosters.")


@given(st.binary(max_size=2000))
def test_a_stream_of_anything_hides_nothing_or_something_and_never_fails(content: bytes):
    found = hidden_in_xls(compound(xls([SHEET])[512 * 3 :][:40] + content, "Workbook"))
    assert all(isinstance(each, Hidden) for each in found)
