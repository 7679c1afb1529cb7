"""Every page a crawl of the demonstration reaches, one of each kind: answered, quiet, no wider than a phone, accessible.

Accessible is what axe-core says of WCAG 2.2 AA; quiet is no word on the browser's console; and nothing is asked of another host.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from registry.cli.demo_people import PASSWORD
from registry.cli.demo_serving import is_page, links_of, walk
from tests.browser.running import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.chromium
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """rules => axe.run(document, {runOnly: rules}).then(told => told.violations.map(each =>
    [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]))"""
IS_WIDE = "document.documentElement.scrollWidth > innerWidth"


@dataclass
class Walk:
    """What was met on the way, as (address, what is wrong)."""

    page: Page
    address: str
    kinds: list[str] = field(default_factory=list)
    wrong: list[tuple[str, object]] = field(default_factory=list)

    def follow(self, first: str) -> None:
        """See one page of each kind that links lead to."""
        self.kinds = walk(first, self.see)

    def see(self, path: str) -> list[str]:
        """Look at one page; returns where its links lead. What is no page (a download) is left to its own tests."""
        if not is_page(self.page, f"{self.address}{path}"):
            return []
        answer = self.page.goto(f"{self.address}{path}")
        if answer is None or answer.status >= 400:
            self.wrong.append((path, answer and answer.status))
        self.page.evaluate(AXE)
        self.wrong += [(path, each) for each in self.page.evaluate(ASK, RULES)]
        self.page.set_viewport_size(PHONE)
        if self.page.evaluate(IS_WIDE):
            self.wrong.append((path, "wider than a phone"))
        self.page.set_viewport_size(DESKTOP)
        return links_of(self.page)


@contextmanager
def walking(chromium: Browser, address: str, username: str, language: str) -> Iterator[Walk]:
    """A signed-in browser whose console and requests are listened to."""
    context = chromium.new_context(viewport=DESKTOP, locale="zh-CN", bypass_csp=True)
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    seen = Walk(context.new_page(), address)
    seen.page.on(
        "console", lambda said: seen.wrong.append((seen.page.url, said.text)) if said.type == "error" else None
    )
    seen.page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "data:")) else seen.wrong.append((seen.page.url, asked.url))
        ),
    )
    sign_in(seen.page, address, username, PASSWORD)
    yield seen
    context.close()


@pytest.mark.parametrize(
    ("username", "language", "least"), [("liuguohua", "zh", 60), ("admin", "zh", 12), ("zhoumin", "en", 60)]
)
def test_every_page_is_answered_quiet_fits_a_phone_and_is_accessible(
    chromium: Browser, address: str, username: str, language: str, least: int
) -> None:
    with walking(chromium, address, username, language) as seen:
        seen.follow("/")
    assert seen.wrong == []
    assert len(seen.kinds) >= least


def test_the_gate_is_accessible_too(chromium: Browser, address: str) -> None:
    page = chromium.new_context(viewport=PHONE, locale="zh-CN", bypass_csp=True).new_page()
    page.goto(f"{address}/login")
    page.evaluate(AXE)
    assert page.evaluate(ASK, RULES) == []
