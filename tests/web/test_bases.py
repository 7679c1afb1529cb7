"""The pages of the legal-basis library."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.permissions import Actor
from registry.services import grading
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, make_account, make_violation, writing

Clients = Callable[[str], Client]
SAID = {
    "article_text": "第三十四条 网络信息内容生产者……",
    "coverage": "只及违反第六条的",
    "competence": "本办发建议函，由平台实施",
}


def test_the_library_says_how_sure_we_are_of_each_article(client_of: Clients) -> None:
    page = client_of("auditor").get("/bases")
    assert page.statements <= LIST_STATEMENTS
    assert "中华人民共和国行政处罚法" in page.words
    assert "待核" in page.words
    assert "不得直接适用" in page.words


def test_the_library_is_narrowed_to_one_kind_of_measure(client_of: Clients) -> None:
    words = client_of("clerk").get("/bases?kind=interview").words
    assert "互联网新闻信息服务单位约谈工作规定" in words
    assert "未成年人网络保护条例" not in words


def test_a_clerk_reads_an_article_and_confirms_none(client_of: Clients) -> None:
    client = client_of("clerk")
    assert "核对由审核人或负责人办理" in client.get("/bases/ecosystem-34").words
    client.post("/bases/ecosystem-34", SAID, status=403)


def test_a_confirmation_is_shown_with_who_and_when_to_the_own_office_only(client_of: Clients) -> None:
    page = client_of("reviewer").post("/bases/ecosystem-34", SAID)
    assert "本办已核" in page.words
    page = client_of("clerk").get("/bases/ecosystem-34")
    assert "西湖reviewer" in page.words
    assert "只及违反第六条的" in page.words
    assert "本办已核" not in client_of("n-clerk").get("/bases").words


def test_a_part_left_out_is_asked_for_and_the_rest_is_kept(client_of: Clients) -> None:
    page = client_of("head").post("/bases/ecosystem-34", {**SAID, "competence": " "}, status=400)
    assert "这一项必填" in page.words
    assert "只及违反第六条的" in page.text


def test_an_article_that_is_not_in_the_library_is_refused_in_words(client_of: Clients) -> None:
    assert "法律依据库中没有" in client_of("clerk").get("/bases/no-such", status=409).words


def test_one_who_came_from_a_measure_is_led_back_to_it(client_of: Clients) -> None:
    client = client_of("reviewer")
    page = client.get("/bases/ecosystem-34?next=/measures/7")
    assert 'href="/measures/7">返回处置</a>' in page.text
    assert client.post("/bases/ecosystem-34?next=/measures/7", SAID, status=302, follow=False).location == "/measures/7"


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:x", ""]
)
def test_nobody_is_led_away_from_this_site(client_of: Clients, address: str) -> None:
    client = client_of("reviewer")
    assert "evil" not in client.get("/bases/ecosystem-34", status=200).text
    answer = client.post(f"/bases/ecosystem-34?next={quote(address)}", SAID, status=302, follow=False)
    assert answer.location == "/bases"


def test_law_not_compared_for_long_or_never_is_marked_wherever_a_tier_or_a_forecast_rests_on_it(
    client_of: Clients, app: OpenAPI, actor: Callable[[str], Actor]
) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        grading.regrade(session, account, on=today(), at=AT)
        pages = f"/accounts/{account.id}", f"/violations/{violation.id}"
    clerk = client_of("clerk")
    for address in pages:
        page = clerk.get(address)
        assert '<a class="linked" href="/bases/ecosystem-7"' in page.text
        assert "第七条第三项 未核对" in page.words
    forecast = clerk.get(f"{pages[0]}/what-if?code=7-3")
    assert 'href="/bases/penalty_law-28"' in forecast.text
    assert "第二十八条 待复核" in forecast.words
