"""Cells that are clean at a glance: their text is their value, and there is nothing to tell of them.

Nearly every cell of a large roster is so, and the close look of the cleaners costs ten times this one. What is not
seen here to be sound is no problem yet: it is looked at closely. A test holds that both looks agree.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from registry.domain import identifiers
from registry.domain.rosters.fields import Kind
from registry.domain.rosters.tidy import UNKNOWN

_TEXT = re.compile("[0-9A-Za-z（）·、，。：；《》]*[\u4e00-\u9fff][0-9A-Za-z（）·、，。：；《》\u4e00-\u9fff]*")
_URL = re.compile(
    r"https://www\.(?:douyin|kuaishou|xiaohongshu|bilibili|toutiao|zhihu)\.com/"
    r"(?!search|discover|explore|login|home|index|user/self)[A-Za-z0-9/-]*[A-Za-z0-9]"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}(?=[0-9]*[A-HJ-NPQRTUWXY])[0-9A-HJ-NPQRTUWXY]{10}")
_NUMBER = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{15}(?!000)[0-9X]")
Pairs = list[tuple[int, dict[str, int]]]


def _pairs(alphabet: str, weights: Sequence[int]) -> Pairs:
    """For each two neighbouring characters of a code their share of its weighted sum: half the look-ups."""
    values = {letter: value for value, letter in enumerate(alphabet)}
    return [
        (at, {a + b: values[a] * weights[at] + values[b] * weights[at + 1] for a in alphabet for b in alphabet})
        for at in range(0, len(weights), 2)
    ]


_CODE_PAIRS = _pairs("0123456789ABCDEFGHJKLMNPQRTUWXY", [*(pow(3, place, 31) for place in range(17)), 1])
_NUMBER_PAIRS = _pairs("0123456789X", (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1))


def sound_texts(texts: Sequence[str]) -> list[object]:
    """Words and names with Chinese characters and no mark that needs tidying."""
    found: list[object] = list(map(_TEXT.fullmatch, texts))
    if UNKNOWN.isdisjoint(texts):
        return found
    return [each and text not in UNKNOWN for each, text in zip(found, texts, strict=True)]


def sound_codes(texts: Sequence[str]) -> list[object]:
    """Credit codes whose check character is right (GB 32100), and that are surely no person's number."""
    return [
        each and sum([shares[text[at : at + 2]] for at, shares in _CODE_PAIRS]) % 31 == 0
        for each, text in zip(map(_CODE.fullmatch, texts), texts, strict=True)
    ]


def sound_numbers(texts: Sequence[str]) -> list[object]:
    """Identity numbers whose birthday exists and whose check digit is right (GB 11643)."""
    return [
        each
        and sum([shares[text[at : at + 2]] for at, shares in _NUMBER_PAIRS]) % 11 == 1
        and _is_day(text[6:14])
        and not text.endswith("000")
        for each, text in zip(map(_NUMBER.fullmatch, texts), texts, strict=True)
    ]


def _matching(pattern: re.Pattern[str], texts: Sequence[str]) -> list[object]:
    return list(map(pattern.fullmatch, texts))


@lru_cache(maxsize=65536)
def _is_day(digits: str) -> bool:
    """Whether eight digits are a plausible birthday."""
    return identifiers.id_no.birth_date(f"110105{digits}0000") is not None


Glance = Callable[[Sequence[str]], list[object]]
"""For each of some texts whether it is clean at a glance."""

SOUND: dict[Kind, Glance] = {
    Kind.TEXT: sound_texts,
    Kind.PROSE: sound_texts,
    Kind.URL: partial(_matching, _URL),
    Kind.USCC: sound_codes,
    Kind.ID_NO: sound_numbers,
    Kind.PHONE: partial(_matching, _MOBILE),
}
"""The glance at each kind of column."""
