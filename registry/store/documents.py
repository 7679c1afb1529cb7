"""Papers issued or being drafted, and the counters that number them without gaps."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.terms import DocumentKind
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.together import Question
from registry.store.types import Instant, Json, Term
from registry.store.users import Office, User


class Document(Base):
    """One paper. Issued = numbered and frozen: content, PDF and DOCX with their SHA-256 never change again."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("office_id", "series", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(Term(DocumentKind))
    series: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    number: Mapped[int]
    doc_no: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    content_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    docx_sha256: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)

    account: Mapped[Account] = relationship()
    issued_by: Mapped[User] = relationship()
    corrects: Mapped["Document | None"] = relationship(remote_side=id)


class DocumentCopy(Base):
    """One printed copy of an issued paper: its number on the paper, the bytes' SHA-256, who printed it and when."""

    __tablename__ = "document_copies"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    form: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    printed_at: Mapped[datetime] = mapped_column(Instant)
    printed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    document: Mapped[Document] = relationship()
    printed_by: Mapped[User] = relationship()


class DocumentCounter(Base):
    """The last number used per office, series and year; incremented inside the act that issues, so no gap can arise."""

    __tablename__ = "document_counters"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def list_counters(session: Session, *, scope: Scope) -> Sequence[tuple[str, str, int, int]]:
    """(office, series, year, last number) of every sequence of numbers the scope's offices use, the latest year first."""
    counter = DocumentCounter
    query = select(Office.name, counter.series, counter.year, counter.last).join(Office, Office.id == counter.office_id)
    query = query.where(scope.covers(Office.region_code), counter.last > 0)
    rows = session.execute(query.order_by(counter.year.desc(), Office.region_code, counter.series))
    return [(name, series, year, last) for name, series, year, last in rows]


class BasisConfirmation(Base):
    """An officer's confirmation that a legal basis marked unverified was read: its text, scope and the office's competence."""

    __tablename__ = "basis_confirmations"
    __table_args__ = (UniqueConstraint("office_id", "basis_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    basis_code: Mapped[str] = mapped_column(String(40))
    article_text: Mapped[str] = mapped_column(Text)
    coverage: Mapped[str] = mapped_column(Text)
    competence: Mapped[str] = mapped_column(Text)
    confirmed_on: Mapped[date]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    confirmed_by: Mapped[User] = relationship()


def find_confirmation(session: Session, office_id: int, basis_code: str) -> BasisConfirmation | None:
    """Return the office's confirmation of a legal basis."""
    return session.scalar(
        select(BasisConfirmation).where(
            BasisConfirmation.office_id == office_id, BasisConfirmation.basis_code == basis_code
        )
    )


def confirmations_of(office_id: int) -> Question[list[tuple[str, date, str]]]:
    """The office's confirmations as (code, day, who), to be asked together with others."""
    query = select(BasisConfirmation.basis_code, BasisConfirmation.confirmed_on, User.name)
    query = query.join(User, User.id == BasisConfirmation.confirmed_by_id)
    return Question(
        query.where(BasisConfirmation.office_id == office_id),
        lambda rows: [(code or "", date.fromisoformat(on or ""), who or "") for code, on, who in rows],
    )


def list_confirmations(session: Session, office_id: int) -> dict[str, BasisConfirmation]:
    """The office's confirmations by the code of the basis."""
    rows = session.scalars(
        select(BasisConfirmation)
        .where(BasisConfirmation.office_id == office_id)
        .options(joinedload(BasisConfirmation.confirmed_by))
    )
    return {row.basis_code: row for row in rows}


def get_document(session: Session, document_id: int, *, scope: Scope) -> Document:
    """Return an issued paper of the scope or raise NotFound."""
    found = session.scalar(
        select(Document)
        .where(Document.id == document_id, scope.covers(Document.region_code))
        .options(joinedload(Document.account))
    )
    if found is None:
        raise NotFound("documents.unknown", document=document_id)
    return found


def list_documents(
    session: Session, *, scope: Scope, kind: DocumentKind | None = None, account_id: int | None = None,
    measure_id: int | None = None, case_id: int | None = None,
) -> Sequence[Document]:  # fmt: skip
    """All such papers, the newest first, with their account and issuer."""
    query = select(Document).where(scope.covers(Document.region_code))
    exact = {Document.kind: kind, Document.account_id: account_id, Document.measure_id: measure_id,
             Document.case_id: case_id}  # fmt: skip
    query = query.where(*(column == value for column, value in exact.items() if value is not None))
    query = query.options(joinedload(Document.account), joinedload(Document.issued_by))
    return session.scalars(query.order_by(Document.id.desc())).unique().all()


def list_copies(session: Session, document_id: int) -> Sequence[DocumentCopy]:
    """The copies printed of a paper, the newest first."""
    query = select(DocumentCopy).where(DocumentCopy.document_id == document_id)
    query = query.options(joinedload(DocumentCopy.printed_by))
    return session.scalars(query.order_by(DocumentCopy.number.desc())).all()


def find_correction(session: Session, document_id: int) -> Document | None:
    """The paper that corrects this one and stands, the latest."""
    query = select(Document).where(Document.corrects_id == document_id, Document.void_reason.is_(None))
    return session.scalar(query.order_by(Document.id.desc()).limit(1))


def find_by_digest(session: Session, digest: str, *, scope: Scope) -> tuple[Document, DocumentCopy | None] | None:
    """The paper whose content, PDF, DOCX or printed copy begins with these hexadecimal digits; with the copy, if it is one."""
    within = scope.covers(Document.region_code)
    columns = (Document.content_sha256, Document.pdf_sha256, Document.docx_sha256)
    found = session.scalar(
        select(Document).where(within, or_(*(column.startswith(digest) for column in columns))).limit(1)
    )
    if found is not None:
        return found, None
    query = select(DocumentCopy).join(Document).where(within, DocumentCopy.sha256.startswith(digest))
    copy = session.scalar(query.limit(1))
    return (copy.document, copy) if copy is not None else None


def next_number(session: Session, *, office_id: int, series: str, year: int) -> int:
    """Take the next number of a series; gapless: the act that issues the paper holds the counter's row till its end."""
    key = {"office_id": office_id, "series": series, "year": year}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(DocumentCounter).values(**key, last=0).on_conflict_do_nothing()
    )  # two may begin a series at once
    counter = session.get_one(DocumentCounter, key, with_for_update=True, populate_existing=True)
    counter.last += 1
    session.flush()
    return counter.last
