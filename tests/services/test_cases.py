"""Cases: from clue to archive by the table's acts, every gate closed until its condition is met, nothing in halves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import CaseState
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, MeasureState, Severity, TargetKind, ViolationState
from registry.services import cases, execution
from registry.services.case_given import Given
from registry.store.accounts import Account
from registry.store.audit import AuditEntry
from registry.store.cases import Case, CaseStep
from registry.store.measures import Measure
from registry.store.procedure import Competence, OfficeClock, OfficeDay
from registry.store.violations import Violation
from tests.factories import make_account, make_violation, writing
from tests.services.case_walk import Walk, certify, open_one, plan_of
from tests.services.cases import DAY, at

Actors = Callable[[str], Actor]


@pytest.fixture
def session(app: OpenAPI, people: dict[str, str]) -> Iterator[Session]:
    with writing(app) as session:
        yield session


@pytest.fixture
def account(session: Session, actor: Actors) -> Account:
    return make_account(session, actor("clerk"))


@pytest.fixture
def finding(session: Session, account: Account, actor: Actors) -> Violation:
    return make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"),
                          on=DAY - timedelta(days=3))  # fmt: skip


@pytest.fixture
def walk(session: Session, account: Account, finding: Violation, actor: Actors) -> Walk:
    return Walk(session, open_one(session, account, by=actor("clerk"), violation=finding), actor)


# the whole road ------------------------------------------------------------------------------------------------------


def test_a_case_goes_from_clue_to_archive_and_its_measure_through_the_measures_own_acts(
    walk: Walk, finding: Violation, session: Session
) -> None:
    walk.to_investigation().to_execution(violation=finding)
    measure = session.scalars(select(Measure)).one()
    assert (measure.state, measure.kind, measure.violation_id) == (MeasureState.EFFECTIVE, "interview", finding.id)
    assert measure.drafted_by_id == walk.actor("clerk").user_id
    assert measure.decided_by_id == walk.actor("head").user_id
    walk.do("order_rectification", demand="删除", due_on=walk.day + timedelta(days=10))
    walk.do("recheck", note="未删除", is_passed=False)
    assert walk.case.state is CaseState.RECTIFYING
    walk.do("recheck", is_passed=True)
    walk.do("propose_closing")
    walk.do("close", "head")
    walk.do("archive")
    assert walk.case.state is CaseState.ARCHIVED
    assert measure.state is MeasureState.ENDED
    assert all(clock.stopped_on for clock in walk.case.clocks if clock.clock not in ("reconsideration", "suit"))


def test_every_act_leaves_a_step_and_an_audit_entry(walk: Walk, session: Session) -> None:
    walk.do("verify")
    step = session.scalars(select(CaseStep)).one()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "cases.take")).one()
    assert (step.act, step.by_id, step.on, step.note) == ("verify", walk.actor("clerk").user_id, walk.day, "意见")
    assert step.actor["office"] == "西湖区网信办"
    assert (entry.after["act"], entry.reason) == ("verify", "意见")


def test_cases_are_numbered_without_gaps_by_office_and_year(session: Session, account: Account, actor: Actors) -> None:
    found = [open_one(session, account, by=actor("clerk")).case_no for _ in range(2)]
    later = open_one(session, account, by=actor("clerk"), found_on=date(2027, 1, 4), on=date(2027, 1, 5)).case_no
    assert [*found, later] == ["西网信案〔2026〕1号", "西网信案〔2026〕2号", "西网信案〔2027〕1号"]


def test_who_reported_is_sealed_and_read_for_a_reason_only(walk: Walk, session: Session, actor: Actors) -> None:
    kept = walk.case
    assert "王某" not in (kept.reporter_sealed or "")
    assert "13800000000" not in str(kept.__dict__)
    with pytest.raises(Refusal, match=r"permission\.role"):
        cases.reveal_reporter(session, kept.id, reason="回复举报人", by=actor("clerk"), at=at(DAY))
    with pytest.raises(Refusal, match="reveal_reason_missing"):
        cases.reveal_reporter(session, kept.id, reason=" ", by=actor("head"), at=at(DAY))
    assert cases.reveal_reporter(session, kept.id, reason="回复", by=actor("head"), at=at(DAY)).startswith("王某")
    assert not any("王某" in str(entry.after) for entry in session.scalars(select(AuditEntry)))


# refused by state, person, day, version -------------------------------------------------------------------------------


def test_every_act_the_table_does_not_allow_here_is_refused_and_writes_nothing(walk: Walk, session: Session) -> None:
    for row in PROCEDURE:
        if CaseState.CLUE not in row.sources:
            who = "head" if row.permission != "cases.handle" else "clerk"
            with pytest.raises(Refusal, match=r"cases\.wrong_state"):
                walk.do(row.act, who, after=0)
    assert session.scalars(select(CaseStep)).all() == []


def test_an_act_is_refused_to_who_may_not_do_it(walk: Walk) -> None:
    with pytest.raises(Refusal, match=r"permission\.role"):
        walk.do("verify", "auditor")
    with pytest.raises(Refusal, match=r"cases\.unknown"):
        walk.do("verify", "n-clerk")


def test_of_two_officers_at_once_the_second_is_told_in_words(walk: Walk, session: Session, actor: Actors) -> None:
    seen = walk.case.version
    cases.take(
        session, walk.case_id, "verify", Given(paper_no="线下"), version=seen, by=actor("clerk"), at=at(DAY), on=DAY
    )
    with pytest.raises(Refusal, match=r"cases\.moved"):
        cases.take(session, walk.case_id, "propose_filing", Given(note="理由"), version=seen, by=actor("clerk2"),
                   at=at(DAY), on=DAY)  # fmt: skip


def test_days_ahead_or_out_of_order_are_refused(walk: Walk) -> None:
    with pytest.raises(Refusal, match=r"cases\.in_future"):
        walk.do("verify", on=DAY + timedelta(days=40))
    walk.do("verify")
    with pytest.raises(Refusal, match=r"cases\.out_of_order"):
        walk.do("propose_filing", on=DAY)


def test_one_who_is_recused_does_nothing_more_in_the_case(walk: Walk, actor: Actors) -> None:
    walk.to_investigation()
    walk.do("recuse", "head", person_id=actor("clerk2").user_id)
    with pytest.raises(Refusal, match=r"cases\.recused"):
        walk.do("add_evidence", "clerk2", origin="x")


# the seven gates -----------------------------------------------------------------------------------------------------


def test_no_measure_is_intended_without_a_basis(walk: Walk) -> None:
    walk.to_investigation()
    with pytest.raises(Refusal, match=r"cases\.gate\.basis"):
        walk.do("conclude", plan=plan_of(walk.case, basis_code=""))


def test_nothing_is_concluded_without_evidence(walk: Walk, actor: Actors) -> None:
    certify(walk.session, actor("clerk"), actor("clerk2"))
    walk.do("verify")
    walk.do("propose_filing")
    walk.do("approve_filing", "head")
    with pytest.raises(Refusal, match=r"cases\.gate\.evidence"):
        walk.do("conclude", plan=plan_of(walk.case))


def test_nothing_is_decided_before_notice_service_and_statement_however_the_state_came_about(walk: Walk) -> None:
    walk.to_investigation().to_statement()
    walk.case.state = CaseState.DECIDING
    with pytest.raises(Refusal, match=r"cases\.gate\.heard"):
        walk.do("decide", "head")


def test_silence_counts_only_once_the_term_is_over(walk: Walk) -> None:
    walk.to_investigation().to_statement()
    with pytest.raises(Refusal, match=r"cases\.gate\.statement_over"):
        walk.do("note_silence")
    assert walk.do("note_silence", after=12).state is CaseState.HEARD


def test_who_drafted_does_not_approve(walk: Walk) -> None:
    walk.do("verify", "head")
    walk.do("propose_filing", "head")
    with pytest.raises(Refusal, match=r"cases\.gate\.second_person"):
        walk.do("approve_filing", "head")
    assert walk.do("approve_filing", "c-head").state is CaseState.INVESTIGATING


def test_two_officers_with_valid_certificates_are_needed(walk: Walk, actor: Actors) -> None:
    walk.to_investigation()
    walk.do("recuse", "head", person_id=actor("clerk2").user_id)
    with pytest.raises(Refusal, match=r"cases\.gate\.two_officers"):
        walk.do("conclude", plan=plan_of(walk.case))


def test_a_certificate_that_lapses_meanwhile_counts_no_more(walk: Walk) -> None:
    walk.to_investigation()
    walk.case.officers[1].certificate_until = walk.day
    with pytest.raises(Refusal, match=r"cases\.gate\.two_officers_lapsed"):
        walk.do("conclude", plan=plan_of(walk.case))


def test_an_officer_without_a_certificate_is_not_assigned(walk: Walk, actor: Actors) -> None:
    with pytest.raises(Refusal, match=r"cases\.gate\.certificate"):
        walk.do("assign_officer", person_id=actor("clerk").user_id)


def test_the_host_of_the_hearing_is_no_investigator(walk: Walk, actor: Actors) -> None:
    walk.to_investigation().to_statement()
    walk.do("request_hearing")
    with pytest.raises(Refusal, match=r"cases\.gate\.host_apart"):
        walk.do("hold_hearing", person_id=actor("clerk2").user_id)
    walk.do("hold_hearing", person_id=actor("reviewer").user_id)
    with pytest.raises(Refusal, match=r"cases\.gate\.review_done"):
        walk.do("submit_decision")
    walk.do("submit_review")
    with pytest.raises(Refusal, match=r"cases\.gate\.reviewer_apart"):
        cases.take(walk.session, walk.case_id, "pass_review", Given(note="同意"), by=_as_reviewer(actor("clerk"), actor),
                   at=at(walk.day), on=walk.day)  # fmt: skip
    walk.do("pass_review", "reviewer")
    assert walk.do("submit_decision").state is CaseState.DECIDING


def _as_reviewer(clerk: Actor, actor: Actors) -> Actor:
    """The investigating clerk, promoted meanwhile."""
    return replace(clerk, role=actor("reviewer").role)


@pytest.mark.parametrize(("years", "reason", "is_open"), [(2, "", True), (3, "", False), (3, "涉及生命健康", True),
                                                          (6, "涉及生命健康", False)])  # fmt: skip
def test_after_two_years_or_five_with_the_reason_nothing_is_filed(
    session: Session, account: Account, actor: Actors, years: int, reason: str, is_open: bool
) -> None:
    ended = date(DAY.year - years, DAY.month, DAY.day)
    walk = Walk(
        session, open_one(session, account, by=actor("clerk"), act_ended_on=ended, long_limit_reason=reason), actor
    )
    walk.do("verify")
    if is_open:
        assert walk.do("propose_filing").state is CaseState.FILING
    else:
        with pytest.raises(Refusal, match=r"cases\.gate\.limitation"):
            walk.do("propose_filing")


def test_an_article_the_office_is_not_competent_for_closes_the_gate_and_its_own_table_decides(
    walk: Walk, actor: Actors
) -> None:
    walk.to_investigation()
    row = Competence(office_id=walk.case.office_id, basis_code="penalty_law-28", is_competent=False, ground="三定未列",
                     set_by_id=actor("head").user_id, set_at=at(DAY))  # fmt: skip
    walk.session.add(row)
    walk.session.flush()
    with pytest.raises(Refusal, match=r"cases\.gate\.competence"):
        walk.do("conclude", plan=plan_of(walk.case))
    row.is_competent = True
    assert walk.do("conclude", plan=plan_of(walk.case)).state is CaseState.CONCLUDED


def test_a_major_case_is_reviewed_and_discussed_before_it_is_decided(walk: Walk) -> None:
    walk.to_investigation().to_statement(is_major=True)
    walk.do("record_statement")
    with pytest.raises(Refusal, match=r"cases\.gate\.review_done"):
        walk.do("submit_decision")
    walk.do("submit_review")
    walk.do("pass_review", "reviewer")
    walk.do("submit_decision")
    with pytest.raises(Refusal, match=r"cases\.gate\.discussed"):
        walk.do("decide", "head")
    walk.do("discuss", "head")
    assert walk.do("decide", "head").state is CaseState.DECIDED


# the measure it hosts, exits, remedies --------------------------------------------------------------------------------


def test_a_measure_of_a_case_moves_by_the_cases_acts_alone(walk: Walk) -> None:
    walk.to_investigation().to_decision()
    walk.do("decide", "head")
    (measure,) = walk.case.measures
    with pytest.raises(Refusal, match=r"measures\.in_case"):
        execution.take_effect(walk.session, measure.id, effective_on=walk.day, by=walk.actor("clerk"), at=at(walk.day),
                              on=walk.day)  # fmt: skip


def test_a_case_overturned_annuls_its_measure_and_on_wish_the_finding(walk: Walk, finding: Violation) -> None:
    walk.to_investigation().to_execution(violation=finding)
    (measure,) = walk.case.measures
    with pytest.raises(Refusal, match=r"cases\.gate\.contested"):
        walk.do("overturn", "head")
    walk.do("apply_reconsideration", body="西湖区人民政府")
    walk.do("overturn", "head", voids_finding=True)
    assert (walk.case.state, measure.state) == (CaseState.REVOKED, MeasureState.ANNULLED)
    assert finding.state is ViolationState.VOIDED
    assert [clock.clock for clock in walk.case.clocks if clock.stopped_on is None] == ["publication_withdrawal"]


def test_an_appeal_upheld_leaves_everything_as_it_stood(walk: Walk) -> None:
    walk.to_investigation().to_execution()
    walk.do("sue", body="西湖区人民法院")
    walk.do("uphold", "head")
    assert walk.case.state is CaseState.EXECUTING
    assert walk.case.measures[0].state is MeasureState.EFFECTIVE


def test_no_penalty_answers_what_the_rules_called_for(walk: Walk) -> None:
    walk.to_investigation().to_decision()
    walk.do("decide_no_penalty", "head")
    assert walk.case.state is CaseState.NO_PENALTY
    assert [each.state for each in walk.case.measures] == [MeasureState.DECLINED]
    walk.do("propose_closing")
    assert walk.do("return_closing", "head", note="补一份材料").state is CaseState.NO_PENALTY
    walk.do("propose_closing")
    assert walk.do("close", "head").state is CaseState.CLOSED


@pytest.mark.parametrize(("act", "state"), [("transfer", CaseState.TRANSFERRED), ("report_up", CaseState.REPORTED_UP)])
def test_a_case_leaves_the_road_with_the_body_it_goes_to(walk: Walk, act: str, state: CaseState) -> None:
    walk.to_investigation()
    with pytest.raises(Refusal, match=r"cases\.body_missing"):
        walk.do(act, "head")
    assert walk.do(act, "head", body="西湖公安分局").state is state
    assert not any(clock.clock == "case_decide" and clock.stopped_on is None for clock in walk.case.clocks)


def test_a_measure_nobody_could_draft_is_not_intended_either(walk: Walk) -> None:
    walk.to_investigation()
    with pytest.raises(Refusal, match=r"measures\.basis_unfit"):
        walk.do("conclude", plan=plan_of(walk.case, kind=MeasureKind.SHUTDOWN, target_kind=TargetKind.ACCOUNT))


# clocks --------------------------------------------------------------------------------------------------------------


def test_a_clock_follows_the_offices_own_terms_and_days_and_says_so(walk: Walk, actor: Actors) -> None:
    office, who = walk.case.office_id, actor("head").user_id
    walk.session.add_all([
        OfficeClock(office_id=office, clock="verification", days=3, unit="workday", ground="本办规程", since=DAY,
                    set_by_id=who, set_at=at(DAY)),
        OfficeDay(office_id=office, day=DAY + timedelta(days=2), is_working=False, note="停电", set_by_id=who,
                  set_at=at(DAY)),
    ])  # fmt: skip
    walk.session.flush()
    walk.do("verify", after=0)
    clock = next(each for each in walk.case.clocks if each.clock == "verification")
    assert (clock.days, clock.ground, clock.due_on) == (3, "本办规程", date(2026, 3, 6))


def test_a_clock_is_put_off_and_stands_still_with_its_reason_kept(walk: Walk) -> None:
    walk.to_investigation()
    clock = next(each for each in walk.case.clocks if each.clock == "case_decide")
    before = clock.due_on
    walk.do("extend_clock", "head", clock_id=clock.id, days=60, note="案情复杂")
    assert (clock.due_on - before).days >= 60
    walk.do("suspend_clock", "head", clock_id=clock.id, note="等待鉴定")
    with pytest.raises(Refusal, match=r"cases\.clock_stands"):
        walk.do("suspend_clock", "head", clock_id=clock.id)
    walk.do("resume_clock", clock_id=clock.id, after=10)
    assert [change["kind"] for change in clock.changes] == ["extend", "suspend", "resume"]
    assert clock.changes[0]["reason"] == "案情复杂"


def test_a_case_keeps_to_one_county_and_to_violations_of_its_accounts(
    session: Session, account: Account, finding: Violation, actor: Actors
) -> None:
    other = make_account(session, actor("clerk"), name="另一个", uid="other_1")
    with pytest.raises(Refusal, match=r"cases\.violation_unfit"):
        open_one(session, other, by=actor("clerk"), violation=finding)
    away = make_account(session, actor("n-clerk"), region_code="330105", name="拱墅事", uid="other_2")
    with pytest.raises(Refusal, match=r"cases\.other_region"):
        cases.open_case(session, [account.id, away.id], source=finding.source, title="两地", content="内容", found_on=DAY,
                        by=actor("c-clerk"), at=at(DAY), on=DAY)  # fmt: skip
    assert session.scalars(select(Case)).all() == []
    assert finding.severity is Severity.ORDINARY
