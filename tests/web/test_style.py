"""The living style page: it shows every component, and administrators only see it."""

from collections.abc import Callable

from tests.client import Client

SignIn = Callable[[str], Client]


def test_the_page_draws_what_pages_are_made_of(client_of: SignIn) -> None:
    page = client_of("admin").get("/_style")
    assert "tier-tab tier-c" in page.text
    assert page.text.count('class="swatch ') >= 15


def test_nobody_else_sees_it(client_of: SignIn) -> None:
    client_of("head").get("/_style", status=403)
