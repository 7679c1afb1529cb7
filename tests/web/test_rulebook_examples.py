"""The page on which an example of a draft is added and taken away."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.grading.examples import run
from registry.domain.grading.reading import parse
from registry.domain.grading.rulebook import Rulebook
from registry.domain.permissions import Actor
from tests.client import Client
from tests.services.test_rulebooks import brought, text

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]
BLANK = {f"{name}_{n}": "" for name in ("code", "severity", "kind", "for") for n in (1, 2, 3)}
TYPED = BLANK | {
    "title": "约谈后又一次一般违规，建议约谈", "registered_on": "2026-01-05", "code_1": "7-3", "recognised_1": "2026-02-10",
    "occurred_1": "2026-02-01", "kind_1": "interview", "effective_1": "2026-02-15", "for_1": "1", "code_2": "7-3",
    "severity_2": "major", "recognised_2": "2026-05-20", "on": "2026-05-20", "tier": "C", "points": "11",
    "proposal": "interview",
}  # fmt: skip


@pytest.fixture
def draft(app: OpenAPI, actor: FindActor) -> int:
    """A sound draft with one example, written by the clerk."""
    return brought(app, actor, text(), until="draft")


def book_of(client: Client, key: int) -> Rulebook:
    """What stands on file."""
    return parse(client.get(f"/rulebooks/{key}/toml").text, name="draft")


def test_an_example_is_added_and_tried_by_the_draft_itself(draft: int, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    page = clerk.post(f"/rulebooks/{draft}/examples", TYPED)
    assert "例子已加上" in page.words
    book = book_of(clerk, draft)
    case = book.examples[-1]
    assert [(each.id, each.code, each.severity) for each in case.facts.violations] == [
        ("v1", "7-3", "ordinary"), ("v2", "7-3", "major"),
    ]  # fmt: skip
    assert [(each.kind, each.violation) for each in case.facts.measures] == [("interview", "v1")]
    assert case.expectations[0].fields == (("tier", "C"), ("points", 11), ("proposal", "interview"))
    assert [each.failed for each in run(book)] == [(), ()]
    assert "现有的例子 2 个" in page.words


def test_an_example_that_does_not_come_out_is_kept_and_said_so(draft: int, client_of: SignIn) -> None:
    page = client_of("clerk").post(f"/rulebooks/{draft}/examples", {**TYPED, "tier": "D"})
    assert "2026-05-20 等级应为 D，算得 C 不符" in page.words


def test_an_example_is_taken_away_but_not_by_a_number_that_has_shifted(draft: int, client_of: SignIn) -> None:
    first, second = client_of("clerk"), client_of("clerk2")
    first.post(f"/rulebooks/{draft}/examples", TYPED)
    lock = second.get(f"/rulebooks/{draft}/examples").text.partition('name="lock" value="')[2].partition('"')[0]
    gone = first.post(f"/rulebooks/{draft}/examples/1/drop", {"lock": lock})
    assert "例子已删去" in gone.words
    assert [each.title for each in book_of(first, draft).examples] == [TYPED["title"]]
    kept = second.post(f"/rulebooks/{draft}/examples/1/drop", {"lock": lock})
    assert "没有删去：草案刚被改过" in kept.words
    assert len(book_of(first, draft).examples) == 1


WRONG = [
    ({"title": ""}, "title", "这一项必填"),
    ({"recognised_1": ""}, "recognised_1", "这一项必填"),
    ({"code_1": "", "for_1": ""}, "code_1", "填了日期，请选一项"),
    ({"code_2": "", "recognised_2": "", "for_1": "2"}, "for_1", "这一件违规没有填"),
    ({"tier": "", "points": "", "proposal": ""}, "tier", "等级、分数、建议至少填一项"),
    ({"points": "许多"}, "points", "请填整数"),
]


@pytest.mark.parametrize(("typed", "field", "words"), WRONG, ids=[each[1] for each in WRONG])
def test_what_is_no_example_is_said_at_its_field(
    draft: int, client_of: SignIn, typed: dict[str, str], field: str, words: str
) -> None:
    clerk = client_of("clerk")
    page = clerk.post(f"/rulebooks/{draft}/examples", {**TYPED, **typed}, status=400)
    assert f'href="#{field}"' in page.text
    assert words in page.words
    assert len(book_of(clerk, draft).examples) == 1


def test_a_published_version_keeps_its_examples(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    key = brought(app, actor, text())
    client_of("clerk").post(f"/rulebooks/{key}/examples", TYPED, status=409)
    client_of("auditor").get(f"/rulebooks/{key}/examples", status=403)
