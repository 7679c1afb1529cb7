"""The writer of workbooks: what goes in comes out of two readers, nothing is evaluated, memory does not grow with rows."""

import gc
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from registry.domain.errors import Refusal
from registry.domain.rosters import xlsx
from registry.domain.rosters.xlsx import MOST_TEXT, Book, CellValue
from registry.domain.rosters.xlsx_parts import Sheet, sheet_name

TOWNS = [f"第{number}个名字很长的乡镇（街道）" for number in range(40)]


def written(*sheets: tuple[Sheet, list[list[CellValue]]]) -> bytes:
    stream = io.BytesIO()
    book = Book(stream)
    for sheet, rows in sheets:
        book.add(sheet, rows)
    book.close()
    return stream.getvalue()


def plain(*rows: list[CellValue], width: int = 3, **more: object) -> bytes:
    headers = [f"列{number}" for number in range(width)]
    return written((Sheet("表", headers, [20] * width, **more), list(rows)))  # type: ignore[arg-type]


def openpyxl_book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def as_openpyxl_reads(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl_book(data).worksheets[0].iter_rows(min_row=2)]


def as_calamine_reads(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]


def test_texts_numbers_dates_and_blanks_come_out_of_both_readers_as_they_went_in() -> None:
    data = plain(["甲 & <乙>\n丙", 12_345, date(2023, 5, 1)], [None, -7, None])
    assert as_openpyxl_reads(data) == [["甲 & <乙>\n丙", 12_345, datetime(2023, 5, 1)], [None, -7, None]]  # noqa: DTZ001
    assert as_calamine_reads(data) == [["甲 & <乙>\n丙", 12_345, date(2023, 5, 1)], ["", -7, ""]]


XML_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_"), max_size=60)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(XML_TEXT.filter(bool), min_size=3, max_size=3))
def test_any_text_comes_out_as_it_went_in(texts: list[str]) -> None:
    data = plain(list(texts))
    assert as_openpyxl_reads(data) == [texts]
    assert as_calamine_reads(data) == [texts]


def test_what_xml_cannot_hold_is_left_out_and_a_text_that_looks_like_an_escape_stays() -> None:
    data = plain(["甲\x00\x1b乙\ud800丙\uffff", "a\r\nb\rc", "_x0041_"])
    assert as_calamine_reads(data) == [["甲乙丙", "a\nb\nc", "_x0041_"]]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-甲", "@清河", "\tx", "=cmd|'/c calc'!A1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    data = plain([text])
    cell = openpyxl_book(data).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_a_number_a_spreadsheet_would_round_is_text() -> None:
    assert as_openpyxl_reads(plain([330106199003071236, 10**15 - 1], width=2)) == [["330106199003071236", 10**15 - 1]]


def test_a_text_longer_than_a_cell_is_cut_there() -> None:
    assert len(str(as_openpyxl_reads(plain(["长" * 40_000], width=1))[0][0])) == MOST_TEXT


def test_a_short_list_stands_in_the_rule_and_a_long_one_on_a_hidden_sheet() -> None:
    book = openpyxl_book(plain(["甲"], lists={0: (["甲", "乙"], "列0"), 1: (TOWNS, "列1")}))
    short, long = book.worksheets[0].data_validations.dataValidation
    assert short.formula1 == '"甲,乙"'
    assert long.formula1 == "'下拉选项'!$A$1:$A$40"
    hidden = book.worksheets[1]
    assert (hidden.title, hidden.sheet_state) == ("下拉选项", "hidden")
    assert [row[0].value for row in hidden.iter_rows()] == TOWNS


def test_several_sheets_have_names_of_their_own_and_print_on_a4_with_their_header() -> None:
    sheet = Sheet("抖音/快手", ["账号", "登记键"], [20, 12], "标题", hidden=frozenset({1}), notes=("注：甲",))
    book = openpyxl_book(written((sheet, [["甲", "k"]]), (sheet, [])))
    assert book.sheetnames == ["抖音 快手", "抖音 快手 2"]
    for each, last in zip(book.worksheets, (4, 4), strict=True):
        assert (each.page_setup.paperSize, each.page_setup.orientation) == (9, "landscape")
        assert each.print_title_rows == "$1:$2"
        assert each.print_area == f"'{each.title}'!$A$1:$A${last}"
        assert each.column_dimensions["B"].hidden
    assert book.worksheets[0]["A4"].value == "注：甲"


def test_a_sheets_name_is_one_that_excel_takes() -> None:
    assert sheet_name("a[b]:c*d?e/f\\g", []) == "a b  c d e f g"
    assert sheet_name("", []) == "表"
    assert sheet_name("长" * 40, ["长" * 31]) == "长" * 29 + " 2"


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    sheet = openpyxl_book(plain(["短"], ["一" * 30], ["a\nb"])).worksheets[0]
    assert [sheet.row_dimensions[number].height for number in (2, 3, 4)] == [None, 60, 30]


def test_what_is_not_shown_makes_no_row_higher() -> None:
    sheet = openpyxl_book(plain(["短", "键" * 100], width=2, hidden=frozenset({1}))).worksheets[0]
    assert sheet.row_dimensions[2].height is None


def test_many_different_texts_in_one_column_stay_what_they_are() -> None:
    rows: list[list[CellValue]] = [[f"甲{number % 2_500}", number] for number in range(6_000)]
    assert as_calamine_reads(plain(*rows, width=2)) == rows


def test_the_same_rows_make_the_same_bytes() -> None:
    assert plain(["甲", 1]) == plain(["甲", 1])


def test_memory_does_not_grow_with_the_rows() -> None:
    def rows(number: int) -> Iterator[list[CellValue]]:
        return ([f"账号{place}", place, "抖音"] for place in range(number))

    def peak(number: int) -> int:
        tracemalloc.start()
        book = Book(io.BytesIO())
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        book.add(Sheet("表", ["甲", "乙", "丙"], [9, 9, 9]), rows(number))
        grown = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
        return grown

    assert peak(12_000) < peak(3_000) + 400_000  # the compressed file itself is in memory here


def test_more_rows_than_a_sheet_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(Refusal, match="too_many_rows"):
        plain(["甲"], ["乙"], ["丙"])


def test_a_workbook_given_up_midway_says_nothing_and_writes_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError("no room")

    def rows():
        yield ["a"]
        raise OSError("gone")

    stream = Full()
    with pytest.raises(OSError, match=r"room|gone"):
        Book(stream).add(Sheet("名册", ["账号名称"], [10]), rows())
    stream.close()
    gc.collect()
    assert capsys.readouterr().err == ""
