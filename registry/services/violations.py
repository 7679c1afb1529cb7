"""Acts on the ledger of violations: record, recognise, void. Nothing is altered or deleted afterwards."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.grading.outcome import Outcome
from registry.domain.permissions import Actor, require
from registry.domain.terms import Severity, Source, ViolationState
from registry.services import audit, changes, grading, persons, rulebooks
from registry.services.files import Stored
from registry.store.account_queries import get_account
from registry.store.ledger import violation_fact
from registry.store.measures import Measure, list_measures
from registry.store.scope import scope_of
from registry.store.violations import Evidence, Violation, get_violation


def default_severity(session: Session, code: str, *, region_code: str, on: date) -> Severity | None:
    """The severity the rulebook of the day gives a code; None where it leaves it to the officer.

    Raises Refusal("violations.code_unknown") where the rulebook does not know the code.
    """
    rulebook = rulebooks.rulebook_of(session, region_code, on=on)
    known = {row.code: row.severity for row in rulebook.codes} if rulebook else {}
    if code not in known:
        raise Refusal("violations.code_unknown", code=code)
    severity = known[code]
    return Severity(severity) if severity else None


def record(
    session: Session,
    account_id: int,
    *,
    code: str,
    severity: Severity | None,
    severity_reason: str = "",
    facts: str,
    occurred_on: date,
    source: Source,
    url: str | None = None,
    evidence: Sequence[Stored] = (),
    by: Actor,
    at: datetime,
    on: date,
) -> Violation:
    """Put a violation on file. It counts for nothing until it is recognised (认定)."""
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "violations.record", account.region_code)
    if occurred_on > on:
        raise Refusal("violations.in_future", on=occurred_on)
    if not facts.strip():
        raise Refusal("violations.facts_missing")
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise Refusal("violations.url_unfit")
    usual = default_severity(session, code, region_code=account.region_code, on=on)
    if severity != usual and usual is not None and not severity_reason.strip():
        raise Refusal("violations.severity_reason_missing", usual=usual)
    violation = Violation(
        account_id=account.id,
        region_code=account.region_code,
        state=ViolationState.RECORDED,
        code=code,
        severity=severity,
        severity_reason=severity_reason,
        facts=facts,
        url=url,
        occurred_on=occurred_on,
        source=source,
        recorded_at=at,
        recorded_by_id=by.user_id,
    )
    session.add(violation)
    session.flush()
    attach(session, violation, evidence, by=by, at=at)
    audit.record(
        session,
        "violations.record",
        by=by,
        at=at,
        object_type="violation",
        object_id=violation.id,
        region_code=violation.region_code,
        after={
            "account": account.id,
            "code": code,
            "severity": severity,
            "severity_reason": severity_reason,
            "facts": facts,
            "occurred_on": str(occurred_on),
            "source": source,
            "evidence": [piece.sha256 for piece in evidence],
        },
    )
    return violation


def attach(session: Session, violation: Violation, evidence: Sequence[Stored], *, by: Actor, at: datetime) -> None:
    """Attach stored files as evidence."""
    session.add_all(
        Evidence(
            violation_id=violation.id,
            filename=piece.filename,
            sha256=piece.sha256,
            size=piece.size,
            added_at=at,
            added_by_id=by.user_id,
        )
        for piece in evidence
    )
    session.flush()


def add_evidence(
    session: Session, violation_id: int, evidence: Sequence[Stored], *, by: Actor, at: datetime
) -> Violation:
    """Attach more evidence to a violation on file."""
    violation = get_violation(session, violation_id, scope=scope_of(by.region_code))
    require(by, "violations.record", violation.region_code)
    if violation.state is ViolationState.VOIDED:
        raise Refusal("violations.wrong_state", state=violation.state)
    attach(session, violation, evidence, by=by, at=at)
    audit.record(
        session,
        "violations.add_evidence",
        by=by,
        at=at,
        object_type="violation",
        object_id=violation.id,
        region_code=violation.region_code,
        after={"evidence": [piece.sha256 for piece in evidence]},
    )
    return violation


def recognise(
    session: Session, violation_id: int, *, recognised_on: date, by: Actor, at: datetime, on: date
) -> tuple[Violation, Outcome]:
    """Recognise a violation: from that day it counts. The account is re-derived in the same transaction.

    The recogniser is not the recorder, nor the same human under another user. Raises Refusal where the state, the person or the day is wrong.
    """
    violation = get_violation(session, violation_id, scope=scope_of(by.region_code))
    require(by, "violations.recognise", violation.region_code)
    if violation.state is not ViolationState.RECORDED:
        raise Refusal("violations.wrong_state", state=violation.state)
    if persons.is_same(session, violation.recorded_by_id, by):
        raise Refusal("violations.same_person")
    if recognised_on > on:
        raise Refusal("violations.in_future", on=recognised_on)
    if recognised_on < violation.occurred_on:
        raise Refusal("violations.recognised_before_act", on=violation.occurred_on)
    violation.state, violation.recognised_on, violation.recognised_by_id = (
        ViolationState.RECOGNISED,
        recognised_on,
        by.user_id,
    )
    outcome = grading.regrade(session, violation.account, on=on, at=at)
    violation.account.updated_at = at
    audit.record(
        session,
        "violations.recognise",
        by=by,
        at=at,
        object_type="violation",
        object_id=violation.id,
        region_code=violation.region_code,
        after={
            "recognised_on": str(recognised_on),
            "tier": outcome.tier,
            "points": outcome.points,
            "rulebook": outcome.version,
        },
    )
    return violation, outcome


def void(
    session: Session, violation_id: int, *, reason: str, by: Actor, at: datetime, on: date
) -> tuple[Violation, Sequence[Measure]]:
    """Void a violation: as if it had never been, at every date; it stays on file.

    A recorder may take back what nobody has recognised yet; else it takes one who may recognise. Returns it with the
    measures that cite it: they are listed for annulment and not annulled by this act.
    """
    violation = get_violation(session, violation_id, scope=scope_of(by.region_code))
    is_own = violation.state is ViolationState.RECORDED and violation.recorded_by_id == by.user_id
    require(by, "violations.record" if is_own else "violations.void", violation.region_code)
    if violation.state is ViolationState.VOIDED:
        raise Refusal("violations.wrong_state", state=violation.state)
    if not reason.strip():
        raise Refusal("violations.void_reason_missing")
    violation.state, violation.voided_on = ViolationState.VOIDED, on
    violation.voided_by_id, violation.void_reason = by.user_id, reason
    account, fact = violation.account, violation_fact(violation.id)
    before = changes.standing(account)
    outcome = grading.regrade(session, account, on=on, at=at, corrects=fact)
    changes.note_correction(session, account, before, outcome, fact=fact, reason=reason, by=by, at=at, on=on)
    violation.account.updated_at = at
    audit.record(
        session,
        "violations.void",
        by=by,
        at=at,
        object_type="violation",
        object_id=violation.id,
        region_code=violation.region_code,
        reason=reason,
        after={"tier": outcome.tier, "points": outcome.points},
    )
    citing = list_measures(session, scope=scope_of(by.region_code), account_id=violation.account_id)
    return violation, [
        measure for measure in citing if measure.violation_id == violation.id and measure.annulled_on is None
    ]
