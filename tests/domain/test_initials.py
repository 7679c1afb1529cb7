"""Pinyin initials of names."""

import pytest

from registry.domain.identifiers import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("龙游身边事", "lysbs"), ("Ａ1 龙-游", "a1ly"), ("🐉", ""), ("長安", "ca za"), ("", ""),
    ],
)  # fmt: skip
def test_each_character_gives_its_letter(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_what_is_read_in_two_ways_is_found_by_both() -> None:
    assert initials_of("长兴发布").split() == ["cxfb", "zxfb"]
    assert initials_of("重庆音乐").split() == ["cqyl", "cqyy", "zqyl", "zqyy"]


def test_a_name_of_many_readings_keeps_the_common_ones_only() -> None:
    assert len(initials_of("长" * 20).split()) == 8
