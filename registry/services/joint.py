"""Joint work: letters about a case and their answers (线索通报、会商), a case taken over or sent back (提级、退回), 代管.

A case is acted in by the office that holds it and those above; taken over, it is the upper office's until it is sent back
(行政处罚法 第二十二条至第二十五条). Whoever acts for another does so under a term both offices see.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.cases.procedure import RUNNING
from registry.domain.cases.vocabulary import LetterKind, LetterOutcome
from registry.domain.errors import NotFound, Refusal
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.terms import label
from registry.services import audit
from registry.store.cases import Case, get_case
from registry.store.joint import CaseLetter, StandIn, find_stand_in, get_letter, list_letters_of_case
from registry.store.scope import scope_of
from registry.store.users import Office, User

LONGEST_STAND_IN = 366
"""Days a stand-in may last before it has to be set anew."""
ASKING = (LetterKind.NOTICE, LetterKind.CONSULTATION)


def send(
    session: Session, case_id: int, kind: LetterKind, *, to_office_id: int, content: str, answer_by: date, by: Actor,
    at: datetime, on: date,
) -> CaseLetter:  # fmt: skip
    """Tell another office of a case or ask it to consult. Raises Refusal: nothing said, itself, a day that has passed."""
    case = get_case(session, case_id, scope=scope_of(by.region_code))
    require(by, "cases.handle", case.region_code)
    check_holder(case, by)
    if kind not in ASKING or not content.strip():
        raise Refusal("joint.content_missing")
    if answer_by <= on:
        raise Refusal("joint.day_passed")
    if to_office_id == by.office_id or session.get(Office, to_office_id) is None:
        raise Refusal("joint.office_unfit")
    letter = _letter(session, case, kind, to_office_id, content, answer_by, by=by, at=at, on=on)
    _log(session, "joint.send", letter, by=by, at=at, reason=content)
    return letter


def answer(
    session: Session, letter_id: int, outcome: LetterOutcome, *, text: str, by: Actor, at: datetime, on: date
) -> CaseLetter:
    """The receiving office answers, once. Raises Refusal: another office's, answered already, or nothing said."""
    letter = get_letter(session, letter_id, office_id=by.office_id)
    require(by, "cases.handle")
    if letter.to_office_id != by.office_id or letter.kind not in ASKING:
        raise Refusal("joint.not_yours")
    if letter.outcome is not None:
        raise Refusal("joint.answered")
    if not text.strip():
        raise Refusal("joint.content_missing")
    letter.outcome, letter.answer, letter.answered_on, letter.answered_by_id = outcome, text, on, by.user_id
    _log(session, "joint.answer", letter, by=by, at=at, reason=text)
    return letter


def take_over(session: Session, case_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> CaseLetter:
    """An office above takes a running case in hand; the lower one keeps seeing it and can do nothing in it."""
    case = get_case(session, case_id, scope=scope_of(by.region_code))
    require(by, "cases.decide", case.region_code)
    if case.office_id == by.office_id or case.state not in RUNNING or not is_above(by, case.office):
        raise Refusal("joint.not_above")
    if not reason.strip():
        raise Refusal("joint.content_missing")
    letter = _letter(session, case, LetterKind.TAKEOVER, case.office_id, reason, None, by=by, at=at, on=on)
    _log(session, "joint.takeover", letter, by=by, at=at, reason=reason)
    case.office_id, case.updated_at = by.office_id, at
    session.flush()
    session.refresh(case, ["office"])
    return letter


def send_back(session: Session, case_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> CaseLetter:
    """What was taken over goes back to the office it came from."""
    case = get_case(session, case_id, scope=scope_of(by.region_code))
    require(by, "cases.decide", case.region_code)
    taken = [each for each in list_letters_of_case(session, case.id) if each.kind is LetterKind.TAKEOVER]
    if not taken or case.office_id != by.office_id:
        raise Refusal("joint.not_taken")
    if not reason.strip():
        raise Refusal("joint.content_missing")
    letter = _letter(session, case, LetterKind.RETURN, taken[-1].to_office_id, reason, None, by=by, at=at, on=on)
    _log(session, "joint.return", letter, by=by, at=at, reason=reason)
    case.office_id, case.updated_at = taken[-1].to_office_id, at
    session.flush()
    session.refresh(case, ["office"])
    return letter


def check_holder(case: Case, by: Actor) -> None:
    """Only the office that holds a case and those above act in it."""
    if not regions.covers(by.region_code, case.office.region_code):
        raise Refusal("joint.taken_over", office=case.office.name)


def is_above(by: Actor, office: Office) -> bool:
    """Whether the actor's office stands above another."""
    return by.region_code != office.region_code and regions.covers(by.region_code, office.region_code)


def set_stand_in(
    session: Session, *, office_id: int, acting_office_id: int, since: date, until: date, reason: str, by: Actor,
    at: datetime, on: date,
) -> StandIn:  # fmt: skip
    """Let one office act for another for a term; the word of the head of that other office, or of one above it.

    Who acts for another office himself passes nothing on.
    """
    office = session.get(Office, office_id)
    if office is None or session.get(Office, acting_office_id) is None or office_id == acting_office_id:
        raise Refusal("joint.office_unfit")
    require(by, "cases.decide", office.region_code)
    if session.get_one(User, by.user_id).office_id != by.office_id:
        raise Refusal("joint.not_own")
    if not on <= since <= until or (until - since).days > LONGEST_STAND_IN:
        raise Refusal("joint.term_wrong", most=LONGEST_STAND_IN)
    if not reason.strip():
        raise Refusal("joint.content_missing")
    row = StandIn(office_id=office_id, acting_office_id=acting_office_id, since=since, until=until, reason=reason,
                  set_at=at, set_by_id=by.user_id)  # fmt: skip
    session.add(row)
    session.flush()
    after = {"acting": acting_office_id, "since": str(since), "until": str(until)}
    audit.record(session, "joint.stand_in", by=by, at=at, object_type="office", object_id=office_id,
                 region_code=office.region_code, reason=reason, after=after)  # fmt: skip
    return row


def end_stand_in(session: Session, stand_in_id: int, *, by: Actor, at: datetime, on: date) -> StandIn:
    """End it before its term; by whoever may set it."""
    row = session.get(StandIn, stand_in_id)
    if row is None:
        raise NotFound("joint.unknown")
    require(by, "cases.decide", row.office.region_code)
    row.ended_on = on
    audit.record(session, "joint.stand_in_end", by=by, at=at, object_type="office", object_id=row.office_id,
                 region_code=row.office.region_code, after={"ended_on": str(on)})  # fmt: skip
    return row


def acting_for(session: Session, actor: Actor, office_id: int, *, on: date) -> Actor | None:
    """The actor as one who acts for another office today, None where no term allows it."""
    found = find_stand_in(session, acting_office_id=actor.office_id, office_id=office_id, on=on)
    if found is None:
        return None
    office = found.office
    post = f"{actor.post}（{actor.office_name}代管）"
    return replace(actor, office_id=office.id, office_name=office.name, region_code=office.region_code, post=post)


def _letter(
    session: Session, case: Case, kind: LetterKind, to_office_id: int, content: str, answer_by: date | None, *, by: Actor,
    at: datetime, on: date,
) -> CaseLetter:  # fmt: skip
    names = "、".join(f"{label(each.platform)}“{each.name}”" for each in case.accounts)
    letter = CaseLetter(
        case_id=case.id, kind=kind, from_office_id=by.office_id, to_office_id=to_office_id,
        about=f"{case.case_no}　{case.title}　{names}\n{mask_inside(case.content)}", content=content, answer_by=answer_by,
        sent_on=on, sent_at=at, sent_by_id=by.user_id, answer="",
    )  # fmt: skip
    session.add(letter)
    session.flush()
    return letter


def _log(session: Session, act: str, letter: CaseLetter, *, by: Actor, at: datetime, reason: str) -> None:
    after = {
        "letter": letter.id,
        "kind": letter.kind,
        "from": letter.from_office_id,
        "to": letter.to_office_id,
        "outcome": letter.outcome,
    }
    audit.record(session, act, by=by, at=at, object_type="case", object_id=letter.case_id, region_code=by.region_code,
                 reason=reason, after=after)  # fmt: skip
