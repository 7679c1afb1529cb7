"""Many papers printed at once: set from what was frozen, told how far, kept for some days apart from the papers."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.services import batches, documents
from registry.services.files import Store
from registry.store.batches import PaperBatch
from registry.store.document_queries import DocumentFilter
from registry.store.documents import Document
from tests.client import counted_statements
from tests.factories import AT, make_account, writing
from tests.services.test_copies import Who, issued, press

__all__ = ["press"]


def many(session: Session, press: documents.Press, clerk: Actor, number: int) -> list[Document]:
    """Papers of as many accounts."""
    return [issued(session, press, clerk, make_account(session, clerk, uid=f"many_{n}").id) for n in range(number)]


def ordered(session: Session, clerk: Actor, form: str = "pdf", **what: object) -> PaperBatch:
    """An order of all papers, or of ``what``."""
    told = what or {"listed": DocumentFilter()}
    return batches.ask(session, form=form, by=clerk, at=AT, **told)[0]  # type: ignore[arg-type]  # as the caller names it


def test_all_a_list_shows_is_printed_and_a_void_paper_is_not(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        rows = many(session, press, clerk, 3)
        documents.void(session, rows[0].id, reason="写错", by=clerk, at=AT)
        batch = ordered(session, clerk)
        assert batch.documents == [row.id for row in rows[1:]]
        pdf = batches.print_papers(session, batch, press=press, tell=lambda *_: None)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
        again = batches.print_papers(session, batch, press=press, tell=lambda *_: None)
        assert pdf == again
        zipped = batches.print_papers(session, ordered(session, clerk, "docx"), press=press, tell=lambda *_: None)
        assert zipfile.ZipFile(io.BytesIO(zipped)).namelist() == [f"{row.doc_no} {row.title}.docx" for row in rows[1:]]


def test_what_is_none_or_too_much_is_refused(
    app: OpenAPI, actor: Who, press: documents.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = actor("clerk")
    monkeypatch.setattr(batches, "LIMIT", 1)
    with writing(app) as session:
        with pytest.raises(Refusal, match="batch_empty"):
            ordered(session, clerk)
        rows = many(session, press, clerk, 2)
        for what in ({"listed": DocumentFilter()}, {"account_ids": [row.account_id for row in rows]}):
            with pytest.raises(Refusal, match="batch_too_many"):
                ordered(session, clerk, **what)
        assert ordered(session, clerk, listed=DocumentFilter(account_id=rows[0].account_id)).documents == [rows[0].id]


def test_how_far_it_is_is_told_chunk_by_chunk_and_papers_are_read_in_bulk(
    app: OpenAPI, actor: Who, press: documents.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, told = actor("clerk"), []
    monkeypatch.setattr(batches, "CHUNK", 2)
    with writing(app) as session:
        many(session, press, clerk, 5)
        batch = ordered(session, clerk)
        session.expire_all()
        with counted_statements() as statements:
            batches.print_papers(session, batch, press=press, tell=lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (4, 5)]
    assert len([each for each in statements if "FROM documents" in each]) == 3
    assert len(statements) <= 5


def test_a_paper_that_was_altered_is_not_printed(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        (row,) = many(session, press, clerk, 1)
        row.content = {**row.content, "title": "另一份"}
        session.flush()
        with pytest.raises(Refusal, match="unreadable"):
            batches.print_papers(session, ordered(session, clerk), press=press, tell=lambda *_: None)


def test_files_end_with_their_term_and_the_papers_stay(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    files = Store(press.store.folder.parent / "batches")
    with writing(app) as session:
        (row,) = many(session, press, clerk, 1)
        old, young = ordered(session, clerk), ordered(session, clerk)
        data = batches.print_papers(session, old, press=press, tell=lambda *_: None)
        for each in (old, young):
            batches.keep(session, each.id, data, files=files)
        old.asked_at = AT - timedelta(days=batches.KEPT_DAYS, seconds=1)
        assert batches.let_go(session, AT) == []  # the younger order still speaks of the same file
        assert (old.sha256, young.sha256 == "") == ("", False)
        young.asked_at = old.asked_at
        (gone,) = batches.let_go(session, AT)
        files.drop(gone)
        assert not [path for path in files.folder.rglob("*") if path.is_file()]
        assert documents.read_copy(row, "pdf", store=press.store).startswith(b"%PDF")
