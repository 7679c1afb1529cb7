"""Acts on a decided measure: take effect, order and recheck rectification, end, lift, annul."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from registry.domain.cases import states
from registry.domain.documents.content import from_plain
from registry.domain.documents.forms.interview import meeting_day
from registry.domain.errors import Refusal
from registry.domain.grading.outcome import Outcome
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind
from registry.services import changes, grading
from registry.services.measures import check_stands, is_basis_confirmed, log, open_measure
from registry.store.documents import list_documents
from registry.store.ledger import measure_fact
from registry.store.measures import Credit, Measure, Rectification
from registry.store.scope import scope_of

LONGEST_TERM = timedelta(days=3653)
"""What lies further ahead than ten years is a slip of the keyboard."""
CARRYING = (DocumentKind.INTERVIEW_NOTICE, DocumentKind.DELISTING_LETTER, DocumentKind.SHUTDOWN_LETTER)
"""Papers by which a measure goes out; an order to rectify may follow it."""
EARLY_CREDIT = 1
"""Points taken off where the recheck is passed before the term is over (domain brief §7.2; the rulebook caps them)."""


def take_effect(
    session: Session,
    measure_id: int,
    *,
    effective_on: date,
    ends_on: date | None = None,
    demand: str = "",
    due_on: date | None = None,
    in_case: bool = False,
    by: Actor,
    at: datetime,
    on: date,
) -> Measure:
    """Let an approved measure take effect (interview held, letter sent); ``demand`` and ``due_on`` begin rectification.

    Raises Refusal where its legal basis was never confirmed, the violation it answers was voided, or a day is out of
    order: ahead of us, before the decision, before the interview its notice names.
    """
    measure = open_measure(session, measure_id, "take_effect", by=by, in_case=in_case)
    check_stands(measure)
    if not is_basis_confirmed(session, measure):
        raise Refusal("measures.basis_unconfirmed")
    if effective_on > on:
        raise Refusal("measures.in_future", on=effective_on)
    if measure.decided_on is not None and effective_on < measure.decided_on:
        raise Refusal("measures.before_decision", given=effective_on, on=measure.decided_on)
    _check_papers(session, measure, effective_on)
    if ends_on is not None and ends_on <= effective_on:
        raise Refusal("measures.term_backwards")
    _check_near(ends_on, on)
    measure.state = states.follow(measure.state, "take_effect")
    measure.effective_on, measure.ends_on = effective_on, ends_on
    _check_near(due_on, on)
    if due_on is not None or demand.strip():
        _order(session, measure, demand=demand, due_on=due_on)
    _regrade(session, measure, on=on, at=at)
    after = {
        "effective_on": str(effective_on),
        "ends_on": str(ends_on or ""),
        "demand": demand,
        "due_on": str(due_on or ""),
    }
    log(session, "measures.take_effect", measure, by=by, at=at, after=after)
    return measure


def _check_papers(session: Session, measure: Measure, effective_on: date) -> None:
    """A measure holds from when its notice or letter went out, an interview from the day its notice names (约谈规定
    第五条).

    Of papers issued again the first tells when it went out, the last that stands when to come.
    """
    issued = list_documents(session, scope=scope_of(measure.region_code), measure_id=measure.id)
    standing = [row for row in issued if row.void_reason is None and row.kind in CARRYING]
    if not standing:
        return
    first, last = standing[-1], standing[0]
    if effective_on < first.issued_on:
        params = {"given": effective_on, "on": first.issued_on, "paper": first.kind, "doc_no": first.doc_no}
        raise Refusal("measures.before_paper", **params)
    meets_on = meeting_day(from_plain(last.content))
    if meets_on is not None and effective_on < meets_on:
        raise Refusal("measures.before_meeting", given=effective_on, on=meets_on, doc_no=last.doc_no)


def order_rectification(
    session: Session,
    measure_id: int,
    *,
    demand: str,
    due_on: date,
    in_case: bool = False,
    by: Actor,
    at: datetime,
    on: date,
) -> Measure:
    """Order rectification under a measure in effect."""
    measure = open_measure(session, measure_id, "order_rectification", by=by, in_case=in_case)
    _check_near(due_on, on)
    _order(session, measure, demand=demand, due_on=due_on)
    _regrade(session, measure, on=on, at=at)
    log(session, "measures.order_rectification", measure, by=by, at=at, after={"demand": demand, "due_on": str(due_on)})
    return measure


def _check_near(day: date | None, on: date) -> None:
    """Raise Refusal("measures.too_far") for a term no office means, such as the year 9999."""
    if day is not None and day - on > LONGEST_TERM:
        raise Refusal("measures.too_far", on=day)


def _order(session: Session, measure: Measure, *, demand: str, due_on: date | None) -> None:
    if not demand.strip():
        raise Refusal("measures.demand_missing")
    if due_on is None:
        raise Refusal("measures.due_missing")
    if measure.effective_on is not None and due_on <= measure.effective_on:
        raise Refusal("measures.due_backwards", on=measure.effective_on)
    measure.state = states.follow(measure.state, "order_rectification")
    measure.rectification = Rectification(measure_id=measure.id, demand=demand, due_on=due_on)
    session.flush()


def recheck(
    session: Session,
    measure_id: int,
    *,
    is_passed: bool,
    checked_on: date,
    note: str,
    is_credited: bool = False,
    in_case: bool = False,
    by: Actor,
    at: datetime,
    on: date,
) -> Measure:
    """Record a recheck. Passed: rectification is over, early it may take a point off. Not passed: it stays open."""
    measure = open_measure(session, measure_id, "pass_recheck", by=by, in_case=in_case)
    rectification = measure.rectification
    if rectification is None:
        raise Refusal("measures.wrong_state", state=measure.state, act="pass_recheck")
    if checked_on > on:
        raise Refusal("measures.in_future", on=checked_on)
    if measure.effective_on is not None and checked_on < measure.effective_on:
        raise Refusal("measures.recheck_too_early", on=measure.effective_on)
    passed_state = states.follow(measure.state, "pass_recheck")
    if not is_passed and not note.strip():
        raise Refusal("measures.reason_missing", act="pass_recheck")
    rectification.rechecked_on, rectification.rechecked_by_id, rectification.recheck_note = checked_on, by.user_id, note
    if is_passed:
        rectification.passed_on, measure.state = checked_on, passed_state
        if is_credited and checked_on < rectification.due_on:
            session.add(_credit(measure, on=checked_on, reason=note))
    _regrade(session, measure, on=on, at=at)
    log(
        session,
        "measures.recheck",
        measure,
        by=by,
        at=at,
        reason=note,
        after={"passed": is_passed, "on": str(checked_on)},
    )
    return measure


def _credit(measure: Measure, *, on: date, reason: str) -> Credit:
    return Credit(account_id=measure.account_id, measure_id=measure.id, on=on, points=EARLY_CREDIT, reason=reason)


def end(session: Session, measure_id: int, *, by: Actor, at: datetime, on: date) -> Measure:
    """Close a measure that ran its course."""
    measure = open_measure(session, measure_id, "end", by=by)
    measure.state = states.follow(measure.state, "end")
    measure.ended_on = on
    log(session, "measures.end", measure, by=by, at=at)
    return measure


def lift(session: Session, measure_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> Measure:
    """Lift a measure early: the floor it set ends this day."""
    measure = open_measure(session, measure_id, "lift", by=by)
    measure.state = states.follow(measure.state, "lift", reason=reason)
    measure.lifted_on, measure.closing_reason = on, reason
    _regrade(session, measure, on=on, at=at)
    log(session, "measures.lift", measure, by=by, at=at, reason=reason)
    return measure


def annul(
    session: Session, measure_id: int, *, reason: str, in_case: bool = False, by: Actor, at: datetime, on: date
) -> Measure:
    """Annul (撤销) a measure that was wrong: as if it had never been; the tier moves back at once, both stay."""
    measure = open_measure(session, measure_id, "annul", by=by, in_case=in_case)
    measure.state = states.follow(measure.state, "annul", reason=reason)
    measure.annulled_on, measure.closing_reason = on, reason
    account, fact = measure.account, measure_fact(measure.id)
    before = changes.standing(account)
    outcome = _regrade(session, measure, on=on, at=at, corrects=fact)
    changes.note_correction(session, account, before, outcome, fact=fact, reason=reason, by=by, at=at, on=on)
    log(session, "measures.annul", measure, by=by, at=at, reason=reason)
    return measure


def _regrade(session: Session, measure: Measure, *, on: date, at: datetime, corrects: str | None = None) -> Outcome:
    measure.account.updated_at = at
    return grading.regrade(session, measure.account, on=on, at=at, corrects=corrects)
