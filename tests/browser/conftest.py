"""One served demonstration and one browser for all browser tests."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from registry.cli.demo_people import PASSWORD
from tests.browser.running import DESKTOP, browsing, find_chromium, serving, sign_in
from tests.conftest import tool_missing

Officer = Callable[[str], Page]
"""The signed-in page of a demo user, by the user's name."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium, or the test counts as not run here."""
    executable = find_chromium()
    if executable is None:
        tool_missing("chromium")
    with browsing(executable or "") as browser:
        yield browser


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """Where the demonstration is served."""
    with serving(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture
def officer(chromium: Browser, address: str) -> Iterator[Officer]:
    """A function that gives the signed-in page of a demo user; an error on the console or a request elsewhere fails the test."""
    wrong: list[str] = []

    def open_page(username: str) -> Page:
        page = chromium.new_context(viewport=DESKTOP, locale="zh-CN", accept_downloads=True).new_page()
        page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
        page.on("request", lambda sent: None if sent.url.startswith((address, "data:")) else wrong.append(sent.url))
        sign_in(page, address, username, PASSWORD)
        return page

    yield open_page
    assert wrong == []


def _is_wrong(message: ConsoleMessage) -> bool:
    """Whether a message is an error; an act refused with 400 or 409 is an answer, which the console calls an error too."""
    refused = re.search(r"Failed to load resource.* status of (400|409) ", message.text)
    return message.type == "error" and refused is None
