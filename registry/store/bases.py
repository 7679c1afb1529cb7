"""An office's own entries of the legal-basis library, and when its officers compared an article again.

Neither is ever deleted or changed once a second person has confirmed it: a changed article is a new entry with its dates.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.bases import BasisLevel, BasisRole, EntryState
from registry.domain.errors import NotFound
from registry.store.db import Base
from registry.store.together import Question
from registry.store.types import Instant, Json, Term
from registry.store.users import User


class BasisEntry(Base):
    """One article as an office states it. ``code``: the packaged article it stands over, or one of its own."""

    __tablename__ = "basis_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    state: Mapped[EntryState] = mapped_column(Term(EntryState))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80))
    article: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(120))
    level: Mapped[BasisLevel] = mapped_column(Term(BasisLevel))
    role: Mapped[BasisRole] = mapped_column(Term(BasisRole))
    text: Mapped[str] = mapped_column(Text)
    for_kinds: Mapped[list[str]] = mapped_column(Json)
    for_targets: Mapped[list[str]] = mapped_column(Json)
    county_may: Mapped[bool | None]
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    remark: Mapped[str] = mapped_column(Text, default="")

    drafted_by: Mapped[User] = relationship(foreign_keys=drafted_by_id)
    settled_by: Mapped[User | None] = relationship(foreign_keys=settled_by_id)


class BasisCheck(Base):
    """That an officer compared an article with the text in force again and found it unchanged."""

    __tablename__ = "basis_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    checked_on: Mapped[date]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(Text)

    checked_by: Mapped[User] = relationship()


def list_entries(session: Session, office_id: int) -> Sequence[BasisEntry]:
    """The office's entries, the withdrawn ones too, oldest first."""
    people = (joinedload(BasisEntry.drafted_by), joinedload(BasisEntry.settled_by))
    query = select(BasisEntry).where(BasisEntry.office_id == office_id).options(*people)
    return session.scalars(query.order_by(BasisEntry.id)).all()


def entries_of(office_id: int) -> Question[int]:
    """How many entries the office has."""
    query = select(func.count()).select_from(BasisEntry).where(BasisEntry.office_id == office_id)
    return Question(query, lambda rows: int(rows[0][0] or 0))


def checks_of(office_id: int) -> Question[list[tuple[str, date, str, str]]]:
    """Every comparison the office's officers made as (code, day, who, words), oldest first."""
    query = select(BasisCheck.id, BasisCheck.code, BasisCheck.checked_on, User.name, BasisCheck.words)
    query = query.join(User, User.id == BasisCheck.checked_by_id).where(BasisCheck.office_id == office_id)
    return Question(query, lambda rows: [
        (code or "", date.fromisoformat(on or ""), who or "", words or "")
        for _id, code, on, who, words in sorted(rows, key=lambda row: int(row[0] or 0))
    ])  # fmt: skip


def get_entry(session: Session, entry_id: int, *, office_id: int, is_locked: bool = False) -> BasisEntry:
    """An entry of the office; raises NotFound where there is none."""
    query = select(BasisEntry).where(BasisEntry.id == entry_id, BasisEntry.office_id == office_id)
    if is_locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound("bases.entry_unknown", entry=entry_id)
    return found
