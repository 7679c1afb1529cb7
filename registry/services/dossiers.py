"""The file of an account (卷宗) as one PDF: cover, index, every standing paper, the evidence, how the tier came about, note.

The papers are set from what was frozen; cover, index and note are made for the occasion and are no issued papers. The index
gives the page of the file on which each begins, which the typesetter knows best (案卷归档：一案一卷，编页号、目录).
"""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from registry.domain.china_time import china_day
from registry.domain.documents.content import Document, Table, Trace
from registry.domain.documents.pdf import render_pdfs
from registry.domain.documents.sheets import Sheet, build_sheet
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, label
from registry.services import paper_sources, papers
from registry.services.documents import Press, frozen, trace_of
from registry.services.papers import Case, Details
from registry.services.sanction_records import Teller
from registry.store.documents import Document as Row
from registry.store.documents import list_documents
from registry.store.scope import scope_of
from registry.store.violations import list_violations

BEFORE = 2
"""Papers that stand before the first issued one: cover and index."""


def bind(session: Session, account_id: int, *, tell: Teller, press: Press, by: Actor, on: date) -> bytes:
    """The file of one account as PDF, pages counted through in the upper outer corner."""
    case = papers.open_case(session, None, measure_id=None, account_id=account_id, by=by)
    rows = list_documents(session, scope=scope_of(by.region_code), account_id=account_id)
    standing = [row for row in reversed(rows) if row.void_reason is None]
    record = papers.build(session, case, Details(compiled_by=by.name), tell=tell, on=on)
    evidence = _made(case, DocumentKind.EVIDENCE_LIST, by, on, evidence_rows=_evidence(session, case))
    made = [
        _made(case, DocumentKind.DOSSIER_COVER, by, on),
        _index(_made(case, DocumentKind.DOSSIER_INDEX, by, on), standing, [row for row in rows if row not in standing]),
        *(frozen(row) for row in standing),
        evidence,
        replace(record, draft=False, dated_on=on),
        _made(case, DocumentKind.DOSSIER_NOTE, by, on),
    ]
    traces: list[Trace | None] = [None] * len(made)
    traces[BEFORE : BEFORE + len(standing)] = [trace_of(row) for row in standing]
    return render_pdfs(list(zip(made, traces, strict=True)), fonts=press.fonts, is_file=True)


def _made(case: Case, kind: DocumentKind, by: Actor, on: date, **values: object) -> Document:
    """A form of the file as far as the register knows it; the rest is left for ink."""
    known = paper_sources.start(replace(case, kind=kind), by=by, on=on) | values
    return replace(build_sheet(Sheet(kind, case.office.name, known, draft=True)), draft=False, dated_on=on)


def _index(index: Document, standing: list[Row], void: list[Row]) -> Document:
    """The index with the page of the file each paper begins on; void numbers are listed and lie in no file."""
    told = [
        (row.doc_no, row.title, row.issued_on.isoformat(), f"@{place}", "")
        for place, row in enumerate(standing, BEFORE)
    ]
    after = BEFORE + len(standing)
    own = (label(DocumentKind.EVIDENCE_LIST), label(DocumentKind.SANCTION_RECORD), label(DocumentKind.DOSSIER_NOTE))
    told += [("", title, "", f"@{place}", "") for place, title in enumerate(own, after)]
    told += [(row.doc_no, row.title, row.issued_on.isoformat(), "", "已作废") for row in reversed(void)]
    rows = tuple((str(place), *row) for place, row in enumerate(told, 1))
    return replace(
        index, blocks=tuple(replace(block, rows=rows) if isinstance(block, Table) else block for block in index.blocks)
    )


def _evidence(session: Session, case: Case) -> tuple[str, ...]:
    """The evidence filed on the account's violations, a row each, the oldest first."""
    account = case.account
    found = list_violations(session, scope=scope_of(account.region_code), account_id=account.id)
    return tuple(
        f"{mask_inside(each.filename)}｜{label(violation.source)}｜{china_day(each.added_at).isoformat()}"
        f"｜{each.added_by.name}｜{each.sha256[:16]}"
        for violation in reversed(found)
        for each in violation.evidence
    )
