"""What a word nobody knows likely means, and what is never guessed."""

import pytest

from registry.domain.rosters.platform_words import is_known, is_word, likely_platform
from registry.domain.rosters.vocabularies import word_of
from registry.domain.terms import Platform


@pytest.mark.parametrize(
    ("written", "platform"),
    [
        ("DY", Platform.DOUYIN),
        ("dy号", Platform.DOUYIN),
        ("抖某", Platform.DOUYIN),
        ("某音", Platform.DOUYIN),
        ("抖*", Platform.DOUYIN),
        ("斗音", Platform.DOUYIN),
        ("小某书", Platform.XIAOHONGSHU),
        ("头某号", Platform.TOUTIAO),
        ("抖音（县局）", Platform.DOUYIN),
        ("微某", None),
        ("某某", None),
        ("抖音/快手", None),
        ("一点号", None),
        ("许多", None),
    ],
)
def test_masked_shortened_and_misspelt_words_are_guessed_and_doubtful_ones_are_not(
    written: str, platform: Platform | None
) -> None:
    assert likely_platform(word_of(written)) is platform


def test_what_the_register_lists_by_name_is_known_and_what_lies_under_others_is_not() -> None:
    assert is_known(word_of("抖音短视频"))
    assert not is_known(word_of("一点号"))
    assert not is_known(word_of("抖某"))


@pytest.mark.parametrize(("written", "is_one"), [("抖某", True), ("", False), ("不详", False), ("某" * 41, False)])
def test_a_word_is_short_and_says_something(written: str, is_one: bool) -> None:
    assert is_word(written) is is_one
