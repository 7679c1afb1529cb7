"""Words for platforms that the register does not know, and the platform each likely means: a proposal, never a reading.

Offices abbreviate (DY), mask (抖某, 某音) and misspell (斗音). Nothing is read so by itself: an officer says once what a
word means, and from then on it is read so (domain brief §6 names the platforms).
"""

import re

from registry.domain.rosters.tidy import is_unknown, tidy
from registry.domain.rosters.vocabularies import member_of, members_in, words_of
from registry.domain.terms import Platform

LONGEST = 40
"""Characters of a word; what is longer is a sentence, and names no platform."""
_INITIALS = {
    "dy": Platform.DOUYIN, "ks": Platform.KUAISHOU, "wb": Platform.WEIBO, "xhs": Platform.XIAOHONGSHU,
    "wx": Platform.WECHAT, "gzh": Platform.WECHAT, "wxgzh": Platform.WECHAT, "sph": Platform.CHANNELS,
    "wxsph": Platform.CHANNELS, "tt": Platform.TOUTIAO, "jrtt": Platform.TOUTIAO, "xg": Platform.TOUTIAO,
    "bjh": Platform.BAIJIAHAO, "zh": Platform.ZHIHU, "bz": Platform.BILIBILI, "bili": Platform.BILIBILI,
    "wy": Platform.NETEASE, "wyh": Platform.NETEASE, "sh": Platform.SOHU, "xcx": Platform.MINI_PROGRAM,
}  # fmt: skip
_TAIL = re.compile("(?:账号|帐号|平台|视频|短视频|app|号)$")
_MASK = re.compile("[某*x×○〇_?？]")


def is_word(written: str) -> bool:
    """Whether a text can be a word for a platform at all."""
    text = tidy(written)
    return bool(text) and len(text) <= LONGEST and not is_unknown(text)


def is_known(word: str) -> bool:
    """Whether the register itself reads a word as one of the platforms it lists by name."""
    return member_of(Platform, word) not in {None, Platform.OTHER}


def likely_platform(word: str) -> Platform | None:
    """The platform a word likely means, None where nothing or more than one thing speaks for it.

    ``word`` in the form of `vocabularies.word_of`.
    """
    for text in dict.fromkeys((word, _TAIL.sub("", word))):
        found = {_INITIALS[text]} if text in _INITIALS else _inside(text) or _alike(text)
        if len(found) == 1:
            return found.pop()
    return None


def _inside(text: str) -> set[Platform]:
    """The platforms named inside a longer word."""
    return {Platform(each) for each in members_in(Platform, text)} - {Platform.OTHER}


def _alike(text: str) -> set[Platform]:
    """The platforms one of whose words is this one with a letter masked or mistaken."""
    if len(text) < 2 or not text.strip("某*x×○〇_?？"):
        return set()
    masked = re.compile("".join("." if _MASK.match(sign) else re.escape(sign) for sign in text))
    words = [(each, member) for each, member in words_of(Platform) if member is not Platform.OTHER]
    found = {Platform(member) for each, member in words if masked.fullmatch(each)}
    return found or {Platform(member) for each, member in words if not text.isascii() and _is_one_off(text, each)}


def _is_one_off(one: str, other: str) -> bool:
    """Whether two words of one length differ in a single letter."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
