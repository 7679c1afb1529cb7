"""Papers as acts: draft, issue, void, and hand out what was issued.

Issuing numbers a paper, freezes its content with a digest and keeps its PDF and DOCX as they were made; from then
on nothing is rendered from current data again (controls list 13). The number is taken in the act's own transaction,
so that a paper that cannot be made leaves no gap (党政机关公文处理工作条例 第九条: 发文字号).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy.orm import Session

from registry.domain import bases
from registry.domain.cases import states
from registry.domain.documents import content, layout, numbering
from registry.domain.documents.catalogue import forms
from registry.domain.documents.content import Trace
from registry.domain.documents.docx import render_docx
from registry.domain.documents.fonts import Fonts
from registry.domain.documents.pdf import render_pdf
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import DocumentKind, MeasureState, ViolationState, label
from registry.services import audit, paper_details, paper_given, papers
from registry.services.bases import day_of
from registry.services.files import Store
from registry.services.papers import Case, Details
from registry.services.sanction_records import Teller
from registry.store.account_queries import lock_account
from registry.store.documents import Document, get_document, list_documents, next_number
from registry.store.scope import scope_of
from registry.store.users import User

ISSUABLE: Final = states.RUNNING | {MeasureState.APPROVED, MeasureState.ENDED, MeasureState.LIFTED}
"""States of a measure that was decided and stands; what is declined or annulled goes out to nobody."""

Format = Literal["pdf", "docx"]
FORMATS: Final[tuple[Format, ...]] = ("pdf", "docx")


@dataclass(frozen=True)
class Press:
    """What a paper is printed with: the fonts found on this machine and the folder that keeps issued papers."""

    fonts: Fonts
    store: Store


def draft(session: Session, case: Case, details: Details, *, tell: Teller, on: date) -> content.Document:
    """The paper as it stands now, marked 草稿 and without number; nothing is stored."""
    return papers.build(session, case, details, tell=tell, on=on)


def render(paper: content.Document, form: Format, *, fonts: Fonts, trace: Trace | None = None) -> bytes:
    """A paper as PDF or DOCX."""
    return render_pdf(paper, fonts=fonts, trace=trace) if form == "pdf" else render_docx(paper, trace=trace)


def list_obstacles(case: Case, details: Details, *, by: Actor, on: date) -> list[Refusal]:
    """All that keeps the case from being issued, whatever is typed; empty where it may be issued."""
    found = []
    measure, office = case.measure, case.office
    if office.id != by.office_id:
        found.append(Refusal("documents.other_office", office=office.name))
    if measure is not None and measure.state not in ISSUABLE and forms()[case.kind].is_decided:
        is_over = measure.state in (MeasureState.DECLINED, MeasureState.ANNULLED)
        found.append(Refusal("documents.measure_over" if is_over else "documents.not_decided", state=measure.state))
    if measure is not None and measure.violation is not None and measure.violation.state is ViolationState.VOIDED:
        found.append(Refusal("documents.violation_voided"))
    for basis in cited(case, details, on=on):
        if not basis.is_verified:
            found.append(Refusal("documents.basis_unconfirmed", basis=bases.cite(basis)))
    if not office.document_prefix:
        found.append(Refusal("documents.prefix_missing", office=office.name))
    return found


def cited(case: Case, details: Details, *, on: date) -> tuple[bases.LegalBasis, ...]:
    """The articles the measure and the paper rest on, each once."""
    if case.measure is None:
        return ()
    own = papers.library_for(case).get(case.measure.basis_code, day_of(case.measure))
    return tuple(dict.fromkeys(each for each in (own, papers.cited_on(case, details, on=on)) if each))


def find_issued(session: Session, case: Case, *, on: date, by: Actor) -> Document | None:
    """The same paper where it was issued before and stands: of this measure, or for a record on this very day."""
    measure_id = case.measure.id if case.measure else None
    if case.casefile is not None and papers.is_sheet(case.kind):
        return None  # a case may need the same form twice: one receipt of service for the notice, one for the decision
    issued = list_documents(
        session, scope=scope_of(by.region_code), kind=case.kind, account_id=case.account.id, measure_id=measure_id
    )
    return next((row for row in issued if row.void_reason is None and (measure_id or row.issued_on == on)), None)


def issue(
    session: Session, case: Case, details: Details, *, tell: Teller, press: Press, is_again: bool = False,
    corrects: Document | None = None, by: Actor, at: datetime, on: date,
) -> Document:  # fmt: skip
    """Number the paper, freeze it, keep its PDF and DOCX, all dated ``on``; one that ``corrects`` another cites it.

    Raises Refusal: an obstacle (see `list_obstacles`), a day out of order, a field missing, or the same paper issued
    before and not asked for again. Where it raises, the number is not used up.
    """
    require(by, "documents.issue", case.account.region_code)
    lock_account(session, case.account.id)
    if case.measure is not None:
        session.refresh(case.measure, ["state"])
    for obstacle in list_obstacles(case, details, by=by, on=on):
        raise obstacle
    _check_days(case, details, on=on)
    _check_notice(session, case, details)
    earlier = find_issued(session, case, on=on, by=by)
    if corrects is not None and (corrects.kind, corrects.account_id) != (case.kind, case.account.id):
        raise Refusal("documents.corrects_other", doc_no=corrects.doc_no)
    if earlier is not None and not is_again and corrects is None:
        raise Refusal("documents.issued_already", doc_no=earlier.doc_no)
    row = _number(session, case, by=by, at=at, on=on)
    paper = papers.build(session, case, details, tell=tell, on=on, doc_no=row.doc_no, draft=False)
    paper = replace(paper, given=paper_given.told(details))
    if corrects is not None:
        row.corrects_id, paper = corrects.id, correcting(paper, corrects)
    _freeze(row, paper, press)
    session.add(row)
    session.flush()
    after = {
        "doc_no": row.doc_no,
        "corrects": corrects.doc_no if corrects else None,
        "kind": row.kind.value,
        "measure": row.measure_id,
        "content": row.content_sha256,
    }
    _log(session, "documents.issue", row, by=by, at=at, after=after)
    return row


def correcting(paper: content.Document, former: Document) -> content.Document:
    """The paper with a first sentence that says which one it takes the place of."""
    words = f"本文书更正并代替{layout.date_text(former.issued_on)}{former.doc_no}《{former.title}》。"
    return replace(paper, blocks=(content.Paragraph(words), *paper.blocks))


def _number(session: Session, case: Case, *, by: Actor, at: datetime, on: date) -> Document:
    """The row of a paper with its number, its content still to come."""
    series = numbering.series(case.office.document_prefix, case.kind)
    number = next_number(session, office_id=case.office.id, series=series, year=on.year)
    return Document(
        office_id=case.office.id,
        region_code=case.account.region_code,
        account_id=case.account.id,
        measure_id=case.measure.id if case.measure else None,
        case_id=case.casefile.id if case.casefile else None,
        kind=case.kind,
        series=series,
        year=on.year,
        number=number,
        doc_no=numbering.format_doc_no(series, on.year, number),
        title=label(case.kind),
        issued_on=on,
        issued_at=at,
        issued_by=session.get_one(User, by.user_id),
    )


def _freeze(row: Document, paper: content.Document, press: Press) -> None:
    """Keep what the paper says, with its digest, and its PDF and DOCX as they are now."""
    row.content, row.content_sha256 = content.to_plain(paper), content.digest(paper)
    trace = trace_of(row)
    pdf, docx = (
        press.store.put(render(paper, form, fonts=press.fonts, trace=trace), f"{row.doc_no}.{form}") for form in FORMATS
    )
    row.pdf_sha256, row.docx_sha256 = pdf.sha256, docx.sha256


def trace_of(row: Document) -> Trace:
    """The foot of an issued paper, the same in all its forms: who issued it and when, and its digest."""
    return Trace(f"定稿：{row.issued_by.name}　{row.issued_on.isoformat()}", row.content_sha256)


def _check_notice(session: Session, case: Case, details: Details) -> None:
    """No decision without its notice (行政处罚法 第四十四条): the one named was issued to this account and stands."""
    if case.kind is not DocumentKind.PENALTY_DECISION:
        return
    rows = list_documents(
        session, scope=scope_of(case.account.region_code), kind=DocumentKind.PENALTY_NOTICE, account_id=case.account.id
    )
    if details.values.get("notice_no") not in {row.doc_no for row in rows if row.void_reason is None}:
        raise Refusal("documents.notice_missing")


def _check_days(case: Case, details: Details, *, on: date) -> None:
    """Days the paper sets lie ahead, in order, and agree with the register; which of them it sets, its kind says."""
    for field in forms()[case.kind].fields:
        given = details.values.get(field.name)
        day = given.date() if isinstance(given, datetime) else given
        if field.ahead and isinstance(day, date) and day <= on:
            raise Refusal("documents.day_in_past", label=field.label)
    if case.kind is DocumentKind.INTERVIEW_NOTICE and details.meets_at is not None:
        if details.meets_at.date() < on:
            raise Refusal("documents.meets_in_past")
        effect = case.measure.effective_on if case.measure else None
        if effect is not None and effect < details.meets_at.date():
            raise Refusal("documents.meets_after_effect", on=effect)
        if details.excuse_by is not None and not on <= details.excuse_by <= details.meets_at.date():
            raise Refusal("documents.excuse_out_of_order")
    if case.kind is DocumentKind.RECTIFICATION_ORDER and details.due_on is not None:
        ordered = case.measure.rectification if case.measure else None
        if ordered is not None and ordered.due_on != details.due_on:
            raise Refusal("documents.due_differs", on=ordered.due_on)
        if ordered is None and details.due_on <= on:
            raise Refusal("documents.due_in_past")
    if case.kind in papers.LETTERS and details.reply_by and details.reply_by <= on:
        raise Refusal("documents.reply_in_past")
    if case.kind is DocumentKind.SUSPENSION_LETTER and details.days:
        term = paper_details.term_of(case.measure)
        if term is not None and term != details.days:
            raise Refusal("documents.term_differs", days=term)


def void(session: Session, document_id: int, *, reason: str, by: Actor, at: datetime) -> Document:
    """Void an issued paper with a reason: it stays in the list as 作废, its number is never given again."""
    row = get_document(session, document_id, scope=scope_of(by.region_code))
    require(by, "documents.issue", row.region_code)
    if row.office_id != by.office_id:
        raise Refusal("documents.void_elsewhere", doc_no=row.doc_no)
    if row.void_reason is not None:
        raise Refusal("documents.void_already", doc_no=row.doc_no)
    if not reason.strip():
        raise Refusal("documents.void_reason_missing")
    row.void_reason = reason
    _log(session, "documents.void", row, by=by, at=at, reason=reason, after={"doc_no": row.doc_no})
    return row


def frozen(row: Document) -> content.Document:
    """The content of an issued paper; Refusal("documents.unreadable") where its digest does not bear it out."""
    if content.digest_of_plain(row.content) != row.content_sha256:
        raise Refusal("documents.unreadable")
    return content.from_plain(row.content)


def read_copy(row: Document, form: Format, *, store: Store) -> bytes:
    """The bytes made when the paper was issued. Raises Refusal("documents.unreadable") where the file was altered."""
    wanted = row.pdf_sha256 if form == "pdf" else row.docx_sha256
    data = store.get(wanted)
    if hashlib.sha256(data).hexdigest() != wanted:
        raise Refusal("documents.unreadable")
    return data


def _log(
    session: Session, act: str, row: Document, *, by: Actor, at: datetime, reason: str | None = None,
    after: Mapping[str, object],
) -> None:  # fmt: skip
    audit.record(
        session,
        act,
        by=by,
        at=at,
        object_type="document",
        object_id=row.id,
        region_code=row.region_code,
        reason=reason,
        after=after,
    )
