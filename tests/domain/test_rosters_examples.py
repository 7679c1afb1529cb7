"""Rows that show how a form is filled in: said and passed over, unless an officer takes them; names keep their 例."""

import pytest

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.roster import read_roster
from registry.wording import word
from tests.domain.roster_books import TODAY, book, read

HEADER = ("序号", "账号名称", "所属平台", "平台账号ID", "主体名称")
SHOWN = ("某县发布", "抖音", "mxfb001", "某县融媒体中心")
ROWS = ((1, "龙游发布", "抖音", "ly001", "龙游县融媒体中心"), (2, "衢江生活", "快手", "qj002", "文化公司"))
TITLE = ("某县自媒体账号花名册",)


def names(roster):
    return [row.values["name"] for row in roster.rows]


def told(roster):
    return [(each.row, each.params["mark"]) for each in roster.problems if each.code == "rosters.example_row"]


@pytest.mark.parametrize(
    "mark",
    [
        "例",
        "例：",
        "示例",
        "样例",
        "范例",
        "填写示例",
        "填报示例：",
        "（示例）",
        "【样例】",
        "例1",
        "示例 2",
        "例如",
        "樣例",
    ],
)
def test_a_row_marked_in_the_column_of_running_numbers_is_passed_over_and_said(mark):
    roster = read(book([TITLE, HEADER, (mark, *SHOWN), *ROWS]))
    assert names(roster) == ["龙游发布", "衢江生活"]
    ((row, said),) = told(roster)
    assert row == 3
    assert "第 3 行" in word("rosters.example_row", {"row": row, "mark": said})


def test_the_mark_counts_in_whatever_row_it_stands():
    roster = read(book([HEADER, *ROWS, ("示例", *SHOWN)]))
    assert (names(roster), told(roster)) == (["龙游发布", "衢江生活"], [(4, "示例")])


@pytest.mark.parametrize("name", ["例：某县发布", "示例：某县发布", "（示例）某县发布", "【例】某县发布", "示例"])
@pytest.mark.parametrize("number", [1, None])
def test_a_mark_before_the_name_below_the_header_counts(name, number):
    roster = read(book([HEADER, (number, name, *SHOWN[1:]), *ROWS]))
    assert names(roster) == ["龙游发布", "衢江生活"]
    assert [row for row, _ in told(roster)] == [2]


def test_a_mark_in_a_column_of_its_own_counts():
    roster = read(book([("", *HEADER[1:]), ("填写示例", *SHOWN), *(("", *row[1:]) for row in ROWS)]))
    assert (names(roster), told(roster)) == (["龙游发布", "衢江生活"], [(2, "填写示例")])


def test_a_mark_merged_over_two_rows_is_of_both():
    shown = [("示例", *SHOWN), (None, "某县新闻", "微博", "5001", "某县报社")]
    roster = read(book([HEADER, *shown, *ROWS], merges=["A2:A3"]))
    assert (names(roster), told(roster)) == (["龙游发布", "衢江生活"], [(2, "示例"), (3, "示例")])


@pytest.mark.parametrize("name", ["以案为例", "例行公事", "案例：每日一案", "例外", "示例园艺", "样例房屋", "示例"])
def test_a_name_that_only_contains_the_word_enters(name):
    shown = [*ROWS, *ROWS] if name == "示例" else []
    roster = read(book([HEADER, *shown, (5, name, "抖音", "x0009", "某公司")]))
    assert names(roster)[-1] == name
    assert told(roster) == []


def test_without_running_numbers_a_name_that_only_contains_the_word_enters():
    roster = read(book([HEADER[1:], ("例行公事", "抖音", "x0009", "某公司"), ("每日一例", "抖音", "x0010", "某公司")]))
    assert (names(roster), told(roster)) == (["例行公事", "每日一例"], [])


@pytest.mark.parametrize("said", [{"rows": {("表1", 2): "take"}}, {"cells": {("表1", 2, "holder"): "某公司"}}])
def test_an_officer_takes_the_row_where_it_is_real(said):
    data = book([HEADER, ("例", *SHOWN), *ROWS])
    roster = read_roster(data, "花名册.xlsx", today=TODAY, choices=Choices(**said))
    assert (names(roster), told(roster)) == (["某县发布", "龙游发布", "衢江生活"], [])
