"""Cells that are clean at a glance: their text is their value, and there is nothing to tell of them.

Nearly every cell of a large roster is so, and the close look of the cleaners costs ten times this one. What is not
seen here to be sound is no problem yet: it is looked at closely. A test holds that both looks agree.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from registry.domain import identifiers
from registry.domain.rosters.fields import Kind
from registry.domain.rosters.tidy import UNKNOWN

Glance = Callable[[Sequence[str]], Sequence[object]]
"""For each of some texts whether it is clean at a glance."""
Pairs = list[tuple[int, dict[str, int]]]


def _shaped(pattern: str) -> Glance:
    """The glance that asks only for a shape: of all texts at one stroke, of each where some lack it."""
    one, every = re.compile(pattern), re.compile(f"(?:(?:{pattern})\n)*+")

    def look(texts: Sequence[str]) -> Sequence[object]:
        lines = "\n".join([*texts, ""])
        if lines.count("\n") == len(texts) and every.fullmatch(lines):
            return [True] * len(texts)
        return list(map(one.fullmatch, texts))

    return look


_as_words = _shaped("(?![0-9]{17})[!-<>-^`-~（）·、，。：；！？“”《》【】…—～\u4e00-\u9fff]+")
_as_codes = _shaped("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}(?=[0-9]*[A-HJ-NPQRTUWXY])[0-9A-HJ-NPQRTUWXY]{10}")
_as_numbers = _shaped("(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{15}(?!000)[0-9X]")


def _pairs(alphabet: str, weights: Sequence[int]) -> Pairs:
    """For each two neighbouring characters of a code their share of its weighted sum: half the look-ups."""
    values = {letter: value for value, letter in enumerate(alphabet)}
    return [
        (at, {a + b: values[a] * weights[at] + values[b] * weights[at + 1] for a in alphabet for b in alphabet})
        for at in range(0, len(weights), 2)
    ]


_CODE_PAIRS = _pairs("0123456789ABCDEFGHJKLMNPQRTUWXY", [*(pow(3, place, 31) for place in range(17)), 1])
_NUMBER_PAIRS = _pairs("0123456789X", (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1))


def sound_texts(texts: Sequence[str]) -> Sequence[object]:
    """Words, names and numbers of signs that need no tidying, unless they say that nothing is known."""
    found = _as_words(texts)
    if UNKNOWN.isdisjoint(map(str.lower, texts)):
        return found
    return [each and text.lower() not in UNKNOWN for each, text in zip(found, texts, strict=True)]


def sound_codes(texts: Sequence[str]) -> Sequence[object]:
    """Credit codes whose check character is right (GB 32100), and that are surely no person's number."""
    return [
        each and sum([shares[text[at : at + 2]] for at, shares in _CODE_PAIRS]) % 31 == 0
        for each, text in zip(_as_codes(texts), texts, strict=True)
    ]


def sound_numbers(texts: Sequence[str]) -> Sequence[object]:
    """Identity numbers whose birthday exists and whose check digit is right (GB 11643)."""
    return [
        each
        and sum([shares[text[at : at + 2]] for at, shares in _NUMBER_PAIRS]) % 11 == 1
        and _is_day(text[6:14])
        and not text.endswith("000")
        for each, text in zip(_as_numbers(texts), texts, strict=True)
    ]


@lru_cache(maxsize=65536)
def _is_day(digits: str) -> bool:
    """Whether eight digits are a plausible birthday."""
    return identifiers.id_no.birth_date(f"110105{digits}0000") is not None


SOUND: dict[Kind, Glance] = {
    Kind.TEXT: sound_texts,
    Kind.PROSE: sound_texts,
    Kind.URL: _shaped(identifiers.url.SOUND),
    Kind.USCC: sound_codes,
    Kind.ID_NO: sound_numbers,
    Kind.PHONE: _shaped("1[3-9][0-9]{9}"),
}
"""The glance at each kind of column."""
