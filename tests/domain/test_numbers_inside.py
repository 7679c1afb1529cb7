"""Persons' numbers inside other texts: masked in every spelling, put back where the text returns, nothing else touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.identifiers import mask_inside, restore_inside


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800138000。", "电话138****8000。"),
        ("138-0013-8000、139 1111 2222", "138****8000、139****2222"),
        ("证330106199001011232", "证330***********1232"),
        ("３３０１０６１９９００１０１１２３Ｘ", "３３０１０６１９９００１０１１２３Ｘ"),
        ("https://example.com/13800138000", "https://example.com/13800138000"),
        ("订单 2138001380001", "订单 2138001380001"),
        ("老王330825650928263", "老王330********8263"),
        ("数字 330825651928263", "数字 330825651928263"),
        ("abc13800138000", "abc13800138000"),
        ("91330106MA2B0C1D3Y", "91330106MA2B0C1D3Y"),
    ],
)
def test_numbers_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert mask_inside(text) == shown


@given(st.lists(st.sampled_from(["13800138000", "139-1111-2222", "330106199001011232", "备用", " ", "*", "，", "a"])))
def test_a_masked_text_is_restored_from_what_it_came_from(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert restore_inside(mask_inside(text), text) == text


def test_a_number_that_was_not_known_is_not_made_up() -> None:
    assert restore_inside("139****2222", "13800138000") == "139****2222"


@pytest.mark.parametrize("written", ["330825 19850928 2639", "330825-19850928-2639"])
def test_an_identity_number_in_groups_is_masked_and_restored(written):
    text = f"身份证{written}，本人"
    masked = mask_inside(text)
    assert "19850928" not in masked
    assert masked != text
    assert restore_inside(masked, text) == text
