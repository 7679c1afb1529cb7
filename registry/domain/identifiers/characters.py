"""Characters as rosters carry them: full width, invisible, or rounded away by a spreadsheet.

Every identifier is first narrowed (full width to half width, invisible characters out), so that one number
typed in two input methods is one number.
"""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー"), "-")
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_MASKED = re.compile(r"[*•●∗]{2,}|(?<=\d)[xX×]{3,}(?=[\dxX×])")


def narrow(text: str) -> str:
    """``text`` in compatibility form (NFKC), without control and zero-width characters, dashes made one."""
    if text.isascii() and text.isprintable():
        return text.strip()  # most ids of a large roster: nothing to change
    composed = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C").strip()


def squeeze(text: str) -> str:
    """``narrow``, and no space left anywhere."""
    return "".join(narrow(text).split())


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet has turned a long number into ``1.38E+10``: its digits are lost for good."""
    return _ROUNDED.fullmatch(squeeze(text)) is not None


def is_masked(text: str) -> bool:
    """Whether ``text`` is a masked value (``138****2210``): read back, it is no change."""
    return not text.isdigit() and _MASKED.search(squeeze(text)) is not None
