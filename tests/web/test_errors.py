"""Nonsense is answered in words: no address, number or form that anybody can send makes the server fail."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from werkzeug.routing import Rule

from registry import create_app
from registry.web.guards import PUBLIC
from tests.client import Client
from tests.conftest import settings_for

SignIn = Callable[[str], Client]
ABSENT = "987654"
ROLES = ("clerk", "head", "admin")
ASKED = (
    *(
        "q",
        "sort",
        "tier",
        "platform",
        "region",
        "town",
        "status",
        "category",
        "state",
        "kind",
        "view",
        "on",
        "influence",
    ),
    *(
        "account",
        "account_id",
        "measure",
        "measure_id",
        "violation",
        "violation_id",
        "holder",
        "code",
        "act",
        "user",
        "next",
    ),
)


def addresses(app: OpenAPI, method: str) -> Iterator[tuple[str, str]]:
    """Every route that takes ``method``, as (endpoint, an address with keys nobody has)."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and "static" not in rule.endpoint:
            yield rule.endpoint, filled(rule)


def filled(rule: Rule) -> str:
    """The rule's address: an absent key for a number, the first choice where there is one, else a word."""
    address = re.sub(r"<int:\w+>", ABSENT, rule.rule)
    address = re.sub(r"<any\(['\"]?(\w+)[^>]*>", r"\1", address)
    return re.sub(r"<[^>]+>", "nonsense", address)


def ask(client: Client, method: str, address: str, **given: Any) -> tuple[int, str]:
    """The status and the page; what is streamed is read to its end."""
    with client.browser.open(address, method=method, **given) as answer:
        return answer.status_code, answer.get_data().decode(errors="replace")


def test_every_page_but_the_open_ones_sends_the_unsigned_to_the_gate(app: OpenAPI, stranger: Client) -> None:
    for endpoint, address in addresses(app, "GET"):
        if endpoint not in PUBLIC:
            with stranger.browser.get(address) as answer:
                gate = (answer.location or "").partition("?")[0]
            assert (answer.status_code, gate) == (302, "/login"), endpoint


def test_no_form_is_taken_without_its_token(app: OpenAPI, client_of: SignIn) -> None:
    client, posts = client_of("head"), list(addresses(app, "POST"))
    assert len(posts) > 20
    for endpoint, address in posts:
        status, page = ask(client, "POST", address)
        assert status == 400, endpoint
        assert "表单失效了" in page


@pytest.mark.parametrize("username", ROLES)
def test_keys_that_nobody_has_are_not_found_and_no_fault(app: OpenAPI, client_of: SignIn, username: str) -> None:
    client = client_of(username)
    for endpoint, address in addresses(app, "GET"):
        wanted = {403, 404} if ABSENT in address else {200, 302, 403, 404, 409}
        assert ask(client, "GET", address)[0] in wanted, endpoint


@pytest.mark.parametrize("username", ROLES)
def test_empty_forms_and_keys_that_nobody_has_are_no_fault(app: OpenAPI, client_of: SignIn, username: str) -> None:
    client = client_of(username)
    form = {"csrf_token": client.token()}
    for endpoint, address in addresses(app, "POST"):
        if endpoint != "users.logout":
            wanted = {403, 404} if ABSENT in address else {200, 302, 400, 403, 404, 409}
            assert ask(client, "POST", address, data=form)[0] in wanted, endpoint


@pytest.mark.parametrize("page", ["0", "-1", "1e9", "99999999999999999999", "😀"])
def test_a_page_number_that_makes_no_sense_is_no_fault(app: OpenAPI, client_of: SignIn, page: str) -> None:
    client = client_of("head")
    for endpoint, address in addresses(app, "GET"):
        if endpoint.endswith(".list_"):
            assert ask(client, "GET", address, query_string={"page": page})[0] in {200, 403}, endpoint


@pytest.mark.parametrize("nonsense", ["'\"><script>", "%", "\\", "0x00", "9" * 30, "😀", "-", "2026-13-45", "a" * 3000])
def test_questions_that_make_no_sense_are_no_fault(app: OpenAPI, client_of: SignIn, nonsense: str) -> None:
    client, asked = client_of("head"), dict.fromkeys(ASKED, nonsense)
    for endpoint, address in addresses(app, "GET"):
        if ABSENT not in address:
            status, page = ask(client, "GET", address, query_string=asked)
            assert status in {200, 302, 400, 403, 404, 409}, endpoint
            assert "<script>" not in page.partition("<body")[2], endpoint


def test_a_key_too_large_for_the_database_is_not_found(client_of: SignIn) -> None:
    client = client_of("admin")
    for key in ("99999999999", "9" * 30):
        client.get(f"/users/{key}", status=404)


def test_a_nul_is_refused_before_a_database_has_to(client_of: SignIn) -> None:
    client = client_of("admin")
    client.get("/users?q=a%00b", status=400)
    client.post("/offices/new", {"name": "a\0b"}, status=400)


def test_a_file_that_is_too_large_is_refused_in_words(tmp_path: Path, peopled_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(peopled_database.read_bytes())
    client = Client(create_app(settings_for(tmp_path, max_upload_mb=1)))
    client.sign_in("clerk", "correct-horse-9")
    body = b"x" * (1024 * 1024 + 1)
    status, page = ask(client, "POST", "/me/password", data=body, content_type="multipart/form-data; boundary=b")
    assert status == 413
    assert "文件太大" in page


def test_an_address_that_is_none_is_answered_as_a_page(client_of: SignIn, stranger: Client) -> None:
    assert "没有这一页" in client_of("clerk").get("/nowhere", status=404).words
    stranger.get("/nowhere", status=404)
    assert "不能这样打开" in client_of("clerk").get("/logout", status=405).words


def test_a_refused_page_does_not_tell_what_exists(client_of: SignIn) -> None:
    there, absent = client_of("admin").get("/users/2", status=200), client_of("n-admin").get("/users/2", status=404)
    assert there.text != absent.text
    gone = client_of("n-admin").get(f"/users/{ABSENT}", status=404)
    assert gone.words.replace(ABSENT, "2") == absent.words


def test_a_fault_of_ours_is_told_without_its_trace(tmp_path: Path, peopled_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(peopled_database.read_bytes())
    app = create_app(settings_for(tmp_path))
    app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    app.view_functions["broken"].permission = "home.read"  # type: ignore[attr-defined]  # as guards.permission does
    client = Client(app)
    client.sign_in("clerk", "correct-horse-9")
    page = client.get("/broken", status=500)
    assert "系统出错了，本次没有写入任何内容" in page.words
    assert "ZeroDivision" not in page.text


def test_a_route_without_a_permission_is_refused(tmp_path: Path, peopled_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(peopled_database.read_bytes())
    app = create_app(settings_for(tmp_path))
    app.add_url_rule("/bare", "bare", lambda: "secret")
    client = Client(app)
    client.sign_in("admin", "correct-horse-9")
    assert "secret" not in client.get("/bare", status=403).text


def test_nothing_that_bears_personal_data_is_cached(client_of: SignIn, stranger: Client) -> None:
    assert client_of("clerk").get("/jobs").response.headers["Cache-Control"] == "no-store"
    assert "no-store" not in stranger.get("/static/app.css").response.headers.get("Cache-Control", "")


def test_every_answer_forbids_what_comes_from_elsewhere(client_of: SignIn, stranger: Client) -> None:
    for page in (client_of("clerk").get("/jobs"), stranger.get("/login"), stranger.get("/nowhere", status=404)):
        headers = page.response.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")


def test_the_health_check_answers_anybody(stranger: Client) -> None:
    assert stranger.get("/healthz").response.get_json() == {"status": "ok"}
