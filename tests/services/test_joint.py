"""Joint work: letters answered by the office they went to, cases taken over and given back, 代管 for a term."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.cases.vocabulary import CaseState, LetterKind, LetterOutcome
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.services import joint
from registry.store.audit import AuditEntry
from registry.store.joint import CaseLetter, list_letters, list_stand_ins, list_unanswered
from tests.factories import make_account, writing
from tests.services.case_walk import Walk, open_one
from tests.services.cases import DAY, at

Actors = Callable[[str], Actor]


@pytest.fixture
def session(app: OpenAPI, people: dict[str, str]) -> Iterator[Session]:
    with writing(app) as session:
        yield session


@pytest.fixture
def walk(session: Session, actor: Actors) -> Walk:
    return Walk(session, open_one(session, make_account(session, actor("clerk")), by=actor("clerk")), actor)


def send(session: Session, walk: Walk, to: str, **given: object) -> CaseLetter:
    values = {"content": "该账号主体在你县另有账号", "answer_by": DAY + timedelta(days=5), **given}
    return joint.send(session, walk.case_id, LetterKind.NOTICE, to_office_id=walk.actor(to).office_id, by=walk.actor("clerk"),
                      at=at(DAY), on=DAY, **values)  # type: ignore[arg-type]  # typed by the caller  # fmt: skip


def test_a_clue_told_to_another_county_is_answered_there_once_and_seen_by_both(session: Session, walk: Walk) -> None:
    letter = send(session, walk, "n-clerk")
    assert "西湖身边事" in letter.about
    there = walk.actor("n-clerk")
    assert list_unanswered(session, there.office_id, limit=9) == [letter]
    for wrong in ("clerk", "c-clerk"):
        with pytest.raises(Refusal, match=r"joint\.(not_yours|unknown)"):
            joint.answer(
                session, letter.id, LetterOutcome.ACCEPTED, text="收到", by=walk.actor(wrong), at=at(DAY), on=DAY
            )
    joint.answer(session, letter.id, LetterOutcome.ACCEPTED, text="已登记", by=there, at=at(DAY), on=DAY)
    with pytest.raises(Refusal, match=r"joint\.answered"):
        joint.answer(session, letter.id, LetterOutcome.DECLINED, text="不收", by=there, at=at(DAY), on=DAY)
    own = walk.actor("clerk").office_id
    assert list_letters(session, there.office_id, limit=9) == list_letters(session, own, limit=9) == [letter]
    assert {"joint.send", "joint.answer"} <= set(session.scalars(select(AuditEntry.act)))


def test_a_letter_without_words_to_oneself_or_due_already_is_refused(session: Session, walk: Walk) -> None:
    for to, given, code in (("n-clerk", {"content": " "}, "content_missing"), ("clerk", {}, "office_unfit"),
                            ("n-clerk", {"answer_by": DAY}, "day_passed")):  # fmt: skip
        with pytest.raises(Refusal, match=rf"joint\.{code}"):
            send(session, walk, to, **given)


def test_a_city_takes_a_case_over_and_until_it_is_sent_back_the_county_only_reads(session: Session, walk: Walk) -> None:
    city = walk.actor("c-head")
    with pytest.raises(Refusal, match=r"joint\.not_above"):
        joint.take_over(session, walk.case_id, reason="要紧", by=walk.actor("head"), at=at(DAY), on=DAY)
    joint.take_over(session, walk.case_id, reason="影响全市", by=city, at=at(DAY), on=DAY)
    assert walk.case.office_id == city.office_id
    with pytest.raises(Refusal, match=r"joint\.taken_over"):
        walk.do("verify", after=0)
    walk.do("verify", "c-head", after=0)
    assert walk.case.state is CaseState.VERIFYING
    joint.send_back(session, walk.case_id, reason="由你县办理", by=city, at=at(DAY), on=DAY)
    walk.do("propose_filing", after=0)
    with pytest.raises(Refusal, match=r"joint\.not_taken"):
        joint.send_back(session, walk.case_id, reason="再退", by=city, at=at(DAY), on=DAY)


def test_an_office_acts_for_another_within_its_term_only(session: Session, walk: Walk) -> None:
    mine, there = walk.actor("clerk"), walk.actor("n-clerk")
    term = {"office_id": mine.office_id, "acting_office_id": there.office_id, "since": DAY, "until": DAY + timedelta(days=30),
            "reason": "人员学习"}  # fmt: skip
    for wrong in ("clerk", "n-head"):
        with pytest.raises(Refusal, match=r"permission\."):
            joint.set_stand_in(session, **term, by=walk.actor(wrong), at=at(DAY), on=DAY)  # type: ignore[arg-type]  # typed above
    row = joint.set_stand_in(session, **term, by=walk.actor("c-head"), at=at(DAY), on=DAY)  # type: ignore[arg-type]  # typed above
    assert list_stand_ins(session, mine.office_id) == list_stand_ins(session, there.office_id) == [row]
    stood = joint.acting_for(session, there, mine.office_id, on=DAY)
    assert stood is not None
    assert (stood.user_id, stood.region_code, stood.office_id) == (there.user_id, mine.region_code, mine.office_id)
    assert "代管" in stood.post
    assert joint.acting_for(session, there, mine.office_id, on=DAY + timedelta(days=31)) is None
    assert joint.acting_for(session, mine, there.office_id, on=DAY) is None
    joint.end_stand_in(session, row.id, by=walk.actor("head"), at=at(DAY), on=DAY + timedelta(days=3))
    assert joint.acting_for(session, there, mine.office_id, on=DAY + timedelta(days=3)) is None


def test_who_acts_for_another_office_passes_nothing_on(session: Session, walk: Walk) -> None:
    mine, there = walk.actor("head"), walk.actor("n-head")
    term = {"since": DAY, "until": DAY + timedelta(days=30), "reason": "人员学习", "at": at(DAY), "on": DAY}
    joint.set_stand_in(session, office_id=mine.office_id, acting_office_id=there.office_id, by=mine, **term)  # type: ignore[arg-type]  # typed above
    stood = joint.acting_for(session, there, mine.office_id, on=DAY)
    assert stood is not None
    with pytest.raises(Refusal, match=r"joint\.not_own"):
        joint.set_stand_in(
            session,
            office_id=mine.office_id,
            acting_office_id=walk.actor("c-head").office_id,
            by=stood,
            **term,  # type: ignore[arg-type]  # typed above
        )
