"""Tiers set aside by a person (人工调整等级): asked for with reason, basis and term, decided by a second person.

The tier the rules derive stands all the same; nothing here is ever a fact of the engine (grading.md). What is in force is
kept on the account too, so that every list shows it beside the tier without asking.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, Text, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.terms import OverrideState, Tier
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.together import Question
from registry.store.types import Instant, Term
from registry.store.users import Office, User

STANDING = (OverrideState.PROPOSED, OverrideState.IN_FORCE)
"""States of which an account has one at most."""
_ONE = text("state IN ('proposed', 'in_force')")

Columns = TypeVarTuple("Columns")


class Override(Base):
    """One override. ``derived``: the tier of the rules when it was asked for; ``until_on``: the last day it holds."""

    __tablename__ = "overrides"
    __table_args__ = (Index("uq_overrides_open", "account_id", unique=True, sqlite_where=_ONE, postgresql_where=_ONE),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    tier: Mapped[Tier] = mapped_column(Term(Tier))
    derived: Mapped[Tier | None] = mapped_column(Term(Tier))
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date | None]
    until_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[OverrideState] = mapped_column(Term(OverrideState), index=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    review_note: Mapped[str] = mapped_column(Text, default="")
    lock: Mapped[int] = mapped_column(default=1)

    account: Mapped[Account] = relationship()
    office: Mapped[Office] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    lifted_by: Mapped[User | None] = relationship(foreign_keys=lifted_by_id)
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=reviewed_by_id)

    __mapper_args__ = {"version_id_col": lock}  # noqa: RUF012 - SQLAlchemy's own spelling

    @property
    def is_to_review(self) -> bool:
        """Whether its term is over and nobody has closed it yet."""
        return self.state is OverrideState.ENDED and self.reviewed_at is None


PEOPLE = (Override.asked_by, Override.decided_by, Override.lifted_by, Override.reviewed_by)
TO_REVIEW = and_(Override.state == OverrideState.ENDED, Override.reviewed_at.is_(None))


def get_override(session: Session, override_id: int, *, scope: Scope, is_locked: bool = False) -> Override:
    """An override of an account of the scope, or NotFound; ``is_locked``: nobody else acts on it until this act has ended."""
    query = (
        select(Override)
        .join(Override.account)
        .where(Override.id == override_id, scope.covers(Account.region_code))
        .options(joinedload(Override.account), joinedload(Override.office))
    )
    if is_locked:
        query = query.with_for_update(of=Override).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound("overrides.unknown", override=override_id)
    return found


def list_overrides(
    session: Session, *, scope: Scope, states: Iterable[OverrideState] = (), is_to_review: bool = False,
    account_id: int | None = None, limit: int | None = None, offset: int = 0,
) -> Sequence[Override]:  # fmt: skip
    """The latest first, with account and people: one statement."""
    query = (
        select(Override)
        .join(Override.account)
        .where(*_narrowed(scope, states, is_to_review, account_id))
        .options(joinedload(Override.account), *(joinedload(each) for each in PEOPLE))
    )
    return session.scalars(query.order_by(Override.id.desc()).limit(limit).offset(offset)).unique().all()


def _narrowed(
    scope: Scope, states: Iterable[OverrideState], is_to_review: bool, account_id: int | None
) -> list[ColumnElement[bool]]:
    found = [scope.covers(Account.region_code)]
    if states := tuple(states):
        found.append(Override.state.in_(states))
    if is_to_review:
        found.append(TO_REVIEW)
    if account_id is not None:
        found.append(Override.account_id == account_id)
    return found


def count_overrides(session: Session, *, scope: Scope) -> dict[str, int]:
    """How many there are by state, and under "review" how many wait to be closed: one statement."""
    rows = session.execute(
        select(Override.state, Override.reviewed_at.is_(None), func.count())
        .join(Override.account)
        .where(scope.covers(Account.region_code))
        .group_by(Override.state, Override.reviewed_at.is_(None))
    )
    found = dict.fromkeys((*OverrideState, "review"), 0)
    for state, is_unreviewed, number in rows:
        found[state] += number
        if state is OverrideState.ENDED and is_unreviewed:
            found["review"] += number
    return {str(state): number for state, number in found.items()}


def list_waiting_overrides(session: Session, *, scope: Scope, limit: int) -> Sequence[Override]:
    """Those that wait to be decided, and those whose term is over and which nobody has closed; oldest first."""
    query = _waiting(select(Override), scope)
    query = query.options(joinedload(Override.account), joinedload(Override.asked_by), joinedload(Override.office))
    return session.scalars(query.order_by(Override.id).limit(limit)).unique().all()


def waiting_in(scope: Scope) -> Question[int]:
    """How many of them there are."""
    return Question(_waiting(select(func.count(Override.id)), scope), lambda rows: int(rows[0][0] or 0))


def _waiting(query: "Select[*Columns]", scope: Scope) -> "Select[*Columns]":
    waits = or_(Override.state == OverrideState.PROPOSED, TO_REVIEW)
    return query.join(Override.account).where(scope.covers(Account.region_code), waits)


def find_open_override(session: Session, account_id: int) -> Override | None:
    """The override of an account that is asked for or in force."""
    return session.scalar(
        select(Override)
        .where(Override.account_id == account_id, Override.state.in_(STANDING))
        .options(*(joinedload(each) for each in PEOPLE))
    )


def list_lapsed_overrides(session: Session, *, on: date, limit: int) -> Sequence[Override]:
    """Those in force whose last day lies before ``on``, held until the transaction ends."""
    return session.scalars(
        select(Override)
        .where(Override.state == OverrideState.IN_FORCE, Override.until_on < on)
        .options(joinedload(Override.account))
        .order_by(Override.id)
        .limit(limit)
        .with_for_update(of=Override)
    ).all()


Asked = tuple[datetime, str, Tier | None, Tier, OverrideState]
"""(when, who asked, the tier of the rules, the tier asked for, where it stands)."""


def list_asked(session: Session, *, scope: Scope, since: datetime, until: datetime) -> Sequence[Asked]:
    """Every override asked for in [since, until), for the figures: one statement."""
    query = (
        select(Override.asked_at, User.name, Override.derived, Override.tier, Override.state)
        .join(Override.account)
        .join(User, User.id == Override.asked_by_id)
        .where(scope.covers(Account.region_code), Override.asked_at >= since, Override.asked_at < until)
    )
    return [(at, name, derived, tier, state) for at, name, derived, tier, state in session.execute(query)]
