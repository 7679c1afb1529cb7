"""Rows set aside: one queue, each settled when somebody knows what it is, and taken back with its import."""

import io
import re
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import Workbook
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.store.accounts import Account
from registry.store.rosters import ImportRow
from tests.client import LIST_STATEMENTS, Client
from tests.factories import CITY, COUNTY, NEIGHBOUR, make_account, writing
from tests.roster_files import bring, one, saved, take_back

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


@pytest.fixture
def import_id(app: OpenAPI, actor: FindActor) -> int:
    """An applied import with one row set aside: the same holder, a name nearly that of a known account."""
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖美食探店", uid="abc123", holder="张某某工作室")
    like = one(2, 账号名称="西湖美食探店号", 平台账号ID=None, 主体名称="张某某工作室")
    return bring(app, actor("clerk"), one(1), like)


def settle(app: OpenAPI, clerk: Client, how: str) -> str:
    with writing(app) as session:
        row_id = session.scalars(select(ImportRow.id).where(ImportRow.parked_sealed.is_not(None))).one()
    return clerk.post(f"/rosters/parked/{row_id}", {"how": how}).words


def names(app: OpenAPI) -> list[str]:
    with writing(app) as session:
        return sorted(session.scalars(select(Account.name)))


def test_a_row_set_aside_waits_with_its_reason_and_whom_it_may_be(client_of: SignIn, import_id: int) -> None:
    page = client_of("clerk").get("/rosters/parked")
    assert "西湖美食探店号" in page.words
    assert "就是“西湖美食探店”" in page.words
    assert "会改这" in page.words
    assert "粉丝数 （空） 12,002" in page.words
    assert "平台账号ID" not in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "处理待核的行" in client_of("clerk").get(f"/rosters/{import_id}?view=aside").words


@pytest.mark.parametrize(
    ("how", "said", "found"),
    [
        ("add", "已登记为新账号", ["西湖美食探店", "西湖美食探店号", "西湖身边事1"]),
        ("1", "已并入台账里的账号", ["西湖美食探店号", "西湖身边事1"]),
        ("drop", "这一行不登记", ["西湖美食探店", "西湖身边事1"]),
    ],
)
def test_it_is_settled_once_and_goes_back_with_its_import(
    app: OpenAPI, client_of: SignIn, actor: FindActor, import_id: int, how: str, said: str, found: list[str]
) -> None:
    clerk = client_of("clerk")
    words = settle(app, clerk, how)
    assert said in words
    assert "没有待核的行" in words
    assert names(app) == sorted(found)
    take_back(app, actor("clerk"), import_id)
    assert names(app) == ["西湖美食探店"]


def test_nothing_chosen_is_said(app: OpenAPI, client_of: SignIn, import_id: int) -> None:
    assert "请先选这一行怎么办" in settle(app, client_of("clerk"), "")


def test_others_settle_nothing(app: OpenAPI, client_of: SignIn, import_id: int) -> None:
    with writing(app) as session:
        row_id = session.scalars(select(ImportRow.id).where(ImportRow.parked_sealed.is_not(None))).one()
    client_of("n-clerk").post(f"/rosters/parked/{row_id}", {"how": "drop"}, status=404)
    client_of("auditor").post(f"/rosters/parked/{row_id}", {"how": "drop"}, status=403)
    assert "没有待核的行" in client_of("n-clerk").get("/rosters/parked").words


@pytest.mark.parametrize("how", ["9" * 20, "9" * 5000])
def test_a_number_no_database_holds_settles_nothing(app: OpenAPI, client_of: SignIn, import_id: int, how: str) -> None:
    assert "请先选这一行怎么办" in settle(app, client_of("clerk"), how)


def of_city(app: OpenAPI, city: Client, *rows: tuple[str | None, ...]) -> None:
    """A roster of the whole city, brought in: name, id, holder, county of each row."""
    book = Workbook()
    for line in (("账号名称", "平台", "账号ID", "主体名称", "县区"), *((row[0], "抖音", *row[1:]) for row in rows)):
        book.worksheets[0].append(line)
    file = (io.BytesIO(saved(book)), "全市.xlsx")
    address = city.post("/rosters/upload", {"file": file, "region": CITY}, status=302, follow=False).location
    app.extensions["registry.queue"].run_waiting()
    digest = city.get(address).text.split('name="digest" value="')[1][:64]
    city.post(f"{address}/apply", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()


def placed(app: OpenAPI, city: Client, region: str) -> str:
    with writing(app) as session:
        row_id = session.scalars(select(ImportRow.id).where(ImportRow.parked_sealed.is_not(None))).one()
    return city.post(f"/rosters/parked/{row_id}", {"how": "add", "region": region}).words


def test_a_row_without_a_county_is_asked_for_it_before_anything_else(app: OpenAPI, client_of: SignIn) -> None:
    city = client_of("c-clerk")
    of_city(app, city, ("西湖身边事", "xhsbs1", None, "西湖区"), ("城东新鲜事", "cdxxs1", None, "城东片区"))
    page = city.get("/rosters/parked")
    assert "登记为新账号" not in page.words
    assert "先说这一行属于哪个县（市、区），才能登记" in page.words
    assert "登记到选的县（市、区）" in page.words
    assert re.search(r'<select[^>]*name="region" required', page.text)
    assert "已登记为新账号" in placed(app, city, NEIGHBOUR)
    assert names(app) == ["城东新鲜事", "西湖身边事"]


def test_a_row_that_resembles_an_account_and_has_no_county_is_asked_for_it_where_it_is_another_one(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖美食探店", uid=None, url=None, holder="张某某工作室")
    city = client_of("c-clerk")
    of_city(app, city, ("西湖身边事", "xhsbs1", None, "西湖区"), ("西湖美食探店号", None, "张某某工作室", "城东片区"))
    page = city.get("/rosters/parked")
    assert "就是“西湖美食探店”" in page.words
    assert "登记为新账号" not in page.words
    assert "另一个账号，登记到选的县（市、区）" in page.words
    assert "已登记为新账号" in placed(app, city, NEIGHBOUR)
    assert names(app) == ["西湖美食探店", "西湖美食探店号", "西湖身边事"]


def test_a_row_placed_in_a_county_that_has_its_account_by_now_is_no_second_one(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    city = client_of("c-clerk")
    of_city(app, city, ("西湖身边事", "xhsbs1", None, "西湖区"), ("西湖美食探店号", None, "张某某工作室", "城东片区"))
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖美食探店", uid=None, url=None, holder="张某某工作室")
    words = placed(app, city, COUNTY)
    assert "请接着定是不是同一个" in words
    assert "就是“西湖美食探店”" in words
    assert "先说这一行属于哪个县" not in words
    with writing(app) as session:
        told = session.scalars(select(Account.id).where(Account.name == "西湖美食探店")).one()
    assert "已并入台账里的账号" in settle(app, city, str(told))
    assert names(app) == ["西湖美食探店号", "西湖身边事"]
    take_back(app, actor("c-clerk"), 1)
    assert names(app) == ["西湖美食探店"]
