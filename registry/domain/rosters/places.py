"""Counties and towns as rosters write them: 龙游县湖镇镇 in one cell, a county as a caption, a sheet per town.

A roster of a city's office spans its counties, so each row may say which one it speaks of. What is read here is text;
whether the office may write there is decided where the row is compared (domain brief §4, §6).
"""

import re
from collections.abc import Collection
from functools import cache, lru_cache

from registry.domain import regions
from registry.domain.identifiers.names import simplified

_TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:乡|镇|街道|街道办|街道办事处|办事处)")
_ABOVE = re.compile(r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?")
_LONGEST = 14
_NOTHING = frozenset({"", "-", "—", "/", "无", "未知"})
_NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]\s*")
_COUNTED = re.compile(r"\s*[（(]?\s*(?:合?计|共)?[:：]?\s*\d+\s*(?:[个家户条名]\s*(?:账号)?\s*[)）]?|[)）])$")
_COUNTY_HEADERS = re.compile(
    r"(?:所属|所在|属地)?(?:县市区|县区|区县|县市|市县区|区市县|市区县|县|区|县级行政区|行政区)(?:名称)?"
)


@cache
def _counties() -> frozenset[str]:
    """The names of all counties."""
    cities = [city for province in regions.children() for city in regions.children(province.code)]
    return frozenset(county.name for city in cities for county in regions.children(city.code))


def is_town(text: str) -> bool:
    """Whether a text is a town's name and nothing else."""
    return _TOWN.fullmatch(simplified(text)) is not None


def names_counties(header: str) -> bool:
    """Whether a header (in compared form) stands over counties."""
    return _COUNTY_HEADERS.fullmatch(re.sub(r"[()（）、/,，]", "", header)) is not None


@lru_cache(maxsize=65536)
def split_place(text: str) -> tuple[str | None, str]:
    """The county a place begins with, and what follows it: 龙游县湖镇镇 → 龙游县, 湖镇镇.

    A province and city before the county are passed over. A county alone gives the empty rest; a text that begins
    with no county is given back as it is. A county in traditional characters is given in its own; the rest as written.
    """
    plain = simplified(text)
    above = _ABOVE.match(plain)
    for start in dict.fromkeys((0, above.end() if above else 0, *_cities_end(plain))):
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            rest = plain[end:]
            if plain[start:end] in _counties() and (not rest or is_town(rest) or rest.endswith(("村", "社区", "委会"))):
                return plain[start:end], text[end:]
    return None, text


def town_in(text: str) -> str | None:
    """The town a column of towns names; None where only a county stands there (属地：开化县), which is no town."""
    county, rest = split_place(text)
    return None if county is not None and not rest else text


def town_named(text: str, towns: Collection[str]) -> str | None:
    """The one town of an office that a line above a table names (填报单位：龙游县湖镇镇人民政府); None where it names several."""
    plain = simplified("".join(text.split()))
    found = {town for town in towns if town in plain}
    found = {town for town in found if not any(town != other and town in other for other in found)}
    return found.pop() if len(found) == 1 else None


def county_of(text: str, codes: Collection[str]) -> str | None:
    """The county (one of ``codes``) that a text names, with or without 县, 区, 市 and what lies above it.

    None where it names none of them, or leaves open which (鼓楼区 in 南京 or in 徐州).
    """
    bare = simplified("".join(text.split()))
    spoken = regions.called(bare)
    found = [code for code in codes if (code in spoken if spoken else bare.endswith(regions.get(code).name))]
    return found[0] if len(found) == 1 else None


def county_written(text: str) -> str | None:
    """What a cell under a header of counties says: the county it begins with, else the text (龙游, 330825); None for a blank."""
    bare = text.strip()
    return split_place(bare)[0] or (None if bare in _NOTHING else bare)


def _cities_end(text: str) -> list[int]:
    """Where a city's or province's name might end."""
    return [found.end() for found in re.finditer("[省市州盟区]", text[:_LONGEST])]


def unnumbered(caption: str) -> str:
    """A caption without the number that heads it and that of the accounts below it (一、城关镇（共12个）)."""
    return _COUNTED.sub("", _NUMBERED.sub("", caption.strip(" —－-*·")))
