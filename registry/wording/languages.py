"""The translators: Chinese is the source, every other language a catalogue beside the code (translations/<language>)."""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from registry.wording import Translate, in_chinese

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
    path = files("registry") / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as opened:
        return {str(each.id): str(each.string) for each in read_po(opened, locale=language) if each.id and each.string}
