"""What an act of a case does beside being on file: officers, evidence, and the measure the case hosts.

A measure decided in a case goes through the measure's own acts (services/measures.py, execution.py), so that the ledger,
the ladder and the tier learn of it as of any other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureState, ViolationState
from registry.services import case_clocks, execution, measures, violations
from registry.services.case_given import Given, Plan
from registry.store.cases import Case, CaseEvidence, CaseMeasure, CaseOfficer
from registry.store.measures import Measure
from registry.store.scope import scope_of
from registry.store.users import User, get_user


@dataclass(frozen=True)
class Doing:
    """An act under way: ``day`` is when it was done, ``on`` today."""

    session: Session
    case: Case
    given: Given
    by: Actor
    at: datetime
    day: date
    on: date


Details = dict[str, object]


def carry_out(act: str, doing: Doing) -> Details:
    """Do what ``act`` does to the register; what it took is returned for the step's record."""
    return EFFECTS[act](doing) if act in EFFECTS else {}


def _assign(doing: Doing) -> Details:
    user = _person(doing)
    if any(each.user_id == user.id for each in doing.case.officers):
        raise Refusal("cases.officer_twice", name=user.name)
    doing.case.officers.append(
        CaseOfficer(
            user_id=user.id, certificate_no=user.certificate_no, certificate_until=user.certificate_until,
            assigned_on=doing.day, user=user,
        )
    )  # fmt: skip
    return {"officer": user.id, "name": user.name, "certificate_no": user.certificate_no}


def _recuse(doing: Doing) -> Details:
    user = _person(doing)
    row = next((each for each in doing.case.officers if each.user_id == user.id and each.recused_on is None), None)
    if row is None:
        raise Refusal("cases.officer_unknown", name=user.name)
    row.recused_on, row.recusal_reason = doing.day, doing.given.note
    return {"officer": user.id, "name": user.name}


def _person(doing: Doing) -> User:
    if doing.given.person_id is None:
        raise Refusal("cases.person_missing")
    return get_user(doing.session, doing.given.person_id, scope=scope_of(doing.by.region_code))


def _host(doing: Doing) -> Details:
    user = _person(doing)
    return {"host": user.id, "name": user.name}


def _add_evidence(doing: Doing) -> Details:
    given = doing.given
    if not given.files:
        raise Refusal("cases.evidence_missing")
    if not given.origin.strip():
        raise Refusal("cases.origin_missing")
    for piece in given.files:
        doing.case.evidence.append(
            CaseEvidence(
                filename=piece.filename, sha256=piece.sha256, size=piece.size, origin=given.origin,
                captured_on=given.captured_on or doing.day, captured_by=given.captured_by or doing.by.name,
                added_at=doing.at, added_by_id=doing.by.user_id,
            )
        )  # fmt: skip
    return {"evidence": [piece.sha256 for piece in given.files], "origin": given.origin}


def _conclude(doing: Doing) -> Details:
    """Keep the measure intended, sound enough to be drafted today."""
    plan = doing.given.plan
    if plan is None:
        raise Refusal("cases.plan_missing")
    if plan.account_id not in {each.id for each in doing.case.accounts}:
        raise Refusal("cases.account_unfit")
    measures.check_draft(doing.session, **plan.to_json(), by=doing.by, on=doing.on)
    doing.case.plan, doing.case.is_major = plan.to_json(), doing.given.is_major
    return {"kind": plan.kind, "basis": plan.basis_code, "is_major": doing.given.is_major}


def _propose(doing: Doing) -> Measure:
    """Draft the measure in the name of the one who asked for the decision, and hang it on the case."""
    if doing.case.plan is None:
        raise Refusal("cases.plan_missing")
    asked = [step for step in doing.case.steps if step.act == "submit_decision"][-1]
    plan = Plan.from_json(doing.case.plan)
    made = measures.propose(doing.session, **plan.to_json(), by=asked.by.actor, at=asked.at, on=doing.on)
    doing.session.add(CaseMeasure(case_id=doing.case.id, measure_id=made.id))
    doing.session.flush()
    doing.session.expire(doing.case, ["measures"])
    return made


def _decide(doing: Doing) -> Details:
    made = _propose(doing)
    measures.approve(doing.session, made.id, note=doing.given.note, by=doing.by, at=doing.at, on=doing.day)
    return {"measure": made.id}


def _decide_no_penalty(doing: Doing) -> Details:
    made = _propose(doing)
    measures.decline(doing.session, made.id, reason=doing.given.note, by=doing.by, at=doing.at, on=doing.on)
    return {"measure": made.id}


def _serve(doing: Doing) -> Details:
    if doing.given.method is None:
        raise Refusal("cases.method_missing")
    if not doing.given.receiver.strip():
        raise Refusal("cases.receiver_missing")
    return {"method": doing.given.method, "receiver": doing.given.receiver}


def _name_body(doing: Doing) -> Details:
    if not doing.given.body.strip():
        raise Refusal("cases.body_missing")
    return {"body": doing.given.body}


def _send_out(doing: Doing) -> Details:
    """The measure takes effect the day it goes out: the interview is held, the letter is sent."""
    details = _name_body(doing)
    for each in _hosted(doing.case, MeasureState.APPROVED):
        execution.take_effect(
            doing.session, each.id, effective_on=doing.day, ends_on=doing.given.ends_on, in_case=True, by=doing.by,
            at=doing.at, on=doing.on,
        )  # fmt: skip
    return {**details, "ends_on": str(doing.given.ends_on or "")}


def _order(doing: Doing) -> Details:
    given = doing.given
    if given.due_on is None:
        raise Refusal("measures.due_missing")
    for each in _hosted(doing.case, MeasureState.EFFECTIVE):
        execution.order_rectification(
            doing.session, each.id, demand=given.demand, due_on=given.due_on, in_case=True, by=doing.by, at=doing.at,
            on=doing.on,
        )  # fmt: skip
    return {"demand": given.demand, "due_on": str(given.due_on)}


def _recheck(doing: Doing) -> Details:
    for each in _hosted(doing.case, MeasureState.RECTIFYING, MeasureState.OVERDUE):
        execution.recheck(
            doing.session, each.id, is_passed=doing.given.is_passed, checked_on=doing.day, note=doing.given.note,
            in_case=True, by=doing.by, at=doing.at, on=doing.on,
        )  # fmt: skip
    return {"passed": doing.given.is_passed}


def _close(doing: Doing) -> Details:
    """What ran its course is ended with the case; a term still running comes back to the queue by itself."""
    over = [
        each for each in _hosted(doing.case, MeasureState.EFFECTIVE, MeasureState.PASSED)
        if each.ends_on is None or each.ends_on <= doing.on
    ]  # fmt: skip
    for each in over:
        execution.end(doing.session, each.id, by=doing.by, at=doing.at, on=doing.on)
    return {"ended": [each.id for each in over]}


def _revoke(doing: Doing) -> Details:
    """Carry the outcome into the ledger: the measure is annulled, and the finding too where that fell."""
    gone = (MeasureState.DECLINED, MeasureState.ANNULLED)
    annulled = [each for each in doing.case.measures if each.state not in gone]
    for each in annulled:
        execution.annul(
            doing.session, each.id, reason=doing.given.note, in_case=True, by=doing.by, at=doing.at, on=doing.on
        )
    voided = [each.violation_id for each in annulled if each.violation_id] if doing.given.voids_finding else []
    for violation_id in dict.fromkeys(voided):
        violations.void(doing.session, violation_id, reason=doing.given.note, by=doing.by, at=doing.at, on=doing.on)
    return {"annulled": [each.id for each in annulled], "voided": voided}


def _hosted(case: Case, *states: MeasureState) -> list[Measure]:
    """The case's measures in such a state, whose finding still stands."""
    return [
        each for each in case.measures
        if each.state in states and not (each.violation and each.violation.state is ViolationState.VOIDED)
    ]  # fmt: skip


def _extend(doing: Doing) -> Details:
    return case_clocks.extend(doing.session, doing.case, doing.given, by=doing.by, on=doing.on)


def _suspend(doing: Doing) -> Details:
    return case_clocks.suspend(doing.case, doing.given, by=doing.by, on=doing.day)


def _resume(doing: Doing) -> Details:
    return case_clocks.resume(doing.session, doing.case, doing.given, by=doing.by, on=doing.day)


EFFECTS: dict[str, Callable[[Doing], Details]] = {
    "assign_officer": _assign,
    "recuse": _recuse,
    "add_evidence": _add_evidence,
    "conclude": _conclude,
    "serve_notice": _serve,
    "hold_hearing": _host,
    "decide": _decide,
    "decide_no_penalty": _decide_no_penalty,
    "serve_decision": _serve,
    "send_out": _send_out,
    "order_rectification": _order,
    "recheck": _recheck,
    "close": _close,
    "transfer": _name_body,
    "report_up": _name_body,
    "apply_reconsideration": _name_body,
    "sue": _name_body,
    "revoke": _revoke,
    "overturn": _revoke,
    "extend_clock": _extend,
    "suspend_clock": _suspend,
    "resume_clock": _resume,
}
