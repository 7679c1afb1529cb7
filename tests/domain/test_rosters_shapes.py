"""A row drawn from its table's columns is the row that holds everything itself."""

import pickle
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.shapes import RosterRow, Rows

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=3)), min_size=3, max_size=3)
TABLES = st.builds(
    lambda names, counts, told, kept, vague, refused, marks: Rows(
        "名册", [4, 5, 9], {"name": names, "followers": counts}, {place: ["followers"] for place in vague},
        {"name": told}, {"小名": kept}, refused, marks, ("龙游县", None, None),
    ),
    TEXTS, st.lists(st.integers(), min_size=3, max_size=3), TEXTS, TEXTS,
    st.sets(st.integers(0, 2)), st.sets(st.integers(0, 2)), st.one_of(st.just(()), TEXTS),
)  # fmt: skip


def held(table: Rows, place: int) -> RosterRow:
    """A row of a table as one that holds everything itself."""
    return RosterRow(
        "名册", table.numbers[place], {name: column[place] for name, column in table.values.items()},
        tuple(table.vague.get(place, ())),
        {name: column[place] for name, column in table.extra.items() if column[place] is not None},
        {name: column[place] for name, column in table.written.items() if column[place] is not None},
        place in table.refused, table.marks[place] if table.marks else None, table.counties[place],
    )  # fmt: skip


@given(TABLES)
def test_a_drawn_row_is_the_row_that_holds_everything(table):
    rows = table.rows()
    assert rows == [held(table, place) for place in range(3)]
    assert pickle.loads(pickle.dumps(rows)) == deepcopy(rows) == rows  # noqa: S301 - our own bytes
    assert str(rows[2]) == str(held(table, 2))
    assert replace(rows[1], mark="k1") == replace(held(table, 1), mark="k1")


@given(TABLES)
def test_rows_may_be_asked_in_any_order(table):
    first, second, third = table.rows()
    told = [row.values for row in (third, first, second, first)]
    assert told == [held(table, place).values for place in (2, 0, 1, 0)]


def test_a_row_has_nothing_else():
    row = Rows("名册", [2], {"name": ["清河美食"]}).rows()[0]
    assert (row.values, row.extra, row.approximate, row.mark) == ({"name": "清河美食"}, {}, (), None)
    with pytest.raises(AttributeError):
        _ = row.colour
