"""The pages of measures: drafting, deciding by another, on paper too, taking effect, rechecking, taking back."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.clock import today
from registry.domain import bases
from registry.domain.permissions import Actor
from registry.domain.terms import MeasureKind, MeasureState, Severity
from registry.store.accounts import Account
from registry.store.measures import Credit, Measure
from registry.store.violations import Violation
from tests.client import LIST_STATEMENTS, Client
from tests.factories import make_account, make_violation, writing
from tests.services.cases import make_effective, make_proposal

Actors = Callable[[str], Actor]
Clients = Callable[[str], Client]
DRAFT = {
    "violation": "1", "target_kind": "account", "target": "抖音账号", "deciding_body": "西湖区网信办",
    "executing_body": "西湖区网信办", "basis_code": "penalty_law-28", "grounds": "发布无来源短视频",
}  # fmt: skip
NEW = "/measures/new?account=1&kind=interview"


@pytest.fixture
def called(app: OpenAPI, actor: Actors) -> None:
    """Account 1 with violation 1, recognised: the rules call for an interview."""
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(
            session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=today() - timedelta(days=20)
        )


@pytest.fixture
def proposed(app: OpenAPI, actor: Actors, called: None) -> str:
    """The address of the interview drafted by the clerk."""
    with writing(app) as session:
        account, violation = session.get_one(Account, 1), session.get_one(Violation, 1)
        measure = make_proposal(
            session, account, by=actor("clerk"), violation=violation, on=today() - timedelta(days=20)
        )
        return f"/measures/{measure.id}"


def effective(app: OpenAPI, actor: Actors, **values: object) -> str:
    """The address of an interview in effect since twenty days."""
    with writing(app) as session:
        account, violation = session.get_one(Account, 1), session.get_one(Violation, 1)
        on = today() - timedelta(days=20)
        measure = make_effective(
            session, account, by=actor("clerk"), head=actor("head"), violation=violation, on=on, **values
        )
        return f"/measures/{measure.id}"


def state_of(app: OpenAPI, url: str) -> MeasureState:
    """Where the measure stands."""
    with writing(app) as session:
        return session.get_one(Measure, int(url.rsplit("/", 1)[1])).state


def test_what_the_rules_call_for_is_listed_and_drafted_from_there(called: None, client_of: Clients) -> None:
    client = client_of("clerk")
    assert "/measures/new?account=1&amp;kind=interview" in client.get("/measures/new").text
    page = client.get("/measures/new?account=1")
    assert "提请约谈：西湖身边事" in page.words
    assert "《网络信息内容生态治理规定》第七条第三项" in page.text
    assert "生效后将进入 C 重点关注" in page.words
    assert "未核对" in page.words


def test_each_kind_offers_its_own_targets_and_articles(called: None, client_of: Clients) -> None:
    page = client_of("clerk").get("/measures/new?account=1&kind=delisting")
    assert 'value="content"' in page.text
    assert 'value="account"' not in page.text
    assert "县级不得直接适用" in page.words
    assert "抖音平台" in page.text
    page = client_of("clerk").get("/measures/new?account=1&kind=shutdown")
    assert 'value="website"' in page.text
    assert 'value="content"' not in page.text


def test_a_draft_waits_for_another_person(called: None, client_of: Clients) -> None:
    page = client_of("clerk").post(NEW, DRAFT)
    assert "已提请，等另一位负责人审批" in page.words
    assert "审批要由另一位负责人办理" in page.words


@pytest.mark.parametrize(
    ("url", "values", "status", "words"),
    [
        (NEW, {"basis_code": ""}, 409, "没有法律依据不能提请处置"),
        (NEW, {"target_kind": "website"}, 400, "对象是什么"),
        (NEW, {"grounds": ""}, 400, "这一项必填"),
        (
            "/measures/new?account=1&kind=shutdown", {"basis_code": "public_accounts-19"}, 409, "请写明越级的理由",
        ),
    ],
)  # fmt: skip
def test_a_refused_draft_says_why_and_keeps_what_was_typed(
    called: None, client_of: Clients, url: str, values: dict[str, str], status: int, words: str
) -> None:
    page = client_of("clerk").post(url, {**DRAFT, **values, "target": "我写的对象"}, status=status)
    assert words in page.words
    assert "我写的对象" in page.text


def test_the_page_says_what_is_asked_why_and_what_would_follow(proposed: str, client_of: Clients) -> None:
    words = client_of("head").get(proposed).words
    assert "提请约谈“西湖身边事”的负责人。" in words
    assert "两人不同，可以审批" in words
    assert "建议 认定一般、较重违规 本规则第十二条" in words
    assert "约谈生效后不高于 C 重点关注，保持到" in words
    assert "第七条第三项" in words
    assert "告知与申辩（参照）" in words


def test_another_head_approves_and_a_second_one_is_told(app: OpenAPI, proposed: str, client_of: Clients) -> None:
    assert "已批准" in client_of("head").post(f"{proposed}/approve", {"note": "同意"}).words
    page = client_of("c-head").post(f"{proposed}/approve", status=409)
    assert "这项处置现在是“已批准”，不能这样办" in page.words
    assert state_of(app, proposed) is MeasureState.APPROVED


def test_the_drafter_is_refused_in_words(app: OpenAPI, called: None, client_of: Clients) -> None:
    head = client_of("head")
    head.post(NEW, DRAFT)
    assert "起草人不能自己审批" in head.post("/measures/1/approve", status=409).words
    assert state_of(app, "/measures/1") is MeasureState.PROPOSED


def test_a_clerk_may_not_decide(proposed: str, client_of: Clients) -> None:
    client_of("clerk2").post(f"{proposed}/approve", status=403)


def test_declining_needs_its_reason_and_answers_the_trigger(app: OpenAPI, proposed: str, client_of: Clients) -> None:
    head = client_of("head")
    assert "请写明理由" in head.post(f"{proposed}/decline", {"note": ""}, status=409).words
    assert "不予处置" in head.post(f"{proposed}/decline", {"note": "已当场改正"}).words
    with writing(app) as session:
        assert session.get_one(Account, 1).proposal is None


def test_an_approval_on_paper_needs_its_scan_and_a_second_person(
    app: OpenAPI, proposed: str, client_of: Clients
) -> None:
    clerk2 = client_of("clerk2")
    paper = {"approver": "刘国华", "post": "主任", "signed_on": str(today())}
    page = clerk2.post(f"{proposed}/paper", paper, status=400)
    assert "请附上签批件" in page.words
    assert 'value="刘国华"' in page.text
    page = clerk2.post(
        f"{proposed}/paper", {**paper, "approver": "西湖clerk", "scan": (BytesIO(b"%PDF"), "签.pdf")}, status=409
    )
    assert "就是起草人" in page.words
    page = clerk2.post(f"{proposed}/paper", {**paper, "scan": (BytesIO(b"%PDF"), "签.pdf")})
    assert f"纸质签批：刘国华 主任 {today()}" in page.words
    clerk2.post(f"{proposed}/paper/confirm", status=403)
    page = client_of("reviewer").post(f"{proposed}/paper/confirm")
    assert "签批件已复核" in page.words
    assert "（纸质签批）" in page.words
    answer = clerk2.browser.get(f"{proposed}/scan")
    assert (answer.data, answer.mimetype) == (b"%PDF", "application/octet-stream")


def test_the_one_who_entered_a_paper_does_not_confirm_it(proposed: str, client_of: Clients) -> None:
    reviewer = client_of("reviewer")
    paper = {"approver": "刘国华", "post": "主任", "signed_on": str(today()), "scan": (BytesIO(b"%PDF"), "签.pdf")}
    reviewer.post(f"{proposed}/paper", paper)
    assert "录入签批件的人不能自己复核" in reviewer.post(f"{proposed}/paper/confirm", status=409).words
    page = client_of("head").post(f"{proposed}/paper/reject", {"reject-reason": "签名看不清"})
    assert "已退回" in page.words
    assert "录入签批件" in page.words


def proposed_on_unchecked(app: OpenAPI, clerk: Client) -> None:
    """Measure 1, drafted on an article nobody had checked, as registers from before that was asked first may hold."""
    clerk.post(NEW, DRAFT)
    with writing(app) as session:
        session.get_one(Measure, 1).basis_code = "interview_rules-2"


def test_an_article_nobody_checked_is_refused_when_the_measure_is_drafted(
    app: OpenAPI, called: None, client_of: Clients
) -> None:
    clerk, unchecked = client_of("clerk"), {**DRAFT, "basis_code": "interview_rules-2"}
    assert "未核对，不能据此提请" in clerk.get(NEW).words
    page = clerk.post(NEW, unchecked, status=409)
    assert "《互联网新闻信息服务单位约谈工作规定》第二条还没有核对，不能据此提请处置" in page.words
    said = {"article_text": "第二条……", "coverage": "参照", "competence": "本办可以约谈"}
    client_of("head").post("/bases/interview_rules-2", said)
    clerk.post(NEW, unchecked)
    assert state_of(app, "/measures/1") is MeasureState.PROPOSED


def test_an_unconfirmed_article_stops_the_effect_and_leads_to_its_confirmation(
    app: OpenAPI, called: None, client_of: Clients
) -> None:
    proposed_on_unchecked(app, client_of("clerk"))
    head = client_of("head")
    page = head.post("/measures/1/approve")
    assert "法律依据还没有核对，不能生效" in page.words
    assert "/bases/interview_rules-2" in page.text
    page = head.post("/measures/1/effect", {"effective_on": str(today())}, status=409)
    assert "法律依据还没有核对" in page.words
    said = {"article_text": "第二条……", "coverage": "参照", "competence": "本办可以约谈"}
    head.post("/bases/interview_rules-2", said)
    assert "已登记生效" in head.post("/measures/1/effect", {"effective_on": str(today())}).words
    assert state_of(app, "/measures/1") is MeasureState.EFFECTIVE


def test_taking_effect_orders_rectification_and_moves_the_tier(app: OpenAPI, proposed: str, client_of: Clients) -> None:
    head = client_of("head")
    page = head.post(f"{proposed}/approve")
    assert f'value="{today() + timedelta(days=15)}"' in page.text
    effect = {"effective_on": str(today()), "demand": "删除所涉内容", "due_on": str(today() + timedelta(days=15))}
    assert "请写明整改到哪一天" in head.post(f"{proposed}/effect", {**effect, "due_on": ""}, status=409).words
    page = head.post(f"{proposed}/effect", effect)
    assert "剩 15 天" in page.words
    assert "整改中" in page.words
    with writing(app) as session:
        assert session.get_one(Account, 1).tier == "C"


def test_a_recheck_passed_early_takes_a_point_off(
    app: OpenAPI, actor: Actors, called: None, client_of: Clients
) -> None:
    url = effective(app, actor, demand="删除", due_on=today() + timedelta(days=3))
    client = client_of("clerk2")
    failed = {"result": "failed", "checked_on": str(today()), "note": ""}
    assert "请写明理由" in client.post(f"{url}/recheck", failed, status=409).words
    passed = {"result": "passed", "checked_on": str(today()), "note": "已删除", "is_credited": "y"}
    assert "整改通过" in client.post(f"{url}/recheck", passed).words
    assert "已办结" in client.post(f"{url}/end").words
    with writing(app) as session:
        assert session.get_one(Account, 1).points == 2


def test_rectification_may_be_ordered_after_the_effect(
    app: OpenAPI, actor: Actors, called: None, client_of: Clients
) -> None:
    url = effective(app, actor)
    page = client_of("clerk").post(
        f"{url}/rectification", {"demand": "提交报告", "due_on": str(today() + timedelta(days=5))}
    )
    assert "提交报告" in page.words
    assert state_of(app, url) is MeasureState.RECTIFYING


def test_annulling_shows_what_it_undoes_and_both_moves_stay(
    app: OpenAPI, actor: Actors, called: None, client_of: Clients
) -> None:
    url = effective(app, actor)
    head = client_of("head")
    assert "这一项必填" in head.post(f"{url}/annul", {"annul-reason": ""}, status=400).words
    page = head.post(f"{url}/annul", {"annul-reason": "对象弄错"})
    assert "视为没有采取过" in page.words
    assert "更正：处置撤销后复原" in page.words
    assert "约谈生效 本规则第十条" in page.words
    assert 'href="/rulebook?version=2026.1#row-F1"' in page.text
    with writing(app) as session:
        assert session.get_one(Account, 1).tier == "B"


def test_lifting_is_the_heads(app: OpenAPI, actor: Actors, called: None, client_of: Clients) -> None:
    url = effective(app, actor)
    client_of("clerk").post(f"{url}/lift", {"lift-reason": "x"}, status=403)
    assert "已提前解除" in client_of("head").post(f"{url}/lift", {"lift-reason": "不必再执行"}).words


def test_a_neighbour_county_finds_nothing(proposed: str, client_of: Clients) -> None:
    client = client_of("n-head")
    client.get(proposed, status=404)
    client.get(NEW, status=404)
    client.post(f"{proposed}/approve", status=404)
    client.get(f"{proposed}/scan", status=404)
    assert "这里没有处置" in client.get("/measures").words


def test_the_list_is_tabbed_filtered_and_costs_few_statements(
    app: OpenAPI, actor: Actors, called: None, client_of: Clients
) -> None:
    with writing(app) as session:
        for number in range(20):
            account = make_account(session, actor("clerk"), uid=f"u{number}", name=f"号{number}")
            make_violation(
                session,
                account,
                recorder=actor("clerk"),
                recogniser=actor("reviewer"),
                severity=Severity.MAJOR,
                on=today(),
            )
            make_proposal(session, account, by=actor("clerk"), violation=None, on=today())
    client = client_of("auditor")
    for url in ("/measures", "/measures?tab=undecided&kind=interview"):
        page = client.get(url)
        assert page.statements <= LIST_STATEMENTS
        assert "共 20 条" in page.words
    assert "这里没有处置" in client.get("/measures?tab=overdue").words
    assert "共 20 条" in client.get("/measures?tab=nonsense&kind=nonsense").words
    assert client_of("clerk").get("/measures/new").statements <= LIST_STATEMENTS


def test_a_heavy_violation_takes_no_point_off_for_being_early(
    app: OpenAPI, actor: Actors, called: None, client_of: Clients
) -> None:
    with writing(app) as session:
        account = session.get_one(Account, 1)
        heavy = make_violation(
            session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), code="6-8",
            severity=Severity.MAJOR, on=today() - timedelta(days=20),
        )  # fmt: skip
        make_effective(
            session, account, by=actor("clerk"), head=actor("head"), violation=heavy, on=today() - timedelta(days=20),
            demand="删除", due_on=today() + timedelta(days=3),
        )  # fmt: skip
    client = client_of("clerk2")
    page = client.get("/measures/1")
    assert 'name="is_credited"' not in page.text
    assert "不是轻微或一般违规，提前整改也不减分" in page.words
    passed = {"result": "passed", "checked_on": str(today()), "note": "已删除", "is_credited": "y"}
    assert "没有减分" in client.post("/measures/1/recheck", passed).words
    with writing(app) as session:
        assert session.scalars(select(Credit)).all() == []


def test_an_article_is_chosen_beforehand_only_where_it_is_the_one_fit(called: None, client_of: Clients) -> None:
    client = client_of("clerk")
    for kind in MeasureKind:
        page = client.get(f"/measures/new?account=1&kind={kind}")
        fit = [each for each in bases.for_kind(kind) if each.county_may is not False]
        chosen = re.findall(r'<input[^>]*checked[^>]*name="basis_code"[^>]*value="([^"]+)"', page.text)
        assert chosen == ([fit[0].code] if len(fit) == 1 else [])
        assert page.text.count('<label class="pick">') == len(bases.for_kind(kind))


def test_the_confirmation_of_an_article_leads_back_to_its_measure(
    app: OpenAPI, called: None, client_of: Clients
) -> None:
    proposed_on_unchecked(app, client_of("clerk"))
    page = client_of("head").post("/measures/1/approve")
    assert 'href="/bases/interview_rules-2?next=/measures/1"' in page.text
