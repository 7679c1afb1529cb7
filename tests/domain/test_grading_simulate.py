"""The two sides of a trial: the rulebooks as they stand, and with a draft."""

from dataclasses import replace
from datetime import date

from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.simulate import with_draft
from registry.domain.grading.versions import timetable

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
