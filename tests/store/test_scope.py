"""An office sees its own region and below; never beside, never above."""

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.errors import Refusal
from registry.store.db import db
from registry.store.scope import EVERYTHING, Scope, scope_of
from registry.store.users import Town
from tests.factories import writing

PLACES = ("320000", "330000", "330100", "330105", "330106", "330199", "330200", "340000", "650000", "659001")


@pytest.fixture
def seen(app: OpenAPI) -> "dict[str, list[str]]":
    """What each scope sees of PLACES, asked of the database."""
    with writing(app) as session:
        session.add_all(Town(region_code=place, name="某镇") for place in PLACES)
    scopes = {"": EVERYTHING, **{code: scope_of(code) for code in ("330106", "330100", "330000", "650000")}}
    with app.app_context():
        return {name: _places(scope) for name, scope in scopes.items()}


def _places(scope: Scope) -> list[str]:
    return list(db.session.scalars(select(Town.region_code).where(scope.covers(Town.region_code)).order_by(Town.id)))


def test_a_county_sees_itself_only(seen: dict[str, list[str]]) -> None:
    assert seen["330106"] == ["330106"]


def test_a_city_sees_itself_and_its_counties_even_those_too_new_for_the_table(seen: dict[str, list[str]]) -> None:
    assert seen["330100"] == ["330100", "330105", "330106", "330199"]


def test_a_province_sees_its_cities_and_counties(seen: dict[str, list[str]]) -> None:
    assert seen["330000"] == ["330000", "330100", "330105", "330106", "330199", "330200"]
    assert seen["650000"] == ["650000", "659001"]


def test_the_system_sees_everything(seen: dict[str, list[str]]) -> None:
    assert seen[""] == list(PLACES)


@pytest.mark.parametrize("code", ["", "33", "000000", "33010", "abcdef", "3301061"])
def test_what_is_no_region_has_no_scope_rather_than_the_whole_country(code: str) -> None:
    with pytest.raises(Refusal, match=r"regions\.unknown"):
        scope_of(code)
