"""Follower counts as offices write them: 1.2万, 10W+, 约3000, 三千余, 2.3亿, 10-20万, 未公开.

A bound or a guess keeps its number and is marked approximate; an unknown is unknown, never 0 (domain
brief §4).
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from registry.domain.rosters.shapes import UNKNOWN, Cell, Cleaned, Level, problem
from registry.domain.rosters.tidy import as_text, is_unknown, narrow, tidy

_UNITS = {
    "": 1,
    "百": 100,
    "千": 1000,
    "k": 1000,
    "万": 10_000,
    "w": 10_000,
    "百万": 10**6,
    "m": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ABOUT = r"(?:大?约为?|近|将近|超过?|逾|多于|高于|大于|小于|少于|不足|不到|接近|左右|[>≥<≤~≈＞＜])"
_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:百万|千万|[百千万亿wkm])?"
_BARE = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,5})?")
_COUNT = re.compile(
    rf"(?P<before>{_ABOUT})?=?(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})(?P<more>[余多])?(?P<tail>{_UNIT})"
    rf"(?:(?P<to>[-~—–至到])(?P<high>{_NUMBER})(?P<high_unit>{_UNIT}))?(?P<after>(?:\+|余|多|以上|以下|以内|左右|上下|许)*)"
)
_NOISE = re.compile(r"粉丝数?量?|关注|订阅|用户|人次|[人个名位户粉]$|[,，'’\s]")
_HAN = re.compile(
    rf"({_ABOUT})?([零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+)((?:余|多|以上|以下|左右|上下|\+)*)([万亿]?)((?:余|多|以上|左右)*)"
)
SUSPECT = 1000
"""From this many of the header's 万 on, a number without a unit may have been meant as it stands."""
UNLIKELY = 5000
"""From this many of the header's 万 on, it more likely was: a nation's most followed accounts have some 5000万, and
who keeps one of them can write 1.2亿. The two readings are ten thousand times apart, so neither is taken."""
LARGEST = 1_500_000_000
"""More followers than there are people to follow: the unit was taken twice."""


def sound_counts(cells: Iterable[Cell], unit: int = 1) -> dict[Cell, int]:
    """The numbers among ``cells`` that are whole counts at a glance, beyond every doubt, each with its count.

    A number of at most fifteen digits is the nearest one to its count divided by the unit, and only to that.
    """
    most = min(LARGEST, SUSPECT * unit - 1) if unit >= _UNITS["万"] else LARGEST
    found: dict[Cell, int] = {}
    for cell in cells:
        if cell.__class__ is float:
            number = cell
        elif cell.__class__ is str and _BARE.fullmatch(cell):
            number = float(cell)
        else:
            continue
        if 0 < number <= most:
            count = round(number * unit)
            if count / unit == number and count <= most:
                found[cell] = count
    return found


def clean_count(cell: Cell, unit: int = 1) -> Cleaned:
    """The count in ``cell``; ``unit`` is the header's (粉丝数(万) = 10000) and counts only where the
    cell names none.

    A number has the fifteen digits Excel itself keeps; what they leave of a ten-thousand is rounded and approximate.
    """
    if cell.__class__ is float and unit == 1 and cell.is_integer() and 0 <= cell <= LARGEST:
        return Cleaned(int(cell))
    if isinstance(cell, float | int) and not isinstance(cell, bool) and isfinite(cell):
        number = Decimal(f"{cell:.15g}") * unit
        is_whole = unit == 1 or number == number.to_integral_value()
        whole = _whole(number if is_whole else number.to_integral_value(ROUND_HALF_UP), not is_whole, repr(cell))
        return _doubt_unit(whole, unit, f"{cell:.15g}")
    if not isinstance(cell, str):
        return _unreadable(as_text(cell))
    text = tidy(cell)
    if is_unknown(text):
        return UNKNOWN
    return _read(_NOISE.sub("", narrow(text).lower()), unit, text)


def _read(text: str, unit: int, written: str) -> Cleaned:
    """Read a compact count; ``written`` is what the officer sees in the message."""
    found = _COUNT.fullmatch(text)
    if not found:
        return _read_han(text, unit, written)
    named = found["low_unit"] + found["tail"] or found["high_unit"] or ""
    factor = _factor(found["low_unit"], found["tail"]) if found["low_unit"] or found["tail"] else _UNITS[named]
    vague = bool(found["before"] or found["more"] or found["to"] or found["after"])
    if named:
        return _whole(Decimal(found["low"]) * factor, vague, written)
    return _doubt_unit(_whole(Decimal(found["low"]) * unit, vague, written), unit, written)


def _doubt_unit(count: Cleaned, unit: int, written: str) -> Cleaned:
    """Flag thousands under a header that counts in ten-thousands, where somebody may have written the number itself;
    where that is the likelier reading, the count is unknown until an officer says which (mended in the page: 1.2万).
    """
    if unit < _UNITS["万"] or not isinstance(count.value, int) or count.value < SUSPECT * unit:
        return count
    if count.value < UNLIKELY * unit:
        found = problem(Level.WARNING, "count_unit", written=written, value=count.value)
        return count._replace(problems=(*count.problems, found))
    as_units, as_it_is = worded(count.value), worded(count.value // unit)
    return Cleaned(
        None, False, (problem(Level.ERROR, "count_two_ways", written=written, large=as_units, small=as_it_is),)
    )


def worded(count: int) -> str:
    """A count as it is spoken of, exactly: 1.2亿, 1.2万, 800; an officer may type it as it stands here."""
    for name in ("亿", "万"):
        if count >= _UNITS[name]:
            return f"{(Decimal(count) / _UNITS[name]).normalize():f}{name}"
    return str(count)


def _factor(first: str, second: str) -> int:
    """The factor of a unit written in one or two parts (3千余万)."""
    return _UNITS.get(first, 1) * _UNITS.get(second, 1)


def _read_han(text: str, unit: int, written: str) -> Cleaned:
    """Read a count in Chinese numerals."""
    found = _HAN.fullmatch(text)
    number = han_number(found[2] + found[4]) if found else None
    if found is None or number is None:
        return _unreadable(written)
    named = any(character in _PLACES or character in "万亿" for character in found[2] + found[4])
    vague = bool(found[1] or found[3] or found[5])
    return _whole(Decimal(number) * (1 if named else unit), vague, written)


def han_number(text: str) -> int | None:
    """The number of Chinese numerals (三千二百, 十二万, 二〇二三), None where they make none."""
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            section += (digit or 1) * _PLACES[character]
            digit = 0
        elif character in "万亿":
            total = (total + section + digit) * (10_000 if character == "万" else 10**8)
            section = digit = 0
        else:
            return None
    return total + section + digit


def _whole(number: Decimal, vague: bool, written: str) -> Cleaned:
    """The count as a whole number, or the reason why it is none."""
    if number < 0 or number != number.to_integral_value():
        return _unreadable(written)
    value = int(number)
    if value > LARGEST:
        return Cleaned(None, False, (problem(Level.ERROR, "count_huge", written=written),))
    return Cleaned(value, vague)


def _unreadable(written: str) -> Cleaned:
    return Cleaned(None, False, (problem(Level.ERROR, "count_unreadable", written=written),))
