"""The help inside: every chapter leads somewhere that opens, every form has a page, every word is explained once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from registry.domain.cases.procedure import PROCEDURE
from registry.domain.documents.catalogue import forms
from registry.domain.terms import DocumentKind
from registry.wording.glossary import TERMS
from registry.wording.manual import CHAPTERS
from tests.client import LIST_STATEMENTS, Client

SignIn = Callable[[str], Client]
PICTURES = Path(__file__).parents[2] / "static" / "pictures"


def test_the_manual_has_all_chapters_with_their_steps(client_of: SignIn) -> None:
    page = client_of("clerk").get("/help")
    for chapter in CHAPTERS:
        assert chapter.title in page.words
        assert all(step in page.words for step in chapter.steps)
    assert page.statements <= LIST_STATEMENTS


def test_every_picture_is_there_and_every_chapter_leads_to_a_page(client_of: SignIn) -> None:
    text, clerk = client_of("clerk").get("/help").text, client_of("clerk")
    assert all((PICTURES / f"{each.picture}.png").is_file() for each in CHAPTERS if each.picture)
    for href in {part.split('"')[0] for part in text.split('class="btn btn-outline" href="')[1:]}:
        clerk.get(href)


def test_who_may_not_open_a_page_is_not_led_there(client_of: SignIn) -> None:
    assert "去花名册" in client_of("clerk").get("/help").words
    assert "去花名册" not in client_of("admin").get("/help").words


def test_every_word_is_explained_once(client_of: SignIn) -> None:
    words = client_of("auditor").get("/help/glossary").words
    assert len({word for word, _ in TERMS}) == len(TERMS)
    assert all(meaning in words for _, meaning in TERMS)


@pytest.mark.parametrize("kind", [kind.value for kind in forms()])
def test_every_form_says_where_it_is_used_and_what_it_must_hold(client_of: SignIn, kind: str) -> None:
    form = forms()[DocumentKind(kind)]
    page = client_of("clerk").get(f"/help/forms/{kind}")
    assert all(each.label in page.words for each in form.required)
    asked = any(form.number in (*act.forms, *act.besides) for act in PROCEDURE)
    assert ("不由某一步要求" in page.words) is not asked


def test_a_form_that_is_none_is_not_found(client_of: SignIn) -> None:
    client_of("clerk").get("/help/forms/nothing", status=404)
