"""月报, 年报 and the register on a past day: the same numbers, read back from what was done."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import Platform, Severity
from registry.services import violations
from tests.client import LIST_STATEMENTS, Client, Page
from tests.factories import AT, NEIGHBOUR, make_account, make_violation, writing
from tests.roster_files import bring, one

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
NOVEMBER = date(2026, 11, 20)


@pytest.fixture
def register(app: OpenAPI, actor: ActorOf) -> OpenAPI:
    """Two accounts of January; one of them falls in November; a third of the county beside."""
    with writing(app) as session:
        low = make_account(session, actor("clerk"), filing_no="浙备1")
        make_account(session, actor("clerk"), uid="other", name="另一个", platform=Platform.WEIBO)
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, uid="next", name="邻区账号")
        people = {"recorder": actor("clerk"), "recogniser": actor("reviewer")}
        make_violation(session, low, **people, severity=Severity.GRAVE, on=NOVEMBER)
    return app


def figures(page: Page, words: str) -> list[str]:
    """The numbers in the line of a report."""
    found = re.findall(rf"<tr><th[^>]*>{re.escape(words)}</th>(.*?)</tr>", page.text, re.DOTALL)
    assert found, words
    return re.findall(r"<td[^>]*>([^<]*)</td>", found[-1])


def test_a_month_is_told_with_the_one_before_and_the_same_a_year_before(register: OpenAPI, client_of: SignIn) -> None:
    page = client_of("clerk").get("/reports?period=2026-11")
    assert "2026年11月自媒体账号管理月报" in page.words
    assert "填报单位：西湖区网信办" in page.words
    assert figures(page, "在册账号") == ["2", "0", "2", "0"]
    assert figures(page, "认定违规") == ["1", "＋1", "0", "0"]
    assert figures(page, "等级下调（次）") == ["1", "＋1", "0", "0"]
    assert figures(page, "新登记") == ["0", "0", "0", "0"]
    assert page.statements <= LIST_STATEMENTS


def test_tiers_of_a_past_month_are_those_shown_then(register: OpenAPI, client_of: SignIn) -> None:
    page = client_of("clerk").get("/reports?period=2026-11")
    now, grew, before, year_before = figures(page, "D 级")
    assert (now, grew, before, year_before) == ("1", "＋1", "0", "0")
    assert figures(page, "B 级")[2] == "2"


def test_a_year_has_the_year_before_once(register: OpenAPI, client_of: SignIn) -> None:
    page = client_of("clerk").get("/reports?period=2026")
    assert "2026年自媒体账号管理年报" in page.words
    assert figures(page, "新登记") == ["2", "＋2", "0"]


def test_a_city_sees_its_counties_apart(register: OpenAPI, client_of: SignIn) -> None:
    page = client_of("c-clerk").get("/reports?period=2026-11")
    assert figures(page, "西湖区")[-1] == "2"
    assert figures(page, "拱墅区")[-1] == "1"
    assert "期末按地区" not in client_of("clerk").get("/reports?period=2026-11").words


def test_what_was_voided_since_is_in_no_figure_but_its_own(
    register: OpenAPI, client_of: SignIn, actor: ActorOf
) -> None:
    with writing(register) as session:
        violations.void(session, 1, reason="认错了号", by=actor("head"), at=AT, on=NOVEMBER)
    page = client_of("clerk").get("/reports?period=2026-11")
    assert figures(page, "认定违规")[0] == "0"
    assert figures(page, "认定后撤销")[0] == "1"


@pytest.mark.parametrize("text", ["2999-01", "abc", "2026-13"])
def test_a_period_that_is_none_is_said(client_of: SignIn, text: str) -> None:
    assert "请填本月以前的月份" in client_of("clerk").get(f"/reports?period={text}", status=400).words


@pytest.mark.parametrize(("on", "tier"), [("2026-11-19", "B"), ("2026-11-20", "D")])
def test_the_register_on_a_past_day(register: OpenAPI, client_of: SignIn, on: str, tier: str) -> None:
    page = client_of("clerk").get(f"/reports/day?on={on}")
    assert figures(page, "抖音")["ABCD".index(tier)] == "1"
    assert page.statements <= LIST_STATEMENTS


def test_before_the_first_account_nothing_stood(register: OpenAPI, client_of: SignIn) -> None:
    page = client_of("clerk").get("/reports/day?on=2026-01-07")
    assert "这一天还没有在册的账号" in page.words
    assert "日期没有看懂" in client_of("clerk").get("/reports/day?on=2026-13-01", status=400).words


def test_who_handed_in_rosters_and_how_long_ago(app: OpenAPI, actor: ActorOf, client_of: SignIn) -> None:
    bring(app, actor("clerk"), one(1))
    page = client_of("clerk").get("/reports/day")
    assert figures(page, "没有写填报单位")[0] == "1 份"
    assert "没有写填报单位" not in client_of("n-clerk").get("/reports/day").words
