"""Regions: well-known codes, the odd rows of the table, and who covers whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.rosters.places import county_of

CODES = [region.code for province in regions.children() for region in (province, *regions.children(province.code))]


@pytest.mark.parametrize(
    ("code", "name", "full_name"),
    [
        ("110108", "海淀区", "北京市海淀区"),
        ("330106", "西湖区", "浙江省杭州市西湖区"),
        ("330113", "临平区", "浙江省杭州市临平区"),
        ("330114", "钱塘区", "浙江省杭州市钱塘区"),
        ("500101", "万州区", "重庆市万州区"),
        ("500230", "丰都县", "重庆市丰都县"),
        ("429004", "仙桃市", "湖北省仙桃市"),
        ("659001", "石河子市", "新疆维吾尔自治区石河子市"),
        ("460100", "海口市", "海南省海口市"),
        ("441900", "东莞市", "广东省东莞市"),
        ("620201", "嘉峪关市", "甘肃省嘉峪关市"),
        ("130627", "唐县", "河北省保定市唐县"),
        ("130000", "河北省", "河北省"),
    ],
)
def test_a_well_known_code_has_its_name(code: str, name: str, full_name: str) -> None:
    assert regions.get(code).name == name
    assert regions.full_name(code) == full_name


def test_the_table_is_whole() -> None:
    provinces = regions.children()
    cities = [city for province in provinces for city in regions.children(province.code)]
    counties = [county for city in cities for county in regions.children(city.code)]
    assert (len(provinces), len(cities), len(counties)) == (31, 342, 2975)


def test_an_unknown_code_is_refused_or_not_found() -> None:
    for code in ("139999", "", "13", "abcdef", "1301270"):
        assert regions.find(code) is None
        with pytest.raises(Refusal) as refusal:
            regions.get(code)
        assert refusal.value.code == "regions.unknown"


def test_a_path_leads_from_the_province_down() -> None:
    assert [r.code for r in regions.path("330106")] == ["330000", "330100", "330106"]
    assert [r.level for r in regions.path("330106")] == ["province", "city", "county"]
    assert regions.parent("330000") is None


def test_a_grouping_row_is_no_place() -> None:
    assert regions.get("110100").nominal
    assert regions.get("429000").nominal
    assert not regions.get("330100").nominal
    assert regions.parent("110108") == regions.get("110100")
    assert "429004" in {r.code for r in regions.children("429000")}


def test_an_office_sees_itself_and_below_never_beside_or_above() -> None:
    assert regions.covers("330100", "330106")
    assert regions.covers("330000", "330106")
    assert regions.covers("330106", "330106")
    assert regions.covers("330106", "330106001")
    assert not regions.covers("330106", "330100")
    assert not regions.covers("330106", "330108")
    assert not regions.covers("330100", "330200")


@pytest.mark.parametrize("nothing", ["", "0", "000000", "33", "330", "3301 0", "33010６"])
def test_what_is_no_code_covers_nothing_and_is_covered_by_nothing(nothing: str) -> None:
    assert not regions.covers(nothing, "330106")
    assert not regions.covers("330000", nothing)
    with pytest.raises(Refusal):
        regions.prefix(nothing)


def test_a_prefix_has_as_many_digits_as_the_level() -> None:
    assert [regions.prefix(code) for code in ("330000", "330100", "330106")] == ["33", "3301", "330106"]


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_covering_is_lying_on_the_path(upper: str, code: str) -> None:
    assert regions.covers(upper, code) == (upper in {region.code for region in regions.path(code)})


def test_search_finds_by_name_by_words_and_by_code() -> None:
    assert regions.search("临平区")[0].code == "330113"
    assert regions.search("唐县")[0].code == "130627"
    assert [r.code for r in regions.search("杭州 西湖")] == ["330106"]
    assert regions.search("3301")[0].code == "330100"
    assert regions.search("市辖区") == ()
    assert regions.search("  ") == ()


def test_a_county_has_its_towns() -> None:
    towns = dict(regions.towns_of("130627"))
    assert towns["130627100"] == "仁厚镇"
    assert all(code.startswith("130627") for code in towns)
    assert dict(regions.towns_of("441900"))["441900003"] == "东城街道"
    assert regions.towns_of("139999") == []


def test_a_city_without_counties_is_as_low_as_a_county() -> None:
    assert regions.is_lowest("441900")
    assert regions.is_lowest("130627")
    assert not regions.is_lowest("130600")


def test_a_county_whose_name_another_bears_is_told_by_its_city_or_code() -> None:
    codes = [each.code for each in regions.counties_of("320000")]
    assert [county_of(text, codes) for text in ("南京市鼓楼区", "鼓楼区", "320106")] == ["320106", None, "320106"]
