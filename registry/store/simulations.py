"""Simulations: what a draft, or another day, would make of the accounts in scope; kept for a while, binding nobody.

Only the accounts that would move are kept, by their number and without anything personal: name and holder are read from
the account when the page is drawn, and by its region at that time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, and_, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, lazyload, load_only, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.grading.simulate import Difference, Side
from registry.domain.terms import MeasureKind, Platform, Tier
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Json, Term
from registry.store.users import User

PIECE = 500
"""How many rows of an export are in memory at a time."""


class Simulation(Base):
    """One trial of a region. ``text``: the draft as it was tried, None where only the day differs; ``is_all_along``: as if it
    had bound from the first rulebook's day on; ``reached``: the last account done; ``kept``: how many moved ones are listed.
    """

    __tablename__ = "simulations"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    rulebook_id: Mapped[int | None] = mapped_column(ForeignKey("rulebooks.id"), index=True)
    version: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str | None] = mapped_column(Text)
    is_all_along: Mapped[bool]
    now_on: Mapped[date]
    then_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Instant, index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    total: Mapped[int]
    reached: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    summary: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    asked_by: Mapped[User] = relationship(lazy="joined")


class SimulatedMove(Base):
    """An account that would move, or have another measure called for. It goes with its account where an import is undone."""

    __tablename__ = "simulated_moves"
    __table_args__ = (Index("ix_simulated_moves_simulation_account", "simulation_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    simulation_id: Mapped[int] = mapped_column(ForeignKey("simulations.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    platform: Mapped[Platform] = mapped_column(Term(Platform))
    place: Mapped[str] = mapped_column(String(60))
    from_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    to_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    points_before: Mapped[int | None]
    points_after: Mapped[int | None]
    proposal_before: Mapped[MeasureKind | None] = mapped_column(Term(MeasureKind))
    proposal_after: Mapped[MeasureKind | None] = mapped_column(Term(MeasureKind))
    proposal_row: Mapped[str | None] = mapped_column(String(24))
    row_before: Mapped[str | None] = mapped_column(String(24))
    row_after: Mapped[str | None] = mapped_column(String(24))
    article: Mapped[str | None] = mapped_column(String(200))
    version_before: Mapped[str | None] = mapped_column(String(24))
    version_after: Mapped[str | None] = mapped_column(String(24))

    account: Mapped[Account] = relationship()

    @property
    def difference(self) -> Difference:
        """Both sides, as far as they are kept."""
        return Difference(
            Side(self.from_tier, self.points_before, self.proposal_before, row=self.row_before, version=self.version_before),
            Side(
                self.to_tier, self.points_after, self.proposal_after, self.proposal_row, self.row_after, self.article,
                self.version_after,
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MovedFilter:
    """What the moved accounts are narrowed to; None = not at all. ``cell``: tier before and after, None for no tier;
    ``what``: worse, better, arising or falling.
    """

    cell: tuple[Tier | None, Tier | None] | None = None
    platform: Platform | None = None
    place: str | None = None
    what: str = ""


def get_simulation(session: Session, simulation_id: int, *, scope: Scope) -> Simulation:
    """A simulation of the scope; raises NotFound."""
    found = session.scalar(
        select(Simulation).where(Simulation.id == simulation_id, scope.covers(Simulation.region_code))
    )
    if found is None:
        raise NotFound("simulations.unknown", simulation=simulation_id)
    return found


def find_open_simulation(
    session: Session, *, region_code: str, text: str | None, now_on: date, then_on: date, is_all_along: bool
) -> Simulation | None:
    """The same question asked already and not answered yet, if there is one."""
    query = select(Simulation).where(
        Simulation.region_code == region_code,
        Simulation.text == text if text is not None else Simulation.text.is_(None),
        Simulation.now_on == now_on,
        Simulation.then_on == then_on,
        Simulation.is_all_along.is_(is_all_along),
        Simulation.finished_at.is_(None),
    )
    return session.scalar(query.order_by(Simulation.id.desc()).limit(1))


def find_last_simulation(session: Session, rulebook_id: int) -> Simulation | None:
    """The last finished trial of a version."""
    return session.scalars(
        select(Simulation)
        .where(Simulation.rulebook_id == rulebook_id, Simulation.finished_at.is_not(None))
        .order_by(Simulation.id.desc())
        .limit(1)
    ).first()


def list_simulations(
    session: Session, *, scope: Scope, rulebook_id: int | None = None, limit: int, offset: int = 0
) -> Sequence[Simulation]:
    """The simulations of a scope, of one rulebook if it is given, the newest first."""
    query = select(Simulation).where(*_asked(scope, rulebook_id)).order_by(Simulation.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).unique().all()


def count_simulations(session: Session, *, scope: Scope, rulebook_id: int | None = None) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(Simulation).where(*_asked(scope, rulebook_id))) or 0


def _asked(scope: Scope, rulebook_id: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [scope.covers(Simulation.region_code)]
    return [*found, Simulation.rulebook_id == rulebook_id] if rulebook_id is not None else found


def list_aged(session: Session, *, before: datetime) -> Sequence[int]:
    """The simulations asked for before an instant."""
    return session.scalars(select(Simulation.id).where(Simulation.asked_at < before).order_by(Simulation.id)).all()


def remove_simulation(session: Session, simulation_id: int) -> None:
    """Remove a simulation and the moved accounts kept of it."""
    session.execute(delete(SimulatedMove).where(SimulatedMove.simulation_id == simulation_id))
    session.execute(delete(Simulation).where(Simulation.id == simulation_id))


def count_tried(session: Session, *, scope: Scope) -> int:
    """How many accounts a simulation of the scope goes through."""
    query = select(func.count()).select_from(Account).where(Account.archived_on.is_(None))
    return session.scalar(query.where(scope.covers(Account.region_code))) or 0


def list_tried(session: Session, *, scope: Scope, after: int, limit: int) -> Sequence[Account]:
    """The next accounts (by id, beyond ``after``), no more of each than a trial reads."""
    columns = (
        Account.region_code, Account.town, Account.platform, Account.registered_on, Account.filing_complete, Account.filing_no,
    )  # fmt: skip
    query = select(Account).where(scope.covers(Account.region_code), Account.archived_on.is_(None), Account.id > after)
    query = query.options(load_only(*columns), lazyload(Account.holder)).order_by(Account.id)
    return session.scalars(query.limit(limit)).all()


def _moved(simulation_id: int, wanted: MovedFilter, scope: Scope) -> list[ColumnElement[bool]]:
    """The filter as conditions; an account handed over to another county is its own no more."""
    move = SimulatedMove
    found = [move.simulation_id == simulation_id, scope.covers(Account.region_code)]
    if wanted.cell is not None:
        found += [
            column == tier if tier is not None else column.is_(None)
            for column, tier in zip((move.from_tier, move.to_tier), wanted.cell, strict=True)
        ]
    if wanted.platform is not None:
        found.append(move.platform == wanted.platform)
    if wanted.place is not None:
        found.append(move.place == wanted.place)
    return [*found, *_happening(wanted.what)]


def _happening(what: str) -> list[ColumnElement[bool]]:
    """What happens to the account: its tier gets worse or better, a proposal arises or falls away."""
    before, after = SimulatedMove.proposal_before, SimulatedMove.proposal_after
    if what == "worse":
        return [SimulatedMove.to_tier > SimulatedMove.from_tier]
    if what == "better":
        return [SimulatedMove.to_tier < SimulatedMove.from_tier]
    if what == "arising":
        return [after.is_not(None), or_(before.is_(None), before != after)]
    if what == "falling":
        return [before.is_not(None), or_(after.is_(None), before != after)]
    return []


def _query(simulation_id: int, wanted: MovedFilter, scope: Scope) -> Select[SimulatedMove]:
    query = select(SimulatedMove).join(SimulatedMove.account).where(and_(*_moved(simulation_id, wanted, scope)))
    columns = (Account.written_name, Account.region_code, Account.town, Account.uid)
    loading = joinedload(SimulatedMove.account)
    return query.options(loading.load_only(*columns), loading.lazyload(Account.holder)).order_by(SimulatedMove.id)


def list_moved(
    session: Session, simulation_id: int, wanted: MovedFilter, *, scope: Scope, limit: int, offset: int = 0
) -> Sequence[SimulatedMove]:
    """One page of the accounts that would move, in the order of entry."""
    return session.scalars(_query(simulation_id, wanted, scope).limit(limit).offset(offset)).unique().all()


def count_moved(session: Session, simulation_id: int, wanted: MovedFilter, *, scope: Scope) -> int:
    """How many the filter finds."""
    query = select(func.count()).select_from(SimulatedMove).join(SimulatedMove.account)
    return session.scalar(query.where(*_moved(simulation_id, wanted, scope))) or 0


def walk_moved(session: Session, simulation_id: int, wanted: MovedFilter, *, scope: Scope) -> Iterator[SimulatedMove]:
    """All of them, piece by piece."""
    yield from session.scalars(_query(simulation_id, wanted, scope).execution_options(yield_per=PIECE))
