"""Sheets that can be read in more than one way are refused in words; slips and shapes of headers are not."""

import pytest

from registry.domain.errors import Refusal
from registry.wording import word
from tests.domain.roster_books import HEADER, book, codes, one, read, told

ROW = ("清河生活", "抖音", "qinghe01", "清河传媒", 1200)


def refused(*sheets) -> str:
    with pytest.raises(Refusal) as caught:
        read(book(*sheets))
    assert word(caught.value.code, caught.value.params)
    return caught.value.code


def test_two_tables_below_each_other_are_refused_and_other_sheets_read():
    two = [("账号名称", "平台"), ("甲", "抖音"), (), ("账号名称", "平台", "粉丝"), ("乙", "快手", 3)]
    assert refused(two) == "rosters.second_header"
    roster = read(book(two, [HEADER, ROW]))
    assert [row.sheet for row in roster.rows] == ["表2"]
    assert told(roster, "rosters.second_header").sheet == "表1"


FAR = [("清河生活", "抖音", f"qinghe{n}", "清河传媒", n) for n in range(400)]


@pytest.mark.parametrize(
    "second",
    [
        ("平台", "账号名称", "粉丝数"),
        ("序号", "姓名", "账号名称", "所属平台", "院落编号"),
        ("账号名称 ", "*平台", "平台账号ID", "粉丝数（万）", "备注"),
    ],
)
def test_a_second_table_is_seen_however_far_below_it_begins(second):
    rows = [HEADER, *FAR, (), ("第二批",), second, ("乙", "快手", 3)]
    with pytest.raises(Refusal) as caught:
        read(book(rows))
    assert (caught.value.code, caught.value.params["other"]) == ("rosters.second_header", len(rows) - 1)


@pytest.mark.parametrize("again", [HEADER, (*HEADER[:3], "主体（单位）", "粉丝数")])
def test_a_header_repeated_far_below_is_no_second_table(again):
    roster = read(book([HEADER, *FAR, again, *FAR[:2]]))
    assert [row.refused for row in roster.rows] == [False] * 402


def test_a_row_whose_values_sound_like_headers_is_an_account():
    rows = [HEADER, *FAR, ("新闻网站", "网站", "wz01", "新闻单位", 5), ("账号名称大全", "抖音", "mc01", "甲", 1)]
    assert len(read(book(rows)).rows) == 402


def test_a_table_may_start_under_pages_of_introduction():
    pages = [(f"第{n}条　各单位按要求填报。",) for n in range(150)]
    roster = read(book([*pages, HEADER, ROW]))
    assert (roster.sheets[0].header_row, roster.rows[0].number) == (151, 152)


def test_two_tables_beside_each_other_are_refused():
    half = ("账号名称", "所属平台", "粉丝数")
    assert refused([(*half, "", *half), ("甲", "抖音", 1, "", "乙", "快手", 2)]) == "rosters.tables_beside"


def test_a_header_repeated_below_is_no_second_table():
    roster = read(book([("账号名称", "平台"), ("甲", "抖音"), ("账号名称", "平台"), ("乙", "快手")]))
    assert [row.values["name"] for row in roster.rows] == ["甲", "乙"]
    grouped = [("账号名称", "平台", "联系人", ""), ("", "", "姓名", "电话")]
    rows = [*grouped, ("甲", "抖音", "张三", "13800138000"), *grouped, ("乙", "快手", "李四", "13900139000")]
    assert "second_header" not in codes(read(book(rows, merges=["C1:D1", "A1:A2", "B1:B2"])))


def test_a_table_on_its_side_is_refused():
    side = [("账号名称", "甲", "乙"), ("所属平台", "抖音", "快手"), ("粉丝数", 1, 2), ("负责人", "张三", "李四")]
    assert refused(side) == "rosters.transposed"


@pytest.mark.parametrize(
    ("header", "name"),
    [("统一社会信用代吗", "uscc"), ("所属乡镇街到", "town"), ("互联网新闻信息服务许可正", "licence")],
)
def test_a_slip_in_a_long_header_is_forgiven(header, name):
    row = one(("账号名称", "平台", header), "甲", "抖音", "某某")
    assert row.values[name] == "某某"


def test_numbers_under_an_unknown_header_do_not_lie_open():
    rows = [("账号名称", "平台", "分管同志"), *((f"号{n}", "抖音", f"1380013800{n}") for n in range(4))]
    roster = read(book(rows))
    assert [row.values["phone"] for row in roster.rows] == [f"1380013800{n}" for n in range(4)]
    (match,) = [each for each in roster.sheets[0].matches if each.header == "分管同志"]
    assert (match.field, match.how, match.confidence) == ("phone", "shape", 60)
