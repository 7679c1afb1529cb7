"""Make README's pictures from the running demonstration: `python -m tests.browser.pictures FOLDER` (make pictures)."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from registry.cli.demo_people import PASSWORD
from tests.browser.running import DESKTOP, browsing, find_chromium, serving, sign_in

SHOTS = (
    ("1-home", "zhoumin", "/"),
    ("2-roster", "zhoumin", "/rosters", "a[href^='/rosters/']:has-text('第四季度')"),
    ("3-violation", "zhoumin", "/accounts?tier=C", "tbody th a", "main a:has-text('登记违规')"),
    ("4-account", "zhoumin", "/accounts?tier=C&sort=-points", "tbody th a"),
    ("5-measure", "liuguohua", "/measures?state=proposed", "tbody a[href^='/measures/']"),
    ("6-document", "zhoumin", "/documents?kind=interview_notice", "tbody a[href^='/documents/']"),
    ("7-accounts", "hejun", "/accounts?sort=-points"),
)
"""(name, who looks, where to begin, what to click on)."""


def main(folder: Path) -> None:
    """Take every picture."""
    executable = find_chromium()
    if executable is None:
        sys.exit("Chromium is missing")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as address, browsing(executable) as browser:
        gate = browser.new_page(viewport=DESKTOP, locale="zh-CN")
        gate.goto(f"{address}/login")
        gate.screenshot(path=folder / "0-login.png")
        for name, username, path, *clicks in SHOTS:
            page = browser.new_context(viewport=DESKTOP, locale="zh-CN").new_page()
            sign_in(page, address, username, PASSWORD)
            _take(page, f"{address}{path}", clicks)
            if name == "3-violation":
                _fill_violation(page)
            if name == "6-document":
                page.set_viewport_size({**DESKTOP, "height": 1240})
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()


def _take(page: Page, url: str, clicks: list[str]) -> None:
    page.goto(url)
    for selector in clicks:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")


def _fill_violation(page: Page) -> None:
    """Enough of the form for the page to say what would happen."""
    page.select_option("select[name=code]", "7-3")
    page.fill("textarea[name=facts]", "就柳溪山洪发布短视频，断言“隐瞒伤亡”，未注明来源；县应急管理局此前已发布通报。")
    page.wait_for_load_state("networkidle")
    page.locator("#preview .becomes").wait_for()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
