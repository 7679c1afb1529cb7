"""Lines among the rows that are no account: totals of parts, zero reports, page ends; what an account is stays one."""

import pytest

from registry.domain.errors import Refusal
from registry.domain.rosters.lines import gather
from registry.domain.rosters.read import RawSheet
from registry.domain.rosters.tables import find_table
from registry.wording import word
from tests.domain.roster_books import book, read

HEADER = ("序号", "账号名称", "所属平台", "平台账号ID", "主体名称", "粉丝数")
FIRST = (1, "龙游发布", "抖音", "ly001", "龙游县融媒体中心", 1000)
LAST = (2, "衢江生活", "快手", "qj002", "文化公司", 2000)
BARE = ("账号名称", "账号ID", "主体名称", "粉丝数")


def names(*lines, header=HEADER, sheet="表1"):
    return [row.values["name"] for row in read(book([header, FIRST, *lines, LAST], names=[sheet])).rows]


def said(roster, code):
    return [each.params["which"] for each in roster.problems if each.code == code]


@pytest.mark.parametrize(
    "line",
    [
        ("", "湖镇镇小计", "", "", "", 1000),
        ("抖音合计", "", "", "", "", 3000),
        ("本页小计", "", "", "", "", 5),
        ("合计（2个）",),
        ("", "共计2个账号"),
        ("共 12 个",),
        ("", "小计", "抖音", "", "", 3000),
        ("", "", "合计：", "", "", "1.2万"),
    ],
)
def test_the_total_of_a_part_is_no_account(line):
    assert names(line) == ["龙游发布", "衢江生活"]


@pytest.mark.parametrize("name", ["王小计", "老账房合计", "合计新闻"])
def test_a_name_that_ends_like_a_total_is_a_name_where_more_than_figures_stands_beside_it(name):
    assert name in names((3, name, "抖音", "x1", "某公司", 5))
    roster = read(book([BARE, (name, 12345678, "", 5)], names=["抖音"]))
    assert [row.values["name"] for row in roster.rows] == [name]


@pytest.mark.parametrize(
    "line",
    [
        ("", "无"),
        (2, "无", "无", "无", "无", "无"),
        (2, "暂无", "/", "—", "", ""),
        ("", "本镇无自媒体账号"),
        ("", "零报告"),
        ("", "辖区内暂未发现此类账号"),
        ("", "没有账号"),
    ],
)
def test_a_zero_report_is_no_account_and_is_said(line):
    roster = read(book([HEADER, FIRST, line, LAST]))
    assert [row.values["name"] for row in roster.rows] == ["龙游发布", "衢江生活"]
    assert said(roster, "rosters.nothing_here") == ["3"]


def test_a_name_of_no_name_is_a_name():
    bare = read(book([BARE, ("无名账号", "wm0001", "某公司", 5), ("无", "wm0002", "", "")], names=["抖音"]))
    assert [(row.values["name"], row.refused) for row in bare.rows] == [("无名账号", False), (None, True)]


def test_a_file_of_nothing_but_a_zero_report_is_refused_in_words():
    with pytest.raises(Refusal) as caught:
        read(book([HEADER, ("", "本镇无自媒体账号")]))
    assert caught.value.code == "rosters.no_rows"


@pytest.mark.parametrize("line", ["以下空白", "——以下空白——", "以下无正文", "第1页 共3页", "第 1 页，共 3 页"])
@pytest.mark.parametrize("place", [0, 1])
def test_the_end_of_a_page_is_no_account(line, place):
    roster = read(book([HEADER, FIRST, LAST, ("",) * place + (line,)]))
    assert [row.values["name"] for row in roster.rows] == ["龙游发布", "衢江生活"]


def test_a_header_repeated_with_other_spaces_or_stars_is_the_header_once_more():
    assert names(("序号", "*账号 名称", "所属平台", "平台账号ID", "主体名称", "粉丝数")) == ["龙游发布", "衢江生活"]


@pytest.mark.parametrize(
    "caption", ["湖镇镇（2个）", "一、湖镇镇（共12个账号）", "——湖镇镇——", "湖镇镇 2个", "1、湖镇镇(3)"]
)
def test_a_caption_with_the_number_of_its_accounts_is_a_town(caption):
    roster = read(book([HEADER, (caption,), FIRST]))
    assert roster.rows[0].values["town"] in ("湖镇镇", "龙洲街道办事处")
    assert said(roster, "rosters.captions_unread") == []


def test_a_caption_that_names_neither_place_nor_platform_is_said_and_the_title_on_a_new_page_is_not():
    title = ("某县自媒体账号台账",)
    roster = read(book([title, HEADER, FIRST, ("重点账号",), LAST, title, HEADER]))
    assert said(roster, "rosters.captions_unread") == ["4 行“重点账号”"]
    assert [each.level.value for each in roster.problems if each.code == "rosters.captions_unread"] == ["note"]


def test_two_tables_beside_each_other_are_told_from_two_below_each_other():
    with pytest.raises(Refusal) as caught:
        read(book([HEADER + HEADER, FIRST + LAST]))
    assert caught.value.code == "rosters.tables_beside"
    assert "并排" in word(caught.value.code, caught.value.params)


@pytest.mark.parametrize(
    ("title", "header", "followers"),
    [
        ("单位：万", "粉丝数", 12_000),
        ("（单位：万人）", "粉丝数", 12_000),
        ("计量单位：个、万人", "粉丝数", 12_000),
        ("填报单位：万家乐公司", "粉丝数", None),
        ("单位：万", "粉丝数（人）", None),
        ("单位：个", "粉丝数", None),
    ],
)
def test_a_unit_above_the_table_counts_where_the_header_names_none(title, header, followers):
    roster = read(book([("某县台账",), ("", "", title), ("账号名称", "平台", header), ("甲", "抖音", 1.2)]))
    assert roster.rows[0].values["followers"] == followers


@pytest.mark.parametrize(
    "header",
    [
        "粉丝数（万人）（截至2026年6月30日）",
        "粉丝数（万，截至6月底）",
        "粉丝数（截至6月底，万人）",
        "粉丝数(单位：万)（必填）",
    ],
)
def test_a_unit_counts_wherever_its_bracket_stands_in_the_header(header):
    roster = read(book([("账号名称", "平台", header), ("甲", "抖音", 2)]))
    assert roster.rows[0].values["followers"] == 20_000


def test_lines_keep_their_numbers():
    sheet = RawSheet("抖音", [list(BARE), ["甲", "x1", "某", 1.0], ["无", "", "", ""], ["重点", "", "", ""]])
    table = find_table(sheet)
    assert table is not None
    lines = gather(table)
    assert (lines.numbers, lines.nothing) == ([2, 4], [3])


@pytest.mark.parametrize("name", ["1.溪口镇", "溪口镇（12）", "二、溪口镇", "溪口镇"])
def test_a_sheet_named_after_a_town_with_a_number_is_of_that_town(name):
    assert read(book([HEADER, FIRST], names=[name])).rows[0].values["town"] == "溪口镇"


@pytest.mark.parametrize(
    "header",
    [
        ("名称", "抖音号", "快手号", "微信公众号"),
        ("名称", "抖音", "快手", "微信公众号"),
    ],
)
def test_a_row_of_several_platforms_accounts_is_told_as_such(header):
    roster = read(book([("序号", *header, "主体名称"), (1, "湖镇生活", "dy001", "ks001", "wx001", "某公司")]))
    (told,) = [each for each in roster.problems if each.code == "rosters.platforms_beside"]
    assert "各占一列" in word(told.code, told.params)
    assert "抖音" in told.params["which"]
    assert all(row.refused for row in roster.rows)


def test_platforms_beside_each_other_are_no_trouble_where_a_column_says_the_platform():
    roster = read(book([("账号名称", "平台", "抖音号", "快手号"), ("甲", "抖音", "dy001", "")]))
    assert not [each for each in roster.problems if each.code == "rosters.platforms_beside"]


def test_three_header_rows_merged_in_steps_are_read_together():
    rows = [
        ("账号信息", "", "", "主体信息", "", ""),
        ("名称", "平台", "ID", "名称", "联系人", ""),
        ("", "", "", "", "姓名", "手机"),
        ("甲", "抖音", "dy001", "某公司", "张三", "13800000001"),
    ]
    merges = ["A1:C1", "D1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2"]
    (row,) = read(book(rows, merges=merges)).rows
    assert {name: row.values[name] for name in ("name", "holder", "contact", "phone")} == {
        "name": "甲", "holder": "某公司", "contact": "张三", "phone": "13800000001",
    }  # fmt: skip
