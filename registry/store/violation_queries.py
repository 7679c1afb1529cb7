"""The questions asked of the ledger of violations by its list and its form; each takes the asker's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from registry.domain.identifiers import normalise_name
from registry.domain.terms import ViolationState
from registry.store.accounts import Account
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.violations import Violation


@dataclass(frozen=True)
class ViolationFilter:
    """What the list is narrowed to; empty = not at all. ``recognised_in``: recognised from the first day to the eve of
    the second. ``text``: part of the account's name, the start of its id, part of the number of a paper; facts are
    not searched.
    """

    state: ViolationState | None = None
    account_id: int | None = None
    text: str = ""
    recognised_in: tuple[date, date] | None = None


def search_violations(
    session: Session, wanted: ViolationFilter, *, scope: Scope, limit: int, offset: int = 0
) -> Sequence[Violation]:
    """One page, the newest first, with account, recorder and recogniser: one statement."""
    query = select(Violation).where(*violation_conditions(wanted, scope))
    if wanted.state is not None:
        query = query.where(Violation.state == wanted.state)
    query = query.options(
        joinedload(Violation.account), joinedload(Violation.recorded_by), joinedload(Violation.recognised_by)
    )
    query = query.order_by(Violation.occurred_on.desc(), Violation.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).unique().all()


def count_states(session: Session, wanted: ViolationFilter, *, scope: Scope) -> dict[ViolationState, int]:
    """How many violations the filter finds in each state, whichever state it asks for: one statement."""
    query = select(Violation.state, func.count()).where(*violation_conditions(wanted, scope)).group_by(Violation.state)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {state: found.get(state, 0) for state in ViolationState}


def find_same(session: Session, account_id: int, *, code: str, occurred_on: date) -> Violation | None:
    """The first violation of this account with the same code on the same day that was not voided, or None."""
    query = select(Violation).where(
        Violation.account_id == account_id,
        Violation.code == code,
        Violation.occurred_on == occurred_on,
        Violation.state != ViolationState.VOIDED,
    )
    return session.scalars(query.order_by(Violation.id).limit(1)).first()


def violation_conditions(wanted: ViolationFilter, scope: Scope) -> list[ColumnElement[bool]]:
    """Everything but the state."""
    found = [scope.covers(Violation.region_code)]
    if wanted.account_id is not None:
        found.append(Violation.account_id == wanted.account_id)
    if wanted.recognised_in is not None:
        begin, end = wanted.recognised_in
        found += [Violation.recognised_on >= begin, Violation.recognised_on < end]
    if wanted.text:
        found.append(_matches(wanted.text))
    return found


def _matches(text: str) -> ColumnElement[bool]:
    accounts = select(Account.id).where(
        or_(
            Account.name_key.contains(normalise_name(text) or text, autoescape=True),
            Account.name.icontains(text, autoescape=True),
            Account.uid.istartswith(text, autoescape=True),
        )
    )
    cited = select(Measure.violation_id).join(Document, Document.measure_id == Measure.id)
    papers = cited.where(Document.doc_no.contains(text, autoescape=True), Measure.violation_id.is_not(None))
    return or_(Violation.account_id.in_(accounts), Violation.id.in_(papers))
