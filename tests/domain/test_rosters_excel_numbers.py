"""Numbers as spreadsheets really hold them: binary fractions, and more digits than a count has."""

import pytest

from registry.domain.rosters.counts import clean_count


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
