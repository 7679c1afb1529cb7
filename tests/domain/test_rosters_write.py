"""Rosters written: they read back to the same values, and nothing in them is evaluated or rounded."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from registry.domain.errors import Refusal
from registry.domain.rosters.diff import compare
from registry.domain.rosters.fields import FIELDS, NAMES
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.roster import labels
from registry.domain.rosters.shapes import empty_values
from registry.domain.rosters.template import GUIDE_NAME, write_template
from registry.domain.rosters.write import ExportRow, write_roster
from registry.domain.terms import AccountStatus, Category, HolderType, Influence, Platform, RowAction, Tier
from tests.domain.roster_books import codes, read

FULL = empty_values() | {
    "name": "清河生活",
    "platform": "douyin",
    "uid": "001234567890123456",
    "url": "https://www.douyin.com/user/abc",
    "category": "travel",
    "holder_type": "public_body",
    "holder": "清河（集团）公司",
    "uscc": "91350100M000100Y43",
    "id_no": "11010519491231002X",
    "contact": "张三",
    "phone": "13800002210、0312-1234567-8",
    "address": "城关镇一街",
    "town": "城关镇",
    "followers": 12_345,
    "followers_on": "2026-09-30",
    "opened_on": "2023-05",
    "verified": "蓝V",
    "licence": "许可证1号",
    "mcn": "某MCN",
    "filing_no": "冀备2023001",
    "influence": "L3",
    "tier": "C",
    "status": "dormant",
    "supervisor": "李四",
    "remark": "第一行\n第二行",
}


def written(*rows, **options):
    stream = io.BytesIO()
    write_roster(rows, stream, title="清河县自媒体账号花名册", unit_line="填报单位：清河县网信办", **options)
    return stream.getvalue()


def sheet_of(data):
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_every_value_reads_back_the_same():
    roster = read(written(ExportRow(FULL)))
    assert roster.rows[0].values == FULL
    assert roster.problems == []
    assert roster.sheets[0].header_row == 3


def test_an_approximate_value_reads_back_as_approximate():
    row = read(written(ExportRow(FULL | {"opened_on": "2019"}, ("followers", "opened_on")))).rows[0]
    assert (row.values["followers"], row.values["opened_on"]) == (12_345, "2019")
    assert set(row.approximate) == {"followers", "opened_on"}


def test_an_exported_roster_compared_with_its_register_changes_nothing():
    row = ExportRow(FULL, ("followers",), {"违规情况": "一次"})
    roster = read(written(row, extra_headers=["违规情况"]))
    known = ExistingAccount(7, FULL, extra={"违规情况": "一次"})
    assert [each.action for each in compare(roster, [known])] == [RowAction.SAME]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {
            "platform": st.sampled_from([each.value for each in Platform]),
            "category": st.sampled_from([None, *(each.value for each in Category)]),
            "holder_type": st.sampled_from([None, *(each.value for each in HolderType)]),
            "status": st.sampled_from([None, *(each.value for each in AccountStatus)]),
            "tier": st.sampled_from([None, *(each.value for each in Tier)]),
            "influence": st.sampled_from([None, *(each.value for each in Influence)]),
            "followers": st.one_of(st.none(), st.integers(0, 10**9)),
            "opened_on": st.sampled_from([None, "2020", "2020-02", "2020-02-29"]),
        }
    ),
    st.booleans(),
)
def test_any_vocabulary_count_and_date_read_back_the_same(values, vague):
    whole = empty_values() | {"name": "清河生活"} | values
    approximate = ("followers",) if vague and values["followers"] is not None else ()
    row = read(written(ExportRow(whole, approximate))).rows[0]
    assert (row.values, row.approximate) == (whole, approximate)


@pytest.mark.parametrize("text", ["=1+1", "+86 312", "-甲", "@清河", '=HYPERLINK("http://x")', "1E5", "00123", "3/4"])
def test_a_text_stays_text_whatever_it_begins_with(text):
    data = written(ExportRow(FULL | {"holder": text}))
    cell = sheet_of(data).cell(4, NAMES.index("holder") + 2)
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) == (text[0] in "=+-@")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert read(data).rows[0].values["holder"] == text


def test_headers_and_titles_are_never_formulas_either():
    data = written(ExportRow(FULL, (), {"=SUM(A1)": "=1"}), extra_headers=["=SUM(A1)"])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_characters_a_sheet_may_not_hold_are_left_out():
    assert sheet_of(written(ExportRow(FULL | {"remark": "甲\x00\x0b乙\uffff"}))).cell(4, 26).value == "甲乙"


def test_ids_codes_and_telephones_are_text_and_counts_are_numbers():
    sheet = sheet_of(written(ExportRow(FULL)))
    for name in ("uid", "uscc", "id_no", "phone"):
        cell = sheet.cell(4, NAMES.index(name) + 2)
        assert (cell.data_type, cell.number_format) == ("s", "@")
    assert sheet.cell(4, NAMES.index("followers") + 2).value == 12_345


def test_the_sheet_is_ready_to_read_filter_and_print():
    sheet = sheet_of(written(ExportRow(FULL), ExportRow(FULL)))
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:Z5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8), "25 columns need A3"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet["A1"].value == "清河县自媒体账号花名册"


def test_a_few_columns_print_on_a4():
    assert sheet_of(written(ExportRow(FULL), fields=["name", "platform"])).page_setup.paperSize == 9


def test_each_closed_vocabulary_has_its_list():
    sheet = sheet_of(written(ExportRow(FULL)))
    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert len(offered) == sum(1 for field in FIELDS if field.vocabulary)
    assert offered["C4"].startswith('"微信公众号,视频号,抖音')
    assert all(len(formula) <= 257 for formula in offered.values())  # Excel takes no longer list


def test_columns_may_be_chosen_and_extra_ones_come_last():
    data = written(ExportRow(FULL, (), {"违规情况": "无"}), fields=["name", "platform"], extra_headers=["违规情况"])
    assert [cell.value for cell in sheet_of(data)[3]] == ["序号", "账号名称", "所属平台", "违规情况"]
    assert read(data).rows[0].extra == {"违规情况": "无"}


def test_values_are_published_as_chinese_labels():
    published = labels(FULL)
    assert published["platform"] == "抖音"
    assert (published["tier"], published["influence"]) == ("C", "L3")
    assert published["status"] == "停更"
    assert published["phone"] == ["13800002210", "0312-1234567-8"]
    assert labels(empty_values()) == empty_values()


def test_the_template_is_blank_and_explains_itself():
    stream = io.BytesIO()
    write_template(stream)
    workbook = load_workbook(stream)
    assert [sheet.title for sheet in workbook.worksheets] == ["花名册", GUIDE_NAME]
    assert workbook.worksheets[1].max_row == len(FIELDS) + 1
    with pytest.raises(Refusal) as caught:
        read(stream.getvalue())
    assert caught.value.code == "rosters.no_rows"


def test_a_filled_template_is_a_roster():
    stream = io.BytesIO()
    write_template(stream)
    workbook = load_workbook(stream)
    workbook.worksheets[0]["B4"], workbook.worksheets[0]["C4"] = "清河生活", "抖音"
    filled = io.BytesIO()
    workbook.save(filled)
    roster = read(filled.getvalue())
    assert [row.values["name"] for row in roster.rows] == ["清河生活"]
    assert codes(roster) == ["holder_empty", "sheet_no_header"]
