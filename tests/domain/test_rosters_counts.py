"""Counts as offices write them, and what the register makes of each (domain brief §4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.counts import LARGEST, clean_count, worded
from registry.domain.rosters.shapes import Cleaned, Level


def problems(cleaned):
    return [each.code.split(".", 1)[1] for each in cleaned.problems]


@pytest.mark.parametrize(
    ("written", "value", "approximate"),
    [
        ("1.2万", 12_000, False),
        ("1.2w", 12_000, False),
        ("10W+", 100_000, True),
        ("10w＋", 100_000, True),
        ("3,456", 3456, False),
        ("1 234", 1234, False),
        ("１２３４５", 12_345, False),
        ("约3000", 3000, True),
        ("大约3000人", 3000, True),
        ("三千余", 3000, True),
        ("一万二千", 12_000, False),
        ("2.3亿", 230_000_000, False),
        ("5000以上", 5000, True),
        ("10-20万", 100_000, True),
        ("5万至10万", 50_000, True),
        ("近10万", 100_000, True),
        ("10余万", 100_000, True),
        ("3千余", 3000, True),
        ("粉丝1.2万", 12_000, False),
        ("500人", 500, False),
        ("12.5k", 12_500, False),
        (">1万", 10_000, True),
        ("0", 0, False),
        (5.0, 5, False),
        (0.0, 0, False),
    ],
)
def test_counts_are_read_in_every_spelling(written, value, approximate):
    assert clean_count(written) == (value, approximate, ())


@pytest.mark.parametrize("written", ["未公开", "不详", "无", "/", "-", "—", "空", "", "N/A", "？"])
def test_an_unknown_count_is_unknown_and_never_zero(written):
    assert clean_count(written) == (None, False, ())


@pytest.mark.parametrize("written", ["-3", "许多", "1.2", 1.2, True, date(2023, 5, 1), "十几万"])
def test_what_is_no_count_loses_its_value_and_says_so(written):
    cleaned = clean_count(written)
    assert cleaned.value is None
    assert problems(cleaned) == ["count_unreadable"]
    assert cleaned.problems[0].level is Level.ERROR


def test_the_headers_unit_counts_only_where_the_cell_names_none():
    assert clean_count(1.2, 10_000).value == 12_000
    assert clean_count("3.5", 10_000).value == 35_000
    assert clean_count("1.2万", 10_000).value == 12_000
    assert clean_count("三", 10_000).value == 30_000


def test_a_count_beyond_mankind_is_not_taken():
    cleaned = clean_count("35亿")
    assert (cleaned.value, problems(cleaned)) == (None, ["count_huge"])


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["{}", "约{}", "{}+", "{:,}", "{}人"]))
def test_any_whole_count_survives_being_written(number, form):
    cleaned = clean_count(form.format(number))
    assert cleaned.value == number
    assert cleaned.approximate == ("约" in form or "+" in form)


@pytest.mark.parametrize(
    ("written", "is_flagged"),
    [
        ("3000", True),
        (3000.0, True),
        ("约3000", True),
        ("0.3", False),
        ("3000人", True),
        ("3千", False),
        (999.0, False),
    ],
)
def test_thousands_under_a_header_of_ten_thousands_are_flagged(written, is_flagged):
    found = clean_count(written, 10_000)
    assert ("rosters.count_unit" in [each.code for each in found.problems]) is is_flagged


@pytest.mark.parametrize("written", [12000.0, "12000", "12,000", "12000人"])
def test_a_count_of_two_readings_ten_thousand_times_apart_is_not_taken(written):
    value, is_approximate, (found,) = clean_count(written, 10_000)
    assert (value, is_approximate, found.level, found.code) == (None, False, "error", "rosters.count_two_ways")
    assert (found.params["large"], found.params["small"]) == ("1.2亿", "1.2万")


@pytest.mark.parametrize(("typed", "count"), [("1.2亿", 120_000_000), ("1.2万", 12_000)])
def test_either_reading_can_be_typed_in_its_place(typed, count):
    assert clean_count(typed, 10_000) == Cleaned(count)


@pytest.mark.parametrize("written", [1200.0, "1200", 4999.0])
def test_a_genuine_account_of_many_millions_goes_in_and_is_flagged(written):
    cleaned = clean_count(written, 10_000)
    assert cleaned.value == int(float(written)) * 10_000
    assert [each.code for each in cleaned.problems] == ["rosters.count_unit"]


@given(st.integers(0, LARGEST))
def test_a_count_in_words_is_read_as_the_same_count(count):
    assert clean_count(worded(count), 10_000 if count >= 10_000 else 1).value == count
