"""Numbers as spreadsheets really hold them: binary fractions, and more digits than a count has."""

from math import inf, nan

import pytest

from registry.domain.rosters.clean import cleaner_of
from registry.domain.rosters.codes import clean_uid
from registry.domain.rosters.counts import clean_count
from registry.domain.rosters.fields import FIELDS, Field, Kind
from tests.domain.roster_books import TODAY


@pytest.mark.parametrize(
    ("cell", "value"), [(5.350000000000001, 53_500), (1.2, 12_000), (0.1 + 0.2, 3_000), (38.6, 386_000)]
)
def test_the_noise_of_binary_fractions_is_no_digit_of_a_count(cell: float, value: int) -> None:
    cleaned = clean_count(cell, 10_000)
    assert (cleaned.value, cleaned.approximate, cleaned.problems) == (value, False, ())


def test_a_count_finer_than_its_unit_is_rounded_and_called_approximate() -> None:
    cleaned = clean_count(1.23456, 10_000)
    assert (cleaned.value, cleaned.approximate) == (12_346, True)


def test_half_a_follower_is_still_unreadable() -> None:
    assert clean_count(12.5).value is None


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@pytest.mark.parametrize("cell", [inf, -inf, nan])
def test_a_number_beyond_all_numbers_is_no_value_and_breaks_nothing(cell: float, field: Field) -> None:
    cleaned = clean_uid(cell, "weibo") if field.kind is Kind.UID else cleaner_of(field, today=TODAY)(cell)
    assert cleaned.value is None or isinstance(cleaned.value, str)
