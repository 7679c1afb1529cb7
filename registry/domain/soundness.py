"""Whether what an officer enters can stand in the register as it is; the rule of every single entry and amendment.

A roster's row goes in although a cell of it is wrong: the file is not at hand to be mended, and its own findings name
the cell (domain/rosters). One who types is present and can put the value right, so nothing that fails its check
is taken; what only looks unusual (a foreign telephone, a very large count) is taken and said.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.rosters.clean import cleaner_of
from registry.domain.rosters.codes import clean_uid, is_persons_number
from registry.domain.rosters.fields import BY_NAME
from registry.domain.rosters.shapes import CellProblem, Cleaned, Level

CHECKED = ("uscc", "id_no", "phone", "url", "followers_on", "opened_on")
"""The fields a value can be wrong in by its own form; the others hold free text, or a word of a vocabulary."""

_UNUSUAL = frozenset({"identifiers.phone_foreign", "identifiers.phone_no_area", "rosters.date_month_lost"})
_TYPED = {
    "rosters.count_huge": "accounts.count_huge",
    "rosters.count_unreadable": "accounts.count_unreadable",
    "rosters.date_unreadable": "accounts.date_unreadable",
    "rosters.date_no_year": "accounts.date_no_year",
}
"""A roster's finding tells what became of the row; where nothing was taken, other words are true."""


def clean_typed(name: str, typed: str, platform: str, today: date) -> Cleaned:
    """One typed text as a value, its findings as they are told to the one who typed it."""
    cleaned = clean_uid(typed, platform) if name == "uid" else cleaner_of(BY_NAME[name], today=today)(typed)
    if name == "uscc" and cleaned.value and is_persons_number(str(cleaned.value)):
        return Cleaned(None, False, (CellProblem(Level.ERROR, "accounts.uscc_is_id_no", {}),))
    return cleaned._replace(
        problems=tuple(each._replace(code=_TYPED.get(each.code, each.code)) for each in cleaned.problems)
    )


def is_fault(found: CellProblem) -> bool:
    """Whether a finding keeps a value out, and is not merely worth a look."""
    return found.level is not Level.NOTE and found.code not in _UNUSUAL


def find_fault(values: Mapping[str, Any], platform: str, today: date) -> tuple[str, CellProblem] | None:
    """The first of ``values`` that cannot stand as it is, with the reason; None where all can."""
    for name in CHECKED:
        if values.get(name):
            cleaned = clean_typed(name, str(values[name]), platform, today)
            fault = next((each for each in cleaned.problems if is_fault(each) or is_masked(each)), None)
            if fault is not None:
                return name, fault
    return None


def is_masked(found: CellProblem) -> bool:
    """Whether the finding is that the value is a mask, which tells nothing new."""
    return found.code == "identifiers.masked"
