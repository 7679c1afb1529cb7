"""A roster exported, edited in the office and brought back while the register moved on: three sides, decided field by field."""

import io
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.services import accounts, exporting
from registry.store.account_queries import AccountFilter
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.rosters import ImportRow
from tests.client import Client
from tests.factories import AT, COUNTY, ON, make_account, writing
from tests.roster_files import counts_of

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


@pytest.fixture
def address(app: OpenAPI, client_of: SignIn, actor: FindActor) -> str:
    """The preview of an exported row in which two fields were changed that the register has changed since, too."""
    by, stream = actor("clerk"), io.BytesIO()
    with writing(app) as session:
        account_id = make_account(session, by, contact="甲", remark="旧注", category="education").id
    with app.app_context():
        exporting.write(db.session(), stream, exporting.Wish(AccountFilter(region_code=COUNTY)), by=by)
    with writing(app) as session:
        accounts.amend(
            session, account_id, {"contact": "乙", "remark": "登记的注", "category": "medical"}, by=by, at=AT, on=ON
        )
    book = load_workbook(stream)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.value = {"甲": "丙", "旧注": "文件的注"}.get(str(cell.value), cell.value)
    edited = io.BytesIO()
    book.save(edited)
    file = (io.BytesIO(edited.getvalue()), "花名册.xlsx")
    found = client_of("clerk").post("/rosters/upload", {"file": file}, status=302, follow=False).location
    app.extensions["registry.queue"].run_waiting()
    assert counts_of(app, 1) == {"doubtful": 1}
    return found


def send(app: OpenAPI, clerk: Client, address: str, page: str, **fields: str) -> None:
    digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/{page}", {"digest": digest, **fields}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()


def said(app: OpenAPI) -> tuple[str | None, str | None]:
    with writing(app) as session:
        account = session.scalars(select(Account)).one()
        return account.contact, account.remark


def test_the_preview_shows_what_was_exported_what_is_there_now_by_whom_and_what_the_file_says(
    app: OpenAPI, client_of: SignIn, address: str
) -> None:
    clerk = client_of("clerk")
    words = clerk.get(f"{address}/mend").words
    for told in ("甲 导出时", "乙 台账里现在的，西湖clerk 2026-11-23 更正", "丙 文件里的", "旧注 导出时", "不登记"):
        assert told in words
    page = clerk.get(f"{address}/mend").text
    names = [name for name in page.split('"') if name.startswith("side:")]
    contact, remark = (next(each for each in names if f":{field}:" in each) for field in ("contact", "remark"))
    send(app, clerk, address, "mend", **{contact: "theirs", remark: "ours"})
    assert counts_of(app, 1) == {"change": 1}
    send(app, clerk, address, "apply")
    assert said(app) == ("丙", "登记的注")


def test_what_the_register_changed_alone_is_told_in_its_published_words(client_of: SignIn, address: str) -> None:
    words = client_of("clerk").get(f"{address}?view=problems&kind=note").words
    assert "文件里还是旧的，保留登记的内容" in words
    assert "教育" in words
    assert "education" not in words


def test_set_aside_it_offers_the_same_field_by_field(app: OpenAPI, client_of: SignIn, address: str) -> None:
    clerk = client_of("clerk")
    send(app, clerk, address, "apply")
    words = clerk.get("/rosters/parked").words
    assert words.count("导出以后，登记和文件都改了这一项") == 1, "the same reason of two fields is said once"
    assert "保留登记的内容" not in words
    for told in ("甲 导出时", "乙 台账里现在的，西湖clerk 2026-11-23 更正", "丙 文件里的", "按上面选的写入", "不登记"):
        assert told in words
    with writing(app) as session:
        row_id = session.scalars(select(ImportRow.id)).one()
    given = {"how": "1", "side:1:contact": "ours", "side:1:remark": "theirs"}
    assert "已并入台账里的账号" in clerk.post(f"/rosters/parked/{row_id}", given).words
    assert said(app) == ("乙", "文件的注")


def test_left_out_in_the_preview_it_changes_nothing(app: OpenAPI, client_of: SignIn, address: str) -> None:
    clerk = client_of("clerk")
    place = next(each for each in clerk.get(f"{address}/mend").text.split('"') if each.startswith("row:"))
    send(app, clerk, address, "mend", **{place: "drop"})
    assert counts_of(app, 1) == {"refused": 1}
    assert "整行 西湖身边事 不登记" in clerk.get(address).words, "whose row it is stands beside what was decided"
