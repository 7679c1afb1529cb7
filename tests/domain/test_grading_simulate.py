"""The two sides of a trial: the rulebooks as they stand, and with a draft."""

from dataclasses import replace
from datetime import date

from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.simulate import Difference, Side, with_draft
from registry.domain.grading.versions import timetable
from registry.domain.terms import Tier

DAY = date(2026, 11, 1)


def test_the_only_version_tried_against_itself_is_compared_with_itself() -> None:
    books = tuple(default_rulebooks())
    now, then = with_draft(books, books[0])
    assert (now, then) == (books, books)


def test_a_file_of_the_same_name_for_a_county_stands_beside_the_nations() -> None:
    books = tuple(default_rulebooks())
    of_county = replace(books[0], region="330825")
    now, then = with_draft(books, of_county)
    assert (now, then) == (books, (*books, of_county))
    assert timetable(then, "330824").on(DAY) is books[0]


def test_where_no_version_is_in_force_there_is_no_period() -> None:
    of_county = replace(default_rulebooks()[0], region="330825")
    assert timetable((of_county,), "330824").on(DAY) is None


def test_a_change_cites_the_article_of_the_row_it_is_told_by() -> None:
    held = Side(Tier.C, 0, None, row="F1", article="第十条")
    free = Side(Tier.B, 0, None, row="T:1", article="第九条")
    assert Difference(held, free).article == "第十条"
    assert Difference(free, held).article == "第十条"
    assert Difference(held, Side(Tier.B, 0, None, row="F1", article="第十二条")).article == "第十二条"
