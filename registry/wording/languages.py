"""The translators: Chinese is the source, every other language a catalogue beside the code (translations/<language>)."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from registry.wording import Translate, in_chinese

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LANGUAGES = ("zh", "en")
"""The languages somebody can be answered in, the source first."""


def translator(language: str) -> Translate:
    """The translator into a language of `LANGUAGES`; a sentence its catalogue lacks stays Chinese."""
    if language == LANGUAGES[0]:
        return in_chinese
    known = catalogue(language)
    return lambda said: known.get(said) or said


@cache
def catalogue(language: str) -> dict[str, str]:
    """Sentence by sentence, what is translated."""
    return {str(each.id): str(each.string) for each in read_catalogue(language) if each.id and each.string}


def read_catalogue(language: str) -> "Catalog":
    """The catalogue as it stands in its file."""
    from babel.messages.pofile import read_po  # loaded here: an answer in Chinese need not wait for it

    path = files("registry") / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as opened:
        return read_po(opened, locale=language)
