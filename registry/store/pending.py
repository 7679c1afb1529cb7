"""Tiers that wait for confirmation, where an office has chosen so: the rules have moved the account, its office has not yet said so."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.terms import PendingState, Tier, TierMode
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Term
from registry.store.users import Office, User

_ONE = text("state = 'waiting'")


class PendingTier(Base):
    """One change of tier that waits, or waited. ``from_tier``: what the account shows; ``since``: the day of the move derived."""

    __tablename__ = "pending_tiers"
    __table_args__ = (
        Index("uq_pending_tiers_waiting", "account_id", unique=True, sqlite_where=_ONE, postgresql_where=_ONE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    from_tier: Mapped[Tier] = mapped_column(Term(Tier))
    to_tier: Mapped[Tier] = mapped_column(Term(Tier))
    since: Mapped[date]
    row: Mapped[str] = mapped_column(String(24))
    rulebook_version: Mapped[str | None] = mapped_column(String(24))
    state: Mapped[PendingState] = mapped_column(Term(PendingState), index=True)
    arisen_at: Mapped[datetime] = mapped_column(Instant)
    postponed_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    account: Mapped[Account] = relationship()
    decided_by: Mapped[User | None] = relationship()


def list_waiting_tiers(
    session: Session, *, scope: Scope, on: date | None, limit: int, offset: int = 0
) -> Sequence[PendingTier]:
    """What waits, longest first, with accounts; ``on``: leave out what is postponed beyond that day."""
    query = (
        select(PendingTier)
        .join(PendingTier.account)
        .where(*waiting_conditions(scope, on))
        .options(joinedload(PendingTier.account), joinedload(PendingTier.decided_by))
    )
    order = (PendingTier.postponed_until.is_not(None), PendingTier.id)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).unique().all()


def count_waiting_tiers(session: Session, *, scope: Scope, on: date | None) -> int:
    """How many wait."""
    query = (
        select(func.count()).select_from(PendingTier).join(PendingTier.account).where(*waiting_conditions(scope, on))
    )
    return session.scalar(query) or 0


def waiting_conditions(scope: Scope, on: date | None) -> list[ColumnElement[bool]]:
    """That a move of the scope waits; with ``on``, that it is not postponed beyond that day."""
    found = [scope.covers(Account.region_code), PendingTier.state == PendingState.WAITING]
    if on is not None:
        found.append(or_(PendingTier.postponed_until.is_(None), PendingTier.postponed_until <= on))
    return found


def find_waiting_tiers(
    session: Session, ids: Sequence[int], *, scope: Scope, is_held: bool = False
) -> Sequence[PendingTier]:
    """Those of these that still wait and lie in the scope; ``is_held``: until the transaction ends, for this act alone."""
    query = (
        select(PendingTier)
        .join(PendingTier.account)
        .where(PendingTier.id.in_(ids), *waiting_conditions(scope, None))
        .options(joinedload(PendingTier.account))
    )
    if is_held:
        query = query.with_for_update(of=PendingTier).execution_options(populate_existing=True)
    return session.scalars(query.order_by(PendingTier.id)).unique().all()


def find_waiting_tier(session: Session, account_id: int) -> PendingTier | None:
    """What waits on an account."""
    return session.scalar(
        select(PendingTier).where(PendingTier.account_id == account_id, PendingTier.state == PendingState.WAITING)
    )


def list_modes(session: Session) -> dict[str, TierMode]:
    """How the offices on each region treat a move of the tier; of two on one region the one that waits prevails."""
    found: dict[str, TierMode] = {}
    for region_code, mode in session.execute(select(Office.region_code, Office.tier_mode)):
        if found.get(region_code) is not TierMode.CONFIRMED:
            found[region_code] = mode
    return found
