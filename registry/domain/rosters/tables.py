"""Where the table stands on a sheet: its header rows under the title lines, and which rows below are
accounts.

A sheet of an office opens with a title, a 填报单位 line, perhaps a header of two rows with merged
groups; between its
account rows stand captions, blank rows and repeated headers, below them totals and notes. Only account
rows go on.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.below_headers import completes, is_guide, says_again, unit_below
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.far import rows_like_headers
from registry.domain.rosters.fields import REASON_HEADER
from registry.domain.rosters.headers import (
    MARK,
    SPECIAL,
    Chosen,
    Mapping,
    exact_field,
    is_known,
    likely_field,
    map_columns,
    unit_of,
)
from registry.domain.rosters.persons import is_not_asked
from registry.domain.rosters.read import RawSheet
from registry.domain.rosters.shapes import Cell, column_letter
from registry.domain.rosters.tidy import as_text, tidy

_SEARCHED = 60
"""Rows in which a header is looked for first, with its groups, its merges and its slips of the hand."""
_CANDIDATES = 5
_LEAST = 2
_SURELY = 4
"""The score of two exact names: a row that reads so is a header, whatever stands above it."""
_DEEPEST = 3
_LEFTMOST = 3
_SAMPLE = 40
_LONGEST_SAMPLE = 40
_FORM_LINE = re.compile(r"[:：]|\d{4}\s*[年.\-/]\s*\d")
_UNIT_LINE = re.compile(r"(?:填报|填表|报送|上报|报表|制表)(?:单位|部门)\s*(?:[(（]盖章[)）])?\s*[:：]?\s*(\S+)?")

_COUNTED_IN = re.compile(r"[(（\[【]?(?:计量|数量)?单位\s*[:：].{1,12}")
_IN_ONES = re.compile(r"[(（\[【](?:单位\s*[:：]?)?[人个]")


@dataclass(slots=True)
class Table:
    """The table of one sheet. ``first`` and ``header_row`` are 0-based; ``titles`` are the texts above
    the header, ``others`` the header rows of further tables (0-based), ``hidden_columns`` the letters of those of its
    columns that do not show, ``start`` the row (0-based) below the header and the lines that tell how to fill it;
    ``above`` other header rows (0-based) that stand above one an officer chose, ``not_asked`` the headers of columns left out.
    """

    sheet: RawSheet
    first: int
    header_row: int
    mapping: Mapping
    titles: list[str] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    layout: str = ""
    hidden_columns: Sequence[str] = ()
    start: int = 0
    above: Sequence[int] = ()
    not_asked: Sequence[str] = ()


def find_table(sheet: RawSheet, choices: Choices = AS_IT_IS, *, unit: str | None = None) -> Table | None:
    """The table under the best header row of a sheet, None where no row reads like a header.

    ``unit``: who sent the file, where an earlier sheet said so.
    """
    scores = [(_score(sheet, row), -row) for row in range(min(len(sheet.rows), _SEARCHED))]
    best = max(scores, default=(0.0, 0))
    if best[0] < _LEAST:
        further = islice(rows_like_headers(sheet.rows, _SEARCHED), _CANDIDATES)
        best = max(((_score(sheet, row), -row) for row in further), default=(0.0, 0))
    told = choices.header_rows.get(sheet.name) or (_known_header(sheet, choices) if best[0] < _LEAST else None)
    if told and told <= len(sheet.rows):
        best = (float(_LEAST), 1 - told)
    if best[0] < _LEAST:
        return None
    first = -best[1]
    last = first + _depth(sheet, first) - 1
    start = _below_guides(sheet, last)
    headers = _with_units(sheet, _headers(sheet, first, last), last, start)
    layout = _layout(headers)
    not_asked = [label for _, _, label in headers if is_not_asked(label)]
    headers = [each for each in headers if each[2] not in not_asked]
    shown = [each for each in headers if each[0] not in sheet.hidden.columns or exact_field(each[2]) == MARK]
    titles = [tidy(as_text(cell)) for row in sheet.rows[:first] for cell in row if cell != ""]
    chosen = _chosen(sheet, layout, unit_in(titles) or unit or "", choices)
    mapping = map_columns(
        headers if choices.hidden_columns else shown, lambda column: _sample(sheet, start, column), chosen
    )
    _count_in(mapping, titles)
    others = [
        -row
        for score, row in scores
        if score >= _SURELY and not first - _DEEPEST < -row <= last and _is_other(sheet, -row, first, last)
    ]
    others += [] if others else _far_others(sheet, first, last)
    seen = {each[0] for each in shown}
    unseen = [column_letter(each[0]) for each in headers if each[0] not in seen]
    above = [row for row in others if told and row < first]
    others = [row for row in others if row not in above]
    return Table(sheet, first, last, mapping, titles, others, layout, unseen, start, above, not_asked)


def _count_in(mapping: Mapping, titles: Sequence[str]) -> None:
    """Let a count whose header names no unit count in that of a line above the table (单位：万人)."""
    unit = next((unit_of("粉丝(" + text + ")") for text in titles if _COUNTED_IN.fullmatch(text)), 1)
    for each in mapping.columns:
        if each.field == "followers" and each.unit == 1 and not _IN_ONES.search(each.header):
            each.unit = unit


def _known_header(sheet: RawSheet, choices: Choices) -> int | None:
    """The row (1-based) where a header begins whose columns an officer chose at an earlier file, however it is worded."""
    known = {*choices.remembered, *(layout for _, layout in choices.by_unit)}
    for row in range(min(len(sheet.rows), _SEARCHED) if known else 0):
        if _layout(_headers(sheet, row, row + _depth(sheet, row) - 1)) in known:
            return row + 1
    return None


def _below_guides(sheet: RawSheet, last: int) -> int:
    """The first row (0-based) below a header that neither tells how to fill its columns nor numbers them."""
    start = last + 1
    while start < min(len(sheet.rows), last + 1 + _DEEPEST) and is_guide(sheet.rows[last], sheet.rows[start]):
        start += 1
    return start


def _with_units(
    sheet: RawSheet, headers: list[tuple[int, str, str]], last: int, start: int
) -> list[tuple[int, str, str]]:
    """The headers, each count with the unit that a line of instructions below it names."""
    for row in range(last + 1, start):
        told = ((*each[:2], each[2], tidy(as_text(sheet.cell(row, each[0])))) for each in headers)
        headers = [
            (at, group, label + text if unit_below(label, text) > 1 else label) for at, group, label, text in told
        ]
    return headers


def _far_others(sheet: RawSheet, first: int, last: int) -> list[int]:
    """The first header row of another table that stands below the rows searched for the first one's."""
    further = rows_like_headers(sheet.rows, max(_SEARCHED, last + 1))
    others = (row for row in further if _is_other(sheet, row, first, last) and _score(sheet, row) >= _SURELY)
    return list(islice(others, 1))


def _layout(headers: Sequence[tuple[int, str, str]]) -> str:
    """The fingerprint of a table's headers: the same for next month's file of the same form, and for one we gave back."""
    own = [(index, group, label) for index, group, label in headers if label != REASON_HEADER]
    return hashlib.sha256(repr(own).encode()).hexdigest()[:24]


def _chosen(sheet: RawSheet, layout: str, unit: str, choices: Choices) -> Chosen:
    """The fields an officer gave to columns of this sheet, those of an earlier file of this layout behind them.

    Of earlier files the same unit's goes before any other's.
    """
    remembered = choices.by_unit.get((unit, layout)) or choices.remembered.get(layout, {})
    chosen: Chosen = {index: (name, "remembered") for index, name in remembered.items()}
    return chosen | {
        index: (name, "chosen") for (of_sheet, index), name in choices.columns.items() if of_sheet == sheet.name
    }


def _is_other(sheet: RawSheet, row: int, first: int, last: int) -> bool:
    """Whether a header row is another table's, not (a row of) the same header once more, with a word changed at most."""
    texts = _texts(sheet.rows[row])
    own = [_texts(sheet.rows[index]) for index in range(first, last + 1)]
    if set(texts) in map(set, own) or len(texts) != len([cell for cell in sheet.rows[row] if cell != ""]):
        return False
    again = sum(1 for cell, head in zip(sheet.rows[row], sheet.rows[last], strict=False) if cell != "" and cell == head)
    if again >= 2 and again * 4 >= max(len(texts), len(own[-1])) * 3:
        return False
    named = {exact_field(text) for text in texts} - {None, *SPECIAL}
    return all(map(exact_field, texts)) or (
        "name" in named and len(named) >= _LEFTMOST and len(named) * 2 >= len(texts)
    )


def is_transposed(sheet: RawSheet) -> bool:
    """Whether the headers stand below each other, so that each account is a column."""
    for place in range(_LEFTMOST):
        column = [row[place] for row in sheet.rows[:_SEARCHED] if place < len(row)]
        named = {exact_field(tidy(cell)) for cell in column if isinstance(cell, str)} - {None, *SPECIAL}
        if "name" in named and len(named) >= _LEFTMOST:
            return True
    return False


def second_table(table: Table) -> int | None:
    """The row (1-based) where a second table's header stands: further below, or beside the first in its own row."""
    if table.others:
        return table.others[0] + 1
    lost = [each.lost for each in table.mapping.doubled]
    labels = [each.header for each in table.mapping.columns]
    again = {each.lost for each in table.mapping.doubled if labels.count(each.header) > 1}
    return (
        table.header_row + 1 if {"name", "platform"} <= again or ("name" in again and len(lost) >= _LEFTMOST) else None
    )


def _texts(row: Sequence[Cell]) -> list[str]:
    return [tidy(cell) for cell in row if isinstance(cell, str) and cell.strip()]


def _score(sheet: RawSheet, row: int) -> float:
    """How much a row reads like a header: distinct fields named, exact names counting most, prose
    against it.
    """
    texts = _texts(sheet.rows[row])
    if any(text.endswith((":", "：")) for text in texts):
        return 0  # 填报单位：… is a line of the form, not a header
    if not texts or len(texts) < len([cell for cell in sheet.rows[row] if cell != ""]) / 2:
        return 0
    deep = _depth(sheet, row)
    labels = [label for _, group, label in _headers(sheet, row, row + deep - 1)] if deep > 1 else texts
    groups = [group + label for _, group, label in _headers(sheet, row, row + deep - 1)] if deep > 1 else texts
    exact = {exact_field(joined) or exact_field(text) for text, joined in zip(labels, groups, strict=True)} - {
        None,
        *SPECIAL,
    }
    likely = {likely_field(text) for text in labels} - exact - {None}
    known = sum(1 for text in labels if is_known(text))
    if ("name" not in exact | likely and len(exact) < 3) or (known == 1 and len(texts) > 2):
        return 0
    score = 2 * len(exact) + 0.5 * len(likely) + (0.5 if "name" in exact else 0)
    lonely = len(texts) == 1 and row + 1 < len(sheet.rows) and deep == 1 and "name" not in exact
    return 0 if lonely else score


def _depth(sheet: RawSheet, row: int) -> int:
    """How many rows the header has: as deep as its merges reach, or two where groups stand over
    unmerged labels.
    """
    if len([cell for cell in sheet.rows[row] if cell != ""]) < 2:
        return 1  # a title or a 填报单位 line merged over the table is no group
    if any(_FORM_LINE.search(text) for text in _texts(sheet.rows[row])):
        return 1
    below = [last - first + 1 for first, _, last, _ in sheet.merges if first == row and last - first < _DEEPEST]
    wide = any(first == last == row and right > left for first, left, last, right in sheet.merges)
    depth = max(below, default=1)
    if row + depth > len(sheet.rows):
        return 1
    if depth == 1 and (wide or _has_gaps(sheet, row) or _is_filled_along(sheet, row)) and _continues(sheet, row):
        depth = 2
    labels = [
        bottom - row + 1 for top, left, bottom, right in sheet.merges if row < top < row + depth and left == right
    ]
    depth = max(depth, *(each for each in labels if each <= _DEEPEST), 1)
    return _and_below(sheet, row, depth)


def _is_filled_along(sheet: RawSheet, row: int) -> bool:
    """Whether a row of groups was unmerged and filled: the same text beside itself, and another one too."""
    texts = [tidy(as_text(cell)) for cell in sheet.rows[row] if cell != ""]
    return len(set(texts)) > 1 and any(a == b for a, b in pairwise(texts))


def _and_below(sheet: RawSheet, row: int, depth: int) -> int:
    """The depth of a header, one row more where the next one says it again in other words, or goes on with it."""
    last, below = row + depth - 1, row + depth
    if depth >= _DEEPEST or below >= len(sheet.rows):
        return depth
    is_merged = any(top <= below <= bottom or top == last for top, _, bottom, _ in sheet.merges)
    goes_on = says_again(sheet.rows[last], sheet.rows[below]) or completes(sheet.rows[last], sheet.rows[below])
    return depth + (goes_on and not is_merged)


def _has_gaps(sheet: RawSheet, row: int) -> bool:
    """Whether a header row leaves cells empty between its texts."""
    filled = [index for index, cell in enumerate(sheet.rows[row]) if cell != ""]
    return len(filled) >= 2 and (filled[-1] - filled[0] + 1 > len(filled) or filled[-1] + 1 < len(sheet.rows[row]))


def _continues(sheet: RawSheet, row: int) -> bool:
    """Whether the next row holds the labels under this row's groups: names of fields, where this row is
    empty or a group.
    """
    if row + 1 >= len(sheet.rows):
        return False
    here, below = sheet.rows[row], sheet.rows[row + 1]
    texts = _texts(below)
    if not texts or len(texts) != len([cell for cell in below if cell != ""]):
        return False
    under_full = sum(
        1 for a, b in zip(here, below, strict=False) if a != "" and b != "" and a != b and exact_field(tidy(as_text(a)))
    )
    named = sum(1 for text in texts if exact_field(text) or likely_field(text))
    alone = any(exact_field(tidy(as_text(a))) for a, b in zip(here, below, strict=False) if a != "" and b == "")
    if not alone and not any(first == row for first, _, _, _ in sheet.merges) and not _is_filled_along(sheet, row):
        return False
    return named * 2 >= len(texts) and under_full <= len(texts) // 2


def _headers(sheet: RawSheet, first: int, last: int) -> list[tuple[int, str, str]]:
    """Column, group and label of each headed column; a group merged over several columns stands over each."""
    width = max((len(sheet.rows[row]) for row in range(first, last + 1)), default=0)
    found = []
    for place in range(width):
        column = place + sheet.offset
        parts: list[str] = []
        for row in range(first, last + 1):
            text = _header_text(sheet, row, column, first, last)
            if text and text not in parts:
                parts.append(text)
        if parts:
            found.append((column, "/".join(parts[:-1]), parts[-1]))
    return found


def _header_text(sheet: RawSheet, row: int, column: int, first: int, last: int) -> str:
    """The text of a header cell; inside a merge that of its first cell; unmerged, a group reaches to
    the right.
    """
    text = tidy(as_text(sheet.cell(row, column)))
    if text:
        return text
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right and first <= top and bottom <= last:
            return tidy(as_text(sheet.cell(top, left)))
    if row < last and sheet.cell(row + 1, column) != "" and not sheet.merges:
        for before in range(column - 1, sheet.offset - 1, -1):
            if text := tidy(as_text(sheet.cell(row, before))):
                return text
    return ""


def _sample(sheet: RawSheet, start: int, column: int) -> list[Cell]:
    cells = [sheet.cell(row, column) for row in range(start, min(start + _SAMPLE, len(sheet.rows)))]
    return [cell for cell in cells if cell != ""]


def samples(table: Table, column: int) -> list[str]:
    """The first three different texts under a column, each cut to what a page shows."""
    texts = (tidy(as_text(cell))[:_LONGEST_SAMPLE] for cell in _sample(table.sheet, table.start, column))
    return list(islice(dict.fromkeys(filter(None, texts)), 3))


def unit_in(titles: Sequence[str]) -> str | None:
    """The sending unit that the lines above the header name: 填报单位：湖镇镇, in one cell or in two."""
    for place, text in enumerate(titles):
        if found := _UNIT_LINE.match(simplified(text)):
            named = text[slice(*found.span(1))] if found[1] else next(iter(titles[place + 1 : place + 2]), "")
            return named if named and not named.endswith((":", "：")) else None
    return None
