"""The ledger of violations and the evidence attached to them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from registry.domain.errors import NotFound
from registry.domain.terms import Severity, Source, ViolationState
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Term
from registry.store.users import User


class Violation(Base):
    """One confirmed or still unconfirmed act. Append-only: it is recognised or voided, never altered or deleted."""

    __tablename__ = "violations"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    state: Mapped[ViolationState] = mapped_column(Term(ViolationState), index=True)
    code: Mapped[str] = mapped_column(String(16))
    severity: Mapped[Severity | None] = mapped_column(Term(Severity))
    severity_reason: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(String(1000))
    occurred_on: Mapped[date]
    source: Mapped[Source] = mapped_column(Term(Source))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recognised_on: Mapped[date | None] = mapped_column(index=True)
    recognised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    voided_on: Mapped[date | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str | None] = mapped_column(Text)

    account: Mapped[Account] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=recorded_by_id)
    recognised_by: Mapped[User | None] = relationship(foreign_keys=recognised_by_id)
    voided_by: Mapped[User | None] = relationship(foreign_keys=voided_by_id)
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")


class Evidence(Base):
    """A file attached by hand; its bytes lie outside the database under their SHA-256."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    violation_id: Mapped[int] = mapped_column(ForeignKey("violations.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    added_by: Mapped[User] = relationship()


def get_violation(session: Session, violation_id: int, *, scope: Scope) -> Violation:
    """Return a violation of the scope or raise NotFound."""
    found = session.scalar(
        select(Violation)
        .where(Violation.id == violation_id, scope.covers(Violation.region_code))
        .options(joinedload(Violation.account), selectinload(Violation.evidence))
    )
    if found is None:
        raise NotFound("violations.unknown", violation=violation_id)
    return found


def list_violations(
    session: Session, *, scope: Scope, state: ViolationState | None = None, account_id: int | None = None, limit: int | None = None,
    offset: int = 0,
) -> Sequence[Violation]:  # fmt: skip
    """The newest violations first, with account, recorder and recogniser."""
    query = select(Violation).where(*_narrowed(scope, state, account_id))
    query = query.options(
        joinedload(Violation.account), joinedload(Violation.recorded_by), joinedload(Violation.recognised_by)
    )
    return (
        session.scalars(query.order_by(Violation.occurred_on.desc(), Violation.id.desc()).limit(limit).offset(offset))
        .unique()
        .all()
    )


def _narrowed(scope: Scope, state: ViolationState | None, account_id: int | None) -> list[ColumnElement[bool]]:
    found = [scope.covers(Violation.region_code)]
    if state is not None:
        found.append(Violation.state == state)
    if account_id is not None:
        found.append(Violation.account_id == account_id)
    return found


def get_evidence(session: Session, evidence_id: int, *, scope: Scope) -> Evidence:
    """Return a piece of evidence whose violation lies in the scope, or raise NotFound."""
    found = session.scalar(
        select(Evidence)
        .join(Violation, Evidence.violation_id == Violation.id)
        .where(Evidence.id == evidence_id, scope.covers(Violation.region_code))
    )
    if found is None:
        raise NotFound("violations.evidence_unknown", evidence=evidence_id)
    return found
