"""Lines directly below a header that are no account yet: the header once more in other words, its units, its instructions.

An office pastes its columns under those of the form it was sent, leaves the line of instructions (必填, 下拉选择) in
place, or numbers the columns as statistical forms do (issue: rosters). Only what cannot be an account is taken so.
"""

import re
from collections.abc import Sequence

from registry.domain.rosters.headers import SEQUENCE, exact_field, likely_field, unit_of
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tidy import as_text, tidy

_HINT = re.compile(
    r"必填项?|选填项?|可选|可不填|可空|自动生成|(?:请|须|需)?(?:如实)?填写?(?:写)?(?:数字|全称|文字|文本|日期|名称|号码|序号|网址|链接).{0,12}|"
    r"(?:请)?(?:从)?(?:下拉|单选|多选|列表).{0,8}|(?:请)?选择.{0,6}|(?:设为)?(?:文本|数字|日期|数值)(?:格式|型)?|格式[:：]?.{0,16}|"
    r"(?:如|例如?)[:：].{1,30}|yyyy.{0,10}|单位[:：].{1,6}"
)
_BRACKETED = re.compile(r"[(（\[【].{1,24}[)）\]】]")
_NUMBER = re.compile(r"[(（]?(\d{1,2})[)）]?")
_LEADING = frozenset("甲乙丙丁戊")
_LEAST = 3
"""Columns that have to be numbered before their row is taken for their numbers."""


def says_again(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row is the header above it in other words: every text stands under one of the same field."""
    pairs = [(_text(a), _text(b)) for a, b in zip(above, below, strict=False) if b != ""]
    if any(cell != "" and not isinstance(cell, str) for cell in below) or not any(a != b for a, b in pairs):
        return False
    same = sum(1 for a, b in pairs if a == b or (_field(a) is not None and _field(a) == _field(b)))
    return same >= _LEAST and same == len(pairs)


def completes(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row only goes on with words of the header above it: nothing under the name, the platform or the number,
    and every text is a part of the word above it (平台账号 over ID) or a remark, at least one the former.
    """
    filled = [(_text(a), _text(b)) for a, b in zip(above, below, strict=False) if b != ""]
    if not filled or any(_field(a) in ("name", "platform", SEQUENCE) for a, _ in filled):
        return False
    parts = [exact_field(a + b) is not None and not _is_remark(b) for a, b in filled]
    return any(parts) and all(part or _is_remark(b) for part, (_, b) in zip(parts, filled, strict=True))


def is_guide(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row tells how to fill the columns (必填, （单位：万）) or numbers them (1, 2, 3 or 甲, 1, 2)."""
    filled = [(_text(a), _text(b)) for a, b in zip(above, below, strict=False) if b != ""]
    if not filled:
        return False
    if all(_is_remark(b) for _, b in filled):
        return len(filled) > 1 or unit_below(*filled[0]) > 1
    return _numbers_columns([b for _, b in filled])


def unit_below(header: str, text: str) -> int:
    """What a remark under a count's header says it counts in; 1 where it says nothing of it."""
    return unit_of("粉丝" + text) if _field(header) == "followers" else 1


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether the cells of a row are 1, 2, 3 … from the left, after 甲, 乙 for the columns that are not counted."""
    rest = [text for text in texts if text not in _LEADING]
    numbers = [int(found[1]) for text in rest if (found := _NUMBER.fullmatch(text))]
    if len(texts) < _LEAST or len(numbers) != len(rest):
        return False
    return numbers == list(range(1, len(numbers) + 1)) and list(texts[len(texts) - len(rest) :]) == rest


def _is_remark(text: str) -> bool:
    return bool(_HINT.fullmatch(text) or _BRACKETED.fullmatch(text))


def _field(text: str) -> str | None:
    return exact_field(text) or likely_field(text)


def _text(cell: Cell) -> str:
    return tidy(as_text(cell))
