"""Lines directly below a header that are no account: the header in other words, its units, its instructions."""

import pytest

from registry.domain.errors import Refusal
from registry.wording import word
from tests.domain.roster_books import book, read

HEADER = ("序号", "账号名称", "所属平台", "平台账号ID", "主体名称", "粉丝数")
ROWS = ((1, "龙游发布", "抖音", "ly001", "龙游县融媒体中心", 3.2), (2, "衢江生活", "快手", "qj002", "文化公司", 12))
TITLE = ("某县自媒体账号花名册",)


def under(*headers):
    """The roster whose header rows these are, two accounts below."""
    return read(book([TITLE, *headers, *ROWS]))


def counts(roster):
    return [row.values["followers"] for row in roster.rows]


def test_a_header_said_again_in_other_words_is_one_header():
    roster = under(HEADER, ("序号", "*账号名称", "平台", "账号ID", "主体", "粉丝量(万)"))
    assert roster.sheets[0].header_row == 3
    assert roster.sheets[0].columns["uid"] == "平台账号ID/账号ID"
    assert counts(roster) == [32_000, 120_000]


def test_a_header_that_goes_on_below_keeps_the_unit_it_names_there():
    roster = under(
        ("序号", "账号名称", "平台", "平台账号", "主体名称", "粉丝数"), ("", "", "", "ID", "（全称）", "（单位：万）")
    )
    assert roster.rows[0].values["uid"] == "ly001"
    assert counts(roster) == [32_000, 120_000]


def test_groups_that_were_unmerged_and_filled_are_groups():
    groups = ("序号", "账号信息", "账号信息", "账号信息", "主体信息", "粉丝数")
    roster = under(groups, ("序号", "名称", "平台", "ID", "名称", "粉丝数"))
    assert roster.sheets[0].columns["holder"] == "主体信息/名称"
    assert roster.rows[0].values["holder"] == "龙游县融媒体中心"
    assert not [problem for problem in roster.problems if problem.code == "rosters.column_doubled"]


@pytest.mark.parametrize(
    "line",
    [
        ("自动生成", "必填", "下拉选择", "文本格式", "填全称", "填数字"),
        ("1", "2", "3", "4", "5", "6"),
        (1, 2, 3, 4, 5, 6),
        ("甲", "乙", 1, 2, 3, 4),
        ("", "（必填）", "（必填）", "（选填）", "如：某某公司", ""),
    ],
)
def test_a_line_that_tells_how_to_fill_the_form_is_no_account(line):
    roster = under(HEADER, line)
    assert [row.values["name"] for row in roster.rows] == ["龙游发布", "衢江生活"]
    assert (roster.sheets[0].header_row, roster.sheets[0].samples[1]) == (2, ["龙游发布", "衢江生活"])


@pytest.mark.parametrize("unit", ["单位：万", "（单位：万）", "(万)"])
def test_a_unit_among_instructions_counts(unit):
    roster = under(HEADER, ("", "必填", "下拉选择", "", "", unit))
    assert counts(roster) == [32_000, 120_000]
    assert roster.sheets[0].header_row == 2


def test_accounts_with_strange_names_stay_accounts():
    names = ("必填", "1", "名称", "（无）", "如：此")
    roster = read(book([HEADER, *((n, name, "抖音", f"id{n}", "某公司", 10) for n, name in enumerate(names, 1))]))
    assert [row.values["name"] for row in roster.rows] == list(names)


def test_two_header_rows_of_different_columns_are_told_apart_from_two_tables():
    other = ("", "负责人", "联系电话", "备注", "乡镇", "名称")
    with pytest.raises(Refusal) as caught:
        under(HEADER, other)
    assert (caught.value.code, caught.value.params["other"]) == ("rosters.header_twice", 3)
    assert "第 2 行和第 3 行" in word(caught.value.code, caught.value.params)
