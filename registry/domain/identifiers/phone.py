"""Telephone numbers as rosters carry them: mobile, landline, 400, several in one cell.

``compact`` and ``validate`` take a whole cell; ``split`` gives its numbers one by one. Words around a number
("微信同号") are dropped, +86 as well; nothing is guessed.
"""

import re

from registry.domain.identifiers.characters import is_masked, is_scientific, squeeze
from registry.domain.identifiers.characters import narrow as _narrow

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}|1\d{2,4}|9[56]\d{3,6}")
LOCAL = re.compile(r"[2-8]\d{6,7}(-\d{1,6})?")
FOREIGN = re.compile(r"\+(?!86)\d{6,15}")

_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)\s*(?=\d)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[、,;/|&\n]|(?:\s*(?:或者|或|和)\s*)")
_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1[3-9]\d-?\d{4}-?\d{4}$|0?\d{2,3}-?\d{7,8}(?:-|$))")
_TWO_TOGETHER = re.compile(r"1[3-9]\d-?\d{4}-?\d{4}(?=\D|$|1[3-9]\d)")


def split(text: str) -> tuple[str, ...]:
    """The numbers of one cell, each compact (``13800138000``, ``0312-1234567-8``), in order, once each."""
    if MOBILE.fullmatch(text):  # nearly all are: nothing to take apart
        return (text,)
    if is_scientific(text):
        return (squeeze(text),)
    parts: list[str] = []
    for piece in _SEPARATOR.split(_EXTENSION.sub("-", _narrow(text))):
        parts.extend(number for number in map(_compact_one, _pieces(piece)) if number)
    return tuple(dict.fromkeys(parts))


def compact(text: str) -> str:
    """All numbers of the cell joined by 、; the empty text where there is none."""
    return "、".join(split(text))


def validate(text: str) -> tuple[str, ...]:
    """Problem codes of a cell of telephone numbers, each once. Never raises."""
    if is_masked(text):
        return ("identifiers.masked",)
    if is_scientific(text):
        return ("identifiers.rounded",)
    numbers = split(text)
    if not numbers:
        return ("identifiers.phone_none",)
    found = (_problem(number) for number in numbers)
    return tuple(dict.fromkeys(code for code in found if code))


def format(text: str) -> str:
    """The numbers as shown and printed: joined by 、, a mobile number in one run."""
    return compact(text)


def mask(text: str) -> str:
    """The numbers with their middle starred: ``138****2210``, ``0312-*****67``, several joined by 、."""
    if MOBILE.fullmatch(text):
        return f"{text[:3]}****{text[-4:]}"
    return "、".join(map(_mask_one, split(text) or (squeeze(text),)))


def _pieces(piece: str) -> list[str]:
    """Split on spaces only where each part is a number of its own: ``138 0013 8000`` is one."""
    words = piece.split()
    if len(words) > 1 and all(sum(c.isdigit() for c in word) >= 7 for word in words):
        return words
    joined = "".join(words)
    together = _TWO_TOGETHER.findall(joined)
    return together if len(together) > 1 else [joined]


def _compact_one(text: str) -> str:
    kept = re.sub(r"[^\d+*xX×•●-]", "", re.sub(r"\.0$", "", re.sub(r"[()]", "-", text)))
    kept = re.sub(r"-{2,}", "-", kept.strip("-"))
    national = _COUNTRY.sub("", kept)
    if national != kept:  # +86 312 … is dialled 0312 … at home
        kept = national if national[0] in "01" and national[:2] != "10" else f"0{national}"
    if not any(c.isdigit() for c in kept):
        return ""
    bare = kept.replace("-", "")
    if MOBILE.fullmatch(bare) or SERVICE.fullmatch(bare):
        return bare
    landline = re.fullmatch(rf"({_AREA})-?(\d{{3,4}})-?(\d{{4}})(-\d{{1,6}})?", kept)
    return "{}-{}{}{}".format(*landline.groups("")) if landline else kept


def _problem(number: str) -> str | None:
    if MOBILE.fullmatch(number) or LANDLINE.fullmatch(number) or SERVICE.fullmatch(number):
        return None
    if FOREIGN.fullmatch(number.replace("-", "")):
        return "identifiers.phone_foreign"
    return "identifiers.phone_no_area" if LOCAL.fullmatch(number) else "identifiers.phone_shape"


def _mask_one(number: str) -> str:
    landline = re.fullmatch(r"(0\d{2,3}-)(\d+)(\d\d)(-\d+)?", number)
    if landline:
        area, hidden, last, extension = landline.groups("")
        return area + "*" * len(hidden) + last + extension[:1] + "*" * len(extension[1:])
    if len(number) >= 11:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    return "*" * (len(number) - 2) + number[-2:] if len(number) > 4 else "*" * len(number)
