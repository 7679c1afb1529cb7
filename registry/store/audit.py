"""The audit log: one entry an act, chained by hash, never altered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.domain.audit_chain import GENESIS
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Json

_LOCK = 710_001
"""The PostgreSQL advisory lock of the chain; on SQLite the one writer is the lock."""


class AuditEntry(Base):
    """Who did what, when, why, to what; the actor's name, post and office as they were at that moment."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_object", "object_id", "object_type"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    user_id: Mapped[int | None]
    actor: Mapped[dict[str, Any]] = mapped_column(Json)
    act: Mapped[str] = mapped_column(String(60), index=True)
    object_type: Mapped[str] = mapped_column(String(24))
    object_id: Mapped[str] = mapped_column(String(60))
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def content(self) -> dict[str, Any]:
        """What the hash seals."""
        names = ("user_id", "actor", "act", "object_type", "object_id", "region_code", "reason", "before", "after")
        return {"at": self.at.isoformat(), **{name: getattr(self, name) for name in names}}


def lock_chain(session: Session) -> str:
    """Take the chain's lock for this transaction and return the last hash."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS


def list_entries(
    session: Session, *, scope: Scope, act: str = "", username: str = "", limit: int, offset: int = 0
) -> Sequence[AuditEntry]:
    """The newest entries first, by act and user where given."""
    query = select(AuditEntry).where(*_narrowed(scope, act, username))
    return session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit).offset(offset)).all()


def list_entries_of(
    session: Session, object_type: str, object_ids: Iterable[int], *, acts: Sequence[str]
) -> Sequence[AuditEntry]:
    """The entries of these acts on these objects, oldest first."""
    query = select(AuditEntry).where(
        AuditEntry.object_type == object_type, AuditEntry.object_id.in_(map(str, object_ids))
    )
    return session.scalars(query.where(AuditEntry.act.in_(acts)).order_by(AuditEntry.id)).all()


def count_entries(session: Session, *, scope: Scope, act: str = "", username: str = "") -> int:
    """How many such entries there are."""
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*_narrowed(scope, act, username))) or 0


def _narrowed(scope: Scope, act: str, username: str) -> list[ColumnElement[bool]]:
    found = [scope.covers(AuditEntry.region_code)]
    if act:
        found.append(AuditEntry.act == act)
    if username:
        found.append(AuditEntry.actor["username"].as_string() == username)
    return found


def list_names_of(session: Session, user_id: int) -> set[str]:
    """The names a user bore at the acts on file."""
    name = AuditEntry.actor["name"].as_string()
    return {found for found in session.scalars(select(name).where(AuditEntry.user_id == user_id).distinct()) if found}


def list_certificates(session: Session) -> list[tuple[int, str]]:
    """Each (user, certificate number) that was entered or amended at some time."""
    acts = AuditEntry.act.in_(("users.add", "users.amend"))
    rows = session.execute(select(AuditEntry.object_id, AuditEntry.before, AuditEntry.after).where(acts))
    values = [(int(key), each.get("certificate_no")) for key, *both in rows for each in both if each]
    return [(key, number) for key, number in values if number]


def walk_chain(session: Session) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every entry in order as (previous hash, hash, content), in bounded memory."""
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        yield entry.previous_hash, entry.hash, entry.content()
