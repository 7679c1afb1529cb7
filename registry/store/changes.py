"""Decisions that a correction or a new version of the rules changed: listed, so that nothing changes in silence.

The old ones stay in the ledger as they were; an officer confirms that he or she has seen each.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.terms import ChangeCause, ChangedKind
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.types import Instant, Term
from registry.store.users import User


class ChangedDecision(Base):
    """One decision changed. ``old`` and ``new``: tiers, or kinds of measures, as their codes; None: none.

    ``fact``: what was voided or annulled ("v12", "m3"); ``row`` and ``rulebook_version``: by what it is now so.
    """

    __tablename__ = "changed_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"))
    kind: Mapped[ChangedKind] = mapped_column(Term(ChangedKind))
    cause: Mapped[ChangeCause] = mapped_column(Term(ChangeCause))
    fact: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    old: Mapped[str | None] = mapped_column(String(24))
    new: Mapped[str | None] = mapped_column(String(24))
    row: Mapped[str | None] = mapped_column(String(24))
    rulebook_version: Mapped[str | None] = mapped_column(String(24))
    on: Mapped[date]
    arisen_at: Mapped[datetime] = mapped_column(Instant)
    caused_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    account: Mapped[Account] = relationship()
    measure: Mapped[Measure | None] = relationship()
    caused_by: Mapped[User | None] = relationship(foreign_keys=caused_by_id)
    seen_by: Mapped[User | None] = relationship(foreign_keys=seen_by_id)


def list_changes(
    session: Session, *, scope: Scope, is_seen: bool, limit: int, offset: int = 0
) -> Sequence[ChangedDecision]:
    """The changed decisions seen or not seen yet, latest first, with account, measure and people: one statement."""
    query = (
        select(ChangedDecision)
        .join(ChangedDecision.account)
        .where(*_narrowed(scope, is_seen))
        .options(
            joinedload(ChangedDecision.account), joinedload(ChangedDecision.measure),
            joinedload(ChangedDecision.caused_by), joinedload(ChangedDecision.seen_by),
        )
    )  # fmt: skip
    return session.scalars(query.order_by(ChangedDecision.id.desc()).limit(limit).offset(offset)).unique().all()


def count_changes(session: Session, *, scope: Scope) -> tuple[int, int]:
    """How many nobody has seen yet, and how many are seen: one statement."""
    query = (
        select(func.count(), func.count(ChangedDecision.seen_at))
        .select_from(ChangedDecision)
        .join(ChangedDecision.account)
        .where(scope.covers(Account.region_code))
    )
    total, seen = session.execute(query).one()
    return total - seen, seen


def _narrowed(scope: Scope, is_seen: bool) -> list[ColumnElement[bool]]:
    seen_at = ChangedDecision.seen_at
    return [scope.covers(Account.region_code), seen_at.is_not(None) if is_seen else seen_at.is_(None)]


def find_unseen(session: Session, ids: Sequence[int], *, scope: Scope) -> Sequence[ChangedDecision]:
    """Those of these that nobody has seen yet and that lie in the scope, held until the transaction ends."""
    query = select(ChangedDecision).join(ChangedDecision.account)
    query = query.where(ChangedDecision.id.in_(ids), *_narrowed(scope, is_seen=False))
    held = query.options(joinedload(ChangedDecision.account)).with_for_update(of=ChangedDecision)
    return session.scalars(held.order_by(ChangedDecision.id)).unique().all()
