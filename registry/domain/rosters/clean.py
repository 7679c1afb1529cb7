"""From a cell to a value: one table of functions, by the kind of the column.

Flag rather than refuse: a cell that cannot enter as clean data loses its value and says why; its row goes on.
"""

from collections.abc import Callable, Mapping
from datetime import date

from registry.domain.rosters.codes import clean_id_no, clean_phone, clean_url, clean_uscc, tells_a_person
from registry.domain.rosters.counts import clean_count
from registry.domain.rosters.dates import clean_date
from registry.domain.rosters.fields import Field, Kind
from registry.domain.rosters.shapes import UNKNOWN, Cell, Cleaned, Value
from registry.domain.rosters.tidy import as_text, is_unknown, tidy, tidy_prose
from registry.domain.rosters.vocabularies import NONE_KEPT, clean_enum
from registry.domain.terms import LABELS, Influence, Platform, Tier

Cleaner = Callable[[Cell], Cleaned]


def clean_text(cell: Cell) -> Cleaned:
    """One line of text as it should have been typed."""
    text = tidy(cell if isinstance(cell, str) else as_text(cell))
    return UNKNOWN if is_unknown(text) else Cleaned(text)


def clean_prose(cell: Cell) -> Cleaned:
    """Text whose line breaks are the writer's own."""
    text = tidy_prose(as_text(cell))
    return UNKNOWN if is_unknown(text) else Cleaned(text)


_SIMPLE: dict[Kind, Cleaner] = {
    Kind.TEXT: clean_text,
    Kind.PROSE: clean_prose,
    Kind.URL: clean_url,
    Kind.USCC: clean_uscc,
    Kind.ID_NO: clean_id_no,
    Kind.PHONE: clean_phone,
}


def cleaner_of(field: Field, *, today: date, unit: int = 1, platforms: Mapping[str, str] = NONE_KEPT) -> Cleaner:
    """The function that cleans cells of ``field``; ``unit`` is what the header counts in (粉丝数(万) =
    10000), ``platforms`` are the office's own words for them.

    An id is cleaned with its row, since its form is its platform's (codes.clean_uid).
    """
    if field.kind is Kind.ENUM:
        vocabulary = field.vocabulary
        assert vocabulary is not None  # every enum field has one
        kept = platforms if vocabulary is Platform else NONE_KEPT
        return lambda cell: clean_enum(cell, vocabulary, kept)
    if field.kind is Kind.COUNT:
        return lambda cell: clean_count(cell, unit)
    if field.kind is Kind.DATE:
        return lambda cell: clean_date(cell, today)
    return _SIMPLE[field.kind]


Reader = Callable[[Cell], tuple[Cleaned, str | None]]
"""Cleans a cell and adds its own text where the published value does not say the same."""


def remembering(field: Field, today: date, unit: int = 1, platforms: Mapping[str, str] = NONE_KEPT) -> Reader:
    """The reader of one column, asking its cleaner only once for each text or number.

    What was written in a personal field is not kept beside it: it would lie open.
    """
    cleaner = cleaner_of(field, today=today, unit=unit, platforms=platforms)
    known: dict[Cell, tuple[Cleaned, str | None]] = {}

    def read(cell: Cell) -> tuple[Cleaned, str | None]:
        found = known.get(cell) if cell is not True and cell is not False else None
        if found is None:
            cleaned = cleaner(cell)
            text = as_text(cell)
            told = field.personal or cleaned.value == text or str(label_of(field, cleaned.value)) == text
            told = told or (field.kind is Kind.USCC and tells_a_person(cell))
            found = (cleaned, None if told else text)
            if cell is not True and cell is not False:  # 1 and True are one key
                known[cell] = found
        return found

    return read


def label_of(field: Field, value: Value) -> str | int | list[str] | None:
    """A value as published: enum codes as their Chinese label (tier and influence as their letter),
    several phones as a list.
    """
    if value is None or field.vocabulary in (Tier, Influence):
        return value
    if field.vocabulary is not None:
        return LABELS[field.vocabulary][field.vocabulary(str(value))]
    if field.kind is Kind.PHONE and isinstance(value, str) and "、" in value:
        return value.split("、")
    return value
