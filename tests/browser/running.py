"""The real thing for browser tests: the demonstration served by waitress with its jobs, and Debian's Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.cli import demo_serving
from registry.cli.demo_serving import DESKTOP, PHONE, browsing, find_chromium, sign_in
from tests.conftest import settings_for

__all__ = ["DESKTOP", "PHONE", "browsing", "find_chromium", "serving", "sign_in"]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the demonstration from ``folder`` on a free port; gives its address."""
    with demo_serving.serving(settings_for(folder)) as address:
        yield address
