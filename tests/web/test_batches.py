"""Printing many papers: ticked on the lists, made behind the page, taken away by who asked and nobody else."""

from collections.abc import Callable
from typing import Any

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
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


def test_nothing_ticked_is_said_on_the_list(client_of: Clients) -> None:
    assert "文书" in client_of("clerk").post("/documents/batches", {"form": "pdf", "back": "measures"}).words
