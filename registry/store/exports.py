"""What exports read: whole ledgers in the order of entry, as bare rows and in bounded memory.

One statement each, so that a file shows one state of the register; its rows are fetched piece by piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from registry.domain.terms import MeasureKind, MeasureState, Platform
from registry.store.account_queries import AccountFilter, account_conditions
from registry.store.accounts import Account, Holder
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.violation_queries import ViolationFilter, violation_conditions
from registry.store.violations import Violation

PIECE = 1_000
"""How many rows are in memory at a time."""
_COLUMNS = (
    Account.id,
    Account.approximate,
    Account.extra,
    Account.phone_sealed,
    Holder.name.label("holder"),
    Holder.holder_type,
    Holder.uscc,
    Holder.id_no_sealed,
    Holder.wrapped_key,
)
Place = tuple[str, str]
"""A county's code and the town in it, "" for the accounts whose town is not known."""


def walk_accounts(
    session: Session, wanted: AccountFilter, *, scope: Scope, fields: Sequence[str], place: Place | None = None
) -> Iterator[Row[Any]]:
    """Every account the filter finds (of one town, if ``place`` is given).

    ``fields`` are its own columns that are wanted beside what is said of its holder. Personal fields come sealed.
    """
    query = select(*_COLUMNS, *(getattr(Account, field) for field in fields)).select_from(Account)
    query = query.outerjoin(Account.holder).where(and_(*account_conditions(wanted, scope))).order_by(Account.id)
    if place is not None:
        query = query.where(Account.region_code == place[0], func.coalesce(Account.town, "") == place[1])
    yield from session.execute(query.execution_options(yield_per=PIECE))


def list_extra_headers(session: Session, wanted: AccountFilter, *, scope: Scope) -> list[str]:
    """The headers of unknown columns these accounts were entered with, in the order they were first met."""
    query = select(Account.extra).where(and_(*account_conditions(wanted, scope))).order_by(Account.id)
    found: dict[str, None] = {}
    for extra in session.scalars(query.execution_options(yield_per=PIECE)):
        found.update(dict.fromkeys(extra))
    return list(found)


def list_platforms(session: Session, wanted: AccountFilter, *, scope: Scope) -> list[Platform]:
    """The platforms of these accounts, in the order of the vocabulary."""
    query = select(Account.platform).where(and_(*account_conditions(wanted, scope))).distinct()
    found = set(session.scalars(query))
    return [platform for platform in Platform if platform in found]


def list_towns(session: Session, wanted: AccountFilter, *, scope: Scope) -> list[Place]:
    """The counties and towns of these accounts."""
    query = select(Account.region_code, Account.town).where(and_(*account_conditions(wanted, scope))).distinct()
    return sorted({(code, town or "") for code, town in session.execute(query)})


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What the ledger of measures is narrowed to; empty = not at all. The days are those of taking effect."""

    states: frozenset[MeasureState] = frozenset()
    kind: MeasureKind | None = None
    first: date | None = None
    last: date | None = None


def walk_violations(
    session: Session, wanted: ViolationFilter, *, scope: Scope, first: date | None = None, last: date | None = None
) -> Iterator[Violation]:
    """Every violation the filter finds that occurred from ``first`` to ``last``, in the order of the ledger."""
    query = select(Violation).where(*violation_conditions(wanted, scope)).order_by(Violation.occurred_on, Violation.id)
    if wanted.state is not None:
        query = query.where(Violation.state == wanted.state)
    query = _within(query, Violation.occurred_on, first, last).options(
        joinedload(Violation.account).lazyload(Account.holder),
        joinedload(Violation.recorded_by),
        joinedload(Violation.recognised_by),
    )
    yield from session.scalars(query.execution_options(yield_per=PIECE))


def walk_measures(session: Session, wanted: MeasureFilter, *, scope: Scope) -> Iterator[Measure]:
    """Every measure the filter finds with its rectification, in the order it was drafted."""
    query = select(Measure).where(scope.covers(Measure.region_code)).order_by(Measure.id)
    if wanted.states:
        query = query.where(Measure.state.in_(wanted.states))
    if wanted.kind is not None:
        query = query.where(Measure.kind == wanted.kind)
    query = _within(query, Measure.effective_on, wanted.first, wanted.last).options(
        joinedload(Measure.account).lazyload(Account.holder),
        joinedload(Measure.violation),
        joinedload(Measure.drafted_by),
        joinedload(Measure.decided_by),
        joinedload(Measure.rectification),
    )
    yield from session.scalars(query.execution_options(yield_per=PIECE))


def _within(query: Select[Any], column: Any, first: date | None, last: date | None) -> Select[Any]:
    if first is not None:
        query = query.where(column >= first)
    return query.where(column <= last) if last is not None else query
