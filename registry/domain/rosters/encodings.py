"""Text tables in the encodings offices send: UTF-8 and UTF-16 with and without their mark, GB18030.

Each is tried strictly: a wrong guess would garble names without a word. No statistics: on a few characters they err.
"""

import re

from registry.domain.errors import Refusal

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SEEN = 4096


def decode(data: bytes) -> str:
    """The text of a table. Raises Refusal("rosters.not_a_workbook") for bytes that are none."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    guess = _wide if b"\0" in data[:_SEEN] else _narrow
    text = _strictly(data, marked) if marked else guess(data)
    if text is None:
        raise Refusal("rosters.not_a_workbook")
    return text


def is_wide(data: bytes) -> bool:
    """Whether bytes without a mark are text in UTF-16."""
    return b"\0" in data[:_SEEN] and _wide(data[:_SEEN]) is not None


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: only the right byte order gives Chinese characters with separators, and no others."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strictly(data[: len(data) // 2 * 2], encoding)
        head = (text or "")[: _SEEN // 2]
        odd = len(_BEYOND_ASCII.findall(head)) - len(_HAN.findall(head))
        if text and _HAN.search(head) and not _CONTROL.search(head) and odd * 10 <= len(head):
            return text
    return None


def _narrow(data: bytes) -> str | None:
    """UTF-8, else GB18030; two GB characters may read as UTF-8 too, but then as no Chinese ones."""
    text = _strictly(data, "utf-8")
    if text is None or (_BEYOND_ASCII.search(text) and not _HAN.search(text)):
        other = _strictly(data, "gb18030")
        return other if text is None or (other and _HAN.search(other)) else text
    return text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
