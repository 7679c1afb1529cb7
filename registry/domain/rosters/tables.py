"""Where the table stands on a sheet: its header rows under the title lines, and which rows below are
accounts.

A sheet of an office opens with a title, a 填报单位 line, perhaps a header of two rows with merged
groups; between its
account rows stand captions, blank rows and repeated headers, below them totals and notes. Only account
rows go on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from registry.domain.rosters.headers import (
    SEQUENCE,
    Mapping,
    exact_field,
    is_known,
    likely_field,
    map_columns,
)
from registry.domain.rosters.read import RawSheet
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tidy import as_text, tidy

_SEARCHED = 60
_DEEPEST = 3
_SAMPLE = 40
_TOTAL = re.compile(r"(?:合|总|共|小|累)\s*计.{0,12}")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填写说明|填表人|填报人|制表人|制表|审核人|审核|复核人|复核|负责人|单位负责人|分管领导|"
    r"联系人|联系电话|填报日期|填报时间|填表日期|填表时间|制表日期|填报单位|填表单位|报送单位|统计日期|数据来源|日期|单位（盖章）|单位\(盖章\)|"
    r"签字|盖章)\s*[\d一二三]?\s*[:：（(].*|(?:注|备注|说明)\s*[:：].*",
    re.DOTALL,
)
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．].{1,20}|第[一二三四五六七八九十]+[章节部].*")
_NUMBERED = re.compile(r"[（(]?\d{1,2}[)）]?[、.．)）].{6,}")


@dataclass(slots=True)
class Table:
    """The table of one sheet. ``first`` and ``header_row`` are 0-based; ``titles`` are the texts above
    the header.
    """

    sheet: RawSheet
    first: int
    header_row: int
    mapping: Mapping
    titles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One row below the header: an account row, or a caption that speaks for the rows after it."""

    number: int
    cells: list[Cell]
    caption: str | None = None


def find_table(sheet: RawSheet) -> Table | None:
    """The table under the best header row of a sheet, None where no row reads like a header."""
    best = max(
        ((_score(sheet, row), -row) for row in range(min(len(sheet.rows), _SEARCHED))),
        default=(0.0, 0),
    )
    if best[0] < 2:
        return None
    first = -best[1]
    last = first + _depth(sheet, first) - 1
    headers = _headers(sheet, first, last)
    mapping = map_columns(headers, lambda column: _sample(sheet, last + 1, column))
    titles = [tidy(as_text(cell)) for row in sheet.rows[:first] for cell in row if cell != ""]
    return Table(sheet, first, last, mapping, titles)


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
        SEQUENCE,
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
    below = [last - first + 1 for first, _, last, _ in sheet.merges if first == row and last - first < _DEEPEST]
    wide = any(first == last == row and right > left for first, left, last, right in sheet.merges)
    depth = max(below, default=1)
    if row + depth >= len(sheet.rows) or (depth == 1 and not wide and not _has_gaps(sheet, row)):
        return depth if row + depth <= len(sheet.rows) else 1
    if depth == 1 and not _continues(sheet, row):
        return 1
    return max(depth, 2) if depth == 1 else depth


def _has_gaps(sheet: RawSheet, row: int) -> bool:
    """Whether a header row leaves cells empty between its texts."""
    filled = [index for index, cell in enumerate(sheet.rows[row]) if cell != ""]
    return len(filled) >= 2 and (filled[-1] - filled[0] + 1 > len(filled) or filled[-1] + 1 < len(sheet.rows[row]))


def _continues(sheet: RawSheet, row: int) -> bool:
    """Whether the next row holds the labels under this row's groups: names of fields, where this row is
    empty or a group.
    """
    here, below = sheet.rows[row], sheet.rows[row + 1]
    texts = _texts(below)
    if not texts or len(texts) != len([cell for cell in below if cell != ""]):
        return False
    under_full = sum(
        1 for a, b in zip(here, below, strict=False) if a != "" and b != "" and exact_field(tidy(as_text(a)))
    )
    named = sum(1 for text in texts if exact_field(text) or likely_field(text))
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


def lines(table: Table) -> Iterator[Line]:
    """The account rows and captions below the header, merged cells filled down, everything else passed
    over.
    """
    sheet = table.sheet
    _fill_merges(table)
    ignored = {each.index - sheet.offset for each in table.mapping.columns if each.field == SEQUENCE}
    heads = {each.index - sheet.offset: each.header.rsplit("/", 1)[-1] for each in table.mapping.columns}
    name = table.mapping.by_field().get("name")
    name_place = name.index - sheet.offset if name else -1
    wide = {top for top, left, bottom, right in sheet.merges if right - left >= 2}
    ended = False
    for index in range(table.header_row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        filled = [place for place, cell in enumerate(cells) if cell != "" and place not in ignored]
        if len(filled) > 4 and not ended and _fast_row(cells, filled[0]):
            if not _repeats(cells, filled, heads):
                yield Line(index + 1, cells)
            continue
        filled = [place for place in filled if as_text(cells[place]).strip()]
        kind = _kind(cells, filled, name_place, index in wide, ignored)
        ended = ended or kind == "note"
        if kind == "caption" and not ended:
            yield Line(index + 1, cells, next(text for text in map(tidy, map(as_text, cells)) if text))
        elif kind == "row" and not (ended and len(filled) <= 2) and not _repeats(cells, filled, heads):
            yield Line(index + 1, cells)


def _fast_row(cells: list[Cell], place: int) -> bool:
    """A well-filled row whose first texts are no total and no note: the common case."""
    first, second = as_text(cells[0]), as_text(cells[place])
    return "计" not in first + second and ":" not in first + second and "：" not in first + second


def _kind(cells: list[Cell], filled: list[int], name_place: int, is_wide: bool, ignored: set[int]) -> str:
    """What a row is: blank, note (totals and signatures), caption or row."""
    everything = [place for place, cell in enumerate(cells) if as_text(cell).strip()]
    texts = [tidy(as_text(cells[place])) for place in everything[:3]]
    if not texts:
        return "blank"
    if (
        any(_TOTAL.fullmatch(text) for text in texts[:2])
        or _NOTE.fullmatch(texts[0])
        or (len(texts) == 1 and _NUMBERED.fullmatch(texts[0]))
    ):
        return "note"
    if not filled:
        only = texts[0]
        return "blank" if re.fullmatch(r"[\d.]+", only) or not is_wide else "caption"
    if len(everything) == 1 and (is_wide or filled[0] != name_place or _HEADING.fullmatch(texts[0])):
        return "caption" if isinstance(cells[filled[0]], str) else "blank"
    return "row"


def _repeats(cells: list[Cell], filled: list[int], heads: dict[int, str]) -> bool:
    """Whether the row is the header once more."""
    if cells[filled[0]].__class__ is not str or tidy(cells[filled[0]]) != heads.get(filled[0]):
        return False
    same = sum(1 for place in filled if tidy(as_text(cells[place])) == heads.get(place))
    return same >= 2 and same * 2 >= len(filled)


def _fill_merges(table: Table) -> None:
    """Write the value of a merge over several rows into each of them, within the table."""
    sheet = table.sheet
    for top, left, bottom, _ in sheet.merges:
        if bottom == top or top <= table.header_row:
            continue
        value = sheet.cell(top, left)
        place = left - sheet.offset
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            if value != "" and 0 <= place < len(sheet.rows[row]) and sheet.rows[row][place] == "":
                sheet.rows[row][place] = value
