"""The periods of a report."""

from datetime import date

import pytest

from registry.domain.errors import Refusal
from registry.domain.periods import Period, period_of

TODAY = date(2026, 11, 24)


def test_a_month_stands_beside_the_one_before_and_the_same_a_year_before() -> None:
    january = period_of("2026-01", today=TODAY)
    assert [each.text for each in january.beside] == ["2026-01", "2025-12", "2025-01"]
    assert (january.first, january.last) == (date(2026, 1, 1), date(2026, 1, 31))


def test_a_leap_february_ends_on_the_29th() -> None:
    assert period_of("2024-02", today=TODAY).last == date(2024, 2, 29)


def test_a_year_stands_beside_the_year_before_once() -> None:
    year = period_of("2026", today=TODAY)
    assert [each.text for each in year.beside] == ["2026", "2025"]
    assert (year.first, year.last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_nothing_written_is_this_month() -> None:
    assert period_of("", today=TODAY) == Period(date(2026, 11, 1))


@pytest.mark.parametrize("text", ["2026-12", "2027", "1999", "2026-13", "26-11", "本月", "2026-1", "20261"])
def test_what_is_no_period_that_has_begun_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"reports\.period_wrong"):
        period_of(text, today=TODAY)
