"""Papers issued or being drafted, and the counters that number them without gaps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.domain.terms import DocumentKind
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.types import Instant, Json, Term
from registry.store.users import User


class Document(Base):
    """One paper. Issued = numbered and frozen: content, PDF and DOCX with their SHA-256 never change again."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("office_id", "series", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"), index=True)
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

    account: Mapped[Account] = relationship()
    issued_by: Mapped[User] = relationship()


class DocumentCounter(Base):
    """The last number used per office, series and year; incremented inside the act that issues, so no gap can arise."""

    __tablename__ = "document_counters"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class BasisConfirmation(Base):
    """An officer's confirmation that a legal basis marked unverified was read: its text, scope and the office's competence."""

    __tablename__ = "basis_confirmations"
    __table_args__ = (UniqueConstraint("office_id", "basis_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    basis_code: Mapped[str] = mapped_column(String(40))
    article_text: Mapped[str] = mapped_column(Text)
    competence: Mapped[str] = mapped_column(Text)
    confirmed_on: Mapped[date]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    confirmed_by: Mapped[User] = relationship()
