"""The one client of page tests: it checks each page for valid HTML, title = h1, form actions, CSP, statements.

It asserts that no app context is active around a request: flask-login keeps the user in `g`, and under a shared
context a second client would be the first user, so that every permission test passed falsely.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import html5lib
import pytest
from flask import has_app_context
from flask_openapi3 import OpenAPI
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

LIST_STATEMENTS = 8


class Page:
    """An HTML answer, already checked."""

    def __init__(self, response: TestResponse, statements: int) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data().decode(errors="replace")  # a download has no text to speak of
        self.statements = statements
        self.location = response.headers.get("Location", "")
        response.close()

    @property
    def words(self) -> str:
        """The page without its tags, blanks folded."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


class Client:
    """A browser of one user."""

    def __init__(self, app: OpenAPI) -> None:
        self.app = app
        self.browser = app.test_client()

    def get(self, url: str, *, status: int = 200, follow: bool = True) -> Page:
        """Get a page and check it."""
        return self._ask("GET", url, status=status, follow_redirects=follow)

    def post(self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = True) -> Page:
        """Post a form with the token of the session, as the page would, and check the answer."""
        form = {"csrf_token": self.token(), **(data or {})}
        return self._ask("POST", url, status=status, data=form, follow_redirects=follow)

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in at the gate."""
        return self.post("/login", {"username": username, "password": password})

    def token(self) -> str:
        """A CSRF token of this browser's session, read from a page."""
        page = self.browser.get("/me/password", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, "no token on the page"
        return found.group(1)

    def _ask(self, method: str, url: str, *, status: int, **kwargs: Any) -> Page:
        assert not has_app_context(), "a context is active: permission tests would pass falsely"
        with counted_statements() as statements:
            response = self.browser.open(url, method=method, **kwargs)
        page = Page(response, len(statements))
        assert page.status == status, f"{method} {url}: {page.status}, wanted {status}\n{page.words[:1500]}"
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            check_html(page.text, response)
        return page


def check_html(text: str, response: TestResponse) -> None:
    """Valid HTML, one h1 that the title holds, forms that say where they go and carry a token, a strict policy."""
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(text)
    assert not parser.errors, [(place, name) for place, name, _ in parser.errors[:5]]
    ns = "{http://www.w3.org/1999/xhtml}"
    headings = ["".join(h.itertext()).split() for h in tree.iter(f"{ns}h1")]
    title = "".join(next(tree.iter(f"{ns}title")).itertext())
    assert len(headings) == 1, f"{len(headings)} h1"
    assert "".join(headings[0]) in "".join(title.split()), (headings[0], title)
    for form in tree.iter(f"{ns}form"):
        if form.get("method") == "dialog":
            continue  # it closes a dialogue and goes nowhere
        assert form.get("action"), "a form without action"
        if form.get("method", "get").lower() == "post":
            names = {field.get("name") for field in form.iter(f"{ns}input")}
            assert "csrf_token" in names, f"no token in the form to {form.get('action')}"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\sstyle=|<[^>]+\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text), "something inline"


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements this thread sends while the block runs, transactions and pragmas apart.

    The demonstration of the browser tests is served by other threads of the same process, with its own periodic jobs.
    """
    sent: list[str] = []
    here = threading.get_ident()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.get_ident() == here and not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def client_of(app: OpenAPI, people: dict[str, str]) -> Callable[[str], Client]:
    """A function that gives the signed-in browser of a user of `people`."""

    def sign_in(username: str) -> Client:
        client = Client(app)
        client.sign_in(username, people[username])
        return client

    return sign_in


@pytest.fixture
def stranger(app: OpenAPI) -> Client:
    """A browser nobody signed in with."""
    return Client(app)
