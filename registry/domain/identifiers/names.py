"""Account names brought to one form, for finding the same name written twice.

A name is never unique and never proves anything: the form serves the weak key and hints at re-births and
imitations. Width, case, spaces, emoji and punctuation are dropped; traditional characters become simplified.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_FIRST, _AFTER = 0x3400, 0xA000  # CJK extension A and the unified ideographs
_PLAIN = re.compile("[a-z0-9\u4e00-\u9fff]+")
"""Nearly every name: no character of it has another width, case or form, at most a simplified one."""


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # loaded here: a start that compares no names need not pay for it

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


class _Simplified(dict[int, str]):
    """Each character with its simplified one, looked up when it is first met: a register bears few of them."""

    def __missing__(self, point: int) -> str:
        """Look a character up, twice since one chain exists: 薴 → 苧 → 苎."""
        character = chr(point)
        if _FIRST <= point < _AFTER:
            character = _converter()(_converter()(character))
        self[point] = character
        return character


_SIMPLIFIED = _Simplified()


def simplified(text: str) -> str:
    """The text with simplified characters in place of traditional ones, character by character, for comparing only."""
    try:
        text.encode("gb2312")  # nearly every text: it has none
    except UnicodeEncodeError:
        return text.translate(_SIMPLIFIED)
    return text


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """The comparable form of a name; only letters and digits remain.

    A name of nothing but emoji or punctuation keeps them: an empty form would equal any other.
    """
    return name.translate(_SIMPLIFIED) if _PLAIN.fullmatch(name) else _normalised(name)


def _normalised(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(_SIMPLIFIED)
    kept = unicodedata.normalize("NFKC", "".join(c for c in folded if unicodedata.category(c)[0] in "LN"))
    return kept or "".join(folded.split())
