"""Account names brought to one form, for finding the same name written twice.

A name is never unique and never proves anything: the form serves the weak key and hints at re-births and
imitations. Width, case, spaces, emoji and punctuation are dropped; traditional characters become simplified.
"""

import unicodedata
from functools import lru_cache

_FIRST, _AFTER = 0x3400, 0xA000  # CJK extension A and the unified ideographs


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Every traditional character with its simplified one, made once: converting name by name is slow."""
    from opencc import OpenCC  # loaded here: a start that compares no names need not pay for it

    characters = [chr(point) for point in range(_FIRST, _AFTER)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = {c: s for c, s in zip(characters, converted, strict=True) if c != s}
    return {ord(c): pairs.get(s, s) for c, s in pairs.items()}  # one chain exists: 薴 → 苧 → 苎


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """The comparable form of a name; only letters and digits remain.

    A name of nothing but emoji or punctuation keeps them: an empty form would equal any other.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(_simplified())
    kept = unicodedata.normalize("NFKC", "".join(c for c in folded if unicodedata.category(c)[0] in "LN"))
    return kept or "".join(folded.split())
