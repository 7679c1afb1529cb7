"""The pages of accounts: list, file, entering and amending, handing over, archiving, revealing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.permissions import Actor
from registry.domain.terms import AccountStatus, Category, HolderType, Platform, Severity
from registry.services import accounts, violations
from registry.store.accounts import Account
from registry.store.audit import list_entries
from registry.store.db import db
from registry.store.scope import EVERYTHING
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, COUNTY, NEIGHBOUR, ON, make_account, make_violation, writing

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
PHONE, ID_NO, USCC = "13800002210", "33010619900101123X", "91330106MA27XYAB4B"


@pytest.fixture
def account_id(app: OpenAPI, actor: ActorOf) -> int:
    """An account of the county with a holder and personal fields."""
    clerk = actor("clerk")
    with writing(app) as session:
        person = {"holder": "何云", "holder_type": HolderType.INDIVIDUAL, "phone": PHONE, "id_no": ID_NO}
        return make_account(session, clerk, town="三墩镇", followers=386_000, **person).id


# the list


def test_an_empty_register_says_what_to_do_next(client_of: SignIn) -> None:
    page = client_of("clerk").get("/accounts")
    assert "台账里还没有账号" in page.words
    assert 'href="/accounts/new"' in page.text


def test_a_list_page_asks_few_questions_whatever_its_length(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        for number in range(60):
            account = make_account(
                session, clerk, name=f"身边事{number}", uid=f"id_{number:04}", town=f"镇{number % 7}"
            )
            if number % 6 == 0:
                make_violation(session, account, recorder=clerk, recogniser=reviewer)
                accounts.amend(session, account.id, {"name": f"新名{number}"}, by=clerk, at=AT, on=ON)
    browser = client_of("clerk")
    page = browser.get("/accounts")
    assert "第 1–50 条，共 60 条" in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "曾用名：身边事0" in page.words
    assert browser.get("/accounts?page=2").text.count('scope="row"') == 10


def test_what_waits_for_somebody_stands_first(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk, reviewer = actor("clerk"), actor("reviewer")
    with writing(app) as session:
        make_violation(session, make_account(session, clerk, name="有事"), recorder=clerk, recogniser=reviewer)
        make_account(session, clerk, name="没事", uid="another")
    page = client_of("clerk").get("/accounts")
    assert page.text.index(">有事<") < page.text.index(">没事<")
    assert "建议约谈" in page.words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=微播", {"旧名新号"}),
        ("q=XHSBS_2021", {"西湖身边事"}),
        ("q=云帆", {"西湖身边事"}),
        (f"q={USCC}", {"西湖身边事"}),
        ("q=100%25", set()),
        ("platform=wechat", {"旧名新号"}),
        ("town=三墩镇", {"西湖身边事"}),
        ("status=dormant", {"旧名新号"}),
        ("category=food", {"西湖身边事"}),
        ("tier=C", set()),
        ("tier=B&platform=douyin", {"西湖身边事"}),
        ("platform=nonsense&tier=Z", {"西湖身边事", "旧名新号"}),
        ("view=incomplete", {"旧名新号"}),
        ("region=330105", set()),
        ("region=33010x", {"西湖身边事", "旧名新号"}),
        ("view=archived", {"已经归档"}),
    ],
)
def test_a_filter_finds_what_it_says(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, query: str, found: set[str]
) -> None:
    head = actor("head")
    with writing(app) as session:
        make_account(session, head, uscc=USCC, town="三墩镇", category=Category.FOOD)
        renamed = make_account(
            session, head, name="微播报", uid=None, holder=None, platform=Platform.WECHAT, status=AccountStatus.DORMANT
        )
        accounts.amend(session, renamed.id, {"name": "旧名新号"}, by=head, at=AT, on=ON)
        gone = make_account(session, head, name="已经归档", uid="gone")
        accounts.archive(session, gone.id, reason="注销", by=head, at=AT, on=ON)
        make_account(session, actor("n-head"), region_code=NEIGHBOUR, name="邻区账号", uid="next")
    text = client_of("clerk").get(f"/accounts?{query}").text
    assert {name for name in ("西湖身边事", "旧名新号", "已经归档", "邻区账号") if f">{name}</a>" in text} == found


@pytest.mark.parametrize("key", ["name", "tier", "points", "town", "followers", "open", "nonsense"])
def test_a_list_is_sorted_either_way(client_of: SignIn, account_id: int, key: str) -> None:
    browser = client_of("clerk")
    assert "西湖身边事" in browser.get(f"/accounts?sort={key}").words
    assert "西湖身边事" in browser.get(f"/accounts?sort=-{key}&page=0").words


def test_an_unknown_count_stands_last_both_ways(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        for name, followers in (("少", 10), ("未知", None), ("多", 9000)):
            make_account(session, clerk, name=name, uid=f"id_{followers}", followers=followers)
    for sort, order in (("followers", ["少", "多", "未知"]), ("-followers", ["多", "少", "未知"])):
        text = client_of("clerk").get(f"/accounts?sort={sort}").text
        assert sorted(order, key=lambda name: text.index(f">{name}</a>")) == order


def test_conditions_are_shown_with_a_way_out(client_of: SignIn, account_id: int) -> None:
    page = client_of("clerk").get("/accounts?tier=C&q=西湖")
    assert "等级：C 重点关注" in page.words
    assert "没有符合条件的账号" in page.words
    assert 'href="?q=%E8%A5%BF%E6%B9%96"' in page.text


def test_the_export_is_of_exactly_what_is_seen(client_of: SignIn, account_id: int) -> None:
    page = client_of("clerk").get("/accounts?tier=B&sort=name")
    assert re.search(r'href="/rosters/[^"]*\?tier=B"', page.text)


def test_a_city_sees_its_counties_and_may_choose_one(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, name="邻区账号", uid="next")
    city = client_of("c-clerk")
    assert {"西湖身边事", "邻区账号"} <= set(re.findall(r">(\S+)</a><small>", city.get("/accounts").text))
    page = city.get(f"/accounts?region={NEIGHBOUR}")
    assert "邻区账号" in page.words
    assert "西湖身边事" not in page.words
    assert page.statements <= LIST_STATEMENTS


# the file of one account


def test_the_file_says_why_and_what_to_do(client_of: SignIn, app: OpenAPI, actor: ActorOf, account_id: int) -> None:
    clerk, reviewer, on = actor("clerk"), actor("reviewer"), today()
    with writing(app) as session:
        account = session.get_one(accounts.Account, account_id)
        violation = make_violation(
            session, account, recorder=clerk, recogniser=reviewer, severity=Severity.MAJOR, on=on
        )
        number = violation.id
    page = client_of("clerk").get(f"/accounts/{account_id}")
    assert "为什么是 C" in page.words
    assert "等级 B → C" in page.words
    assert "再 6 分即为 D 严格管理" in page.words
    assert f'href="/measures/new?account={account_id}&amp;violation={number}"' in page.text
    assert f'href="/violations/{number}"' in page.text
    assert "规则建议：约谈" in page.words
    assert "今天 6 分" in page.words


def test_a_past_day_is_told_by_the_rules_of_that_day(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, account_id: int
) -> None:
    clerk, reviewer, on = actor("clerk"), actor("reviewer"), today()
    with writing(app) as session:
        account = session.get_one(accounts.Account, account_id)
        make_violation(session, account, recorder=clerk, recogniser=reviewer, severity=Severity.MAJOR, on=on)
    browser = client_of("clerk")
    past = browser.get(f"/accounts/{account_id}?on={on - timedelta(days=1)}")
    assert "为什么是 B" in past.words
    assert "按当日规则推算" in past.words
    assert "等级 B → C" not in past.words
    early = browser.get(f"/accounts/{account_id}?on=2025-12-31").words
    assert "2025-12-31 这个账号还没有登记入册" in early
    assert "那天还没有登记" in early
    assert "缺少判定所需的事实" not in early
    for nonsense in ("2999-01-01", "yesterday"):
        assert "为什么是 C" in browser.get(f"/accounts/{account_id}?on={nonsense}").words


def test_a_voided_violation_and_the_move_back_stand_in_the_history(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, account_id: int
) -> None:
    clerk, head, on = actor("clerk"), actor("head"), today()
    with writing(app) as session:
        account = session.get_one(accounts.Account, account_id)
        found = make_violation(session, account, recorder=clerk, recogniser=head, severity=Severity.MAJOR, on=on)
        violations.void(session, found.id, reason="核实后不属违规", by=head, at=AT, on=on)
    words = client_of("clerk").get(f"/accounts/{account_id}").words
    for told in ("（已撤销）", "撤销违规认定", "核实后不属违规", "等级 B → C", "更正等级 C → B", "为什么是 B"):
        assert told in words


def test_a_violation_without_severity_leaves_the_account_undetermined(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, account_id: int
) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        account = session.get_one(accounts.Account, account_id)
        make_violation(session, account, recorder=clerk, recogniser=head, severity=None, on=today())
    words = client_of("clerk").get(f"/accounts/{account_id}").words
    assert "未判定" in words
    assert "有一件违规尚未确定严重程度" in words


def test_the_file_shows_the_holders_other_accounts(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, uscc=USCC).id
        make_account(session, clerk, uid="another", name="云帆视频", platform=Platform.CHANNELS, uscc=USCC)
    page = client_of("clerk").get(f"/accounts/{one}")
    assert "同主体 2 个账号" in page.words
    assert "云帆视频" in page.words


@pytest.mark.parametrize("page", ["", "/amend", "/transfer", "/archive", "/restore", "/reveal"])
def test_the_office_beside_finds_nothing(client_of: SignIn, account_id: int, page: str) -> None:
    client_of("n-head").get(f"/accounts/{account_id}{page}", status=404)


@pytest.mark.parametrize("page", ["new", "1/amend", "1/reveal", "1/archive"])
def test_an_auditor_reads_only(client_of: SignIn, account_id: int, page: str) -> None:
    auditor = client_of("auditor")
    assert "更正资料" not in auditor.get(f"/accounts/{account_id}").words
    auditor.get(f"/accounts/{page}", status=403)


# personal fields


@pytest.mark.parametrize("page", ["", "/amend", "/reveal"])
def test_personal_fields_are_masked(client_of: SignIn, account_id: int, page: str) -> None:
    text = client_of("clerk").get(f"/accounts/{account_id}{page}").text
    assert PHONE not in text
    assert ID_NO not in text
    assert "138****2210" in text


def test_the_original_is_shown_once_for_a_reason_and_is_on_file(
    client_of: SignIn, app: OpenAPI, account_id: int
) -> None:
    clerk = client_of("clerk")
    refused = clerk.post(f"/accounts/{account_id}/reveal", {"reason": " "}, status=400)
    assert PHONE not in refused.text
    shown = clerk.post(f"/accounts/{account_id}/reveal", {"reason": "电话通知约谈"})
    assert PHONE in shown.text
    assert ID_NO in shown.text
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert PHONE not in clerk.get(f"/accounts/{account_id}/reveal").text
    with app.app_context():
        entries = list_entries(db.session(), scope=EVERYTHING, act="accounts.reveal", limit=9)
        assert [(entry.actor["username"], entry.reason) for entry in entries] == [("clerk", "电话通知约谈")]


# handing over, archiving


def test_an_account_given_away_is_seen_there_and_no_more_here(client_of: SignIn, account_id: int) -> None:
    head = client_of("head")
    page = head.post(f"/accounts/{account_id}/transfer", {"region": NEIGHBOUR, "reason": "运营者迁居"})
    assert "已转到拱墅区" in page.words
    head.get(f"/accounts/{account_id}", status=404)
    assert "属地变更：西湖区 → 拱墅区" in client_of("n-clerk").get(f"/accounts/{account_id}").words


def test_archiving_needs_a_reason_and_can_be_taken_back(client_of: SignIn, account_id: int) -> None:
    head = client_of("head")
    assert "归档账号" in head.get(f"/accounts/{account_id}/archive").words
    assert "西湖身边事" in head.get(f"/accounts/{account_id}/restore").words, "nothing to bring back: the file itself"
    head.post(f"/accounts/{account_id}/archive", {"reason": ""}, status=400)
    assert "账号已注销" in head.post(f"/accounts/{account_id}/archive", {"reason": "账号已注销"}).words
    assert "西湖身边事" not in head.get("/accounts").words
    assert "西湖身边事" in head.get("/accounts?view=archived").words
    assert "不恢复了" in head.get(f"/accounts/{account_id}/restore").words
    assert "恢复在册" in head.post(f"/accounts/{account_id}/restore", {"reason": "归档有误"}).words
    assert "西湖身边事" in head.get("/accounts").words


def test_a_reviewer_archives_and_does_not_give_away(client_of: SignIn, account_id: int) -> None:
    reviewer = client_of("reviewer")
    words = reviewer.get(f"/accounts/{account_id}").words
    assert "归档" in words
    assert "属地变更" not in words
    reviewer.get(f"/accounts/{account_id}/transfer", status=403)
    assert "属地变更" in client_of("head").get(f"/accounts/{account_id}").words


def test_a_clerk_neither_archives_nor_gives_away(client_of: SignIn, account_id: int) -> None:
    clerk = client_of("clerk")
    for act in ("archive", "restore", "transfer"):
        clerk.post(f"/accounts/{account_id}/{act}", {"reason": "试试", "region": NEIGHBOUR}, status=403)


def test_more_followers_than_a_database_counts_are_said_at_the_field(client_of: SignIn) -> None:
    client = client_of("clerk")
    form = {"name": "西湖身边事", "platform": "douyin", "followers": "9" * 25}
    page = client.post("/accounts/new", form, status=400)
    assert "比能有的人还多" in page.words


def test_numbers_in_remarks_are_masked_until_somebody_says_why(app: OpenAPI, client_of: SignIn, actor: ActorOf) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"), remark="备用 13911112222", contact="李四13911113333")
        account.extra, account_id = {"第二联系人": "王五 13911114444"}, account.id
    clerk = client_of("clerk")
    for page in ("", "/amend", "/reveal"):
        assert "139111" not in clerk.get(f"/accounts/{account_id}{page}").text
    assert "139111" not in clerk.get(f"/holders/{1}").text
    shown = clerk.post(f"/accounts/{account_id}/reveal", {"reason": "电话通知约谈"}).words
    assert all(number in shown for number in ("13911112222", "13911113333", "13911114444"))


def test_a_number_in_a_name_is_masked_on_every_page_and_shown_to_one_who_says_why(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk, name, holder = actor("clerk"), f"老王{PHONE}", f"王某{ID_NO}"
    with writing(app) as session:
        account = make_account(session, clerk, name=name, holder=holder)
        make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"))
        accounts.amend(session, account.id, {"name": f"新{name}"}, by=clerk, at=AT, on=ON)
        account_id, holder_id = account.id, account.holder_id
    browser = client_of("clerk")
    pages = ["/accounts", "/accounts?q=老王", f"/accounts/{account_id}", f"/holders/{holder_id}", "/holders"]
    pages += [f"/accounts/{account_id}/amend", f"/accounts/{account_id}/reveal", "/violations", "/"]
    pages += [f"/documents/new?account={account_id}&kind=sanction_record"]
    for page in pages:
        found = browser.get(page)
        assert PHONE not in found.text, page
        assert ID_NO not in found.text, page
    assert "新老王138****2210" in browser.get("/accounts").words
    assert "名称含个人号码，查看原文" in browser.get(f"/accounts/{account_id}").words
    told = browser.post(f"/accounts/{account_id}/reveal", {"reason": "电话通知约谈"}).words
    assert f"新{name}" in told
    assert holder in told


def test_a_masked_name_left_as_it_is_stays_what_it_was(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        account_id = make_account(session, actor("clerk"), name=f"老王{PHONE}").id
    browser = client_of("clerk")
    page = browser.get(f"/accounts/{account_id}/amend").text
    form = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page)) | {"platform": "douyin", "town": "三墩镇"}
    assert form["name"] == "老王138****2210"
    browser.post(f"/accounts/{account_id}/amend", form)
    with writing(app) as session:
        account = session.get_one(Account, account_id)
        assert (account.written_name, account.town) == (f"老王{PHONE}", "三墩镇")


def test_an_account_that_moved_on_the_day_it_was_entered_moved_this_month(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    with writing(app) as session:
        here = {"by": actor("clerk"), "at": AT, "on": today()}
        account = accounts.register(
            session, {"name": "今天的号", "platform": Platform.DOUYIN, "uid": "today"}, region_code=COUNTY, **here
        )
        people = {"recorder": actor("clerk"), "recogniser": actor("reviewer")}
        make_violation(session, account, **people, severity=Severity.GRAVE, on=today())
    assert "今天的号" in client_of("clerk").get("/accounts?view=moved").words
