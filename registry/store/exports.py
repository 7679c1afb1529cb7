"""What exports read: whole ledgers in the order of entry, as bare rows and in bounded memory.

One statement each, so that a file shows one state of the register; its rows are fetched piece by piece.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, Text, and_, cast, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from registry.domain.rosters.fields import OVERRIDE_HEADER, PENDING_HEADER
from registry.domain.terms import DocumentKind, MeasureKind, MeasureState, Platform
from registry.store.account_queries import AccountFilter, account_conditions
from registry.store.accounts import Account, Holder
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.types import Term
from registry.store.violation_queries import ViolationFilter, violation_conditions
from registry.store.violations import Violation

PIECE = 1_000
"""How many rows are in memory at a time."""
_ELSEWHERE: dict[str, ColumnElement[Any]] = {
    "phone": Account.__table__.c.phone_sealed,
    "holder": Holder.__table__.c.name,
    "id_no": Holder.__table__.c.id_no_sealed,
    **{name: Holder.__table__.c[name] for name in ("holder_type", "uscc", "wrapped_key")},
}
"""Fields of an account that stand in another column."""
Place = tuple[str, str]
"""A county's code and the town in it, "" for the accounts whose town is not known."""


def walk_accounts(
    session: Session, wanted: AccountFilter, *, scope: Scope, fields: Sequence[str], place: Place | None = None
) -> Iterator[Sequence[Any]]:
    """Every account the filter finds (of one town, if ``place`` is given), as bare values in the order of ``fields``.

    Codes are their texts, JSON is undecoded text, personal fields come sealed: what a hundred thousand rows need not
    have made into objects. ``fields`` are those of a roster, or columns of an account or its holder.
    """
    query = select(*map(_bare, fields)).select_from(Account).outerjoin(Account.holder)
    query = query.where(and_(*account_conditions(wanted, scope))).order_by(Account.id)
    if place is not None:
        query = query.where(Account.region_code == place[0], func.coalesce(Account.town, "") == place[1])
    # not by the session: it would make each row anew
    found = session.connection().execute(query.execution_options(yield_per=PIECE))
    for piece in found.partitions():
        yield from piece


def _bare(field: str) -> ColumnElement[Any]:
    """The column of a field as the database has it."""
    column: ColumnElement[Any] = _ELSEWHERE[field] if field in _ELSEWHERE else Account.__table__.c[field]
    if isinstance(column.type, Term):
        return type_coerce(column, String)
    return cast(column, Text) if isinstance(column.type, JSON) else column


def list_extra_headers(session: Session, wanted: AccountFilter, *, scope: Scope) -> list[str]:
    """The headers of unknown columns these accounts were entered with, in the order they were first met."""
    extra = _bare("extra")
    query = select(extra).where(and_(*account_conditions(wanted, scope)), extra != "{}").order_by(Account.id)
    found: dict[str, None] = {}
    for piece in session.connection().execute(query.execution_options(yield_per=PIECE)).partitions():
        for text in dict.fromkeys(text for (text,) in piece):  # neighbours often say the same
            found.update(dict.fromkeys(json.loads(text)))
    return list(found)


def list_beside(session: Session, wanted: AccountFilter, *, scope: Scope) -> list[str]:
    """The headers of what stands beside the tier of any of these accounts."""
    columns = (func.count(Account.override_tier), func.count(Account.pending_tier))
    counts = session.execute(select(*columns).where(and_(*account_conditions(wanted, scope)))).one()
    headers = (OVERRIDE_HEADER, PENDING_HEADER)
    return [header for header, number in zip(headers, counts, strict=True) if number]


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


Paper = tuple[DocumentKind, str, str | None]
"""An issued paper: its kind, its number, why it was made void."""


def walk_measures(
    session: Session, wanted: MeasureFilter, *, scope: Scope
) -> Iterator[tuple[Measure, Sequence[Paper]]]:
    """Every measure the filter finds with its rectification and its papers, in the order it was drafted."""
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
    for piece in session.scalars(query.execution_options(yield_per=PIECE)).partitions():
        papers = _list_papers(session, [row.id for row in piece])
        for row in piece:
            yield row, papers.get(row.id, ())


def _list_papers(session: Session, measure_ids: Sequence[int]) -> dict[int, list[Paper]]:
    """The papers issued in these measures, in their order."""
    columns = (Document.measure_id, Document.kind, Document.doc_no, Document.void_reason)
    found: dict[int, list[Paper]] = {}
    query = select(*columns).where(Document.measure_id.in_(measure_ids)).order_by(Document.id)
    for measure_id, kind, doc_no, void_reason in session.execute(query):
        if measure_id is not None:
            found.setdefault(measure_id, []).append((kind, doc_no, void_reason))
    return found


def _within(query: Select[Any], column: Any, first: date | None, last: date | None) -> Select[Any]:
    if first is not None:
        query = query.where(column >= first)
    return query.where(column <= last) if last is not None else query
