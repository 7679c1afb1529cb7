"""The offices' pages."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.store.db import db
from registry.store.users import Office, find_office
from tests.client import LIST_STATEMENTS, Client

SignIn = Callable[[str], Client]


def office_named(app: OpenAPI, name: str) -> Office:
    with app.app_context():
        found = find_office(db.session(), name)
    assert found is not None
    return found


def test_the_list_shows_the_offices_of_the_region_and_below_in_few_statements(client_of: SignIn) -> None:
    city, county = client_of("c-admin").get("/offices"), client_of("admin").get("/offices")
    assert "共 3 个" in city.words
    assert "6 人" in county.words
    assert "共 1 个" in county.words
    assert city.statements <= LIST_STATEMENTS


def test_an_office_is_added_on_a_region_of_the_askers(client_of: SignIn, app: OpenAPI) -> None:
    admin = client_of("c-admin")
    assert "浙江省杭州市上城区 330102" in admin.get("/offices/new").words
    page = admin.post("/offices/new", {"name": "上城区网信办", "region_code": "330102", "document_prefix": "上网信"})
    assert "已添加单位 上城区网信办" in page.words
    assert office_named(app, "上城区网信办").region_code == "330102"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "西湖区网信办"}, "已有同名单位"),
        ({"name": ""}, "这一项必填"),
        ({"region_code": "330000"}, "有 1 处要改"),
        ({"region_code": "999999"}, "有 1 处要改"),
        ({"document_prefix": "SWX"}, "用 2 到 8 个汉字"),
    ],
)
def test_what_is_wrong_with_a_new_office_is_said_on_the_form(
    client_of: SignIn, changes: dict[str, str], words: str
) -> None:
    given = {"name": "上城区网信办", "region_code": "330102", **changes}
    assert words in client_of("c-admin").post("/offices/new", given, status=400).words


def test_what_an_office_prints_is_amended_but_not_its_name(client_of: SignIn, app: OpenAPI) -> None:
    office, admin = office_named(app, "西湖区网信办"), client_of("admin")
    assert "西网信" in admin.get(f"/offices/{office.id}").text
    admin.post(f"/offices/{office.id}", {"document_prefix": "西网办", "address": "文三路 1 号", "name": "改名"})
    amended = office_named(app, "西湖区网信办")
    assert (amended.document_prefix, amended.address) == ("西网办", "文三路 1 号")
    assert "用 2 到 8 个汉字" in admin.post(f"/offices/{office.id}", {"document_prefix": "1"}, status=400).words


def test_an_office_beside_or_above_does_not_exist_for_an_administrator(client_of: SignIn, app: OpenAPI) -> None:
    admin = client_of("admin")
    for name in ("拱墅区网信办", "杭州市网信办"):
        admin.get(f"/offices/{office_named(app, name).id}", status=404)


@pytest.mark.parametrize("username", ["clerk", "reviewer", "head", "auditor"])
def test_only_an_administrator_manages_offices(client_of: SignIn, username: str) -> None:
    for url in ("/offices", "/offices/new", "/offices/1"):
        client_of(username).get(url, status=403)
