"""A measure is proposed by one person and decided by another, with its target, its bodies and its legal basis."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, MeasureState, Severity, TargetKind
from registry.services import drafting, execution, measures, transfers, violations
from registry.services.files import Stored
from registry.services.rulebooks import rulebook_of
from registry.store.measures import Measure
from registry.store.users import User
from tests.factories import NEIGHBOUR, make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective, make_proposal

Actors = Callable[[str], Actor]
TALK = "penalty_law-6"
"""Education goes with the penalty: an article a reminder may rest on."""
SCAN = Stored("签批件.pdf", "cd" * 32, 9)


def refused(code: str, act: Callable[[], object]) -> None:
    """The act is refused with this code."""
    with pytest.raises(Refusal) as found:
        act()
    assert found.value.code == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"basis_code": ""}, "measures.basis_missing"),
        ({"basis_code": "ecosystem-34"}, "measures.basis_unfit"),
        ({"basis_code": "no-such"}, "bases.unknown"),
        (
            {
                "kind": MeasureKind.SHUTDOWN,
                "target_kind": TargetKind.ACCOUNT,
                "basis_code": "internet_services-19",
                "deciding_body": "省通信管理局",
                "skip_reason": "严重",
            },
            "measures.basis_other_target",
        ),
        ({"target_kind": TargetKind.WEBSITE}, "measures.wrong_target"),
        ({"kind": MeasureKind.DELISTING, "target_kind": TargetKind.ACCOUNT}, "measures.wrong_target"),
        ({"kind": MeasureKind.SHUTDOWN, "target_kind": TargetKind.APP}, "measures.wrong_target"),
        ({"grounds": " "}, "measures.grounds_missing"),
        ({"target": ""}, "measures.grounds_missing"),
        ({"executing_body": " "}, "measures.body_missing"),
        (
            {"kind": MeasureKind.DELISTING, "target_kind": TargetKind.CONTENT, "basis_code": "ecosystem-34"},
            "measures.skip_reason_missing",
        ),
        (
            {
                "kind": MeasureKind.SHUTDOWN,
                "target_kind": TargetKind.WEBSITE,
                "basis_code": "internet_services-19",
                "skip_reason": "严重",
            },
            "measures.basis_beyond_county",
        ),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(
    app: OpenAPI, actor: Actors, values: dict[str, object], code: str
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        refused(code, lambda: make_proposal(session, account, by=clerk, violation=violation, **values))


def test_an_article_beyond_the_county_carries_what_the_competent_body_decides(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        measure = make_proposal(
            session,
            make_account(session, actor("clerk")),
            by=actor("clerk"),
            kind=MeasureKind.SHUTDOWN,
            target_kind=TargetKind.WEBSITE,
            basis_code="internet_services-19",
            skip_reason="上级指定",
            deciding_body="省通信管理局",
        )
        assert measure.state is MeasureState.PROPOSED


@pytest.mark.parametrize("body", ["西湖区网信办", " 西湖区 网信办", "拱墅区网信办", "西湖区公安分局"])
def test_no_county_decides_on_an_article_beyond_the_county_whoever_drafts(
    app: OpenAPI, actor: Actors, body: str
) -> None:
    city = actor("c-clerk")
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        refused(
            "measures.basis_beyond_county",
            lambda: make_proposal(
                session, account, by=city, kind=MeasureKind.SHUTDOWN, target_kind=TargetKind.WEBSITE,
                basis_code="internet_services-19", skip_reason="上级指定", deciding_body=body,
            ),
        )  # fmt: skip


def test_an_article_carries_nothing_before_it_is_in_force(app: OpenAPI, actor: Actors) -> None:
    """网络安全法 as amended is in force from 2026-01-01 on."""
    clerk, before = actor("clerk"), date(2025, 12, 31)
    takedown = {
        "kind": MeasureKind.DELISTING, "target_kind": TargetKind.CONTENT, "basis_code": "cybersecurity-49",
        "skip_reason": "紧急",
    }  # fmt: skip
    with writing(app) as session:
        account = make_account(session, clerk)
        with pytest.raises(Refusal) as found:
            make_proposal(session, account, by=clerk, on=before, **takedown)
        assert (found.value.code, found.value.params["since"], found.value.params["on"]) == (
            "measures.basis_not_yet", date(2026, 1, 1), before,
        )  # fmt: skip
        measure = make_proposal(session, account, by=clerk, on=date(2026, 1, 1), **takedown)
        sign = lambda: measures.enter_paper(  # noqa: E731
            session,
            measure.id,
            approver="王主任",
            post="主任",
            signed_on=before,
            scan=SCAN,
            by=clerk,
            at=at(DAY),
            on=DAY,
        )
        refused("measures.basis_not_yet", sign)


def test_a_measure_cites_only_a_recognised_violation_of_its_account(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account, other = make_account(session, clerk), make_account(session, clerk, uid="other", name="另一个")
        clue = make_violation(session, account, recorder=clerk, on=DAY)
        refused(
            "measures.violation_unfit",
            lambda: make_proposal(session, account, by=clerk, violation=clue, skip_reason="紧急"),
        )
        foreign = make_violation(session, other, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        refused(
            "measures.violation_unfit",
            lambda: make_proposal(session, account, by=clerk, violation=foreign, skip_reason="紧急"),
        )


def test_the_same_rung_is_not_proposed_twice_for_one_violation(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        make_proposal(session, account, by=clerk, violation=violation)
        refused("measures.under_way", lambda: make_proposal(session, account, by=clerk, violation=violation))


def test_the_drafter_approves_nothing_of_the_own(app: OpenAPI, actor: Actors) -> None:
    head = actor("head")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, actor("clerk")), by=head, skip_reason="紧急")
        refused("measures.same_person", lambda: measures.approve(session, measure.id, by=head, at=at(DAY), on=DAY))
        refused(
            "measures.same_person",
            lambda: measures.decline(session, measure.id, reason="x", by=head, at=at(DAY), on=DAY),
        )


def test_only_a_head_approves_and_a_neighbour_finds_nothing(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, actor("clerk")), by=actor("clerk"), skip_reason="紧急")
        by = actor("reviewer")
        refused("permission.role", lambda: measures.approve(session, measure.id, by=by, at=at(DAY), on=DAY))
        with pytest.raises(NotFound):
            measures.approve(session, measure.id, by=actor("n-head"), at=at(DAY), on=DAY)


def test_the_second_head_is_told_that_it_was_decided(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, actor("clerk")), by=actor("clerk"), skip_reason="紧急")
        measures.approve(session, measure.id, by=actor("head"), at=at(DAY), on=DAY)
        second = actor("c-head")
        refused("measures.wrong_state", lambda: measures.approve(session, measure.id, by=second, at=at(DAY), on=DAY))


def test_declining_needs_a_reason_and_answers_the_trigger(app: OpenAPI, actor: Actors) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        assert account.proposal == "interview"
        measure = make_proposal(session, account, by=clerk, violation=violation)
        refused(
            "measures.reason_missing",
            lambda: measures.decline(session, measure.id, reason="", by=head, at=at(DAY), on=DAY),
        )
        measures.decline(session, measure.id, reason="情节轻微", by=head, at=at(DAY), on=DAY)
        assert (measure.state, account.proposal) == (MeasureState.DECLINED, None)
        later = DAY + timedelta(days=5)
        make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), code="7-6", on=later)
        assert account.proposal == "interview", "a later trigger proposes anew"


def test_an_approval_on_paper_is_entered_by_one_and_confirmed_by_another(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=clerk, skip_reason="紧急")

        def enter(approver: str = "刘国华", post: str = "主任", by: Actor = reviewer) -> None:
            measures.enter_paper(
                session, measure.id, approver=approver, post=post, signed_on=DAY, scan=SCAN, by=by, at=at(DAY), on=DAY
            )

        refused("measures.paper_same_person", lambda: enter(approver=clerk.name))
        refused("measures.paper_incomplete", lambda: enter(post=" "))
        enter()
        assert measure.state is MeasureState.PAPER
        refused(
            "measures.paper_same_enterer", lambda: measures.confirm_paper(session, measure.id, by=reviewer, at=at(DAY))
        )
        measures.confirm_paper(session, measure.id, by=actor("head"), at=at(DAY))
        assert (measure.state, measure.decided_on, measure.decided_by_id) == (MeasureState.APPROVED, DAY, None)


def test_an_entry_the_scan_does_not_bear_out_goes_back(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=clerk, skip_reason="紧急")
        measures.enter_paper(
            session, measure.id, approver="刘国华", post="主任", signed_on=DAY, scan=SCAN, by=clerk, at=at(DAY), on=DAY
        )
        refused(
            "measures.reason_missing",
            lambda: measures.reject_paper(session, measure.id, reason="", by=reviewer, at=at(DAY)),
        )
        measures.reject_paper(session, measure.id, reason="日期看不清", by=reviewer, at=at(DAY))
        assert (measure.state, measure.paper_approver, measure.paper_scan_sha256) == (MeasureState.PROPOSED, None, None)


def test_the_draft_starts_from_what_the_rules_call_for(app: OpenAPI, actor: Actors) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        _outcome, found = drafting.suggest(session, account, on=DAY)
        book = rulebook_of(session, account.region_code, on=DAY)
        assert book is not None
        assert found == drafting.Suggestion(MeasureKind.INTERVIEW, "L3", violation.id, version=book.version)
        due = DAY + timedelta(days=15)
        measure = make_effective(session, account, by=clerk, head=head, violation=violation, demand="删除", due_on=due)
        _outcome, found = drafting.suggest(session, account, on=due)
        assert found is None
        _outcome, found = drafting.suggest(session, account, on=due + timedelta(days=1))
        assert found == drafting.Suggestion(MeasureKind.DELISTING, "L7", violation.id, measure.id, book.version)


def test_a_notice_calls_for_nothing(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(
            session,
            account,
            recorder=actor("clerk"),
            recogniser=actor("reviewer"),
            code="P-1",
            severity=Severity.NOTICE,
            on=DAY,
        )
        assert drafting.suggest(session, account, on=DAY)[1] is None


def test_what_answers_a_voided_violation_goes_no_further(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer, head = actor("clerk"), actor("reviewer"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=reviewer, on=DAY)
        drafted = make_proposal(session, account, by=clerk, violation=violation)
        approved = make_proposal(
            session, account, by=clerk, violation=violation, kind=MeasureKind.REMINDER, basis_code=TALK
        )
        measures.approve(session, approved.id, by=head, at=at(DAY), on=DAY)
        violations.void(session, violation.id, reason="认定有误", by=reviewer, at=at(DAY), on=DAY)
        voided = "measures.violation_voided"
        refused(voided, lambda: measures.approve(session, drafted.id, by=head, at=at(DAY), on=DAY))
        refused(voided, lambda: enter_paper(session, drafted, by=clerk))
        refused(
            voided,
            lambda: execution.take_effect(session, approved.id, effective_on=DAY, by=clerk, at=at(DAY), on=DAY),
        )
        measures.decline(session, drafted.id, reason="认定已撤销", by=head, at=at(DAY), on=DAY)
        execution.annul(session, approved.id, reason="认定已撤销", by=head, at=at(DAY), on=DAY)


def enter_paper(session: Session, measure: Measure, *, by: Actor, approver: str = "刘国华", on: date = DAY) -> None:
    """An approval signed on paper, entered."""
    measures.enter_paper(
        session, measure.id, approver=approver, post="主任", signed_on=on, scan=SCAN, by=by, at=at(DAY), on=DAY
    )


def test_what_a_higher_office_drafted_is_not_decided_below_it(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        measure = make_proposal(session, account, by=actor("c-clerk"), skip_reason="紧急", deciding_body="杭州市网信办")
        head, above = actor("head"), actor("c-head")
        higher = "measures.higher_office"
        refused(higher, lambda: measures.approve(session, measure.id, by=head, at=at(DAY), on=DAY))
        refused(higher, lambda: measures.decline(session, measure.id, reason="x", by=head, at=at(DAY), on=DAY))
        measures.approve(session, measure.id, by=above, at=at(DAY), on=DAY)
        execution.take_effect(session, measure.id, effective_on=DAY, by=actor("clerk"), at=at(DAY), on=DAY)
        refused(higher, lambda: execution.annul(session, measure.id, reason="x", by=head, at=at(DAY), on=DAY))
        execution.annul(session, measure.id, reason="x", by=above, at=at(DAY), on=DAY)


def test_what_a_higher_office_is_named_to_decide_is_not_decided_below_it(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        measure = make_proposal(session, account, by=actor("clerk"), skip_reason="紧急", deciding_body="杭州市网信办")
        head = actor("head")
        refused("measures.higher_office", lambda: measures.approve(session, measure.id, by=head, at=at(DAY), on=DAY))
        measures.approve(session, measure.id, by=actor("c-head"), at=at(DAY), on=DAY)
        assert measure.state is MeasureState.APPROVED


def test_an_account_handed_over_is_decided_on_where_it_is_now(app: OpenAPI, actor: Actors) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        measure = make_proposal(session, account, by=actor("clerk"), skip_reason="紧急")
        transfers.transfer(session, account.id, region_code=NEIGHBOUR, reason="迁址", by=actor("c-head"), at=at(DAY))
        session.expire_all()
        measures.approve(session, measure.id, by=actor("n-head"), at=at(DAY), on=DAY)
        assert measure.state is MeasureState.APPROVED


def test_a_new_name_makes_nobody_a_second_person(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=clerk, skip_reason="紧急")
        session.get_one(User, clerk.user_id).name = "林新名"
        session.flush()
        same = "measures.paper_same_person"
        refused(same, lambda: enter_paper(session, measure, by=clerk, approver=clerk.name))
        refused(same, lambda: enter_paper(session, measure, by=clerk, approver="林 新名"))
        enter_paper(session, measure, by=clerk)


def test_the_drafter_confirms_no_paper_of_the_own(app: OpenAPI, actor: Actors) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        measure = make_proposal(session, make_account(session, clerk), by=reviewer, skip_reason="紧急")
        enter_paper(session, measure, by=clerk)
        refused("measures.same_person", lambda: measures.confirm_paper(session, measure.id, by=reviewer, at=at(DAY)))


def test_no_paper_was_signed_before_the_violation_was_recognised(app: OpenAPI, actor: Actors) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        measure = make_proposal(session, account, by=clerk, violation=violation)
        before = DAY - timedelta(days=1)
        refused("measures.signed_too_early", lambda: enter_paper(session, measure, by=clerk, on=before))
