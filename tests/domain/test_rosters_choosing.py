"""What an officer chose for a file changes its reading, and only as chosen."""

import pytest
from openpyxl import Workbook

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.roster import read_roster
from tests.domain.roster_books import HEADER, TODAY, book, codes, fill, read, saved

ROW = ("清河生活", "抖音", "qinghe01", "清河传媒", 1200)
OTHER = ("清河美食", "快手", "qinghe02", "清河传媒", 300)


def chosen(data: bytes, **choices):
    return read_roster(data, "花名册.xlsx", today=TODAY, choices=Choices(**choices))


def half_hidden() -> bytes:
    """A sheet with a hidden row and a hidden column, and a hidden sheet."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "名册"
    fill(sheet, [HEADER, ROW, OTHER])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    fill(workbook.create_sheet("去年"), [HEADER, ("旧号", "抖音", "old01", "清河传媒", 1)])
    workbook.worksheets[1].sheet_state = "hidden"
    return saved(workbook)


def test_a_column_is_what_the_officer_says():
    data = book([(*HEADER, "小名"), (*ROW, "生活君")], names=["名册"])
    assert chosen(data).rows[0].extra == {"小名": "生活君"}
    row = chosen(data, columns={("名册", 5): "name", ("名册", 0): None}).rows[0]
    assert (row.values["name"], row.extra) == ("生活君", {"账号名称": "清河生活"})


def test_a_remembered_layout_is_read_as_it_was_chosen_and_the_officers_new_choice_goes_before_it():
    data = book([(*HEADER, "小名"), (*ROW, "生活君")], names=["名册"])
    layout = chosen(data).sheets[0].layout
    first = chosen(data, remembered={layout: {5: "remark"}})
    assert first.rows[0].values["remark"] == "生活君"
    assert [match.how for match in first.sheets[0].matches if match.field == "remark"] == ["remembered"]
    second = chosen(data, remembered={layout: {5: "remark"}}, columns={("名册", 5): "contact"})
    assert (second.rows[0].values["remark"], second.rows[0].values["contact"]) == (None, "生活君")


def test_the_same_form_has_the_same_layout_next_month_and_another_form_another():
    first, second = read(book([HEADER, ROW])), read(book([("2026年12月",), HEADER, OTHER]))
    assert first.sheets[0].layout == second.sheets[0].layout
    assert first.sheets[0].layout != read(book([HEADER[:4], ROW[:4]])).sheets[0].layout


def test_a_count_column_chosen_by_the_officer_counts_in_its_headers_unit():
    data = book([("账号名称", "所属平台", "人气(万)"), ("甲", "抖音", 1.5)], names=["名册"])
    assert chosen(data, columns={("名册", 2): "followers"}).rows[0].values["followers"] == 15_000


def test_a_mended_cell_stands_in_place_of_the_files():
    data = book([HEADER, ("清河生活", "某平台", "qinghe01", "清河传媒", "许多")], names=["名册"])
    assert chosen(data).rows[0].refused
    row = chosen(data, cells={("名册", 2, "platform"): "抖音", ("名册", 2, "followers"): "1.2万"}).rows[0]
    assert not row.refused
    assert (row.values["platform"], row.values["followers"]) == ("douyin", 12_000)


def test_a_value_is_typed_where_the_file_has_no_such_column():
    data = book([("账号名称", "主体名称", "负责人"), ("甲", "清河传媒", "张三")], names=["名册"])
    row = chosen(data, cells={("名册", 2, "platform"): "抖音", ("名册", 2, "uid"): "qinghe01"}).rows[0]
    assert (row.values["platform"], row.values["uid"], row.refused) == ("douyin", "qinghe01", False)


def test_hidden_rows_and_columns_are_passed_over_if_chosen():
    roster = chosen(half_hidden(), hidden_rows=False, hidden_columns=False)
    assert [(row.values["name"], row.values["holder"]) for row in roster.rows] == [("清河生活", None)]
    assert {"rows_passed_over", "columns_passed_over"} <= set(codes(roster))


def test_a_hidden_sheet_is_read_if_chosen():
    assert [row.sheet for row in chosen(half_hidden()).rows] == ["名册", "名册"]
    roster = chosen(half_hidden(), hidden_sheets=True)
    assert [row.sheet for row in roster.rows] == ["名册", "名册", "去年"]
    assert roster.hidden_sheets == ["去年"]
    assert "sheet_hidden_taken" in codes(roster)


def test_the_mark_of_our_own_export_is_no_value_and_its_hidden_column_is_not_told():
    workbook = Workbook()
    fill(workbook.worksheets[0], [(*HEADER, "登记键"), (*ROW, "k1.7.abc"), OTHER])
    workbook.worksheets[0].column_dimensions["F"].hidden = True
    roster = read(saved(workbook))
    assert [row.mark for row in roster.rows] == ["k1.7.abc", None]
    assert (roster.rows[0].extra, codes(roster)) == ({}, [])
    assert chosen(saved(workbook), hidden_columns=False).rows[0].mark == "k1.7.abc"


def test_reasons_we_wrote_beside_bad_rows_are_read_past():
    row = read(book([(*HEADER, "错误原因"), (*ROW, "平台写错了")])).rows[0]
    assert row.extra == {}


def test_each_column_says_how_it_was_understood():
    data = book([("账号名称", "渠道", "账号昵称的粉丝", "等级", "包村干部"), ("甲", "抖音", 5, "L2", "王五")])
    matches = {match.header: (match.field, match.how) for match in read(data).sheets[0].matches}
    assert matches["账号名称"] == ("name", "exact")
    assert matches["渠道"] == ("platform", "synonym")
    assert matches["账号昵称的粉丝"] == ("followers", "fuzzy")
    assert matches["等级"] == ("influence", "shape")
    assert matches["包村干部"] == (None, "none")


@pytest.mark.parametrize(
    "titles",
    [
        ["填报单位：湖镇镇人民政府", "填表人：张三"],
        ["填报单位", "湖镇镇人民政府"],
        ["填报单位（盖章）：湖镇镇人民政府"],
    ],
)
def test_the_sending_unit_is_read_from_the_lines_above(titles):
    assert read(book([["自媒体账号台账"], titles, HEADER, ROW])).unit == "湖镇镇人民政府"


@pytest.mark.parametrize(
    ("written", "county", "town"),
    [
        ("龙游县湖镇镇", "龙游县", "湖镇镇"),
        ("浙江省衢州市龙游县湖镇镇", "龙游县", "湖镇镇"),
        ("衢州市龍游縣湖鎮鎮", "龙游县", "湖鎮鎮"),
        ("湖镇镇", None, "湖镇镇"),
        ("龙游县", "龙游县", "龙游县"),
        ("城区街道", None, "城区街道"),
    ],
)
def test_a_place_is_parted_into_county_and_town(written, county, town):
    row = read(book([(*HEADER, "乡镇"), (*ROW, written)])).rows[0]
    assert (row.county, row.values["town"]) == (county, town)


def test_a_caption_a_sheet_or_a_column_names_the_county():
    rows = [HEADER, ROW, ("一、开化县",), OTHER]
    assert [row.county for row in read(book(rows, names=["龙游县"])).rows] == ["龙游县", "开化县"]
    row = read(book([(*HEADER, "县(市、区)"), (*ROW, "龙游县")])).rows[0]
    assert row.county == "龙游县"


def test_an_offices_own_word_is_read_as_the_platform_it_was_said_to_mean():
    data = book([HEADER, ("清河生活", "某 音", "qinghe01", "清河传媒", 12)], names=["名册"])
    assert chosen(data).rows[0].refused
    row = chosen(data, platforms={"某音": "douyin"}).rows[0]
    assert (row.values["platform"], row.values["uid"], row.refused) == ("douyin", "qinghe01", False)
    assert row.written["platform"] == "某 音"


def test_an_offices_own_word_counts_in_the_sheets_name_and_in_a_caption_too():
    header, cells = ("账号名称", "平台账号ID", "主体名称"), ("清河生活", "qinghe01", "清河传媒")
    named = chosen(book([header, cells], names=["某音账号"]), platforms={"某音": "douyin"})
    assert named.rows[0].values["platform"] == "douyin"
    data = book([header, ("一、某音",), cells], names=["名册"], merges=["A2:C2"])
    assert chosen(data, platforms={"某音": "douyin"}).rows[0].values["platform"] == "douyin"
