"""Which rows below a header are accounts, which are captions, and which are totals, notes or nothing.

A row that names an account on a known platform is an account whatever its name sounds like (合计新闻); only what
cannot be one is passed over.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.headers import SPECIAL
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tables import Table
from registry.domain.rosters.tidy import as_text, tidy
from registry.domain.rosters.vocabularies import member_of
from registry.domain.terms import Platform

_TOTAL = re.compile(r"(?:合|总|共|小|累)\s*计\s*[:：]?\s*[\d.,，万]*\s*[个家人条户名]?(?:账号)?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填写说明|填表人|填报人|制表人|制表|审核人|审核|复核人|复核|负责人|单位负责人|分管领导|"
    r"联系人|联系电话|填报日期|填报时间|填表日期|填表时间|制表日期|填报单位|填表单位|报送单位|统计日期|数据来源|日期|单位（盖章）|单位\(盖章\)|"
    r"签字|盖章)\s*[\d一二三]?\s*[:：（(].*|(?:注|备注|说明)\s*[:：].*",
    re.DOTALL,
)
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．].{1,20}|第[一二三四五六七八九十]+[章节部].*")
_NUMBERED = re.compile(r"[（(]?\d{1,2}[)）]?[、.．)）].{6,}")
_LONGEST = 20
"""Characters of a caption that stands in a single cell."""
_SIGNS = re.compile("[计計:：]")


def gather(
    table: Table, *, take_hidden: bool = True, but: Collection[int] = ()
) -> tuple[list[int], list[list[Cell]], list[tuple[int, str]]]:
    """The account rows below the header: their row numbers, their cells, and the captions between them, each with how
    many account rows stand above it.

    Without ``take_hidden`` rows that do not show are passed over; those of the numbers ``but`` always.
    """
    sheet, layout = table.sheet, _Layout.of(table)
    numbers: list[int] = []
    taken: list[list[Cell]] = []
    captions: list[tuple[int, str]] = []
    hidden, ended = frozenset(but).union(() if take_hidden else sheet.hidden.rows), False
    is_account, start = layout.names_an_account, table.start
    for index, cells in enumerate(sheet.rows[start:], start):
        if hidden and index + 1 in hidden:
            continue
        if not is_account(cells):
            kind = layout.kind(cells, index)
            ended = ended or kind == "note"
            if kind == "caption" and not ended:
                captions.append((len(numbers), next(text for text in map(tidy, map(as_text, cells)) if text)))
            if kind != "row" or (ended and sum(1 for cell in cells if cell != "") <= 2):
                continue  # below the notes a scant row is a signature, a remark
        numbers.append(index + 1)
        taken.append(cells)
    return numbers, taken, captions


@dataclass(slots=True)
class _Layout:
    """Where the columns that tell a row's kind stand (places in a row, not columns of the sheet)."""

    name: int
    platform: int
    ignored: frozenset[int]
    heads: dict[int, str]
    wide: frozenset[int]
    platforms: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> "_Layout":
        """The layout of a table."""
        offset, by_field = table.sheet.offset, table.mapping.by_field()
        columns = table.mapping.columns
        return cls(
            name=by_field["name"].index - offset if "name" in by_field else -1,
            platform=by_field["platform"].index - offset if "platform" in by_field else -1,
            ignored=frozenset(each.index - offset for each in columns if each.field in SPECIAL),
            heads={each.index - offset: each.header.rsplit("/", 1)[-1] for each in columns},
            wide=frozenset(top for top, left, _, right in table.sheet.merges if right - left >= 2),
        )

    def kind(self, cells: list[Cell], index: int) -> str:
        """What a row is that names no account at first sight: row (likely one), caption, total, note, header or blank."""
        filled = [place for place, cell in enumerate(cells) if cell != "" and place not in self.ignored]
        if filled and _repeats(cells, filled, self.heads):
            return "header"
        if len(filled) > 4 and not _SIGNS.search(as_text(cells[0]) + as_text(cells[filled[0]])):
            return "row"
        return self._rare(cells, [place for place in filled if as_text(cells[place]).strip()], index)

    def names_an_account(self, cells: list[Cell]) -> bool:
        """Whether both the name and a known platform stand in the row, which is no header once more."""
        try:
            name, platform = cells[self.name], cells[self.platform]
        except IndexError:
            return False
        if name == "" or name == self.heads.get(self.name) or platform.__class__ is not str:
            return False
        known = self.platforms.get(platform)
        if known is None:
            known = self.platforms[platform] = platform != "" and member_of(Platform, platform) is not None
        return known and self.name >= 0 <= self.platform

    def _rare(self, cells: list[Cell], filled: list[int], index: int) -> str:
        """The kind of a row that is no plain account."""
        everything = [place for place, cell in enumerate(cells) if as_text(cell).strip()]
        texts = [simplified(tidy(as_text(cells[place]))) for place in everything[:3]]
        if not texts:
            return "blank"
        if any(_TOTAL.fullmatch(text) for text in texts[:2]):
            return "total"
        if _NOTE.fullmatch(texts[0]) or (len(texts) == 1 and _NUMBERED.fullmatch(texts[0])):
            return "note"
        is_wide = index in self.wide
        alone = len(everything) == 1
        if not filled:  # a town's name often stands in the column of running numbers
            says = (is_wide or (alone and len(texts[0]) <= _LONGEST)) and not re.fullmatch(r"[\d.]+", texts[0])
            return "caption" if says else "blank"
        if alone and (is_wide or filled[0] != self.name or _HEADING.fullmatch(texts[0])):
            return "caption" if isinstance(cells[filled[0]], str) else "blank"
        return "row"


def _repeats(cells: list[Cell], filled: list[int], heads: dict[int, str]) -> bool:
    """Whether the row is the header once more."""
    if cells[filled[0]].__class__ is not str or tidy(cells[filled[0]]) != heads.get(filled[0]):
        return False
    same = sum(1 for place in filled if tidy(as_text(cells[place])) == heads.get(place))
    return same >= 2 and same * 2 >= len(filled)


def fill_merges(table: Table) -> None:
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
