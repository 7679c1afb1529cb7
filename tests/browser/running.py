"""The real thing for browser tests: the demonstration served by waitress with its jobs, and Debian's Chromium."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from registry import create_app, jobs, upgrading
from registry.cli import demo
from tests.conftest import settings_for

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def find_chromium() -> str | None:
    """The browser of this machine, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the demonstration from ``folder`` on a free port; gives its address."""
    app = create_app(settings_for(folder))
    upgrading.upgrade(app)
    with app.app_context():
        demo.prepare(app)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    consumer = jobs.start_consumer(app.extensions["registry.queue"])
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
        consumer.stop(graceful=True)
        with app.app_context():
            from registry.store.db import db

            db.engine.dispose()
        app.extensions["registry.queue"].close()


@contextmanager
def browsing(executable: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """Sign in at the gate."""
    page.goto(f"{address}/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form .btn-primary")
    page.wait_for_url(f"{address}/")
