"""The figures of a report: how the register stood at the end of a day, and what was done between two days.

Each is one statement whatever the size of the register. A tier of the past is read back from the moves made since, so that
it is the one the pages showed on that day; an account stands in the county it is in now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.domain.periods import Period
from registry.domain.terms import ImportState, MeasureKind, Platform, Severity, Tier, ViolationState
from registry.store.accounts import Account, Move
from registry.store.cases import Case, CaseStep
from registry.store.db import Base
from registry.store.measures import Measure, Rectification
from registry.store.rosters import Import
from registry.store.scope import Scope
from registry.store.violations import Violation

Stock = dict[tuple[str, Platform, Tier | None], int]
"""Accounts in the lists by county, platform and tier."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one sending unit handed in: how many rosters, and when the last one was written into the register."""

    unit: str | None
    number: int
    last_at: datetime


def count_stock(session: Session, days: Sequence[date], *, scope: Scope) -> list[Stock]:
    """How the register stood at the end of each of these days."""
    found: list[Stock] = [{} for _ in days]
    parts = [_stock(place, day, scope) for place, day in enumerate(days)]
    for place, region_code, platform, tier, number in session.execute(union_all(*parts)):
        found[place][region_code, platform, tier] = number
    return found


def _stock(place: int, day: date, scope: Scope) -> Select[*tuple[Any, ...]]:
    """The accounts in the lists at the end of a day, by county, platform and the tier they had then."""
    after = (
        select(Move.account_id, func.min(Move.id).label("id")).where(Move.on > day).group_by(Move.account_id).subquery()
    )
    tier = case((Move.id.is_not(None), Move.from_tier), else_=Account.tier)
    query = select(literal(place), Account.region_code, Account.platform, tier, func.count()).select_from(Account)
    query = query.outerjoin(after, after.c.account_id == Account.id).outerjoin(Move, Move.id == after.c.id)
    is_kept = or_(Account.archived_on.is_(None), Account.archived_on > day)
    query = query.where(scope.covers(Account.region_code), Account.registered_on <= day, is_kept)
    grouped: Select[*tuple[Any, ...]] = query.group_by(Account.region_code, Account.platform, tier)
    return grouped


def count_acts(session: Session, periods: Sequence[Period], *, scope: Scope) -> dict[str, list[int]]:
    """How often each thing was done in each period, by the names of `ACTS`; what was voided or annulled since is left out."""
    parts = [_acts(name, periods, scope) for name in ACTS]
    return {name: list(numbers) for name, *numbers in session.execute(union_all(*parts))}


def _acts(name: str, periods: Sequence[Period], scope: Scope) -> Select[*tuple[Any, ...]]:
    counted = ACTS[name]
    numbers = [func.count(case((counted.day.between(each.first, each.last), 1))) for each in periods]
    first, last = min(each.first for each in periods), max(each.last for each in periods)
    query: Select[*tuple[Any, ...]] = select(literal(name), *numbers).select_from(counted.day.class_)
    for target, condition in counted.joins:
        query = query.join(target, condition)
    return query.where(scope.covers(counted.region), counted.day.between(first, last), *counted.conditions)


@dataclass(frozen=True)
class Counted:
    """What a figure counts: rows whose ``day`` falls into the period, of the region, where the conditions hold."""

    day: InstrumentedAttribute[Any]
    region: InstrumentedAttribute[str]
    conditions: tuple[ColumnElement[bool], ...] = ()
    joins: tuple[tuple[type[Base], ColumnElement[bool]], ...] = ()


_OF_MOVE = ((Account, Account.id == Move.account_id),)
_OF_CASE = ((Case, Case.id == CaseStep.case_id),)
_OF_MEASURE = ((Measure, Measure.id == Rectification.measure_id),)
_STANDS = Violation.state == ViolationState.RECOGNISED
ACTS: dict[str, Counted] = {
    "registered": Counted(Account.registered_on, Account.region_code),
    "archived": Counted(Account.archived_on, Account.region_code),
    "raised": Counted(Move.on, Account.region_code, (Move.to_tier < Move.from_tier,), _OF_MOVE),
    "lowered": Counted(Move.on, Account.region_code, (Move.to_tier > Move.from_tier,), _OF_MOVE),
    "recognised": Counted(Violation.recognised_on, Violation.region_code, (_STANDS,)),
    **{
        f"recognised.{each.value}": Counted(
            Violation.recognised_on, Violation.region_code, (_STANDS, Violation.severity == each)
        )
        for each in Severity
    },
    "voided": Counted(Violation.voided_on, Violation.region_code),
    **{
        f"effective.{each.value}": Counted(
            Measure.effective_on, Measure.region_code, (Measure.annulled_on.is_(None), Measure.kind == each)
        )
        for each in MeasureKind
    },
    "annulled": Counted(Measure.annulled_on, Measure.region_code),
    "passed": Counted(Rectification.passed_on, Measure.region_code, (), _OF_MEASURE),
    "clues": Counted(Case.found_on, Case.region_code),
    **{
        name: Counted(CaseStep.on, Case.region_code, (CaseStep.act == act,), _OF_CASE)
        for name, act in (("filed", "approve_filing"), ("decided", "decide"), ("closed", "close"))
    },
}
"""The figures of a report, in its order."""


def list_sent(session: Session, before: datetime, *, scope: Scope) -> list[Sent]:
    """What the sending units handed in before an instant and still stands, the longest silent first."""
    query = select(Import.unit, func.count(), func.max(Import.applied_at).label("last")).where(
        scope.covers(Import.region_code), Import.state == ImportState.APPLIED, Import.applied_at < before
    )
    rows = session.execute(query.group_by(Import.unit).order_by("last"))
    return [Sent(unit, number, last) for unit, number, last in rows if last is not None]
