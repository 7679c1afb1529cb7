"""Working days: holidays and exchanged days count as published, and a guess says that it is one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.workdays import Workday, add_workdays, is_known, is_workday, next_workday

PUBLISHED = st.dates(date(2010, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 3, 9), -5, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_a_clock_counts_working_days_only(start: date, n: int, due: date) -> None:
    assert add_workdays(start, n) == Workday(due, known=True)


def test_an_exchanged_saturday_is_worked() -> None:
    assert date(2026, 10, 10).weekday() == 5
    assert is_workday(date(2026, 10, 10))


def test_an_unpublished_year_is_counted_by_weekdays_and_says_so() -> None:
    assert not is_known(date(2099, 10, 1))
    assert add_workdays(date(2099, 9, 30), 1) == Workday(date(2099, 10, 1), known=False)


def test_the_office_s_own_table_comes_first() -> None:
    golden_week = {date(2099, 10, 1) + timedelta(days=i): False for i in range(7)} | {date(2099, 10, 8): True}
    assert add_workdays(date(2099, 9, 30), 1, golden_week) == Workday(date(2099, 10, 8), known=True)
    assert add_workdays(date(2026, 3, 2), 1, {date(2026, 3, 3): False}).on == date(2026, 3, 4)


def test_a_clock_that_ends_on_a_day_of_rest_ends_on_the_next_working_day() -> None:
    assert next_workday(date(2026, 10, 1)).on == date(2026, 10, 8)


@given(PUBLISHED, st.integers(1, 30))
def test_counting_forward_and_back_meets_again(start: date, n: int) -> None:
    due = add_workdays(start, n).on
    assert is_workday(due)
    days = [start + timedelta(days=i) for i in range(1, (due - start).days + 1)]
    assert sum(is_workday(day) for day in days) == n


@given(PUBLISHED, st.integers(1, 30))
def test_one_day_more_is_never_due_earlier(start: date, n: int) -> None:
    assert add_workdays(start, n + 1).on > add_workdays(start, n).on
