"""Where the table of an old ledger stands on its sheet, what each column is, and what the lines around it say.

The title, the sheet's name and the header of the date often say what the rows leave out: the kind, the year, the
platform, the county. What an officer chose for a column, now or at an earlier file of the same headers, goes first.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.headers import compact
from registry.domain.rosters.old_ledger_columns import (
    IDENTITY,
    IGNORED,
    Given,
    field_of,
    kind_hint,
    map_headers,
    sureness,
    year_in,
)
from registry.domain.rosters.old_ledger_shapes import LedgerSheet
from registry.domain.rosters.places import split_place
from registry.domain.rosters.read import RawSheet
from registry.domain.rosters.shapes import column_letter
from registry.domain.rosters.tables import unit_in
from registry.domain.rosters.tidy import as_text, tidy
from registry.domain.rosters.vocabularies import members_in
from registry.domain.terms import OldKind, Platform

_SEARCHED = 40
_TELLING = {"on", "kind", "summary", "result"}
"""A table without any of these is no ledger of acts: a plain roster is not taken for one."""


@dataclass(slots=True)
class Table:
    """A sheet with its table: the columns by field, the others to be kept, and what its title and name say."""

    raw: RawSheet
    below: int
    by_field: dict[str, int]
    others: dict[int, str]
    kind: OldKind | None
    year: str | None
    platform: str | None
    county: str | None
    kind_header: str
    told: LedgerSheet


def find_table(raw: RawSheet, choices: Choices, *, unit: str = "") -> Table | None:
    """The table of a sheet as its headers and its officer say it; None where there is none.

    ``unit``: who sent the file, where an earlier sheet said so.
    """
    found = _find_header(raw)
    if found is None:
        return None
    headers, below = found
    layout, titles = _layout(headers), _titles(raw, below)
    unit = unit_in(titles) or unit
    given = _given(raw, layout, unit, choices)
    by_field = map_headers(headers, given)
    named = {index: name for name, index in by_field.items()}
    columns = [
        (index, column_letter(index), text, named.get(index), *sureness(index, text, named.get(index), given))
        for index, text in headers
        if compact(text) not in IGNORED
    ]
    told = LedgerSheet(raw.name, below, layout, columns, unit)
    return _describe(raw, headers, titles, by_field, told)


def _layout(headers: Sequence[tuple[int, str]]) -> str:
    """The fingerprint of a table's headers; never that of a roster."""
    return hashlib.sha256(repr(["old ledger", *headers]).encode()).hexdigest()[:24]


def _titles(raw: RawSheet, below: int) -> list[str]:
    """The texts above the first row of the table that are no headers."""
    texts = [tidy(as_text(cell)) for cells in raw.rows[: below - 1] for cell in cells if cell != ""]
    return [text for text in texts if field_of(text) is None]


def _given(raw: RawSheet, layout: str, unit: str, choices: Choices) -> Given:
    """The fields an officer gave to columns of this sheet, behind them those of an earlier file of this layout.

    Of earlier files the same unit's goes before any other's, as with rosters.
    """
    kept = choices.by_unit.get((unit, layout)) or choices.remembered.get(layout, {})
    remembered = {index: (name, "remembered") for index, name in kept.items()}
    return remembered | {index: (name, "chosen") for (at, index), name in choices.columns.items() if at == raw.name}


def _find_header(raw: RawSheet) -> tuple[list[tuple[int, str]], int] | None:
    """The header texts by column, and the first row below; the row or pair of rows that names most columns."""
    best: tuple[int, list[tuple[int, str]], int] | None = None
    for row in range(min(len(raw.rows), _SEARCHED)):
        for depth in (1, 2):
            headers = _headers(raw, row, depth)
            names = set(map_headers(headers))
            score = len(names) if names & set(IDENTITY) and names & _TELLING else 0
            if score >= 3 and (best is None or score > best[0]):
                best = (score, headers, row + depth)
    return (best[1], best[2]) if best else None


def _headers(raw: RawSheet, row: int, depth: int) -> list[tuple[int, str]]:
    """Each headed column with its text; of two rows the lower one names it, under the upper as its group."""
    found = []
    wide = raw.rows[row : row + depth]
    if depth == 2 and (len(wide) < 2 or not _is_header_pair(raw, row)):
        return []
    for place in range(max((len(cells) for cells in wide), default=0)):
        column = place + raw.offset
        texts = [tidy(as_text(raw.cell(row + step, column))) for step in range(depth)]
        texts = [text for text in texts if text]
        if texts and len(texts[-1]) <= 30:
            joined = "".join(texts)
            found.append((column, joined if len(texts) == 2 and field_of(joined) else texts[-1]))
    return found


def _is_header_pair(raw: RawSheet, row: int) -> bool:
    """Whether the next row holds labels under groups of this one: every text in it is short and no value."""
    below = [tidy(as_text(cell)) for cell in raw.rows[row + 1] if cell != ""]
    merged = any(top == row and (right > left or bottom > top) for top, left, bottom, right in raw.merges)
    return bool(below) and merged and sum(1 for text in below if field_of(text)) * 2 >= len(below)


def _describe(
    raw: RawSheet, headers: Sequence[tuple[int, str]], titles: Sequence[str], by_field: Mapping[str, int],
    told: LedgerSheet,
) -> Table:  # fmt: skip
    """What the sheet is about, from its header, its name and the lines above."""
    texts = [raw.name or "", *titles]
    day, about, of_kind = (
        next((text for index, text in headers if index == by_field.get(name)), "") for name in ("on", "summary", "kind")
    )
    others = {index: text for index, text in headers if index not in by_field.values() and compact(text) not in IGNORED}
    platforms = {member for text in texts for member in members_in(Platform, text)} - {Platform.OTHER}
    platform = platforms.pop().value if len(platforms) == 1 else None
    county, _rest = split_place(tidy(raw.name or ""))
    return Table(
        raw, told.header_row, dict(by_field), others, kind_hint([day, *texts, about]), year_in(texts), platform, county, of_kind, told
    )  # fmt: skip
