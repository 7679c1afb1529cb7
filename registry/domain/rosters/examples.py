"""Rows that show how a form is filled in (例, 示例, 填写示例): a department's template carries them below its header.

Such a row looks like an account and is none (issue: rosters). It is passed over and said, never in silence, and an
officer takes it where it is real. The mark stands where no account has it: in the column of running numbers, in a
column without a header, or before the first text of the row (例：龙游发布). A name that only contains 例 is a name.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.headers import SEQUENCE
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tables import Table
from registry.domain.rosters.tidy import as_text, tidy

_WORD = r"(?:(?:填写|填报|填表|填列|参考)?(?:示例|样例|范例|样本|举例|例子)|例如?|填写样式|example|sample)"
_WHOLE = re.compile(rf"[★☆*※(（【\[〔]*{_WORD}\s*\d{{0,2}}[)）】\]〕]?\s*[:：]?", re.IGNORECASE)
"""A cell that says nothing else."""
_SIGN = re.compile("[例样樣eEsS]")
_BEFORE = re.compile(rf"[(（【\[〔]{_WORD}\d{{0,2}}[)）】\]〕]|{_WORD}\d{{0,2}}\s*[:：]", re.IGNORECASE)
"""A mark before what the cell says."""
_NEAR = 3
"""Rows below the header in which a mark at the name itself is one; further down it is more likely a name."""


def find_examples(table: Table, *, taken: Collection[int]) -> dict[int, str]:
    """The rows below a table's header that are marked as examples, by Excel's number, with the mark as written.

    ``taken``: numbers of rows an officer has spoken of, which are accounts whatever they are marked as.
    """
    sheet = table.sheet
    columns = {each.index - sheet.offset: each.field for each in table.mapping.columns}
    found = {}
    for index, cells in enumerate(sheet.rows[table.start :], table.start):
        first, is_near = next(filter(None, cells), ""), index < table.start + _NEAR
        if not is_near and not (first.__class__ is str and _SIGN.search(first)):
            continue
        mark = _mark_of(cells, columns, is_near=is_near)
        if mark and index + 1 not in taken:
            found[index + 1] = mark
    return found


def _mark_of(cells: Sequence[Cell], columns: Mapping[int, str | None], *, is_near: bool) -> str | None:
    """The mark of a row: in its first text, running numbers apart; a row of nothing but its mark shows nothing."""
    for place, cell in enumerate(cells):
        if cell == "":
            continue
        mark = _mark(cell, columns.get(place), is_near=is_near)
        if mark or columns.get(place) != SEQUENCE:
            is_all = not _WHOLE.fullmatch(tidy(as_text(cell))) or any(other != "" for other in cells[place + 1 :])
            return mark if is_all else None
    return None


def _mark(cell: Cell, name: str | None, *, is_near: bool) -> str | None:
    """The mark of an example that a cell is, or begins with; ``name`` is the field it stands under."""
    if cell.__class__ is not str:
        return None
    text = simplified(tidy(as_text(cell)))
    if _WHOLE.fullmatch(text):
        return text if name != "name" or is_near else None
    before = _BEFORE.match(text) if is_near else None
    return before[0] if before else None
