"""What stands behind the cells: links whose target is the address, formulas without a saved result."""

import pytest
from openpyxl import Workbook

from registry.domain.rosters import containers
from tests.domain.roster_books import book, codes, fill, read, saved, told

PAGE = "https://www.douyin.com/user/MS4wLjABAAAAabcdef?a=1&b=2"


def linked(*rows: tuple[object, ...], links: dict[str, str]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    fill(sheet, rows)
    for cell, target in links.items():
        sheet[cell].hyperlink = target
    return saved(workbook)


def test_a_link_behind_the_name_is_the_accounts_address():
    data = linked(("账号名称", "平台"), ("清河生活", "抖音"), ("乙", "快手"), links={"A2": PAGE})
    assert [row.values["url"] for row in read(data).rows] == [PAGE, None]


def test_a_word_in_the_address_column_leads_to_the_address_behind_it():
    roster = read(linked(("账号名称", "平台", "主页链接"), ("清河生活", "抖音", "点击查看"), links={"C2": PAGE}))
    assert roster.rows[0].values["url"] == PAGE
    assert not codes(roster)


def test_an_address_written_out_stands_before_the_link_behind_it():
    written = "https://www.douyin.com/user/MS4wLjABAAAAother"
    data = linked(("账号名称", "平台", "主页链接"), ("清河生活", "抖音", written), links={"A2": PAGE, "C2": PAGE})
    assert read(data).rows[0].values["url"] == written


@pytest.mark.parametrize("target", ["mailto:a@example.com", "file:///c:/a.xlsx"])
def test_a_link_that_is_no_web_page_is_left_alone(target):
    assert read(linked(("账号名称", "平台"), ("清河生活", "抖音"), links={"A2": target})).rows[0].values["url"] is None


def test_the_address_inside_a_hyperlink_formula_is_taken():
    data = book([("账号名称", "平台", "主页链接"), ("清河生活", "抖音", f'=HYPERLINK("{PAGE}","主页")')])
    assert read(data).rows[0].values["url"] == PAGE


def test_digits_wrapped_as_a_formula_are_read_though_nobody_computed_them():
    data = book([("账号名称", "平台", "联系电话"), ("清河生活", "抖音", '="13800138000"')])
    assert read(data).rows[0].values["phone"] == "13800138000"


def test_a_formula_without_its_result_is_told_at_its_cell():
    problem = told(
        read(book([("账号名称", "平台", "粉丝数"), ("清河生活", "抖音", "=1+1")])), "rosters.formula_uncomputed"
    )
    assert (problem.row, problem.column, problem.field) == (2, "C", "followers")


def test_nothing_behind_a_cell_is_lost_where_a_large_sheet_is_read_in_pieces(monkeypatch):
    monkeypatch.setattr(containers, "_CHUNK", 97)
    rows = [(f"清河生活{number}", "抖音", f'="1380013{number:04d}"', "=1+1") for number in range(60)]
    roster = read(book([("账号名称", "平台", "联系电话", "粉丝数"), *rows]))
    assert [row.values["phone"] for row in roster.rows] == [f"1380013{number:04d}" for number in range(60)]
    assert len([each for each in roster.problems if each.code == "rosters.formula_uncomputed"]) == 60
