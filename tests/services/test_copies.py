"""Copies of issued papers: numbered, logged, told from a forgery; corrections cite what they replace."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.documents.catalogue import forms
from registry.domain.documents.fonts import packaged_fonts
from registry.domain.errors import NotFound, Refusal
from registry.domain.grading.reading import default_rulebooks
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind
from registry.services import copies, documents, dossiers, paper_details, papers
from registry.services.files import Store
from registry.store.documents import Document
from registry.store.scope import EVERYTHING
from registry.wording.papers import Teller
from tests.domain.document_sheets import written
from tests.factories import AT, ON, make_account, writing

Who = Callable[[str], Actor]
RECORD = DocumentKind.SANCTION_RECORD


@pytest.fixture
def press(tmp_path: Path) -> documents.Press:
    """The font every machine has, and a folder of the test's own."""
    return documents.Press(packaged_fonts(), Store(tmp_path / "documents"))


def issued(session: Session, press: documents.Press, by: Actor, account_id: int, *, kind: DocumentKind = RECORD,
           corrects: Document | None = None, **values: object) -> Document:  # fmt: skip
    """Issue a paper of an account as far as the register fills it, ``values`` added."""
    case = papers.open_case(session, kind, measure_id=None, account_id=account_id, by=by)
    started = paper_details.start(case, by=by, on=ON)
    details = papers.Details(compiled_by=by.name, values=dict(started.values) | values)
    return documents.issue(
        session, case, details, tell=Teller(default_rulebooks()), press=press, corrects=corrects, by=by, at=AT, on=ON
    )


def test_each_copy_has_a_number_and_every_one_is_known_again(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        row = issued(session, press, clerk, make_account(session, clerk).id)
        made = [copies.take_copy(session, row.id, "pdf", press=press, by=clerk, at=AT) for _ in range(2)]
        assert [copy.number for copy, _ in made] == [1, 2]
        assert made[0][1] != made[1][1]
        for copy, data in made:
            found = copies.verify(session, hashlib.sha256(data).hexdigest(), scope=EVERYTHING)
            assert (found.document.id, found.copy) == (row.id, copy)
        frozen = copies.verify(session, copies.digest_of(row.content_sha256[:16].upper()), scope=EVERYTHING)
        assert (frozen.document.id, frozen.copy, frozen.correction) == (row.id, None, None)
        with pytest.raises(NotFound):
            copies.verify(session, hashlib.sha256(made[0][1] + b" ").hexdigest(), scope=EVERYTHING)


@pytest.mark.parametrize("text", ["", "7c1e 90ab", "这不是校验码这不是校验码"])
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="bad_digest"):
        copies.digest_of(text)


def test_a_correction_cites_what_it_replaces_and_the_old_paper_says_so(
    app: OpenAPI, actor: Who, press: documents.Press
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account, other = make_account(session, clerk), make_account(session, clerk, uid="another_1")
        old = issued(session, press, clerk, account.id)
        new = issued(session, press, clerk, account.id, corrects=old)
        assert old.doc_no in documents.frozen(new).blocks[0].text  # type: ignore[union-attr]  # a paragraph
        assert copies.verify(session, old.pdf_sha256, scope=EVERYTHING).correction is new
        with pytest.raises(Refusal, match="corrects_other"):
            issued(session, press, clerk, other.id, corrects=old)


def test_a_void_paper_is_printed_no_more(app: OpenAPI, actor: Who, press: documents.Press) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        row = issued(session, press, clerk, make_account(session, clerk).id)
        documents.void(session, row.id, reason="写错", by=clerk, at=AT)
        with pytest.raises(Refusal, match="void_already"):
            copies.take_copy(session, row.id, "pdf", press=press, by=clerk, at=AT)


def test_a_form_of_the_catalogue_is_issued_from_what_is_on_file(
    app: OpenAPI, actor: Who, press: documents.Press
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, phone="13812345678")
        row = issued(
            session, press, clerk, account.id, kind=DocumentKind.COMMITMENT, party="某某", remark="电话13812345678"
        )
        assert row.doc_no == "西网信诺〔2026〕1号"
        assert "13812345678" not in str(row.content)
        with pytest.raises(Refusal) as refused:
            issued(session, press, clerk, account.id, kind=DocumentKind.HEARING_NOTICE)
        assert "听证时间" in refused.value.params["labels"]


def test_a_decision_is_refused_where_no_notice_was_issued_before(
    app: OpenAPI, actor: Who, press: documents.Press
) -> None:
    clerk = actor("clerk")
    given = {each.name: written(each) for each in forms()[DocumentKind.PENALTY_DECISION].asked}
    told = {each.name: written(each) for each in forms()[DocumentKind.PENALTY_NOTICE].asked}
    with writing(app) as session:
        account = make_account(session, clerk)
        with pytest.raises(Refusal, match="notice_missing"):
            issued(session, press, clerk, account.id, kind=DocumentKind.PENALTY_DECISION, **given)
        notice = issued(session, press, clerk, account.id, kind=DocumentKind.PENALTY_NOTICE, **told)
        made = issued(
            session, press, clerk, account.id, kind=DocumentKind.PENALTY_DECISION,
            **(given | {"notice_no": notice.doc_no}),
        )  # fmt: skip
        assert made.doc_no == "西网信罚〔2026〕1号"


def test_the_file_of_an_account_is_one_pdf_with_all_its_papers(
    app: OpenAPI, actor: Who, press: documents.Press
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        issued(session, press, clerk, account.id)
        made = dossiers.bind(session, account.id, tell=Teller(default_rulebooks()), press=press, by=clerk, on=ON)
        assert len(re.findall(rb"/Type\s*/Page\b", made)) >= 6
