"""One served demonstration and one browser for all browser tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.running import browsing, find_chromium, serving
from tests.conftest import tool_missing


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
