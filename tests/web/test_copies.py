"""The pages of copies: any form chosen, composed and issued; copies printed, verified, many at once, a whole file."""

import re
from collections.abc import Callable
from io import BytesIO

from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.store.db import db
from registry.store.documents import Document, DocumentCopy
from tests.client import LIST_STATEMENTS, Client
from tests.factories import make_account, writing

SignIn = Callable[[str], Client]


def open_account(app: OpenAPI, actor: Callable[[str], Actor]) -> int:
    """An account of the county; its key."""
    with writing(app) as session:
        return make_account(session, actor("clerk")).id


def body(client: Client, url: str, form: dict[str, str] | None = None) -> bytes:
    """The bytes of a download."""
    data = {"csrf_token": client.token(), **form} if form else None
    response = client.browser.open(url, method="POST" if form else "GET", data=data)
    assert response.status_code == 200
    return bytes(response.get_data())


def test_the_numbers_of_a_year_are_listed_with_the_void_ones(
    app: OpenAPI, client_of: SignIn, actor: Callable[[str], Actor]
) -> None:
    account, clerk = open_account(app, actor), client_of("clerk")
    assert "这一年没有编过文号" in clerk.get("/documents/numbers").words
    for number in range(2):
        clerk.post(f"/documents/new?account={account}", {"issue": "1", **({"again": "y"} if number else {})})
    clerk.post("/documents/1/void", {"reason": "账号写错"})
    page = clerk.get("/documents/numbers")
    assert re.search(r"录〔\d{4}〕 西湖区网信办 2 2 \S+1号 账号写错", page.words)
    assert "有缺号" not in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "账号写错" not in client_of("n-clerk").get("/documents/numbers").words
    assert 'href="/documents/numbers"' in clerk.get("/documents").text


def test_any_form_is_chosen_composed_issued_printed_and_verified(
    app: OpenAPI, client_of: SignIn, actor: Callable[[str], Actor]
) -> None:
    clerk = client_of("clerk")
    account = open_account(app, actor)
    page = clerk.get(f"/documents/forms?account={account}")
    assert "送达回证" in page.words
    address = f"/documents/new?kind=commitment&account={account}"
    assert "承诺事项" in clerk.get(address).words
    promises = {"party": "云帆", "account": "抖音账号", "promises": "不发布不实信息", "issue": "1"}
    assert "定稿前要填这一项" in clerk.post(address, {**promises, "promises": ""}, status=400).words
    clerk.post(address, promises)
    copy = body(clerk, "/documents/1/copies", {"pdf": "1"})
    assert copy.startswith(b"%PDF")
    found = clerk.post("/documents/verify", {"file": (BytesIO(copy), "copy.pdf")})
    assert "内容没有改动" in found.words
    assert "第 1 份" in found.words
    with app.app_context():
        digest = db.session.scalars(select(Document.content_sha256)).one()
        assert len(db.session.scalars(select(DocumentCopy)).all()) == 1
    assert "内容没有改动" in clerk.post("/documents/verify", {"digest": digest[:16]}).words
    assert "打印过 1 份" in clerk.get("/documents/1").words
    assert body(clerk, f"/accounts/{account}/dossier").startswith(b"%PDF")
    assert "不发布不实信息" in clerk.get(f"{address}&corrects=1").text, "it begins from what the old paper says"
    assert "不发布不实信息" not in clerk.get(address).text
    clerk.post(f"{address}&corrects=1", promises)
    assert "更正，以更正后的为准" in clerk.get("/documents/1").words
