"""A rulebook's life as three officers lead it in a browser: drafted, tried, checked, published for a later day."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Officer
from tests.browser.running import PHONE

pytestmark = pytest.mark.chromium
TABLES = ("numbers", "severities", "thresholds", "floors", "restoration", "ladder", "codes")


def save(page: Page) -> None:
    """Press the button at the foot of a table."""
    page.locator(".confirm .btn-primary").click()
    expect(page.locator("body")).to_contain_text("已保存")


def test_a_rulebook_is_drafted_tried_checked_and_published(officer: Officer, address: str) -> None:
    clerk, reviewer, head = officer("wangfang"), officer("sunqiang"), officer("zhaolei")
    clerk.goto(f"{address}/rulebooks/new")
    clerk.get_by_role("button", name="建立草案", exact=True).click()
    place = clerk.url
    clerk.goto(f"{place}/edit/thresholds")
    clerk.locator("input[name=rows-1-points]").fill("13")
    save(clerk)
    clerk.goto(place)
    expect(clerk.locator("#soundness")).to_contain_text("须改正")
    reviewer.goto(f"{place}/check")
    reviewer.locator("input[name=is_sure]").check()
    reviewer.get_by_role("button", name="核对无误", exact=True).click()
    expect(reviewer.locator("main")).to_contain_text("须先改正")
    clerk.goto(f"{place}/edit/thresholds")
    high = clerk.locator("input[name$='-points']")
    for number in range(high.count()):
        if high.nth(number).input_value() == "13":
            high.nth(number).fill("5")
    save(clerk)
    clerk.goto(place)
    expect(clerk.locator("#soundness")).to_contain_text("可以核对、公布")
    simulate(clerk)
    for page, act, button in ((reviewer, "check", "核对无误"), (head, "publish", "公布")):
        page.goto(f"{place}/{act}")
        page.locator("input[name=is_sure]").check()
        page.get_by_role("button", name=button, exact=True).click()
    expect(head.locator("main")).to_contain_text("已公布·未施行")
    clerk.goto(f"{place}/edit/thresholds")
    expect(clerk.locator("main")).to_contain_text("这个版本现在不能这样做")


def simulate(page: Page) -> None:
    """Try the draft on every account, wait for the result, take it home as a workbook."""
    page.get_by_role("link", name="拿全部账号试算", exact=True).click()
    page.get_by_role("button", name="开始试算", exact=True).click()
    expect(page.locator("#matrix")).to_be_visible(timeout=60_000)
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel", exact=True).click()
    book = load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    assert book.sheetnames == ["等级", "建议", "按平台", "按地区", "变动账号"]


def test_the_editors_tables_are_stacked_on_a_phone(officer: Officer, address: str) -> None:
    page = officer("zhoumin")
    page.goto(f"{address}/rulebooks")
    page.locator("main").get_by_role("link", name="龙游县").first.click()
    place = page.url
    page.set_viewport_size(PHONE)
    for table in TABLES:
        page.goto(f"{place}/edit/{table}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], table
