"""Filters a user keeps: shown above their list to nobody else, replaced by name, forgotten again."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.client import LIST_STATEMENTS, Client

SignIn = Callable[[str], Client]
LISTS = ["/accounts", "/violations", "/measures", "/cases", "/documents"]


def keep(client: Client, name: str, query: str, page: str = "accounts.list_") -> str:
    return client.post("/me/views", {"page": page, "name": name, "query": query}).words


def test_a_filter_is_kept_and_leads_back(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "已存为常用筛选“重点乡镇”" in keep(clerk, "重点乡镇", f"q={quote('湖镇')}&tier=C&page=3")
    page = clerk.get("/accounts")
    assert f'href="/accounts?q={quote("湖镇")}&amp;tier=C">重点乡镇</a>' in page.text
    assert page.statements <= LIST_STATEMENTS
    assert "重点乡镇" not in client_of("reviewer").get("/accounts").words
    assert "重点乡镇" not in clerk.get("/cases").words


def test_one_of_the_same_name_is_replaced_and_one_can_be_forgotten(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    keep(clerk, "看这些", "tier=C")
    keep(clerk, "看这些", "tier=D")
    assert clerk.get("/accounts").words.count("看这些") == 1
    clerk.post("/me/views/remove", {"page": "accounts.list_", "name": "看这些"})
    assert "看这些" not in clerk.get("/accounts").words


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [("", "tier=C", "名字要填"), ("长" * 21, "tier=C", "最多 20 个字"), ("空的", "page=2", "没有什么可存"), ("过长", "q=" + "a" * 600, "没有什么可存")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said(client_of: SignIn, name: str, query: str, said: str) -> None:
    assert said in keep(client_of("clerk"), name, query)


def test_twelve_of_a_list_are_enough(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    for number in range(12):
        keep(clerk, f"筛选{number}", "tier=C")
    assert "先删掉用不着的" in keep(clerk, "再来一个", "tier=D")
    assert "已存为" in keep(clerk, "别处的", "q=a", "cases.list_")


@pytest.mark.parametrize("path", LISTS)
def test_each_list_offers_it_where_something_is_filtered(client_of: SignIn, path: str) -> None:
    clerk = client_of("clerk")
    assert "把现在的筛选存下来" in clerk.get(f"{path}?q=abc").words
    assert "把现在的筛选存下来" not in clerk.get(path).words


def test_a_page_without_filters_takes_none(client_of: SignIn) -> None:
    client_of("clerk").post("/me/views", {"page": "home.show", "name": "甲", "query": "q=1"}, status=404)
