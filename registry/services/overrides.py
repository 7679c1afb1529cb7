"""A person sets the tier aside (人工调整等级): asked for with reason, basis and term, decided by a head who did not ask.

It never enters the grading: it is shown beside the tier the rules derive, ends on its day and then comes back to be
reviewed. Nothing lapses in silence (行政处罚法 art. 57: who asks does not decide).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.terms import OverrideState, Tier
from registry.services import audit, persons
from registry.store.account_queries import get_account, lock_account
from registry.store.accounts import Account
from registry.store.overrides import Override, find_open_override, get_override, list_lapsed_overrides
from registry.store.scope import scope_of


def propose(
    session: Session, account_id: int, *, tier: Tier, reason: str, basis: str, until_on: date, most_months: int,
    by: Actor, at: datetime, on: date,
) -> Override:  # fmt: skip
    """Ask for another tier up to a day; it has no effect until a second person decides.

    Raises Refusal("overrides.*"): reason or basis missing, the tier the account has anyway, a term that is over or longer
    than ``most_months``, an archived account, or one asked for or in force already.
    """
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "overrides.propose", account.region_code)
    if not (reason.strip() and basis.strip()):
        raise Refusal("overrides.reason_missing")
    if account.archived_on is not None:
        raise Refusal("overrides.archived", name=account.name)
    if until_on <= on:
        raise Refusal("overrides.term_over")
    if until_on > add_months(on, most_months):
        raise Refusal("overrides.term_too_long", months=most_months)
    lock_account(session, account.id)
    if find_open_override(session, account.id) is not None:
        raise Refusal("overrides.under_way")
    if tier is account.derived_tier:
        raise Refusal("overrides.same_tier", tier=tier, letter=tier.value)
    override = Override(
        account_id=account.id, account=account, office_id=by.office_id, tier=tier, derived=account.derived_tier,
        reason=reason.strip(), basis=basis.strip(), until_on=until_on, state=OverrideState.PROPOSED, asked_at=at,
        asked_by_id=by.user_id,
    )  # fmt: skip
    session.add(override)
    session.flush()
    after = {"account": account.id, "tier": tier, "ends_on": str(until_on), "basis": mask_inside(basis)}
    _log(session, "overrides.propose", override, by=by, at=at, reason=reason, after=after)
    return override


def approve(session: Session, override_id: int, *, note: str = "", by: Actor, at: datetime, on: date) -> Override:
    """Let it hold from this day to the end of its term; not by the one who asked."""
    override = _to_decide(session, override_id, by)
    if override.until_on < on:
        raise Refusal("overrides.term_over")
    _decide(override, OverrideState.IN_FORCE, note, by=by, at=at)
    override.from_on = on
    account = override.account
    account.override_tier, account.override_until = override.tier, override.until_on
    account.override_reason, account.updated_at = override.reason, at
    _log(session, "overrides.approve", override, by=by, at=at, after={"note": note, "tier": override.tier})
    return override


def decline(session: Session, override_id: int, *, reason: str, by: Actor, at: datetime) -> Override:
    """Decline it, with the reason."""
    override = _to_decide(session, override_id, by)
    if not reason.strip():
        raise Refusal("overrides.note_missing")
    _decide(override, OverrideState.DECLINED, reason, by=by, at=at)
    _log(session, "overrides.decline", override, by=by, at=at, reason=reason)
    return override


def lift(session: Session, override_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> Override:
    """Take it back before its term is over, with the reason: the tier the rules derive stands alone again."""
    override = _open(session, override_id, "overrides.decide", OverrideState.IN_FORCE, by)
    _check_office(override, by)
    if not reason.strip():
        raise Refusal("overrides.note_missing")
    override.state, override.ended_on, override.lifted_by_id = OverrideState.LIFTED, on, by.user_id
    override.lift_reason = reason.strip()
    _clear(override.account, at)
    _log(session, "overrides.lift", override, by=by, at=at, reason=reason)
    return override


def end_due(session: Session, *, on: date, at: datetime, limit: int) -> int:
    """End those whose last day is past: they go to be reviewed. By the clock; returns how many."""
    lapsed = list_lapsed_overrides(session, on=on, limit=limit)
    for override in lapsed:
        override.state, override.ended_on = OverrideState.ENDED, on
        _clear(override.account, at)
        _log(session, "overrides.end", override, by=None, at=at)
    return len(lapsed)


def review(session: Session, override_id: int, *, note: str, by: Actor, at: datetime) -> Override:
    """Close one whose term is over, with a word on what came of it; asking anew is an act of its own."""
    override = _open(session, override_id, "overrides.propose", OverrideState.ENDED, by)
    if override.reviewed_at is not None:
        raise Refusal("overrides.wrong_state", state=override.state)
    if not note.strip():
        raise Refusal("overrides.note_missing")
    override.reviewed_at, override.reviewed_by_id, override.review_note = at, by.user_id, note.strip()
    _log(session, "overrides.review", override, by=by, at=at, reason=note)
    return override


def _open(session: Session, override_id: int, permission: str, state: OverrideState, by: Actor) -> Override:
    """An override of the actor's scope that stands where the act needs it."""
    override = get_override(session, override_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, permission, override.account.region_code)
    if override.state is not state:
        raise Refusal("overrides.wrong_state", state=override.state)
    return override


def _to_decide(session: Session, override_id: int, by: Actor) -> Override:
    """One that waits, where the actor did not ask for it and no office above did."""
    override = _open(session, override_id, "overrides.decide", OverrideState.PROPOSED, by)
    if persons.is_same(session, override.asked_by_id, by):
        raise Refusal("overrides.same_person")
    _check_office(override, by)
    return override


def _check_office(override: Override, by: Actor) -> None:
    """What an office above asked for is not decided or lifted by one below it, as long as it still covers the account."""
    above = override.office.region_code
    if regions.covers(above, override.account.region_code) and not regions.covers(by.region_code, above):
        raise Refusal("overrides.higher_office", office=override.office.name)


def _decide(override: Override, state: OverrideState, note: str, *, by: Actor, at: datetime) -> None:
    override.state, override.decided_at, override.decided_by_id = state, at, by.user_id
    override.decision_note = note.strip()


def _clear(account: Account, at: datetime) -> None:
    account.override_tier = account.override_until = account.override_reason = None
    account.updated_at = at


def _log(
    session: Session, act: str, override: Override, *, by: Actor | None, at: datetime, reason: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    audit.record(
        session, act, by=by, at=at, object_type="override", object_id=override.id,
        region_code=override.account.region_code, reason=reason, after={"state": override.state, **(after or {})},
    )  # fmt: skip
