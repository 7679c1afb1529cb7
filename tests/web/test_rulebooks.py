"""The rulebook as a page: everything the engine reads stands on it."""

from collections.abc import Callable

from registry.domain.grading.reading import default_rulebooks
from tests.client import Client

Clients = Callable[[str], Client]


def test_every_row_of_the_rulebook_stands_on_its_page(client_of: Clients) -> None:
    words = client_of("admin").get("/rulebook").words
    book = default_rulebooks()[-1]
    assert f"账号分级规则 {book.version}" in words
    for row in (*book.floors, *book.restoration, *book.ladder):
        assert row.id in words
    for limit in book.thresholds:
        assert limit.tier <= book.initial_tier or f"累计满 {limit.points} 分，不高于" in words
    for code in book.codes:
        assert f"{code.code} {code.name}" in words
    for severity in book.severities:
        assert severity.article is None or severity.article in words


def test_it_says_that_a_tier_is_a_label_and_no_penalty(client_of: Clients) -> None:
    words = client_of("auditor").get("/rulebook").words
    assert "等级是内部管理标签，不是处罚，不对外公布。" in words
    assert "规则只作建议" in words


def test_the_ladder_is_worded_with_its_history(client_of: Clients) -> None:
    words = client_of("clerk").get("/rulebook").words
    assert "12 个月内第 3 次（含以后各次）轻微违规" in words
    assert "此前 12 个月内有约谈" in words
    assert "约谈的整改逾期" in words


def test_every_row_a_page_may_cite_has_its_own_place(client_of: Clients) -> None:
    text = client_of("clerk").get("/rulebook").text
    book = default_rulebooks()[-1]
    cited = [
        *(row.id for row in (*book.floors, *book.restoration, *book.ladder)),
        *(f"S-{row.name}" for row in book.severities),
    ]
    cited += [f"T-{row.points}" for row in book.thresholds if row.tier > book.initial_tier]
    for name in cited:
        assert text.count(f'id="row-{name}"') == 1
