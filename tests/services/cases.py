"""Cases for the tests of the services of cases: an account, and a measure brought as far as a test wants it."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import bases
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, TargetKind
from registry.services import execution, measures
from registry.store.accounts import Account
from registry.store.measures import Measure
from registry.store.violations import Violation

DAY = date(2026, 3, 2)


def at(day: date) -> datetime:
    """Morning of a day."""
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def make_proposal(
    session: Session, account: Account, *, by: Actor, violation: Violation | None = None, on: date = DAY, **values: Any
) -> Measure:
    """A drafted interview, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": MeasureKind.INTERVIEW,
        "target_kind": TargetKind.ACCOUNT,
        "target": "抖音账号",
        "deciding_body": "西湖区网信办",
        "executing_body": "西湖区网信办",
        "basis_code": "penalty_law-28",
        "grounds": "发布无来源短视频",
        **values,
    }
    given["violation_id"] = violation.id if violation is not None else None
    try:
        return measures.propose(session, account.id, by=by, at=at(on), on=on, **given)
    except Refusal as refusal:
        if refusal.code != "measures.basis_unchecked":
            raise
    return _drafted_of_old(session, account, given, by=by, on=on)


def _drafted_of_old(session: Session, account: Account, given: dict[str, Any], *, by: Actor, on: date) -> Measure:
    """A measure drafted on an article nobody had checked, as registers kept before that was asked first may hold."""
    sound = next(
        each
        for each in bases.for_kind(given["kind"])
        if each.is_verified and (not each.for_targets or given["target_kind"] in each.for_targets)
    )
    measure = measures.propose(session, account.id, by=by, at=at(on), on=on, **{**given, "basis_code": sound.code})
    measure.basis_code = given["basis_code"]
    session.flush()
    return measure


def make_effective(
    session: Session,
    account: Account,
    *,
    by: Actor,
    head: Actor,
    violation: Violation | None,
    on: date = DAY,
    **values: Any,
) -> Measure:
    """A measure approved and in effect on ``on``; ``demand`` and ``due_on`` order rectification."""
    effect = {name: values.pop(name) for name in ("demand", "due_on", "ends_on") if name in values}
    measure = make_proposal(session, account, by=by, violation=violation, on=on, **values)
    measures.approve(session, measure.id, by=head, at=at(on), on=on)
    return execution.take_effect(session, measure.id, effective_on=on, by=by, at=at(on), on=on, **effect)
