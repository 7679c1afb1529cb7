"""The state of the house: for administrators, with what is stored, the copies and the numbers given."""

from collections.abc import Callable
from pathlib import Path

from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.store.documents import DocumentCounter
from registry.store.users import Office
from tests.client import LIST_STATEMENTS, Client
from tests.factories import writing

SignIn = Callable[[str], Client]


def test_an_administrator_sees_what_is_stored_and_the_copies(app: OpenAPI, client_of: SignIn, tmp_path: Path) -> None:
    admin = client_of("admin")
    page = admin.get("/system")
    assert "数据库副本" in page.words
    assert "registry backup" in page.words
    assert page.statements <= LIST_STATEMENTS
    app.extensions["registry.queue"].keep_copy()
    app.extensions["registry.queue"].keep_copy()
    assert len(list((tmp_path / "copies").glob("*.db"))) >= 1
    assert '<b class="late">0' not in admin.get("/system").text


def test_the_numbers_given_are_listed(app: OpenAPI, client_of: SignIn) -> None:
    assert "还没有编过号" in client_of("admin").get("/system").words
    with writing(app) as session:
        office = session.scalars(select(Office.id).where(Office.name == "西湖区网信办")).one()
        session.add(DocumentCounter(office_id=office, series="约", year=2026, last=7))
    assert "西湖区网信办 约 2026 第 7 号" in client_of("admin").get("/system").words


def test_nobody_else_sees_it(client_of: SignIn) -> None:
    client_of("head").get("/system", status=403)
