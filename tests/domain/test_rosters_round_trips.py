"""What a cleaner made of a cell, written again as we publish it, is read back as the same value: nothing drifts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.rosters.clean import cleaner_of, label_of
from registry.domain.rosters.codes import clean_uid
from registry.domain.rosters.fields import FIELDS, Kind
from registry.domain.terms import Platform
from tests.domain.roster_books import TODAY

WRITTEN = {
    Kind.COUNT: st.from_regex(r"约?[1-9][0-9]{0,5}(\.[0-9])?(万|w|亿)?[+余]?", fullmatch=True),
    Kind.DATE: st.from_regex(
        r"(19[89]|20[012])[0-9]([-./年](1[0-2]|0?[1-9])([-./月][0-3]?[0-9]日?)?)?", fullmatch=True
    ),
    Kind.PHONE: st.from_regex(r"(\+86)?1[3-9][0-9] ?[0-9]{4}-?[0-9]{4}|0570-?[1-9][0-9]{6}(转[0-9])?", fullmatch=True),
    Kind.USCC: st.from_regex(r"9[1-3][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", fullmatch=True),
    Kind.ID_NO: st.from_regex(r"33082519[6-9][0-9](0[1-9]|1[0-2])[0-2][0-9][0-9]{3}[0-9Xx]", fullmatch=True),
    Kind.URL: st.from_regex(
        r"(https://)?(www\.douyin\.com|weibo\.com)/u(ser)?/[a-z0-9]{1,9}(\?from=x)?", fullmatch=True
    ),
}


@pytest.mark.parametrize("field", [each for each in FIELDS if each.kind is not Kind.UID], ids=lambda field: field.name)
@settings(max_examples=50)
@given(data=st.data())
def test_a_value_written_again_is_the_same_value(field, data):
    words = st.sampled_from([str(member) for member in field.vocabulary]) if field.vocabulary else st.text(max_size=12)
    cell = data.draw(WRITTEN.get(field.kind, words))
    clean = cleaner_of(field, today=TODAY)
    value = clean(cell).value
    if value is not None:
        shown = label_of(field, value)
        assert clean("、".join(shown) if isinstance(shown, list) else shown).value == value


@pytest.mark.parametrize("platform", list(Platform), ids=str)
@settings(max_examples=30)
@given(cell=st.from_regex(r"[ @]?[A-Za-z0-9_.-]{1,24}|[1-9][0-9]{0,13}", fullmatch=True))
def test_an_id_written_again_is_the_same_id(platform, cell):
    value = clean_uid(cell, platform).value
    if value is not None:
        assert clean_uid(str(value), platform).value == value
