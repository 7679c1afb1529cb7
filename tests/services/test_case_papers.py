"""Papers a case's acts owe: refused without, answered once, signed papers not asked for twice, hours of a transfer."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.cases.procedure import PROCEDURE, get_act
from registry.domain.cases.vocabulary import ServiceMethod
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind
from registry.services import case_papers
from registry.services.case_given import Given
from registry.wording import word
from tests.factories import make_account, make_violation, writing
from tests.services.case_walk import Walk, make_document, open_one
from tests.services.cases import DAY

Actors = Callable[[str], Actor]


@pytest.fixture
def session(app: OpenAPI, people: dict[str, str]) -> Iterator[Session]:
    with writing(app) as session:
        yield session


@pytest.fixture
def walk(session: Session, actor: Actors) -> Walk:
    account = make_account(session, actor("clerk"))
    finding = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"),
                             on=DAY - timedelta(days=3))  # fmt: skip
    return Walk(session, open_one(session, account, by=actor("clerk"), violation=finding), actor)


def test_every_act_whose_paper_is_owed_is_refused_without_it_and_names_it(walk: Walk, session: Session) -> None:
    for row in PROCEDURE:
        if row.forms and row.is_paper_owed and not row.carries:
            with pytest.raises(Refusal, match=r"cases\.paper_owed") as refused:
                case_papers.answer(session, walk.case, row, Given(), by=walk.actor("clerk"))
            assert refused.value.params["papers"]
            assert word(refused.value.code, refused.value.params)


def test_a_paper_issued_in_the_case_answers_one_act_and_not_the_next(walk: Walk, session: Session) -> None:
    walk.to_investigation().to_statement()
    receipt = make_document(session, walk.case, DocumentKind.SERVICE_RECEIPT, by=walk.actor("clerk"))
    walk.do("waive_statement")
    walk.do("submit_decision")
    walk.do("decide", "head")
    walk.do("issue_decision")
    with pytest.raises(Refusal, match=r"cases\.paper_owed") as refused:
        walk.do("serve_decision", method=ServiceMethod.DIRECT, receiver="王某", paper_no="")
    assert refused.value.params["papers"] == [DocumentKind.CREDIT_NOTICE]
    make_document(session, walk.case, DocumentKind.CREDIT_NOTICE, by=walk.actor("clerk"))
    walk.do("serve_decision", method=ServiceMethod.DIRECT, receiver="王某", paper_no="")
    assert walk.case.steps[-1].document_id == receipt.id
    wanted = case_papers.list_wanted(walk.case, get_act("serve_notice"), [receipt])
    assert [each.answer for each in wanted] == [None]


def test_a_void_paper_and_one_of_another_form_are_no_answer(walk: Walk, session: Session) -> None:
    clue = make_document(session, walk.case, DocumentKind.CLUE_REGISTRATION, by=walk.actor("clerk"))
    other = make_document(session, walk.case, DocumentKind.CASE_FILING, by=walk.actor("clerk"))
    with pytest.raises(Refusal, match=r"cases\.paper_unfit"):
        walk.do("verify", document_id=other.id, after=0)
    clue.void_reason = "写错"
    with pytest.raises(Refusal, match=r"cases\.paper_void"):
        walk.do("verify", document_id=clue.id)


def test_what_is_signed_was_written_before_and_is_not_asked_for_twice(walk: Walk, session: Session) -> None:
    walk.do("verify")
    filing = make_document(session, walk.case, DocumentKind.CASE_FILING, by=walk.actor("clerk"))
    walk.do("propose_filing", paper_no="")
    walk.do("approve_filing", "head", paper_no="")
    assert [step.document_id for step in walk.case.steps] == [None, filing.id, filing.id]


def test_a_suspected_crime_is_decided_in_three_days_and_handed_over_in_twenty_four_hours(walk: Walk) -> None:
    walk.day = date(2026, 5, 28)
    walk.do("report_crime")
    walk.do("transfer", "head", body="西湖区公安分局")
    clocks = {clock.clock: clock for clock in walk.case.clocks}
    assert clocks["crime_report"].stopped_on == date(2026, 5, 30)
    assert clocks["crime_transfer"].due_on == date(2026, 5, 31)  # a Sunday: hours go through days of rest
    walk.do("hand_over", body="西湖区公安分局", after=0)
    assert clocks["crime_transfer"].stopped_on == date(2026, 5, 30)
