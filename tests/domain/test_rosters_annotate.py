"""An office's own workbook given back with what is wrong beside each row: it reads again to the same roster."""

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters import annotate as annotating
from registry.domain.rosters.annotate import Remark, annotate
from registry.domain.rosters.annotate_large import REASON_HEADER
from registry.domain.rosters.roster import read_roster
from registry.domain.rosters.shapes import Level, Roster

ON = date(2026, 11, 24)
HEADER = ["序号", "账号名称", "所属平台", "账号ID", "粉丝数", "备注"]
ROWS = [
    [1, "清河生活", "抖音", "00123", 12_000, "=SUM(1,2)"],
    [2, "清河美食", None, "qh_food", "约3000", None],
    [3, "清河快讯", "快手", "qh_news", "很多", "甲\n乙"],
    [4, "清河文旅", "微博", "qh_tour", 500, None],
]
REMARKS = [
    Remark("名单", 5, "E", "看不懂的数量", Level.ERROR),
    Remark("名单", 5, None, "请核对", Level.WARNING),
    Remark("名单", 6, "D", "只是一句话", Level.NOTE),
]


def book(name: str = "名单") -> bytes:
    """A title across the table, a header in row 2, a platform merged over two rows, a width and a font of its own."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    sheet.append(["清河县自媒体账号台账"])
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append(row)
    for number in range(3, 7):
        cell = sheet.cell(number, 6)
        if str(cell.value).startswith("="):
            cell.data_type = "s"
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("C3:C4")
    sheet.column_dimensions["B"].width = 33
    sheet["B3"].font = Font(name="楷体")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def first(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def rows_of(roster: Roster) -> list[object]:
    return [(row.values, row.approximate, row.extra) for row in roster.rows]


def read(data: bytes) -> Roster:
    return read_roster(data, "名单.xlsx", today=ON)


def test_the_officers_own_workbook_comes_back_with_its_looks_and_the_reasons_last() -> None:
    sheet = first(annotate(book(), "名单.xlsx", REMARKS, header_rows={"名单": 2}))
    assert [cell.value for cell in sheet[2]] == [*HEADER, REASON_HEADER]
    assert sheet["G5"].value == "E 列：看不懂的数量；请核对"
    assert sheet["E5"].fill.fgColor.rgb == "FFF4C7C3"
    assert sheet["D6"].fill.fill_type is None
    assert (sheet.column_dimensions["B"].width, sheet["B3"].font.name) == (33, "楷体")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:F1", "C3:C4"}
    assert (sheet["F3"].value, sheet["F3"].data_type) == ("=SUM(1,2)", "s")


def test_an_annotated_workbook_reads_again_to_the_same_roster() -> None:
    again = annotate(book(), "名单.xlsx", REMARKS, header_rows={"名单": 2})
    assert rows_of(read(again)) == rows_of(read(book()))


def test_annotated_once_more_it_has_one_column_of_reasons_with_the_new_ones_only() -> None:
    once = annotate(book(), "名单.xlsx", REMARKS, header_rows={"名单": 2})
    sheet = first(annotate(once, "名单.xlsx", [REMARKS[2]], header_rows={"名单": 2}))
    assert [cell.value for cell in sheet[2]].count(REASON_HEADER) == 1
    assert (sheet["G5"].value, sheet["G6"].value) == (None, "D 列：只是一句话")


def test_only_the_bad_rows_keep_title_and_header_and_what_a_merge_said_of_them() -> None:
    remarks = [Remark("名单", 4, "D", "请核对账号ID", Level.WARNING), *REMARKS]
    data = annotate(book(), "名单.xlsx", remarks, header_rows={"名单": 2}, only_bad=True)
    sheet = first(data)
    assert sheet["A1"].value == "清河县自媒体账号台账"
    assert [sheet.cell(number, 2).value for number in range(2, sheet.max_row + 1)] == [
        "账号名称",
        "清河美食",
        "清河快讯",
    ]
    assert sheet["G3"].value == "D 列：请核对账号ID"
    assert [row.values["platform"] for row in read(data).rows] == ["douyin", "kuaishou"]
    assert rows_of(read(data)) == rows_of(read(book()))[1:3]


def test_the_caption_a_bad_row_stands_under_is_kept() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "名单"
    for row in (
        HEADER,
        ["葛仙庄镇"],
        [1, "甲", "抖音", "a1", 1],
        ["谢炉镇"],
        [2, "乙", "抖音", "b1", 1],
        [3, "丙", "抖音", "c1", 1],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    remarks = [Remark("名单", 6, None, "请核对", Level.WARNING)]
    data = annotate(stream.getvalue(), "名单.xlsx", remarks, header_rows={"名单": 1}, only_bad=True)
    assert [cell.value for cell in first(data)["A"]] == ["序号", "谢炉镇", 3]


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workbook of more than one row is a very large one."""
    monkeypatch.setattr(annotating, "LARGE", 1)


@pytest.mark.usefixtures("as_large")
def test_a_very_large_workbook_comes_back_with_its_rows_and_merges_and_says_what_is_lost() -> None:
    data = annotate(book(), "名单.xlsx", REMARKS, header_rows={"名单": 2})
    sheet = first(data)
    assert [cell.value for cell in sheet[2]] == [*HEADER, REASON_HEADER]
    assert (sheet["G5"].value, sheet["G4"].value) == ("E 列：看不懂的数量；请核对", None)
    assert sheet["E5"].fill.fgColor.rgb == "FFF4C7C3"
    assert (sheet["F3"].value, sheet["F3"].data_type) == ("=SUM(1,2)", "s")
    assert (sheet["D3"].value, sheet["D3"].number_format) == ("00123", "@")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:F1", "C3:C4"}
    assert "没有保留" in str(load_workbook(io.BytesIO(data)).worksheets[1]["A1"].value)
    assert rows_of(read(data)) == rows_of(read(book()))


@pytest.mark.usefixtures("as_large")
def test_a_very_large_workbook_can_be_given_back_twice_and_by_its_bad_rows_only() -> None:
    once = annotate(book(), "名单.xlsx", REMARKS, header_rows={"名单": 2})
    sheet = first(annotate(once, "名单.xlsx", [REMARKS[2]], header_rows={"名单": 2}))
    assert [cell.value for cell in sheet[2]].count(REASON_HEADER) == 1
    assert (sheet["G5"].value, sheet["G6"].value) == (None, "D 列：只是一句话")
    remarks = [Remark("名单", 4, "D", "请核对账号ID", Level.WARNING)]
    bad = annotate(book(), "名单.xlsx", remarks, header_rows={"名单": 2}, only_bad=True)
    assert rows_of(read(bad)) == rows_of(read(book()))[1:2], "the merge above it still gives its platform"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_file_becomes_a_workbook_with_the_same_rows(encoding: str) -> None:
    lines = [HEADER, *ROWS[2:], [5, "清河=生活", "抖音", "000123456789012345", 7, "-甲"]]
    text = "\r\n".join(",".join(str(cell or "").replace("\n", " ") for cell in line) for line in lines)
    data = text.encode(encoding)
    remark = Remark(None, 2, "E", "看不懂的数量", Level.ERROR)
    again = annotate(data, "名单.csv", [remark], header_rows={None: 1})
    sheet = first(again)
    assert sheet["G2"].value == "E 列：看不懂的数量"
    assert (sheet["D4"].value, sheet["D4"].data_type) == ("000123456789012345", "s")
    assert rows_of(read(again)) == rows_of(read_roster(data, "名单.csv", today=ON))


def test_a_workbook_whose_styles_are_broken_comes_back_with_its_rows() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"<patternFill.*?/>", b"", part) if name == "xl/styles.xml" else part)
    with pytest.raises(Exception):  # noqa: B017 - openpyxl's own stumbling, of whatever kind
        load_workbook(broken)
    data = annotate(broken.getvalue(), "名单.xlsx", REMARKS, header_rows={"名单": 2})
    assert first(data)["G5"].value == "E 列：看不懂的数量；请核对"
    assert {str(area) for area in first(data).merged_cells.ranges} == {"A1:F1", "C3:C4"}
    assert rows_of(read(data)) == rows_of(read(book()))


@pytest.mark.parametrize("large", [20_000, 3])
def test_a_hidden_sheet_nobody_read_stays_hidden_in_the_bad_rows_given_back(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating, "LARGE", large)
    made = load_workbook(io.BytesIO(book()))
    made.create_sheet("去年", 0).append(HEADER)
    made["去年"].append([1, "旧号", "抖音", "old", 1, None])
    made["去年"].sheet_state = "hidden"
    made.active = 1
    made.save(stream := io.BytesIO())
    back = annotate(stream.getvalue(), "名单.xlsx", REMARKS, header_rows={"名单": 2}, only_bad=True)
    assert load_workbook(io.BytesIO(back))["去年"].sheet_state == "hidden"
    assert [row.values["name"] for row in read(back).rows] == ["清河快讯"]


@pytest.mark.parametrize("large", [20_000, 3])
def test_rows_and_columns_that_did_not_show_stay_so_where_the_whole_is_written_anew(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating, "LARGE", large)
    monkeypatch.setattr(annotating, "_own", lambda data: None)
    made = load_workbook(io.BytesIO(book()))
    made.worksheets[0].row_dimensions[4].hidden = True
    made.worksheets[0].column_dimensions["F"].hidden = True
    made.save(stream := io.BytesIO())
    sheet = first(annotate(stream.getvalue(), "名单.xlsx", REMARKS, header_rows={"名单": 2}))
    assert [number for number in range(1, 7) if sheet.row_dimensions[number].hidden] == [4]
    assert sheet.column_dimensions["F"].hidden
    assert not sheet.column_dimensions["B"].hidden
