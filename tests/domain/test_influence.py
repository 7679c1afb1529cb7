"""Influence follows from followers by dated thresholds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.influence import all_tables, influence_of
from registry.domain.terms import Influence

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("followers", "level"),
    [
        (1_000_000, Influence.L1),
        (999_999, Influence.L2),
        (500_000, Influence.L2),
        (499_999, Influence.L3),
        (10_000, Influence.L3),
        (9_999, Influence.L4),
        (0, Influence.L4),
    ],
)
def test_a_threshold_belongs_to_the_level_it_opens(followers: int, level: Influence) -> None:
    assert influence_of(followers, TODAY) is level


def test_unknown_followers_have_no_influence() -> None:
    assert influence_of(None, TODAY) is None
    assert influence_of(-1, TODAY) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.dates())
def test_more_followers_never_mean_less_influence(one: int, other: int, on: date) -> None:
    low, high = sorted((one, other))
    assert str(influence_of(high, on)) <= str(influence_of(low, on))


def test_each_table_says_where_it_is_from_and_leaves_no_gap() -> None:
    for table in all_tables():
        assert table.source
        assert table.levels[-1][1] == 0
        assert {level for level, _ in table.levels} == set(Influence)
