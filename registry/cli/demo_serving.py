"""The demonstration served for a while on a port of its own, and looked at by a browser: for pictures and browser tests."""

import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from registry.settings import Settings

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LEAVING = ("/static/", "/bootstrap/", "/logout")


def find_chromium() -> str | None:
    """The browser of this machine, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(settings: "Settings") -> Iterator[str]:
    """Serve a new demonstration on a free port; gives its address."""
    from waitress.server import create_server

    from registry import create_app, jobs, upgrading
    from registry.cli import demo
    from registry.store.db import db

    app = create_app(settings)
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
            db.engine.dispose()
        app.extensions["registry.queue"].close()


@contextmanager
def browsing(executable: str) -> "Iterator[Browser]":
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def sign_in(page: "Page", address: str, username: str, password: str) -> None:
    """Sign in at the gate."""
    page.goto(f"{address}/login")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form .btn-primary")
    page.wait_for_url(f"{address}/")


def kind_of(path: str) -> str:
    """What pages of one kind have in common: the address without its numbers and its question."""
    return re.sub(r"\d+", "#", path.split("?")[0])


def walk(first: str, see: Callable[[str], Iterable[str]]) -> list[str]:
    """See one page of each kind that links lead to, from ``first`` on; ``see`` returns where a page's links lead."""
    ahead, seen, kinds = [first], {first}, []
    while ahead:
        path = ahead.pop(0)
        if kind_of(path) in kinds or path.startswith(LEAVING):
            continue
        kinds.append(kind_of(path))
        for found in see(path):
            target = found.split("#")[0]
            if target.startswith("/") and not target.startswith("//") and target not in seen:
                seen.add(target)
                ahead.append(target)
    return kinds


def is_page(page: "Page", url: str) -> bool:
    """Whether an address is a page; a download is none."""
    return "text/html" in page.context.request.get(url).headers.get("content-type", "")


def links_of(page: "Page") -> list[str]:
    """Where the links of a page lead."""
    return list(page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"))


def folder_of_demo() -> Path:
    """A folder for a demonstration that nobody keeps."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix="registry-demo-"))
