"""What is clean at a glance is what the close look finds clean: the same value, nothing to tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.rosters.clean import cleaner_of
from registry.domain.rosters.codes import clean_uid, is_persons_number
from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.glance import SOUND
from registry.domain.rosters.shapes import Cleaned
from registry.domain.rosters.uids import SOUND_UIDS
from registry.domain.terms import Platform
from tests.domain.roster_books import TODAY

DIGITS = st.text("0123456789", min_size=15, max_size=17)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.text("清河县镇无未公开不详（）·、ａ１１aZ0_x \u200b\u00a0", max_size=8),
    st.sampled_from(
        ["无", "未公开", "none", "NA", "13800138000", "１３８００１３８０００", "https://v.douyin.com/abc"]
    ),
    st.from_regex(r"https://www\.(douyin|bilibili)\.com/[a-z/_-]{0,12}", fullmatch=True),
    DIGITS,
    st.from_regex(r"33082519[6-9]\d(0[1-9]|1[0-2])[0-3]\d\d{3}[\dX]", fullmatch=True),
    st.from_regex(r"9133082[0-9]MA[0-9A-Z]{8}", fullmatch=True),
)
UIDS = st.one_of(
    st.text("0123456789abcdef_ghpsz１", min_size=4, max_size=24),
    st.from_regex(
        r"[0-9a-f]{24}|gh_[0-9a-f]{12}|sph[0-9a-z]{6,9}|[1-9][0-9]{4,14}|[a-z]{2}[a-z0-9_]{3,18}", fullmatch=True
    ),
)


@pytest.mark.parametrize("field", [field for field in FIELDS if field.kind in SOUND], ids=lambda field: field.name)
@settings(max_examples=60)
@given(text=TEXTS)
def test_the_glance_agrees_with_the_close_look(field, text):
    if SOUND[field.kind]([text])[0]:
        assert cleaner_of(field, today=TODAY)(text) == Cleaned(text)
        assert not is_persons_number(text) or field.name == "id_no"


@pytest.mark.parametrize("platform", SOUND_UIDS, ids=str)
@settings(max_examples=60)
@given(uid=UIDS)
def test_the_glance_at_an_id_agrees_with_the_close_look(platform, uid):
    if SOUND_UIDS[platform].fullmatch(uid):
        assert clean_uid(uid, platform) == Cleaned(uid)


def test_sound_cells_of_each_kind_are_seen_at_a_glance():
    sound = {"text": "清河传媒有限公司", "url": "https://www.douyin.com/user/MS4wLjABAAAAxyz", "phone": "13800138000",
             "uscc": "91350100M000100Y43", "id_no": "11010519491231002X", "prose": "重点账号"}  # fmt: skip
    assert all(SOUND[kind]([sound[kind.value]])[0] for kind in SOUND)
    assert SOUND_UIDS[Platform.WECHAT].fullmatch("gh_0123456789ab")
