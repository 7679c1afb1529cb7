"""The one search: accounts, holders, cases and papers, by whatever part of them somebody remembers."""

from collections.abc import Callable
from datetime import date

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, Platform
from registry.store.accounts import FormerName
from tests.client import LIST_STATEMENTS, Client
from tests.factories import make_account, make_violation, writing
from tests.services.case_walk import certify, open_one

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
USCC = "91330106MA27XYAB4B"


@pytest.fixture
def named(app: OpenAPI, actor: ActorOf) -> None:
    """One account that can be found in many ways, and one beside it."""
    with writing(app) as session:
        found = make_account(
            session, actor("clerk"), name="龙游见闻录", platform=Platform.DOUYIN, uid="lyjw_2026", url="https://www.douyin.com/user/MS4wABC",
            holder="龙游云帆文化传媒有限公司", holder_type=HolderType.COMPANY, uscc=USCC,
        )  # fmt: skip
        session.add(FormerName(account_id=found.id, name="老龙游那些事", until_on=date(2026, 1, 1)))
        make_account(session, actor("clerk"), name="湖镇集市", uid="hz_0001", holder="湖镇集市办公室")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("见闻", "名称"), ("龍游見聞", "名称"), ("那些事", "曾用名"), ("LYJW_20", "账号 ID"), (USCC.lower(), "信用代码"), ("云帆", "主体名称"),
        ("https://www.douyin.com/user/MS4wABC?from=web&x=1#top", "主页链接"), ("龙游见文录", "名称相近"), ("lyjwl", "拼音首字母"),
    ],
)  # fmt: skip
def test_an_account_is_found_by_what_is_remembered_and_says_by_what(
    client_of: SignIn, named: None, text: str, by: str
) -> None:
    page = client_of("clerk").browser.get("/search", query_string={"q": text})
    words = page.get_data(as_text=True)
    assert ">龙游见闻录</a>" in words
    assert f'<span class="hint">{by}</span>' in words
    assert ">湖镇集市</a>" not in words


def test_a_holder_is_found_by_its_initials_on_the_page(client_of: SignIn, named: None) -> None:
    page = client_of("clerk").get("/search?q=hzjsbgs")
    assert "湖镇集市办公室" in page.words
    assert page.statements <= LIST_STATEMENTS


def test_the_page_asks_little_and_names_each_kind(client_of: SignIn, named: None) -> None:
    page = client_of("clerk").get("/search?q=龙游")
    assert page.statements <= LIST_STATEMENTS
    assert "找到的账号" in page.words
    assert "找到的主体" in page.words


def test_the_number_of_a_case_is_found_in_any_brackets(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        certify(session, actor("clerk"), actor("clerk2"))
        number = open_one(session, account, by=actor("clerk")).case_no
    typed = number.replace("〔", " [").replace("〕", "] ")
    answer = client_of("clerk").browser.get("/search", query_string={"q": typed})
    assert f">{number}</a>" in answer.get_data(as_text=True)


@pytest.mark.parametrize("text", ["", "龙", " "])
def test_too_little_finds_nothing_and_says_so(client_of: SignIn, named: None, text: str) -> None:
    assert "写两个字以上再找" in client_of("clerk").get(f"/search?q={text}").words


@pytest.mark.parametrize("text", ["%%", "查无此号", "__"])
def test_what_is_nowhere_is_said_to_be_nowhere(client_of: SignIn, named: None, text: str) -> None:
    answer = client_of("clerk").browser.get("/search", query_string={"q": text})
    assert "没有找到" in answer.get_data(as_text=True)


def test_another_county_finds_nothing_of_it(client_of: SignIn, named: None) -> None:
    assert "龙游见闻录" not in client_of("n-clerk").get("/search?q=见闻").words


def test_the_piece_below_the_field_leads_to_the_file(client_of: SignIn, named: None) -> None:
    answer = client_of("clerk").browser.get("/search/at-once", query_string={"q": "见闻"})
    piece = answer.get_data(as_text=True)
    assert 'href="/accounts/1"' in piece
    assert "<html" not in piece
