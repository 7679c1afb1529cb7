"""The pinyin initials of a name (拼音首字母), by which somebody who types only letters finds it: 龙游身边事 → lysbs.

Letters and digits stand for themselves. A character that is read in two ways in names gives both: 长兴 → cx and zx.
"""

import unicodedata
from itertools import islice, product

from registry.domain.identifiers.names import simplified

MOST = 8
"""Readings kept of one name."""
_BOTH = {
    "长": "cz", "重": "cz", "行": "hx", "乐": "ly", "厦": "xs", "朝": "cz", "曾": "zc", "单": "ds", "调": "dt", "会": "hk",
    "藏": "cz", "传": "cz", "参": "cs", "车": "cj", "解": "jx", "仇": "qc", "查": "cz", "区": "qo", "覃": "tq", "折": "zs",
    "尉": "wy", "贾": "jg", "校": "xj", "降": "jx", "系": "xj", "宿": "sx", "弹": "dt", "卡": "kq", "巷": "xh", "便": "bp",
    "番": "fp", "堡": "bp", "泊": "bp", "种": "zc", "弄": "nl", "省": "sx", "石": "sd", "缪": "ml", "翟": "zd", "佛": "fb",
}  # fmt: skip
"""Characters whose readings in names of places, persons and media begin with different letters, the commoner first."""
_OFTEN_BOTH = frozenset(_BOTH)


class _Initials(dict[int, str]):
    """Each character with its letter, looked up when it is first met; what has no reading falls out."""

    def __missing__(self, point: int) -> str:
        """Look a character up."""
        from pypinyin.pinyin_dict import pinyin_dict  # loaded here: forty thousand readings that a start can do without

        character = unicodedata.normalize("NFKC", chr(point)).casefold()
        if character.isascii():
            found = character if character.isalnum() else ""
        else:
            found = unicodedata.normalize("NFD", pinyin_dict.get(point, ""))[:1]
        self[point] = found
        return found


_INITIALS = _Initials()


def initials_of(name: str) -> str:
    """The initials of a name in small letters; where it can be read in several ways, each, with a blank between."""
    name = simplified(name)
    if _OFTEN_BOTH.isdisjoint(name):
        return name.translate(_INITIALS)
    ways = product(*(_BOTH.get(character) or (character.translate(_INITIALS),) for character in name))
    return " ".join(map("".join, islice(ways, MOST)))
