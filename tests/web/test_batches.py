"""Printing many papers: ticked on the lists, made behind the page, taken away by who asked and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask_openapi3 import OpenAPI

from registry.clock import now
from registry.domain.china_time import china_day
from registry.domain.permissions import Actor
from registry.services.batches import KEPT_DAYS
from registry.store.batches import PaperBatch
from tests.client import Client
from tests.factories import make_account, writing

Clients = Callable[[str], Client]


def test_ticked_accounts_papers_become_one_file(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: Clients
) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
    clerk = client_of("clerk")
    issued: dict[str, Any] = {"issue": "1"}
    clerk.post("/documents/new?account=1", issued)
    assert 'name="account" value="1"' in clerk.get("/accounts").text
    shown = clerk.post("/documents/batches", {"account": "1", "form": "pdf", "back": "accounts"})
    assert "1 份文书" in shown.words
    app.extensions["registry.queue"].run_waiting()
    assert "已经做好" in clerk.get("/documents/batches/1").words
    assert clerk.get("/documents/batches/1/file").response.data.startswith(b"%PDF")
    assert "打印一批文书" in clerk.get("/jobs").words
    client_of("clerk2").get("/documents/batches/1", status=404)


def test_all_the_list_shows_is_ordered_from_it_and_its_file_ends_with_its_term(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: Clients
) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
    clerk, issued = client_of("clerk"), {"issue": "1"}
    clerk.post("/documents/new?account=1", issued)
    page = clerk.get("/documents?kind=sanction_record")
    assert 'action="/documents/batches?kind=sanction_record"' in page.text
    assert "把列出的 1 份定稿文书一起打印" in page.words
    refused = clerk.post("/documents/batches?kind=commitment", {"form": "docx", "back": "documents"})
    assert "没有符合条件的定稿文书" in refused.words
    shown = clerk.post("/documents/batches?kind=sanction_record", {"form": "docx", "back": "documents"})
    assert '<progress aria-labelledby="working-words"' in shown.text
    app.extensions["registry.queue"].run_waiting()
    assert f"保留到 {china_day(now() + timedelta(days=KEPT_DAYS))}" in clerk.get("/documents/batches/1").words
    assert clerk.get("/documents/batches/1/file").response.data.startswith(b"PK")
    with writing(app) as session:
        session.get_one(PaperBatch, 1).asked_at -= timedelta(days=KEPT_DAYS, seconds=1)
    app.extensions["registry.queue"].tidy_uploads()
    assert "文件已清除" in clerk.get("/documents/batches/1").words
    clerk.get("/documents/batches/1/file", status=404)
    settings = app.extensions["registry.settings"]
    assert not [path for path in settings.batches_dir.rglob("*") if path.is_file()]


def test_nothing_ticked_is_said_on_the_list(client_of: Clients) -> None:
    assert "文书" in client_of("clerk").post("/documents/batches", {"form": "pdf", "back": "measures"}).words
