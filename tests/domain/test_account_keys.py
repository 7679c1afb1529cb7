"""By what an account is known again: addresses, ids, names and keys, in the spellings officers paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain import identifiers
from registry.domain.identifiers import account_key, account_keys, normalise_name, plain_keys, uid, uid_from_url, url
from registry.domain.terms import Platform


def codes(*names: str) -> tuple[str, ...]:
    return tuple(f"identifiers.{name}" for name in names)


@pytest.mark.parametrize(
    ("given_", "compact"),
    [
        (
            "HTTPS://WWW.Douyin.com/user/MS4wLjABAAAAab?from=x&utm_source=y",
            "https://www.douyin.com/user/MS4wLjABAAAAab",
        ),
        ("m.weibo.cn/u/1234567890/", "https://weibo.com/u/1234567890"),
        ("复制打开【某某】https://v.douyin.com/iR2syBRn/ 看看", "https://v.douyin.com/iR2syBRn"),
        ("http://www.example.cn:80/bbs?fid=3&utm_id=1", "http://www.example.cn/bbs?fid=3"),
        ("https://example.cn/#/user/3", "https://example.cn/#/user/3"),
        ("ｗｗｗ．example.cn", "https://www.example.cn"),
    ],
)
def test_one_page_has_one_address(given_: str, compact: str) -> None:
    assert url.compact(given_) == compact
    assert url.compact(compact) == compact


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("https://www.douyin.com/user/MS4wLjABAAAAab", ()),
        ("https://v.douyin.com/iR2syBRn/", ("url_short",)),
        ("https://www.douyin.com/", ("url_no_account",)),
        ("https://www.douyin.com/search/abc", ("url_no_account",)),
        ("javascript:alert(1)", ("url_scheme",)),
        ("某某发布", ("url_none",)),
    ],
)
def test_an_address_says_what_it_cannot_do(text: str, problems: tuple[str, ...]) -> None:
    assert url.validate(text) == codes(*problems)


@pytest.mark.parametrize(
    ("link", "platform", "found"),
    [
        ("https://www.douyin.com/user/MS4wLjABAAAAabc-1?vid=7", Platform.DOUYIN, "MS4wLjABAAAAabc-1"),
        (
            "iesdouyin.com/share/user/97?sec_uid=MS4wLjABAAAAabc",
            Platform.DOUYIN,
            "MS4wLjABAAAAabc",
        ),
        ("https://www.kuaishou.com/profile/3xabc123", Platform.KUAISHOU, "3xabc123"),
        ("https://live.kuaishou.com/u/abc_123", Platform.KUAISHOU, "abc_123"),
        ("https://weibo.com/u/1234567890?tabtype=feed", Platform.WEIBO, "1234567890"),
        ("https://weibo.com/1234567890/profile", Platform.WEIBO, "1234567890"),
        (
            "xiaohongshu.com/user/profile/5B1234567890abcdef12345f",
            Platform.XIAOHONGSHU,
            "5b1234567890abcdef12345f",
        ),
        ("https://space.bilibili.com/123/dynamic", Platform.BILIBILI, "123"),
        ("https://m.bilibili.com/space/123", Platform.BILIBILI, "123"),
        ("https://www.toutiao.com/c/user/12345678/", Platform.TOUTIAO, "12345678"),
        ("https://www.toutiao.com/c/user/token/MS4wLjABAAAAxyz/", Platform.TOUTIAO, "MS4wLjABAAAAxyz"),
        ("https://www.zhihu.com/people/abc-12/posts", Platform.ZHIHU, "abc-12"),
        ("https://baijiahao.baidu.com/u?app_id=1568651234567890", Platform.BAIJIAHAO, "1568651234567890"),
        ("https://mp.weixin.qq.com/s?__biz=MzA3MDM3NjE5NQ%3D%3D&mid=1", Platform.WECHAT, "MzA3MDM3NjE5NQ"),
        ("https://www.163.com/dy/media/T1234567890123.html", Platform.NETEASE, "T1234567890123"),
        ("http://www.Example.cn/news/1", Platform.WEBSITE, "example.cn"),
    ],
)
def test_an_address_gives_platform_and_id(link: str, platform: Platform, found: str) -> None:
    assert uid_from_url(link) == (platform, found)


@pytest.mark.parametrize(
    "link",
    [
        "https://v.douyin.com/iR2syBRn/",
        "https://weibo.com/n/某某发布",
        "https://mp.weixin.qq.com/s/AbCdEf",
        "https://www.douyin.com/",
        "某某发布",
    ],
)
def test_an_address_that_names_no_account_gives_none(link: str) -> None:
    assert uid_from_url(link) is None


@pytest.mark.parametrize(
    ("text", "platform", "problems"),
    [
        ("gh_0123456789ab", Platform.WECHAT, ()),
        ("微信号：TangXian-01", Platform.WECHAT, ()),
        ("唐县发布", Platform.WECHAT, ("uid_name",)),
        ("12345", Platform.WECHAT, ("uid_shape",)),
        ("1.23E+12", Platform.BILIBILI, ("rounded",)),
        ("https://weibo.com/u/1234567890", Platform.WEIBO, ("uid_link",)),
        ("冀ICP备12345678号-1", Platform.WEBSITE, ()),
        ("anything at all", Platform.OTHER, ()),
    ],
)
def test_an_id_is_judged_softly_by_its_platform(text: str, platform: Platform, problems: tuple[str, ...]) -> None:
    assert uid.validate(text, platform) == codes(*problems)


def test_one_name_in_many_dresses_is_one_name() -> None:
    dresses = ["唐县发布", " 唐 縣 發 佈 ", "唐县·发布❤️", "「唐县发布」", "唐\u200b县发布"]
    assert {normalise_name(name) for name in dresses} == {"唐县发布"}
    assert normalise_name("ＡｂＣ说事") == normalise_name("abc說事")


def test_a_name_of_emoji_only_is_not_empty() -> None:
    assert normalise_name("❤️") != normalise_name("🌹") != ""


@given(st.text(max_size=20))
def test_normalising_a_name_twice_changes_nothing_more(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


@pytest.mark.parametrize(
    ("platform", "given_", "link"),
    [
        (Platform.WEIBO, "1234567890", "https://m.weibo.cn/u/1234567890"),
        (Platform.WECHAT, "MzA3MDM3NjE5NQ==", "https://mp.weixin.qq.com/s?__biz=MzA3MDM3NjE5NQ==&mid=1"),
        (Platform.KUAISHOU, "3xABC123", "https://www.kuaishou.com/profile/3xabc123"),
        (Platform.WEBSITE, "WWW.example.cn", "http://example.cn/about"),
    ],
)
def test_an_id_given_and_the_same_id_in_a_link_are_one_key(platform: Platform, given_: str, link: str) -> None:
    by_id, by_link = account_key(platform, uid=given_), account_key(platform, url=link)
    assert by_id.text == by_link.text
    assert (by_id.kind, by_link.kind) == ("uid", "url_uid")


def test_an_account_is_known_by_its_id_before_its_link_before_its_name() -> None:
    keys = account_keys(Platform.DOUYIN, "TangXian_01", "https://www.douyin.com/user/MS4wLjABAAAAab", "唐县", "某公司")
    assert [key.kind for key in keys] == ["uid", "url_uid", "url", "name"]
    assert [key.weak for key in keys] == [False, False, False, True]
    assert account_key(Platform.DOUYIN, "tangxian_01") == keys[0]


def test_the_case_of_a_token_is_part_of_it() -> None:
    one, other = (account_key(Platform.DOUYIN, uid=f"MS4wLjABAAAA{tail}bcdefghij") for tail in "aA")
    assert one.text != other.text


@pytest.mark.parametrize("nothing", ["138****2210", "1.5E+15", "某某发布", "-", "/"])
def test_what_is_no_id_never_joins_two_accounts(nothing: str) -> None:
    key = account_key(Platform.DOUYIN, uid=nothing, url="https://www.douyin.com/", name="某某", holder="张三")
    assert (key.kind, key.weak) == ("name", True)


def test_a_link_in_the_id_column_is_read_as_a_link() -> None:
    assert account_key(Platform.WEIBO, uid="https://weibo.com/u/1234567890").text == "weibo:uid:1234567890"


def test_the_same_name_on_two_platforms_or_of_two_holders_is_two_keys() -> None:
    texts = {
        account_key(Platform.DOUYIN, name="某某", holder="甲").text,
        account_key(Platform.DOUYIN, name="某某", holder="乙").text,
        account_key(Platform.KUAISHOU, name="某某", holder="甲").text,
    }
    assert len(texts) == 3


def test_a_very_long_address_still_makes_a_key_of_its_own() -> None:
    one, other = (account_key(Platform.OTHER, url=f"https://example.cn/{'a' * 2000}{end}") for end in "xy")
    assert one.text != other.text
    assert len(one.text) == len(other.text) == 400


def test_everything_promised_is_there() -> None:
    assert all(hasattr(identifiers, name) for name in identifiers.__all__)


_PIECES = st.sampled_from(
    ["www.", "a", "b-c", "x1", ".cn", ".com", "/", "//", ".", "..", "~", "http://", "https://", "douyin.com", "m.", "-",
     "weibo.cn", "HTTPS://", "gh_", "xxx", "1", "12", "000", "e10", "%20", "?", "#", "www.cn", "抖音号:"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=8).map("".join)


@given(st.sampled_from(Platform), _TEXTS, _TEXTS)
def test_a_text_that_needs_no_care_has_the_key_it_has_with_care(platform: Platform, own: str, link: str) -> None:
    """An invisible character at the end changes nothing, but hinders every short way."""
    careful = account_keys(platform, f"{own}\u200b", f"{link}\u200b", "清河生活\u200b", "龙游文化\u200b")
    assert account_keys(platform, own, link, "清河生活", "龙游文化") == careful


@given(
    st.sampled_from(Platform),
    st.one_of(st.none(), st.from_regex("[a-z0-9_-]{1,24}", fullmatch=True), st.text(max_size=20)),
    st.one_of(
        st.none(),
        st.from_regex(r"https?://(www\.)?[a-z0-9.-]{1,20}\.com(/[A-Za-z0-9_.~-]{1,8}){0,3}/?", fullmatch=True),
    ),
)
def test_keys_known_at_a_glance_are_those_a_closer_look_finds(
    platform: Platform, uid: str | None, url: str | None
) -> None:
    plain = plain_keys(platform.value, uid, url)
    if plain is not None:
        by_kind = {key.kind: key.text for key in reversed(account_keys(platform, uid, url, "甲", "乙"))}
        assert plain == (by_kind["uid"], by_kind.get("url"))
