"""Reading in another language: chosen at the gate or in the header, kept in a cookie."""

from collections.abc import Callable

import pytest

from tests.client import Client

SignIn = Callable[[str], Client]


def test_pages_are_chinese_until_somebody_chooses(client_of: SignIn) -> None:
    page = client_of("clerk").get("/accounts")
    assert 'lang="zh-Hans-CN"' in page.text
    assert "账号" in page.words


def test_a_reader_who_chose_english_reads_english_and_may_go_back(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    page = clerk.post("/language", {"language": "en", "next": "/accounts"})
    assert 'lang="en"' in page.text
    assert "Accounts" in page.words
    assert "账号" in clerk.post("/language", {"language": "zh", "next": "/accounts"}).words


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_a_choice_leads_nowhere_but_back_into_the_register(client_of: SignIn, target: str) -> None:
    asked = {"language": "en", "next": target}
    assert client_of("clerk").post("/language", asked, status=302, follow=False).location == "/"


def test_a_language_there_is_none_of_changes_nothing(client_of: SignIn) -> None:
    assert 'lang="zh-Hans-CN"' in client_of("clerk").post("/language", {"language": "xx", "next": "/accounts"}).text
