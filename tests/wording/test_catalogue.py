"""The English catalogue: complete, nothing stale, with the same holes and without a Chinese sign."""

import re
from string import Formatter

from registry.wording.languages import catalogue
from tests.catalogue import said

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
PERCENT = re.compile(r"%\(\w+\)[sd]|%%")


def holes(sentence: str) -> list[str]:
    """What is put into a sentence when it is said."""
    braces = (
        [] if PERCENT.search(sentence) else [name for _text, name, _spec, _form in Formatter().parse(sentence) if name]
    )
    return sorted([*PERCENT.findall(sentence), *braces])


def test_every_sentence_has_its_english() -> None:
    missing = sorted(set(said()) - set(catalogue("en")))
    assert missing == [], "python -m tests.catalogue puts them into the catalogue, to be translated there"


def test_no_sentence_stands_in_the_catalogue_that_nobody_says() -> None:
    assert sorted(set(catalogue("en")) - set(said())) == []


def test_the_english_has_the_same_holes() -> None:
    assert {chinese: english for chinese, english in catalogue("en").items() if holes(chinese) != holes(english)} == {}


def test_the_english_has_no_chinese_sign() -> None:
    assert [english for english in catalogue("en").values() if CHINESE.search(english)] == []
