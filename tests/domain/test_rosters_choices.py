"""What an officer chose for a file is kept whole."""

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.fields import NAMES
from registry.domain.terms import Platform

SHEETS, ROWS, FIELDS = st.none() | st.text(max_size=8), st.integers(1, 200_000), st.sampled_from(NAMES)
TEXTS = st.text(max_size=12)
CHOICES = st.builds(
    Choices,
    columns=st.dictionaries(st.tuples(SHEETS, st.integers(0, 511)), st.none() | FIELDS, max_size=3),
    remembered=st.dictionaries(TEXTS, st.dictionaries(st.integers(0, 511), st.none() | FIELDS, max_size=3), max_size=2),
    by_unit=st.dictionaries(
        st.tuples(TEXTS, TEXTS), st.dictionaries(st.integers(0, 511), st.none() | FIELDS, max_size=3), max_size=2
    ),
    hidden_sheets=st.booleans(),
    hidden_rows=st.booleans(),
    hidden_columns=st.booleans(),
    cells=st.dictionaries(st.tuples(SHEETS, ROWS, FIELDS), TEXTS, max_size=3),
    rows=st.dictionaries(st.tuples(SHEETS, ROWS), st.sampled_from(["add", "drop", "17"]), max_size=3),
    fields=st.dictionaries(st.tuples(SHEETS, ROWS, FIELDS), st.sampled_from(["ours", "theirs"]), max_size=3),
    platforms=st.dictionaries(TEXTS, st.sampled_from(list(map(str, Platform))), max_size=3),
)


@given(CHOICES)
def test_choices_come_back_from_json_as_they_were(choices):
    assert Choices.from_json(choices.to_json()) == choices


def test_nothing_chosen_takes_hidden_rows_and_columns_but_no_hidden_sheet():
    assert (AS_IT_IS.hidden_sheets, AS_IT_IS.hidden_rows, AS_IT_IS.hidden_columns) == (False, True, True)
