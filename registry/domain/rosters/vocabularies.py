"""The words of offices for each closed vocabulary, and the member each means.

Lookup is by the folded word, first whole, then by the longest alias contained; a word that names two members
names none. The published labels of terms.py are aliases of themselves.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache

from registry.domain.rosters.aliases import ALIASES
from registry.domain.rosters.shapes import UNKNOWN, Cell, Cleaned, Level, problem
from registry.domain.rosters.tidy import as_text, folded, is_unknown, tidy
from registry.domain.terms import LABELS

NONE_KEPT: Mapping[str, str] = {}
"""No words of an office's own."""


@cache
def _table(vocabulary: type[StrEnum]) -> dict[str, StrEnum]:
    """Every folded word of a vocabulary with its member."""
    table: dict[str, StrEnum] = {}
    for member in vocabulary:
        words = (member.value, LABELS[vocabulary][member], *ALIASES[vocabulary].get(member, "").split())
        for word in words:
            table.setdefault(folded(word), member)
    return table


@cache
def _patterns(vocabulary: type[StrEnum]) -> tuple[tuple[str, StrEnum], ...]:
    """The words long enough to be looked for inside others, longest first."""
    words = [(word, member) for word, member in _table(vocabulary).items() if len(word) > 1 and not word.isascii()]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


def words_of(vocabulary: type[StrEnum]) -> Iterable[tuple[str, StrEnum]]:
    """Every word of a vocabulary as it is looked up, with the member it names."""
    return _table(vocabulary).items()


def word_of(text: str) -> str:
    """The form in which a word of a vocabulary is looked up: folded, without the marks around it."""
    return folded(text).strip("。.;；,，:：()（）[]【】《》\"'“”")


@lru_cache(maxsize=65536)
def member_of(vocabulary: type[StrEnum], text: str) -> StrEnum | None:
    """The member that ``text`` names as a whole, None where it names none."""
    return _table(vocabulary).get(word_of(text))


@lru_cache(maxsize=65536)
def members_in(vocabulary: type[StrEnum], text: str) -> tuple[StrEnum, ...]:
    """The members named somewhere inside ``text``, each once, longest words first and no word within
    another.
    """
    rest = folded(text)
    found: dict[StrEnum, None] = {}
    for word, member in _patterns(vocabulary):
        if word in rest:
            rest = rest.replace(word, "\0")
            found[member] = None
    return tuple(found)


def clean_enum(cell: Cell, vocabulary: type[StrEnum], kept: Mapping[str, str] = NONE_KEPT) -> Cleaned:
    """The code of the member a cell names; a word that names none, or several, leaves the value unknown.

    ``kept``: an office's own words (`word_of`), each with the code it is read as; they come first.
    """
    text = tidy(as_text(cell))
    if is_unknown(text):
        return UNKNOWN
    if kept and (code := kept.get(word_of(text))):
        return Cleaned(code)
    member = member_of(vocabulary, text)
    if member is not None:
        return Cleaned(member.value)
    inside = members_in(vocabulary, text) if len(text) <= 20 else ()
    if len(inside) == 1:
        return Cleaned(inside[0].value)
    why = "word_several" if inside else "word_unknown"
    return Cleaned(None, False, (problem(Level.WARNING, why, written=text),))
