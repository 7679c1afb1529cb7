"""The page of variant names: side by side, merged or dismissed with one click, each merge in the history."""

import re
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import HolderType
from tests.client import LIST_STATEMENTS, Client
from tests.factories import make_account, writing

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
PAGE = "/holders/variants"
COMPANY = HolderType.COMPANY


@pytest.fixture
def ids(app: OpenAPI, actor: ActorOf) -> list[int]:
    """Two spellings of one company, the second with a phone."""
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, holder_type=COMPANY, town="三墩镇")
        spelt = {"holder": "云帆文化传媒", "holder_type": COMPANY, "phone": "13857001234"}
        second = make_account(session, clerk, uid="second", name="云帆视频", **spelt)
        return [first.holder_id or 0, second.holder_id or 0]


def choice(ids: list[int], kept: int) -> dict[str, object]:
    return {"member": ids, "kept": kept}


def test_nothing_to_look_at_says_so_and_the_list_leads_here(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "没有要核对的写法" in clerk.get(PAGE).words
    assert f'href="{PAGE}"' in clerk.get("/holders").text


def test_spellings_stand_side_by_side_with_why_and_the_phone_masked(client_of: SignIn, ids: list[int]) -> None:
    page = client_of("clerk").get(PAGE)
    for told in (
        "云帆文化传媒有限公司",
        "云帆文化传媒",
        "除“有限公司”",
        "把握 75%",
        "三墩镇",
        "云帆视频",
        "138****1234",
    ):
        assert told in page.words
    assert "13857001234" not in page.text
    assert re.search(rf'type="radio" name="kept" value="{ids[0]}"[^>]*checked', page.text)


def test_one_click_merges_and_another_takes_it_back(client_of: SignIn, ids: list[int]) -> None:
    clerk = client_of("clerk")
    page = clerk.post(f"{PAGE}/merge", choice(ids, ids[0]))
    assert "已合并" in page.words
    assert "没有要核对的写法" in page.words
    assert "合并掉的名称" in page.words
    holder = clerk.get(f"/holders/{ids[0]}").words
    assert "曾用写法 云帆文化传媒" in holder
    assert "在册账号 2 个" in holder
    assert clerk.get(f"/holders/{ids[1]}", status=302, follow=False).location == f"/holders/{ids[0]}"
    page = clerk.post(f"{PAGE}/1/undo")
    assert "已撤销这次合并" in page.words
    assert "在册账号 1 个" in clerk.get(f"/holders/{ids[0]}").words
    assert "这次合并已经撤销过了" in clerk.post(f"{PAGE}/1/undo").words


def test_what_is_not_the_same_does_not_come_back(client_of: SignIn, ids: list[int]) -> None:
    clerk = client_of("clerk")
    assert "不再提示" in clerk.post(f"{PAGE}/dismiss", choice(ids, ids[0])).words
    assert "没有要核对的写法" in clerk.get(PAGE).words


def test_the_history_has_every_merge_and_dismissal_and_takes_both_back(client_of: SignIn, ids: list[int]) -> None:
    clerk, history = client_of("clerk"), f"{PAGE}/history"
    assert "还没有合并过主体" in clerk.get(history).words
    assert "还没有认定过" in clerk.get(f"{history}?view=dismissals").words
    clerk.post(f"{PAGE}/dismiss", choice(ids, ids[0]))
    page = clerk.get(f"{history}?view=dismissals")
    assert "云帆文化传媒有限公司 、 云帆文化传媒" in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "已收回" in clerk.post(f"{PAGE}/dismissals/1/take-back").words
    assert "已经收回过了" in clerk.post(f"{PAGE}/dismissals/1/take-back").words
    assert "除“有限公司”" in clerk.get(PAGE).words
    clerk.post(f"{PAGE}/merge", choice(ids, ids[0]))
    assert "合并 1" in clerk.get(history).words
    assert "合并记录" in clerk.post(f"{PAGE}/1/undo?back=history").words
    client_of("n-clerk").post(f"{PAGE}/dismissals/1/take-back", status=404)
    client_of("auditor").post(f"{PAGE}/dismissals/1/take-back", status=403)


def test_a_cluster_merged_by_another_meanwhile_is_said(client_of: SignIn, ids: list[int]) -> None:
    clerk = client_of("clerk")
    clerk.post(f"{PAGE}/merge", choice(ids, ids[0]))
    assert "已经合并到“云帆文化传媒有限公司”" in clerk.post(f"{PAGE}/merge", choice(ids, ids[1])).words


def test_a_choice_that_is_none_is_said(client_of: SignIn, ids: list[int]) -> None:
    clerk = client_of("clerk")
    for given in ({}, choice(ids[:1], ids[0]), choice(ids, 999), {"member": "x", "kept": "y"}):
        assert "请选定保留哪一个" in clerk.post(f"{PAGE}/merge", given).words
    assert "至少要选两个主体" in clerk.post(f"{PAGE}/dismiss", choice(ids[:1], ids[0])).words


def test_contradictions_and_double_accounts_are_refused_in_words(
    app: OpenAPI, client_of: SignIn, actor: ActorOf, ids: list[int]
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        far = make_account(session, clerk, uid="far", holder="远航科技", holder_type=COMPANY).holder_id or 0
        one = make_account(session, clerk, uid=None, holder="钱江潮文化", holder_type=COMPANY).holder_id or 0
        two = make_account(session, clerk, uid=None, holder="钱江潮文化公司", holder_type=COMPANY).holder_id or 0
    browser = client_of("clerk")
    assert "没有足够的依据" in browser.post(f"{PAGE}/merge", choice([ids[0], far], far)).words
    assert "两个相同的账号" in browser.post(f"{PAGE}/merge", choice([one, two], one)).words


def test_who_may_not_merge_sees_no_buttons_and_another_office_nothing(client_of: SignIn, ids: list[int]) -> None:
    auditor, neighbour = client_of("auditor"), client_of("n-clerk")
    assert "云帆文化传媒" in auditor.get(PAGE).words
    assert 'name="kept"' not in auditor.get(PAGE).text
    auditor.post(f"{PAGE}/merge", choice(ids, ids[0]), status=403)
    assert "没有要核对的写法" in neighbour.get(PAGE).words
    neighbour.post(f"{PAGE}/merge", choice(ids, ids[0]), status=404)
    neighbour.post(f"{PAGE}/7/undo", status=404)
    assert "西湖区" in client_of("c-clerk").get(PAGE).words


def test_a_long_list_comes_in_pages_and_in_few_questions(app: OpenAPI, client_of: SignIn, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        for number, sign in enumerate("天地玄黄宇宙洪荒日月盈昃"):
            for ending in ("有限公司", "工作室"):
                name = f"{sign * 3}文化{ending}"
                made = {"uid": f"u{number}{len(ending)}", "holder": name, "holder_type": COMPANY}
                make_account(session, clerk, name=f"{name}号", **made)
    browser = client_of("clerk")
    browser.post(f"{PAGE}/merge", choice([1, 2], 1))
    page = browser.get(PAGE)
    assert page.statements <= LIST_STATEMENTS
    assert "共 11 条" in page.words
    assert page.text.count("不是同一个") == 10
    assert browser.get(f"{PAGE}?page=99").text.count("不是同一个") == 1
