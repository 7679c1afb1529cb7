"""Dates as offices write them, kept to the precision they were written in.

"2023", "2023-05" and "2023-05-01" are three different statements; none is completed by guessing
(domain brief §4).
"""

import re
from datetime import date, datetime, timedelta
from math import isfinite

from registry.domain.rosters.counts import han_number
from registry.domain.rosters.shapes import UNKNOWN, Cell, Cleaned, Level, problem
from registry.domain.rosters.tidy import as_text, is_unknown, narrow, tidy

_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: outside it a bare number is no date of an account
_YEARS = range(1980, 2100)
_PARTS = re.compile(r"(\d{4}|\d{2})(?:年|[-./])(?:(\d{1,2})(?:月份?|[-./]|$))?(?:(\d{1,2})[日号]?)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})?(\d{2})?")
_CLOCK = re.compile(
    r"[t\s]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$|\d{1,2}[时点](\d{1,2}分)?(\d{1,2}秒)?$"
)
_ABOUT = re.compile(
    r"^大?约|左右$|前后$|[初中底末]$|[上下]半年$|[上中下]旬$|[春夏秋冬][季天]?$|第?[一二三四1-4]季度$|以?[前后]$"
)
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九十]{2,4}(?=年)|(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日号])")
_POINTS = str.maketrans("。、·—", "...-")
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2}[日号]?)?")


def clean_date(cell: Cell, today: date) -> Cleaned:
    """The date in ``cell`` as ISO text to its precision; ``today`` places years without a century and
    the future.
    """
    if isinstance(cell, datetime):
        return _checked(cell.date().isoformat(), False, today, as_text(cell))
    if isinstance(cell, date):
        return _checked(cell.isoformat(), False, today, as_text(cell))
    if isinstance(cell, float | int) and not isinstance(cell, bool) and isfinite(cell):
        return _from_number(cell, today)
    if not isinstance(cell, str):
        return _unreadable(as_text(cell))
    text = tidy(cell)
    return UNKNOWN if is_unknown(text) else _from_text(text, today)


def _from_number(number: float, today: date) -> Cleaned:
    """A bare number: a serial of Excel, a run of digits, or a 2023.5 that Excel took for a number."""
    written = as_text(number)
    if number in _SERIALS:
        return _checked((_EPOCH + timedelta(days=int(number))).isoformat(), False, today, written)
    if number == int(number):
        return _from_text(str(int(number)), today)
    year, _, month = repr(number).partition(".")
    if month == "1" and int(year) in _YEARS:  # 2023.1 and 2023.10 are one number
        return Cleaned(year, True, (problem(Level.WARNING, "date_month_lost", written=written),))
    if _SERIALS.start <= number < _SERIALS.stop:  # a serial with a time of day
        return _checked((_EPOCH + timedelta(days=int(number))).isoformat(), False, today, written)
    return _from_text(f"{year}.{month}", today)


def _from_text(written: str, today: date) -> Cleaned:
    """Read a date in words."""
    whole = narrow(_CLOCK.sub("", written.lower())).translate(_POINTS)
    if len(whole) == 5 and whole.isdigit() and int(whole) in _SERIALS:
        return _from_number(float(whole), today)
    exact = _ABOUT.sub("", _ABOUT.sub("", whole))
    text = _HAN_YEAR.sub(lambda found: str(han_number(found[0])), exact).rstrip("-./")
    found = _DIGITS.fullmatch(text) or _PARTS.fullmatch(text)
    if found is None or (len(text) == 2 and text.isdigit()):
        code = "date_no_year" if _NO_YEAR.fullmatch(text) else "date_unreadable"
        return Cleaned(None, False, (problem(Level.ERROR, code, written=written),))
    year = _century(found[1], today)
    month, day = found[2], found[3]
    if year not in _YEARS or (month and not 1 <= int(month) <= 12):
        return _unreadable(written)
    iso = "-".join([str(year), *(f"{int(part):02d}" for part in (month, day) if part)])
    return _checked(iso, exact != whole, today, written)


def _century(year: str, today: date) -> int:
    """A year of two digits is the latest one not after next year."""
    if len(year) == 4:
        return int(year)
    full = today.year // 100 * 100 + int(year)
    return full if full <= today.year + 1 else full - 100


def _checked(iso: str, vague: bool, today: date, written: str) -> Cleaned:
    """Refuse a day the calendar lacks, flag one that has not come."""
    if len(iso) == 10:
        try:
            date.fromisoformat(iso)
        except ValueError:
            return _unreadable(written)
    if iso > today.isoformat():
        return Cleaned(iso, vague, (problem(Level.WARNING, "date_future", written=written),))
    return Cleaned(iso, vague)


def _unreadable(written: str) -> Cleaned:
    return Cleaned(None, False, (problem(Level.ERROR, "date_unreadable", written=written),))
