"""Acts on measures up to their decision: propose, approve, decline, and the same signed on paper.

A measure touches a person's rights, so the rules propose and two people decide (行政处罚法 art. 57; controls 1, 3).
What follows the decision stands in execution.py.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain import bases, regions
from registry.domain.cases import states
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import MeasureKind, MeasureState, TargetKind, ViolationState
from registry.services import audit, grading, persons
from registry.services.bases import basis_on, check_competence, check_fit, check_in_force, library_of
from registry.services.files import Stored
from registry.store.account_queries import get_account, lock_account
from registry.store.accounts import Account
from registry.store.cases import find_case_of_measure
from registry.store.measures import Decision, Measure, get_measure, list_measures
from registry.store.scope import scope_of
from registry.store.users import Office
from registry.store.violations import get_violation

DECIDING = frozenset({"measures.approve", "measures.confirm_paper", "measures.revoke"})
"""Permissions of acts by which a measure is decided or taken back."""
OF_THE_CASE = frozenset({"take_effect", "order_rectification", "pass_recheck", "annul"})
"""Acts a measure decided in a case does not take on its own: the case's gates and clocks come first."""
UNDECIDED = (MeasureState.PROPOSED, MeasureState.PAPER, MeasureState.APPROVED)


def propose(
    session: Session,
    account_id: int,
    *,
    kind: MeasureKind,
    violation_id: int | None,
    target_kind: TargetKind,
    target: str,
    deciding_body: str,
    executing_body: str,
    basis_code: str,
    grounds: str,
    skip_reason: str = "",
    by: Actor,
    at: datetime,
    on: date,
) -> Measure:
    """Draft a measure for decision; it has no effect of any kind until another person decides.

    Raises Refusal: no basis, a basis not in force ``on`` that day, that does not carry this rung or target or that the
    deciding body may not act on, a target this rung cannot have, a rung above the one the rules call for without a
    reason, the same rung already under way for the same violation, or a basis nobody has compared with its text: what
    it is found to say decides whether there is anything to propose, so it is asked first and not when all is done.
    """
    account = check_draft(
        session, account_id, kind=kind, violation_id=violation_id, target_kind=target_kind, target=target,
        deciding_body=deciding_body, executing_body=executing_body, basis_code=basis_code, grounds=grounds,
        skip_reason=skip_reason, by=by, on=on,
    )  # fmt: skip
    measure = Measure(
        account_id=account.id,
        violation_id=violation_id,
        office_id=by.office_id,
        region_code=account.region_code,
        kind=kind,
        state=MeasureState.PROPOSED,
        ladder_row=account.proposal_row if account.proposal == kind else None,
        target_kind=target_kind,
        target=target,
        deciding_body=deciding_body,
        executing_body=executing_body,
        basis_code=basis_code,
        grounds=grounds,
        skip_reason=skip_reason,
        drafted_by_id=by.user_id,
        drafted_at=at,
    )
    session.add(measure)
    session.flush()
    after = {
        "account": account.id,
        "kind": kind,
        "violation": violation_id,
        "basis": basis_code,
        "target": target,
        "grounds": grounds,
    }
    log(session, "measures.propose", measure, by=by, at=at, after=after)
    return measure


def check_draft(
    session: Session, account_id: int, *, kind: MeasureKind, violation_id: int | None, target_kind: TargetKind, target: str,
    deciding_body: str, executing_body: str, basis_code: str, grounds: str, skip_reason: str = "", by: Actor, on: date,
) -> Account:  # fmt: skip
    """The account a measure may be drafted for so; raises as `propose` does, and writes nothing. Its row is locked."""
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "measures.propose", account.region_code)
    states.check_target(kind, target_kind)
    if not basis_code:
        raise Refusal("measures.basis_missing")
    basis = library_of(session, by.office_id).get(basis_code, on)
    check_fit(basis, kind, target_kind, on=on)
    check_competence(session, account, basis, deciding_body, by=by)
    if not (grounds.strip() and target.strip()):
        raise Refusal("measures.grounds_missing")
    if not (deciding_body.strip() and executing_body.strip()):
        raise Refusal("measures.body_missing")
    lock_account(session, account.id)
    _check_violation(session, account, violation_id, by)
    _check_rung(account, kind, skip_reason)
    _check_alone(session, account, kind, violation_id, by)
    if not basis.is_verified:
        raise Refusal("measures.basis_unchecked", basis=bases.cite(basis))
    return account


def _check_violation(session: Session, account: Account, violation_id: int | None, by: Actor) -> None:
    """A measure cites a violation of this account that was recognised, or none."""
    if violation_id is None:
        return
    violation = get_violation(session, violation_id, scope=scope_of(by.region_code))
    if violation.account_id != account.id or violation.state is not ViolationState.RECOGNISED:
        raise Refusal("measures.violation_unfit")


def _check_rung(account: Account, kind: MeasureKind, skip_reason: str) -> None:
    """A rung above the one the rules call for needs its reason (domain brief §7.6)."""
    order = list(MeasureKind)
    called_for = order.index(MeasureKind(account.proposal)) if account.proposal else -1
    if order.index(kind) > called_for and not skip_reason.strip():
        raise Refusal("measures.skip_reason_missing", kind=kind)


def _check_alone(session: Session, account: Account, kind: MeasureKind, violation_id: int | None, by: Actor) -> None:
    """The same rung for the same violation is not proposed twice while the first is under way."""
    for other in list_measures(session, scope=scope_of(by.region_code), states=UNDECIDED, account_id=account.id):
        if other.kind is kind and other.violation_id == violation_id:
            raise Refusal("measures.under_way", kind=kind)


def approve(session: Session, measure_id: int, *, note: str = "", by: Actor, at: datetime, on: date) -> Measure:
    """Approve a proposed measure; the approver is never its drafter."""
    measure = open_measure(session, measure_id, "approve", by=by)
    _check_second(session, measure, by)
    check_stands(measure)
    check_in_force(library_of(session, measure.office_id).get(measure.basis_code, on), on=on)
    _decide(measure, "approve", note, by=by, on=on)
    log(session, "measures.approve", measure, by=by, at=at, after={"note": note})
    return measure


def decline(session: Session, measure_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> Measure:
    """Decline it with a reason: the trigger is answered from this day on, a later one proposes anew."""
    measure = open_measure(session, measure_id, "decline", by=by)
    _check_second(session, measure, by)
    _decide(measure, "decline", reason, by=by, on=on)
    session.add(
        Decision(
            account_id=measure.account_id,
            violation_id=measure.violation_id,
            measure_id=measure.id,
            on=on,
            reason=reason,
            by_id=by.user_id,
        )
    )
    grading.regrade(session, measure.account, on=on, at=at)
    log(session, "measures.decline", measure, by=by, at=at, reason=reason)
    return measure


def enter_paper(
    session: Session,
    measure_id: int,
    *,
    approver: str,
    post: str,
    signed_on: date,
    scan: Stored,
    by: Actor,
    at: datetime,
    on: date,
) -> Measure:
    """Enter an approval signed on paper: signer's name and post, the day, the scan. Another confirms it."""
    measure = open_measure(session, measure_id, "enter_paper", by=by)
    for name in persons.names_of(session, measure.drafted_by):
        states.check_paper_approver(name, approver)
    check_stands(measure)
    if not (approver.strip() and post.strip()):
        raise Refusal("measures.paper_incomplete")
    if signed_on > on:
        raise Refusal("measures.in_future", on=signed_on)
    recognised_on = measure.violation.recognised_on if measure.violation else None
    if recognised_on is not None and signed_on < recognised_on:
        raise Refusal("measures.signed_too_early", on=recognised_on)
    check_in_force(library_of(session, measure.office_id).get(measure.basis_code, signed_on), on=signed_on)
    measure.state = states.follow(measure.state, "enter_paper")
    measure.paper_approver, measure.paper_post, measure.paper_signed_on = approver, post, signed_on
    measure.paper_scan_sha256, measure.paper_scan_name = scan.sha256, scan.filename
    measure.paper_entered_by_id = by.user_id
    after = {"approver": approver, "post": post, "signed_on": str(signed_on), "scan": scan.sha256}
    log(session, "measures.enter_paper", measure, by=by, at=at, after=after)
    return measure


def confirm_paper(session: Session, measure_id: int, *, by: Actor, at: datetime) -> Measure:
    """Confirm that the scan says what was entered; not by the one who entered it, nor by the drafter."""
    measure = open_measure(session, measure_id, "confirm_paper", by=by)
    if persons.is_same(session, measure.paper_entered_by_id, by):
        raise Refusal("measures.paper_same_enterer")
    _check_second(session, measure, by)
    check_stands(measure)
    measure.state = states.follow(measure.state, "confirm_paper")
    measure.decided_on, measure.paper_confirmed_by_id = measure.paper_signed_on, by.user_id
    log(session, "measures.confirm_paper", measure, by=by, at=at)
    return measure


def reject_paper(session: Session, measure_id: int, *, reason: str, by: Actor, at: datetime) -> Measure:
    """Send an entry back because the scan does not bear it out; the measure is proposed again."""
    measure = open_measure(session, measure_id, "reject_paper", by=by)
    measure.state = states.follow(measure.state, "reject_paper", reason=reason)
    before = {"approver": measure.paper_approver, "post": measure.paper_post, "scan": measure.paper_scan_sha256}
    measure.paper_approver = measure.paper_post = measure.paper_signed_on = None
    measure.paper_scan_sha256 = measure.paper_scan_name = measure.paper_entered_by_id = None
    log(session, "measures.reject_paper", measure, by=by, at=at, reason=reason, before=before)
    return measure


def _check_second(session: Session, measure: Measure, by: Actor) -> None:
    """Raise Refusal("measures.same_person") where drafter and decider are one human (controls list 3)."""
    if persons.is_same(session, measure.drafted_by_id, by):
        raise Refusal("measures.same_person")


def _decide(measure: Measure, act: str, note: str, *, by: Actor, on: date) -> None:
    measure.state = states.follow(measure.state, act, reason=note)
    measure.decided_on, measure.decided_by_id, measure.decision_note = on, by.user_id, note


def open_measure(session: Session, measure_id: int, act: str, *, by: Actor, in_case: bool = False) -> Measure:
    """Load a measure for an act of the procedure's table and check that the actor may.

    What an office drafted, or is named to decide, is not decided or revoked by one below it (级别管辖), unless the account has since been
    handed over to where that office has no say. What a case decided moves by the case's acts alone (``in_case``).
    """
    measure = get_measure(session, measure_id, scope=scope_of(by.region_code))
    permission = states.get_transition(act).permission
    require(by, permission, measure.region_code)
    case = None if in_case or act not in OF_THE_CASE else find_case_of_measure(session, measure.id)
    if case is not None:
        raise Refusal("measures.in_case", case_no=case.case_no)
    if permission in DECIDING:
        named = session.scalars(select(Office).where(Office.name == measure.deciding_body)).all()
        for office in (session.get_one(Office, measure.office_id), *named):
            has_say = regions.covers(office.region_code, measure.region_code)
            if has_say and not regions.covers(by.region_code, office.region_code):
                raise Refusal("measures.higher_office", office=office.name)
    return measure


def check_stands(measure: Measure) -> None:
    """Raise Refusal("measures.violation_voided") where the violation the measure answers was voided meanwhile."""
    if measure.violation is not None and measure.violation.state is ViolationState.VOIDED:
        raise Refusal("measures.violation_voided")


def is_basis_confirmed(session: Session, measure: Measure) -> bool:
    """True where the measure's legal basis is verified, or an officer of the deciding office confirmed it."""
    return basis_on(measure).is_verified


def log(
    session: Session,
    act: str,
    measure: Measure,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit entry of an act on a measure, with the state it led to."""
    audit.record(
        session,
        act,
        by=by,
        at=at,
        object_type="measure",
        object_id=measure.id,
        region_code=measure.region_code,
        reason=reason,
        before=before,
        after={"state": measure.state, **(after or {})},
    )
