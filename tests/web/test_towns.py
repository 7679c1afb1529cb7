"""The towns' page."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain import regions
from registry.store.db import db
from registry.store.scope import scope_of
from registry.store.users import list_towns
from tests.client import LIST_STATEMENTS, Client
from tests.factories import COUNTY

SignIn = Callable[[str], Client]
PUBLISHED = {name: code for code, name in regions.towns_of(COUNTY)}


def kept(app: OpenAPI) -> dict[str, str | None]:
    with app.app_context():
        return {town.name: town.code for town in list_towns(db.session(), scope=scope_of(COUNTY))}


def test_a_county_starts_with_no_towns(client_of: SignIn) -> None:
    page = client_of("admin").get("/towns")
    assert "现有 0 个" in page.words
    assert page.statements <= LIST_STATEMENTS


def test_the_published_list_is_shown_before_it_is_kept(client_of: SignIn, app: OpenAPI) -> None:
    page = client_of("admin").get("/towns?published=1")
    assert all(name in page.text for name in PUBLISHED)
    assert "现在还没有写入" in page.words
    assert kept(app) == {}


def test_the_list_is_kept_with_the_published_codes(client_of: SignIn, app: OpenAPI) -> None:
    admin, name = client_of("admin"), next(iter(PUBLISHED))
    assert "共 2 个乡镇街道" in admin.post("/towns", {"names": f"  {name} \n\n高新开发区\n{name}"}).words
    assert kept(app) == {name: PUBLISHED[name], "高新开发区": None}


def test_what_the_office_added_stays_behind_the_published_list(client_of: SignIn) -> None:
    admin = client_of("admin")
    admin.post("/towns", {"names": "高新开发区"})
    text = admin.get("/towns?published=1").text
    assert text.index(list(PUBLISHED)[-1]) < text.index("高新开发区")


def test_a_city_chooses_among_its_counties(client_of: SignIn, app: OpenAPI) -> None:
    city = client_of("c-head")
    assert "西湖区 330106" in city.get("/towns").words
    city.post(f"/towns?region={COUNTY}", {"names": "灵隐街道"})
    assert "灵隐街道" in kept(app)


@pytest.mark.parametrize("names", ["", "  \n ", "长" * 61])
def test_an_empty_list_or_a_paragraph_is_refused(client_of: SignIn, app: OpenAPI, names: str) -> None:
    client_of("admin").post("/towns", {"names": names}, status=400)
    assert kept(app) == {}


@pytest.mark.parametrize("region", ["330105", "330100", "330000", "999999", "abc", ""])
def test_a_county_outside_the_region_is_not_found(client_of: SignIn, region: str) -> None:
    client = client_of("admin")
    client.get(f"/towns?region={region}", status=404)
    client.post(f"/towns?region={region}", {"names": "某某镇"}, status=404)


@pytest.mark.parametrize("username", ["clerk", "reviewer", "auditor"])
def test_a_clerk_does_not_manage_the_towns(client_of: SignIn, username: str) -> None:
    client_of(username).get("/towns", status=403)
