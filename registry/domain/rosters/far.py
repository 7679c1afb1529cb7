"""Rows far down a sheet that may be a header: the whole sheet is looked through, but only its first two texts a row.

A table may start under a hundred lines of cover pages, and a second one may be pasted anywhere below the first; both
have to be seen at a cost that a roster of a hundred thousand rows does not feel.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.headers import exact_field, known_names
from registry.domain.rosters.shapes import Cell

_LONGEST = 16


def rows_like_headers(rows: Sequence[Sequence[Cell]], start: int) -> Iterator[int]:
    """The rows (0-based) from ``start`` on whose first two filled cells are both names of columns."""
    named: dict[Cell, bool] = {}
    for index in range(start, len(rows)):
        first: Cell = ""
        for cell in rows[index]:
            if cell == "":
                continue
            if cell.__class__ is not str:
                break
            if first == "":
                first = cell
                continue
            if named.get(first, True) and named.get(cell, True) and _both(first, cell, named):
                yield index
            break


def _both(first: Cell, second: Cell, named: dict[Cell, bool]) -> bool:
    """Whether both are names of columns; each text is looked at only once."""
    for text in (first, second):
        if text not in named:
            named[text] = _names_a_column(text)
    return named[first] and named[second]


def _names_a_column(text: str) -> bool:
    """Whether a text is the name of a column; what cannot be one is known by its length and its last two characters."""
    if len(text) > _LONGEST:
        return False
    end = simplified(text[-2:]).lower()
    return (not end.isalnum() or end in _endings()) and exact_field(text) is not None


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    """The last two characters of all names of columns, the remarks 必填, 选填 and 可选 with them."""
    return frozenset(name[-2:] for name in known_names()) | {"必填", "选填", "可选"}
