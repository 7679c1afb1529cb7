"""Roster imports: what was read, what was done row by row, and what would undo it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.domain.terms import ImportState, RowAction
from registry.store.db import Base
from registry.store.types import Instant, Json, Term
from registry.store.users import User


class Import(Base):
    """One roster file. The file itself is kept sealed in the data folder until the import is applied or discarded."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[ImportState] = mapped_column(Term(ImportState))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    plan_digest: Mapped[str | None] = mapped_column(String(64))
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undo_result: Mapped[dict[str, Any] | None] = mapped_column(Json)

    uploaded_by: Mapped[User] = relationship(foreign_keys=uploaded_by_id)
    applied_by: Mapped[User | None] = relationship(foreign_keys=applied_by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)


class ImportRow(Base):
    """One row of the file and its fate. ``changes`` = {field: [old, new]}; personal fields masked for show in ``changes``
    and kept for the undo only as ciphertext, in ``before``."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_import_action", "import_id", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    sheet: Mapped[str] = mapped_column(String(100))
    row: Mapped[int]
    action: Mapped[RowAction] = mapped_column(Term(RowAction))
    name: Mapped[str] = mapped_column(String(120), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    account_version: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
