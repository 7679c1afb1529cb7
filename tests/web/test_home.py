"""The first page: what waits for whom, and how the register stands."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.clock import today
from registry.domain import bases
from registry.domain.permissions import Actor
from registry.domain.terms import ImportState, MeasureKind, Severity, TargetKind
from registry.services import execution, measures
from registry.services.files import Stored
from registry.store.accounts import Account
from registry.store.documents import BasisConfirmation
from registry.store.measures import Measure
from registry.store.rosters import Import
from registry.web.showing.waiting_records import of_parked, of_stale
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, COUNTY, ON, make_account, make_violation, writing
from tests.services.cases import make_effective, make_proposal

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
HOME_STATEMENTS = 10


def draft(session: Session, account: Account, *, by: Actor, violation_id: int | None = None) -> Measure:
    """An interview proposed for an account."""
    return measures.propose(
        session, account.id, kind=MeasureKind.INTERVIEW, violation_id=violation_id, target_kind=TargetKind.ACCOUNT,
        target="账号", deciding_body="西湖区网信办", executing_body="抖音",
        basis_code=bases.for_kind(MeasureKind.INTERVIEW)[0].code, grounds="发布无来源信息", skip_reason="情节较重",
        by=by, at=AT, on=ON,
    )  # fmt: skip


def carry_out(session: Session, measure: Measure, *, decider: Actor, by: Actor, on: date, due_on: date) -> None:
    """Approve a measure and let it take effect with a term to put things right."""
    session.add(
        BasisConfirmation(
            office_id=measure.office_id, basis_code=measure.basis_code, article_text="条文", coverage="本县", competence="本办",
            confirmed_on=on, confirmed_by_id=decider.user_id,
        )
    )  # fmt: skip
    measures.approve(session, measure.id, by=decider, at=AT, on=on)
    execution.take_effect(
        session, measure.id, effective_on=on, demand="删除不实内容", due_on=due_on, by=by, at=AT, on=on
    )


def test_a_new_office_is_led_to_its_first_roster(client_of: SignIn) -> None:
    words = client_of("clerk").get("/").words
    assert "先把账号登记进来" in words
    assert "台账现状" not in words


def test_who_has_nothing_to_do_is_told_so(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
    assert "都办完了" in client_of("clerk").get("/").words


def test_a_clue_waits_for_a_recogniser_other_than_its_recorder(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    reviewer = actor("reviewer")
    with writing(app) as session:
        number = make_violation(session, make_account(session, reviewer), recorder=reviewer).id
    assert f'href="/violations/{number}"' in client_of("head").get("/").text
    for other in ("reviewer", "clerk", "n-head"):
        assert "去认定" not in client_of(other).get("/").words


def test_a_proposal_waits_to_be_drafted_and_then_for_the_head(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        account = make_account(session, clerk)
        number = make_violation(session, account, recorder=clerk, recogniser=reviewer).id
        account_id = account.id
    act = f'href="/measures/new?account={account_id}&amp;violation={number}"'
    assert act in client_of("clerk").get("/").text
    with writing(app) as session:
        measure_id = draft(session, session.get_one(Account, account_id), by=clerk, violation_id=number).id
    assert act not in client_of("clerk").get("/").text
    assert f'href="/measures/{measure_id}"' in client_of("head").get("/").text
    assert "审批约谈" not in client_of("reviewer").get("/").words


def test_a_drafter_who_is_the_head_does_not_wait_for_himself(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        draft(session, make_account(session, head), by=head)
    assert "审批约谈" not in client_of("head").get("/").words


def test_a_paper_waits_for_one_who_did_not_enter_it(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        measure = draft(session, make_account(session, clerk), by=clerk)
        measures.enter_paper(
            session, measure.id, approver="郑重", post="主任", signed_on=today(), scan=Stored("签批.pdf", "0" * 64, 1),
            by=reviewer, at=AT, on=today(),
        )  # fmt: skip
    assert "主任 郑重 已签批" in client_of("head").get("/").words
    assert "复核签批件" not in client_of("reviewer").get("/").words


@pytest.mark.parametrize(
    ("days", "group", "words"),
    [(-3, "已逾期 1 件", "逾期 3 天"), (0, "今天到期 1 件", "今天有 1 件到期"), (5, "七天内到期 1 件", "还有 5 天")],
)
def test_a_rectification_stands_by_its_term(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, days: int, group: str, words: str
) -> None:
    clerk, head, on = actor("clerk"), actor("head"), today()
    with writing(app) as session:
        measure = draft(session, make_account(session, clerk), by=clerk)
        begun = on - timedelta(days=10)
        carry_out(session, measure, decider=head, by=clerk, on=begun, due_on=on + timedelta(days=days))
    page = client_of("clerk").get("/")
    assert group in page.words
    assert words in page.words
    assert "去复查" in page.words


def test_a_term_far_off_waits_unseen(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, head, on = actor("clerk"), actor("head"), today()
    with writing(app) as session:
        measure = draft(session, make_account(session, clerk), by=clerk)
        carry_out(session, measure, decider=head, by=clerk, on=on, due_on=on + timedelta(days=30))
    assert "去复查" not in client_of("clerk").get("/").words


def test_the_register_stands_in_figures_that_can_be_opened(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, head, on = actor("clerk"), actor("head"), today()
    with writing(app) as session:
        for number in range(30):
            account = make_account(session, clerk, name=f"号{number}", uid=f"id_{number:04}")
            if number < 2:
                make_violation(session, account, recorder=clerk, recogniser=head, severity=Severity.MAJOR, on=on)
    page = client_of("reviewer").get("/")
    assert "30 个 在册账号" in page.words
    assert "2 个 C、D 两级" in page.words
    assert "2 起 本月认定违规（上月 0）" in page.words
    assert "近六个月等级上调 0 次，下调 2 次" in page.text
    assert 'href="/accounts?tier=C"' in page.text
    assert page.statements <= HOME_STATEMENTS


def test_an_auditor_sees_the_register_and_the_last_acts(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
    page = client_of("auditor").get("/")
    assert "最近的操作" in page.words
    assert "登记账号" in page.words
    assert "等我办的" not in page.words
    assert page.statements <= HOME_STATEMENTS


def test_an_administrator_sees_the_house_and_no_account(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
    page = client_of("admin").get("/")
    assert "可以登录的用户" in page.words
    assert 'href="/users/new"' in page.text
    assert "在册账号" not in page.words
    assert page.statements <= HOME_STATEMENTS


def test_the_office_beside_waits_for_nothing_of_ours(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        make_violation(session, make_account(session, clerk), recorder=clerk, recogniser=head)
    assert "西湖身边事" not in client_of("n-clerk").get("/").words
    assert "西湖身边事" in client_of("c-clerk").get("/").words


def test_the_health_check_answers_anyone(stranger: Client) -> None:
    assert stranger.get("/healthz").response.get_json() == {"status": "ok"}


def test_rows_set_aside_by_the_last_roster_wait_to_be_looked_at(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        make_account(session, clerk)
        number = keep_import(session, by=clerk, counts={"add": 1, "doubtful": 8, "refused": 2})
    page = client_of("clerk").get("/")
    assert "存疑 8 行、拒收 2 行没有写入" in page.words
    assert f'href="/rosters/{number}"' in page.text
    assert "核对花名册" not in client_of("n-clerk").get("/").words


def keep_import(session: Session, *, by: Actor, counts: dict[str, int]) -> int:
    """A roster written today."""
    taken = Import(
        region_code=COUNTY, filename="第三季度.xlsx", sha256="0" * 64, state=ImportState.APPLIED, uploaded_at=AT,
        uploaded_by_id=by.user_id, counts=counts, applied_at=AT, applied_by_id=by.user_id,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    return taken.id


def test_a_timed_measure_comes_back_to_be_closed_when_its_term_is_over(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    with writing(app) as session:
        measure = draft(session, make_account(session, actor("clerk")), by=actor("clerk"))
        carry_out(session, measure, decider=actor("head"), by=actor("clerk"), on=ON, due_on=ON + timedelta(days=5))
        execution.recheck(
            session, measure.id, is_passed=True, checked_on=ON, note="已改", by=actor("reviewer"), at=AT, on=ON
        )
        measure.ends_on = today() - timedelta(days=1)
    assert "期满办结" in client_of("clerk").get("/").words


@pytest.mark.parametrize(("days", "group"), [(7, "七天内到期"), (0, "今天到期"), (8, None)])
def test_a_measure_whose_term_ends_soon_comes_back_before_it_ends(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, days: int, group: str | None
) -> None:
    with writing(app) as session:
        measure = make_effective(
            session, make_account(session, actor("clerk")), by=actor("clerk"), head=actor("head"), violation=None,
            on=ON, skip_reason="紧急",
        )  # fmt: skip
        measure.ends_on, number = today() + timedelta(days=days), measure.id
    page = client_of("clerk").get("/")
    assert ("期满办结" in page.words) is (group is not None)
    assert group is None or f"{group} 1 件" in page.words
    assert group is None or f'href="/measures/{number}"' in page.text
    assert "期满办结" not in client_of("n-clerk").get("/").words


def test_a_figure_leads_to_exactly_its_rows(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, head, on = actor("clerk"), actor("head"), today()
    with writing(app) as session:
        for number, day in enumerate((on, on, on - timedelta(days=40))):
            account = make_account(session, clerk, name=f"号{number}", uid=f"id_{number:04}")
            make_violation(session, account, recorder=clerk, recogniser=head, on=day)
            make_violation(session, account, recorder=clerk, on=on)
            make_effective(session, account, by=clerk, head=head, violation=None, on=on)
        draft(session, make_account(session, clerk, uid="id_9"), by=clerk)
    client = client_of("reviewer")
    home = client.get("/")
    assert "2 起 本月认定违规" in home.words
    assert "3 件 处置进行中" in home.words
    for url, total in ((f"/violations?state=recognised&month={on:%Y-%m}", 2), ("/measures?tab=force", 3)):
        assert f'href="{url.replace("&", "&amp;")}"' in home.text
        page = client.get(url)
        assert f"共 {total} 条" in page.words
        assert page.statements <= LIST_STATEMENTS
    assert "共 3 条" in client.get("/measures?tab=force&kind=interview").words
    assert client.get("/violations?month=2026-13&state=x").status == 200


def test_an_account_leaves_the_view_of_suggestions_once_its_measure_is_drafted(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk)
        number = make_violation(session, account, recorder=clerk, recogniser=head).id
    client = client_of("clerk")
    assert "西湖身边事" in client.get("/accounts?view=proposed").words
    with writing(app) as session:
        draft(session, session.get_one(Account, 1), by=clerk, violation_id=number)
    assert "没有符合条件的账号" in client.get("/accounts?view=proposed").words


def test_a_city_reads_which_county_each_line_is_of(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        make_violation(session, make_account(session, clerk), recorder=clerk, recogniser=head)
    assert '<span class="hint nb">西湖区</span>' in client_of("c-clerk").get("/").text
    assert '<span class="hint nb">西湖区</span>' not in client_of("clerk").get("/").text


def test_the_menu_counts_what_waits_for_the_one_who_looks(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        account = make_account(session, clerk)
        for _number in range(3):
            make_violation(session, account, recorder=clerk)
        make_violation(session, account, recorder=reviewer)
        make_proposal(session, account, by=clerk, on=ON, skip_reason="情节较重")
        make_proposal(
            session,
            account,
            by=clerk,
            on=ON,
            skip_reason="上级指定",
            deciding_body="杭州市网信办",
            violation=make_violation(
                session, account, recorder=clerk, recogniser=reviewer, code="6-8", severity=Severity.MAJOR
            ),
        )
    counts = {"reviewer": (3, None), "head": (4, 1), "c-head": (4, 2), "clerk": (None, None), "n-head": (None, None)}
    for name, (clues, decisions) in counts.items():
        text = client_of(name).get("/holders").text
        for words, number in (("违规", clues), ("处置措施", decisions)):
            assert f">{words}{f'<b>{number}</b>' if number else ''}</a>" in text, (name, words)


def test_what_the_city_decides_waits_for_no_county_head(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_proposal(session, account, by=actor("clerk"), on=ON, skip_reason="上级指定", deciding_body="杭州市网信办")
    assert "审批约谈" not in client_of("head").get("/").words
    assert "审批约谈" in client_of("c-head").get("/").words
    page = client_of("head").get("/measures/1")
    assert "/measures/1/approve" not in page.text
    assert "这项处置由杭州市网信办决定，审批由该单位的负责人办理" in page.words
    assert "/measures/1/approve" in client_of("c-head").get("/measures/1").text


def test_rows_set_aside_and_legal_texts_not_compared_for_long_are_among_what_waits(
    app: OpenAPI, actor: ActorOf
) -> None:
    head = actor("head")
    with app.test_request_context():
        rows = [*of_parked(3, head, ON), *of_stale(2, head, ON)]
        assert [(each.subject, each.act[0]) for each in rows] == [("3 行", "/rosters/parked"), ("2 条", "/bases")]
        assert [*of_parked(0, head, ON), *of_stale(0, head, ON), *of_stale(2, actor("clerk"), ON)] == []
