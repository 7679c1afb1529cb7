"""The hidden key of an exported row: read back whole, refused when touched, silent about what it does not know."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.rosters.fields import DERIVED, NAMES
from registry.domain.rosters.tokens import FIELDS_OF_FIRST, mark_of, read_mark

KEY = bytes(range(32))
VALUES = st.fixed_dictionaries(
    {name: st.none() | st.text(max_size=12) | st.integers(0, 10**9) for name in FIELDS_OF_FIRST}
)


def test_a_key_speaks_of_every_field_a_roster_may_change():
    assert set(FIELDS_OF_FIRST) == set(NAMES) - set(DERIVED)


@given(account_id=st.integers(1, 10**15), values=VALUES)
def test_a_key_says_which_account_it_is_and_what_each_field_was(account_id, values):
    mark = read_mark(f" {mark_of(account_id, values, KEY)} ", KEY)
    assert mark is not None
    assert mark.account_id == account_id
    assert all(mark.is_as_exported(name, value) for name, value in values.items())


def test_another_value_is_not_as_exported():
    mark = read_mark(mark_of(7, {"name": "龙游生活", "followers": 0}, KEY), KEY)
    assert mark is not None
    assert not mark.is_as_exported("name", "龙游生活圈")
    assert not mark.is_as_exported("followers", None), "nothing written is not nought"
    assert not mark.is_as_exported("tier", None), "a field the key does not know"


@given(place=st.integers(0, 60), letter=st.sampled_from(string.ascii_letters + string.digits))
def test_a_key_touched_by_hand_is_no_key(place, letter):
    text = mark_of(123456, {"name": "龙游生活"}, KEY)
    touched = text[:place] + letter + text[place + 1 :]
    assert read_mark(touched, KEY) is None or touched == text


@pytest.mark.parametrize("text", [None, "", "龙游生活", "T1.7", "T1.0.AAAA", "T1.7.AAAA", "T1.7.=", "T1.7.A"])
def test_what_is_no_key_is_none(text):
    assert read_mark(text, KEY) is None


def test_a_key_of_another_office_is_no_key():
    assert read_mark(mark_of(7, {}, KEY), bytes(32)) is None
