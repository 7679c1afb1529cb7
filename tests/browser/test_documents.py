"""An issued paper in a browser: voided after one question, its printed copy told from the frozen paper."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.cli.demo_people import PASSWORD
from tests.browser.running import DESKTOP, sign_in

pytestmark = pytest.mark.chromium


def open_paper(chromium: Browser, address: str, query: str) -> Page:
    """The newest paper the query finds, as the reviewer sees it."""
    page = chromium.new_context(viewport=DESKTOP, locale="zh-CN").new_page()
    sign_in(page, address, "chenli", PASSWORD)
    page.goto(f"{address}/documents?{query}")
    page.locator("th[scope=row] a").first.click()
    return page


def test_a_paper_is_voided_once_the_question_is_answered(chromium: Browser, address: str) -> None:
    page = open_paper(chromium, address, "kind=sanction_record&state=issued")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("summary", has_text="作废").click()
    page.get_by_label("作废的理由").fill("数据有误，另行制表")
    page.get_by_role("button", name="作废这份文书").click()
    expect(page.get_by_text("已作废：数据有误，另行制表")).to_be_visible()
    assert len(asked) == 1


def test_a_printed_copy_says_who_printed_it_and_when_and_the_screen_does_not(chromium: Browser, address: str) -> None:
    page = open_paper(chromium, address, "kind=interview_notice")
    printed = page.locator(".printer")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(printed).to_be_visible()
    expect(printed).to_have_text(re.compile(r"^打印：陈立　\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"))
    expect(page.locator(".trace")).to_contain_text("定稿：")
