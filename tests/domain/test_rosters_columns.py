"""A column cleaned at one stroke holds what its cells hold when each is cleaned by itself."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.rosters.clean import remembering
from registry.domain.rosters.columns import Grid
from registry.domain.rosters.fields import FIELDS, Kind
from registry.domain.rosters.tidy import as_text
from tests.domain.roster_books import TODAY

CELLS = st.one_of(
    st.just(""),
    st.booleans(),
    st.sampled_from([0.0, 1.0, 16.2142, 3000.0, "无", "是", "16.2142", "3000", "007", "约3000", "1.2万", "抖音", "13800138000"]),
    st.floats(0, 2e9),
    st.decimals(0, 200_000, places=4, allow_nan=False).map(float),
    st.text("清河县无未公开（）·a１Z0_x.-= \u200b\n", max_size=6),
    st.sampled_from([date(2020, 5, 1), *map(datetime.fromisoformat, ["2020-05-01", "2020-05-01 12:30"])]),
)  # fmt: skip


@pytest.mark.parametrize("field", [each for each in FIELDS if each.kind is not Kind.UID], ids=lambda field: field.name)
@settings(max_examples=60)
@given(cells=st.lists(CELLS, max_size=6), unit=st.sampled_from([1, 10_000]))
def test_a_column_is_cleaned_as_its_cells_are_one_by_one(field, cells, unit):
    grid = Grid("名册", list(range(1, len(cells) + 1)))
    grid.clean(field.name, cells, remembering(field, TODAY, unit), unit)
    told = {place: [] for place in range(len(cells))}
    for place, _, found, _ in grid.found:
        told[place].append((found.code.replace("platform", "word"), found.params))
    for place, cell in enumerate(cells):
        reader = remembering(field, TODAY, unit)
        (value, approximate, problems), text = reader(as_text(cell) if isinstance(cell, bool) else cell)
        if cell == "":
            value, approximate, problems, text = None, False, (), None
        assert grid.values[field.name][place] == value
        assert (place in grid.vague) == approximate
        assert grid.written.get(field.name, [None] * len(cells))[place] == text
        assert told[place] == [(found.code.replace("platform", "word"), found.params) for found in problems]


@given(st.lists(CELLS, max_size=5), st.lists(CELLS, max_size=5))
def test_columns_of_one_header_without_a_field_are_kept_as_one_the_later_first(first, second):
    count = min(len(first), len(second))
    grid = Grid("名册", list(range(count)))
    grid.keep("小名", first[:count])
    grid.keep("小名", second[:count])
    kept = grid.extra.get("小名", [None] * count)
    for place in range(count):
        alone = Grid("名册", [1])
        alone.keep("小名", [second[place]])
        alone = alone if alone.extra else Grid("名册", [1])
        if not alone.extra:
            alone.keep("小名", [first[place]])
        assert kept[place] == alone.extra.get("小名", [None])[0]
