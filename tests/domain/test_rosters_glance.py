"""What is clean at a glance is what the close look finds clean: the same value, nothing to tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.rosters.clean import cleaner_of
from registry.domain.rosters.codes import clean_uid, is_persons_number
from registry.domain.rosters.counts import clean_count, sound_counts
from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.glance import SOUND
from registry.domain.rosters.shapes import Cleaned
from registry.domain.rosters.uids import SOUND_UIDS
from registry.domain.terms import Platform
from tests.domain.roster_books import TODAY

DIGITS = st.text("0123456789", min_size=15, max_size=17)
HOSTS = st.one_of(
    st.sampled_from(
        ["www.douyin.com", "m.weibo.cn", "mp.weixin.qq.com", "v.douyin.com", "t.cn", "b23.tv", "at.cn", "163.com"]
    ),
    st.from_regex(r"[a-z0-9-]{1,4}\.(cn|com|c|t\.cn|douyin\.com)", fullmatch=True),
)
PATHS = st.one_of(
    st.text("/?#=&.,:%~ab_0-；", max_size=8),
    st.sampled_from(["/user/self", "/search/a", "/home", "/user/MS4w_x", "/?a=1", "/u/1?from=b", "?", "#/a"]),
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.text("清河县镇无未公开不详（）·、ａ１１aZ0_x \u200b\u00a0", max_size=8),
    st.sampled_from(
        ["无", "未公开", "none", "NA", "13800138000", "１３８００１３８０００", "https://v.douyin.com/abc"]
    ),
    st.from_regex(r"https://www\.(douyin|bilibili)\.com/[a-z/_-]{0,12}", fullmatch=True),
    st.builds("".join, st.tuples(st.sampled_from(["https://", "http://", "HTTPS://"]), HOSTS, PATHS)),
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
        assert field.name != "uscc" or not is_persons_number(text)


@pytest.mark.parametrize("kind", SOUND, ids=str)
@settings(max_examples=60)
@given(texts=st.lists(st.one_of(TEXTS, TEXTS.map(lambda text: f"{text}\n{text}")), max_size=4))
def test_a_glance_at_many_cells_sees_what_it_sees_in_each(kind, texts):
    assert [bool(sound) for sound in SOUND[kind](texts)] == [bool(SOUND[kind]([text])[0]) for text in texts]


@pytest.mark.parametrize("unit", [1, 1000, 10_000, 10**8])
@given(
    numbers=st.lists(
        st.one_of(
            st.floats(),
            st.integers(-10, 10**10).map(float),
            st.decimals(0, 200_000, places=5, allow_nan=False).map(float),
            st.decimals(0, 200_000, places=4, allow_nan=False).map(str),
            st.text("0012.万", max_size=5),
        )
    )
)
def test_a_count_seen_at_a_glance_is_the_one_that_is_read_closely(unit, numbers):
    for number, count in sound_counts(numbers, unit).items():
        assert clean_count(number, unit) == Cleaned(count)


def test_whole_numbers_and_parts_of_the_unit_are_counted_at_a_glance():
    assert sound_counts([3000.0, 12.5, "3000", 0.5], 1) == {3000.0: 3000, "3000": 3000}
    assert sound_counts([16.2142, 999.9999, 1000.0, 0.00005], 10_000) == {16.2142: 162142, 999.9999: 9999999}


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
