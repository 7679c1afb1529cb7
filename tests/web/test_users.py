"""The gate, one's password, and the users of an office."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry import create_app
from registry.store.audit import AuditEntry
from registry.store.db import db
from registry.store.users import User, find_user
from tests.client import LIST_STATEMENTS, Client
from tests.conftest import settings_for
from tests.factories import PASSWORD

SignIn = Callable[[str], Client]
NEW = {"name": "陈立", "username": "chenli", "office": "1", "role": "clerk", "password": "another-horse-7"}


def user_named(app: OpenAPI, username: str) -> User | None:
    with app.app_context():
        return find_user(db.session(), username)


def count_acts(app: OpenAPI, act: str) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == act)) or 0


def test_the_gate_lets_in_who_knows_the_password(stranger: Client, people: dict[str, str]) -> None:
    page = stranger.post("/login", {"username": "clerk", "password": PASSWORD}, status=302, follow=False)
    assert page.location == "/"
    assert "clerk" in stranger.get("/me/password").words


@pytest.mark.parametrize(("username", "password"), [("clerk", "wrong-horse-9"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    stranger: Client, people: dict[str, str], app: OpenAPI, username: str, password: str
) -> None:
    page = stranger.post("/login", {"username": username, "password": password}, status=401)
    assert "登录名或密码不对，或该用户已停用。" in page.words
    assert count_acts(app, "users.sign_in_failed") == 1


def test_after_signing_in_one_comes_to_the_page_one_asked_for(stranger: Client, people: dict[str, str]) -> None:
    assert stranger.get("/jobs", status=302, follow=False).location == "/login?next=%2Fjobs"
    page = stranger.post("/login?next=%2Fjobs", {"username": "clerk", "password": PASSWORD}, status=302, follow=False)
    assert page.location == "/jobs"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_the_gate_sends_nobody_to_another_site(stranger: Client, people: dict[str, str], target: str) -> None:
    browser = stranger.browser
    answer = browser.post(
        "/login",
        query_string={"next": target},
        data={"csrf_token": stranger.token(), "username": "clerk", "password": PASSWORD},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_who_tries_too_often_has_to_wait(tmp_path: Path, blank_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(blank_database.read_bytes())
    throttled = Client(create_app(settings_for(tmp_path, login_limit="2 per minute")))
    wrong = {"username": "clerk", "password": "x"}
    throttled.post("/login", wrong, status=401)
    throttled.post("/login", wrong, status=401)
    assert "尝试得太频繁，请过几分钟再试" in throttled.post("/login", wrong, status=429).words


def test_who_leaves_has_to_sign_in_again(client_of: SignIn) -> None:
    client = client_of("clerk")
    assert client.post("/logout", status=302, follow=False).location == "/login"
    assert client.get("/jobs", status=302, follow=False).location.startswith("/login")


def test_a_user_shut_off_is_out_at_once(client_of: SignIn, app: OpenAPI) -> None:
    clerk, admin, found = client_of("clerk"), client_of("admin"), user_named(app, "clerk")
    assert found is not None
    admin.post(f"/users/{found.id}", {"name": found.name, "role": "clerk"})
    assert clerk.get("/jobs", status=302, follow=False).location.startswith("/login")


def test_one_changes_ones_password_by_proving_the_old_one(client_of: SignIn, stranger: Client) -> None:
    client = client_of("clerk")
    new = {"password": "another-horse-7", "again": "another-horse-7"}
    assert "原密码不对" in client.post("/me/password", {"current": "wrong", **new}, status=401).words
    assert "两遍不一样" in client.post("/me/password", {"current": PASSWORD, **new, "again": "x"}, status=400).words
    client.post("/me/password", {"current": PASSWORD, **new}, status=302, follow=False)
    stranger.post("/login", {"username": "clerk", "password": PASSWORD}, status=401)
    stranger.post("/login", {"username": "clerk", "password": "another-horse-7"}, status=302, follow=False)


def test_who_guesses_at_the_present_password_has_to_wait(tmp_path: Path, peopled_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(peopled_database.read_bytes())
    client = Client(create_app(settings_for(tmp_path, login_failures="2 per minute")))
    client.post("/login", {"username": "clerk", "password": PASSWORD}, status=302, follow=False)
    new = {"password": "another-horse-7", "again": "another-horse-7"}
    client.post("/me/password", {"current": PASSWORD, **new, "again": "x"}, status=400)
    client.post("/me/password", {"current": "wrong", **new}, status=401)
    client.post("/me/password", {"current": "wrong", **new}, status=401)
    assert "尝试得太频繁" in client.post("/me/password", {"current": PASSWORD, **new}, status=429).words


def test_the_list_shows_the_users_of_the_region_and_below_in_few_statements(client_of: SignIn) -> None:
    county = client_of("admin").get("/users")
    assert "西湖二号" in county.words
    assert "拱墅" not in county.words
    assert county.statements <= LIST_STATEMENTS
    assert "拱墅" in client_of("c-admin").get("/users").words


@pytest.mark.parametrize("username", ["clerk", "reviewer", "head", "auditor"])
def test_only_an_administrator_manages_users(client_of: SignIn, username: str) -> None:
    client = client_of(username)
    for url in ("/users", "/users/new", "/users/1", "/users/1/password"):
        client.get(url, status=403)


def test_an_administrator_adds_a_user_who_can_sign_in(client_of: SignIn, stranger: Client, app: OpenAPI) -> None:
    admin = client_of("admin")
    admin.get("/users/new")
    assert "已添加用户 陈立" in admin.post("/users/new", NEW).words
    stranger.post("/login", {"username": "chenli", "password": NEW["password"]}, status=302, follow=False)
    added = user_named(app, "chenli")
    assert added is not None
    assert NEW["password"] not in added.password_hash


def test_a_sign_in_name_may_be_chinese(client_of: SignIn, stranger: Client) -> None:
    assert "已添加用户 陈立" in client_of("admin").post("/users/new", {**NEW, "username": "陈立"}).words
    stranger.post("/login", {"username": "陈立", "password": NEW["password"]}, status=302, follow=False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "clerk"}, "登录名 clerk 已有人用"),
        ({"password": "short"}, "至少 8 个字符"),
        ({"username": "chenli-of-yanlu", "password": "Chenli-of-Yanlu"}, "密码不能就是登录名"),
        ({"username": "陈 立"}, "用字母、数字、点、下划线、横线或汉字"),
        ({"username": "chenli/../"}, "用字母、数字、点、下划线、横线或汉字"),
        ({"name": "陈\u200b立"}, "看不见的字符"),
        ({"name": "   "}, "这一项必填"),
        ({"role": "emperor"}, "有 1 处要改"),
        ({"office": "999"}, "有 1 处要改"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_said_on_the_form(
    client_of: SignIn, app: OpenAPI, changes: dict[str, str], words: str
) -> None:
    page = client_of("admin").post("/users/new", {**NEW, **changes}, status=400)
    assert words in page.words
    assert changes.get("name", "陈立").strip() in page.text, "what was typed is kept"
    assert count_acts(app, "users.add") == 16, "the fixture's sixteen and no other"


def test_a_user_of_an_office_beside_does_not_exist_for_an_administrator(client_of: SignIn, app: OpenAPI) -> None:
    other = user_named(app, "n-clerk")
    assert other is not None
    admin = client_of("admin")
    admin.get(f"/users/{other.id}", status=404)
    admin.post(f"/users/{other.id}/password", {"password": "another-horse-7"}, status=404)


def test_an_administrator_neither_shuts_off_nor_demotes_oneself(client_of: SignIn, app: OpenAPI) -> None:
    admin, own = client_of("admin"), user_named(app, "admin")
    assert own is not None
    for change in ({"role": "clerk", "is_enabled": "y"}, {"role": "admin"}):
        assert (
            "不能停用自己或改自己的角色"
            in admin.post(f"/users/{own.id}", {"name": own.name, **change}, status=400).words
        )
    admin.post(f"/users/{own.id}", {"name": "改了名", "role": "admin", "is_enabled": "y"})
    assert "改了名" in admin.get("/users").words


def test_a_forgotten_password_is_reset_by_an_administrator(client_of: SignIn, stranger: Client, app: OpenAPI) -> None:
    found = user_named(app, "clerk")
    assert found is not None
    admin = client_of("admin")
    assert "至少 8 个字符" in admin.post(f"/users/{found.id}/password", {"password": "short"}, status=400).words
    assert "请当面告诉本人" in admin.post(f"/users/{found.id}/password", {"password": "another-horse-7"}).words
    stranger.post("/login", {"username": "clerk", "password": "another-horse-7"}, status=302, follow=False)
    assert count_acts(app, "users.set_password") == 1


def test_a_name_tried_from_many_addresses_is_throttled_too(tmp_path: Path, peopled_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(peopled_database.read_bytes())
    client = Client(create_app(settings_for(tmp_path, login_failures="2 per minute")))
    for number, status in enumerate((401, 401, 429), 1):
        client.browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        client.post("/login", {"username": "clerk", "password": "wrong-horse-9"}, status=status)
    client.post("/login", {"username": "Clerk", "password": PASSWORD}, status=429)
    client.post("/login", {"username": "head", "password": PASSWORD}, status=302, follow=False)


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(client_of: SignIn) -> None:
    mine, stolen = client_of("clerk"), client_of("clerk")
    form = {"current": PASSWORD, "password": NEW["password"], "again": NEW["password"]}
    mine.post("/me/password", form, status=302, follow=False)
    mine.get("/jobs")
    assert stolen.get("/jobs", status=302, follow=False).location.startswith("/login")


def test_a_reset_ends_the_sessions_of_the_one_it_concerns(app: OpenAPI, client_of: SignIn) -> None:
    theirs, admin, user = client_of("clerk"), client_of("admin"), user_named(app, "clerk")
    assert user is not None
    admin.post(f"/users/{user.id}/password", {"password": NEW["password"]}, status=302, follow=False)
    assert theirs.get("/jobs", status=302, follow=False).location.startswith("/login")
    admin.get("/users")
