"""Text as it should have been typed: what every cleaner does first.

Cells come with no-break spaces, zero-width marks, full-width digits, ``="…"`` wrappers and line breaks
that only served
the column's width. Punctuation of Chinese prose is left alone: a full-width bracket in a company's name
is its name.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.shapes import Cell

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2061-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_LONE_JOINER = re.compile("(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
_WRAPPED = re.compile(r'^=\s*"(.*)"$', re.DOTALL)
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r" ?[\r\n]+ ?")
_BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff，。、；：！？）】》]) (?=[\u3400-\u9fff（【《])")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN = re.compile(r"[!-<>-~](?:[!-~]|(?<! ) (?! ))*(?<! )|[\u4e00-\u9fff]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

_NOTHING_KNOWN = (
    "无 / // \\ - -- --- — —— – － _ 空 不详 未知 未公开 暂无 没有 无数据 不清楚 不明 未填 未填写 未统计 "
    "无法查看 不显示 不公开 保密 待核实 待查 待定 n/a na none null nil nan ? ？ ?? ？？ … …… ... ／ * "
    "未显示 查不到 未提供 暂缺 缺 略 、 · ～ ~ "
    "無 不詳 未公開 暫無 沒有 無數據 未填寫 未統計 無法查看 不顯示 不公開 待核實 未顯示 暫缺"
)
UNKNOWN = frozenset(_NOTHING_KNOWN.split()) | {""}
"""The words, in lower case, that say that nothing is known."""


def is_unknown(text: str) -> bool:
    """Whether tidied ``text`` says that nothing is known; a zero is a number, never unknown."""
    return text.lower() in UNKNOWN


def tidy(text: str) -> str:
    """One line: invisible marks, outer quotes of ``="…"`` and needless spaces gone, wide letters and
    digits narrow.
    """
    if _PLAIN.fullmatch(text):
        return text
    return _SPACES.sub(" ", _BREAKS.sub(_joint, _clear(text)).translate(_WIDE)).strip()


def tidy_prose(text: str) -> str:
    """Like tidy, but the writer's line breaks are kept."""
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"\r\n|\r|\n", _clear(text).translate(_WIDE)))
    return "\n".join(line for line in lines if line)


def _clear(text: str) -> str:
    """Without invisible marks and without the wrapper some systems export around digits."""
    wrapped = _WRAPPED.match(text.strip())
    if wrapped:
        text = wrapped.group(1).replace('""', '"')
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return _LONE_JOINER.sub("", _INVISIBLE.sub("", text))


def _joint(found: re.Match[str]) -> str:
    """What a line break inside a cell stood for: nothing between Chinese characters, a space elsewhere."""
    before = found.string[: found.start()][-1:]
    after = found.string[found.end() :][:1]
    return "" if _is_han(before) and _is_han(after) else " "


def _is_han(character: str) -> bool:
    return bool(character) and (
        "\u3400" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or "\u3000" <= character <= "\u303f"
    )


def narrow(text: str) -> str:
    """Compatibility form of a code or number: everything narrow, no spaces inside, 萬 as 万."""
    return simplified(unicodedata.normalize("NFKC", tidy(text)).replace(" ", ""))


def as_text(cell: Cell) -> str:
    """A cell's own text: numbers without a needless ``.0``, dates as ISO, truth as 是/否."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def folded(text: str) -> str:
    """The form in which two spellings are compared: compatibility form, lower case, no spaces, simplified characters."""
    return simplified("".join(unicodedata.normalize("NFKC", text).lower().split()))
