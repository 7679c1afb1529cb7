"""Which rows below a header are accounts, which are captions, and which are totals, notes or nothing.

A row that names an account on a known platform is an account whatever its name sounds like (合计新闻); only what
cannot be one is passed over.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from registry.domain.identifiers.names import simplified
from registry.domain.rosters.headers import SPECIAL
from registry.domain.rosters.places import is_town, unnumbered
from registry.domain.rosters.shapes import Cell
from registry.domain.rosters.tables import Table
from registry.domain.rosters.tidy import as_text, is_unknown, tidy
from registry.domain.rosters.vocabularies import member_of
from registry.domain.terms import Platform

_TOTAL = re.compile(r"(?:合|总|共|小|累)\s*计\s*[:：(（]?\s*[\d.,，万]*\s*[个家人条户名]?(?:账号)?[)）]?")
_SUBTOTAL = re.compile(
    r".{1,12}(?:合|总|共|小|累)计\s*[:：]?\s*[\d.,，万]*\s*[个家人条户名]?(?:账号)?|共\s*[\d.,，万]+\s*[个家条户](?:账号)?"
)
"""A total of something (湖镇镇小计), which a name may end like: only a row of nothing but numbers beside it is one."""
_TOTALS = frozenset({"合计", "总计", "共计", "小计", "累计"})
_FIGURE = re.compile(r"[\d.,，%％+万亿wW]+[个家人条户名]?")
_NOTHING = re.compile(
    r"(?:(?:本|我|该|全|辖区|目前|截至|经)[^，。]{0,12}[，,]?)?(?:暂时?|均|尚|确)?(?:无|没有|未发现|未开设)"
    r"(?:(?:此类|该类|相关|符合|属地|应报|新增|上述|自媒体|公众|网络|新媒体)[^，。]{0,8})?(?:账号|帐号|平台|情况|内容)?[。]?|(?:实行)?零报告"
)
"""What a town without accounts writes in place of them."""
_ENDS = re.compile(r"[—\-－_～~\s]*(?:以下|此处)(?:空白|无正文|无内容|无)[—\-－_～~\s]*|第\s*\d+\s*页.{0,12}")
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
_LONGEST_NOTHING = 5
"""From this many characters on a name is no 无 and no 未填写."""
_SHORTEST_ID = 5
_SIGNS = re.compile("[计計:：]")


@dataclass(slots=True)
class Lines:
    """The lines below a header: account rows with their numbers (Excel's), the captions between them, each with how many
    account rows stand above it and its number, and the numbers of rows that say there is no account (无, 零报告).
    """

    numbers: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    captions: list[tuple[int, str, int]] = field(default_factory=list)
    nothing: list[int] = field(default_factory=list)


def gather(table: Table, *, take_hidden: bool = True, but: Collection[int] = ()) -> Lines:
    """The lines below the header; without ``take_hidden`` rows that do not show are passed over; ``but`` always."""
    sheet, layout = table.sheet, _Layout.of(table)
    lines = Lines()
    numbers, taken = lines.numbers, lines.rows
    hidden, ended = frozenset(but).union(() if take_hidden else sheet.hidden.rows), False
    is_account, start = layout.names_an_account, table.start
    for index, cells in enumerate(sheet.rows[start:], start):
        if hidden and index + 1 in hidden:
            continue
        if not is_account(cells):
            kind = layout.kind(cells, index)
            ended = ended or kind == "note"
            if kind == "caption" and not ended:
                text = next(text for text in map(tidy, map(as_text, cells)) if text)
                lines.captions.append((len(numbers), text, index + 1))
            if kind == "nothing":
                lines.nothing.append(index + 1)
            if kind != "row" or (ended and sum(1 for cell in cells if cell != "") <= 2):
                continue  # below the notes a scant row is a signature, a remark
        numbers.append(index + 1)
        taken.append(cells)
    return lines


@dataclass(slots=True)
class _Layout:
    """Where the columns that tell a row's kind stand (places in a row, not columns of the sheet)."""

    name: int
    platform: int
    uid: int
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
            uid=by_field["uid"].index - offset if "uid" in by_field else -1,
            ignored=frozenset(each.index - offset for each in columns if each.field in SPECIAL),
            heads={each.index - offset: each.header.rsplit("/", 1)[-1] for each in columns},
            wide=frozenset(top for top, left, _, right in table.sheet.merges if right - left >= 2),
        )

    def kind(self, cells: list[Cell], index: int) -> str:
        """What a row is that names no account at first sight: row (likely one), caption, total, note, header or blank."""
        filled = [place for place, cell in enumerate(cells) if cell != "" and place not in self.ignored]
        if filled and _repeats(cells, filled, self.heads):
            return "header"
        if len(filled) > 4 and not _SIGNS.search(as_text(cells[0]) + as_text(cells[filled[0]]) + self._no_name(cells)):
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
        if name in _TOTALS and len(set(cells)) > 3 and self._is_figures(cells, but=(self.name, self.platform)):
            return False  # the platform's total, with its figure
        known = self.platforms.get(platform)
        if known is None:
            known = self.platforms[platform] = platform != "" and member_of(Platform, platform) is not None
        return known and self.name >= 0 <= self.platform

    def _no_name(self, cells: list[Cell]) -> str:
        """A sign where 无 or the like stands in place of the name, else nothing."""
        name = as_text(cells[self.name]) if 0 <= self.name < len(cells) else ""
        return ":" if name and len(name) < _LONGEST_NOTHING and is_unknown(tidy(name)) else ""

    def _is_figures(self, cells: list[Cell], *, but: Collection[int]) -> bool:
        """Whether nothing but figures stands in a row beside some of its cells and its running number; an id is none."""
        if 0 <= self.uid < len(cells) and len(as_text(cells[self.uid]).strip()) >= _SHORTEST_ID:
            return False
        texts = (
            as_text(cell).strip() for place, cell in enumerate(cells) if place not in self.ignored and place not in but
        )
        return all(_FIGURE.fullmatch(text) for text in texts if text)

    def _says_nothing(self, cells: list[Cell], filled: list[int]) -> bool:
        """Whether a row says that there is no account: 无 in each of its cells, or in words where its name would stand."""
        if self.name not in filled:
            return False
        name = as_text(cells[self.name])
        if len(filled) == 1 and _NOTHING.fullmatch(tidy(name)):
            return True
        return len(name) < _LONGEST_NOTHING and all(is_unknown(tidy(as_text(cells[place]))) for place in filled)

    def _is_total(self, cells: list[Cell], place: int, text: str) -> bool:
        """Whether a cell makes its row a total: of everything, or of a part where nothing but figures stands beside it."""
        if "计" not in text and "共" not in text:
            return False
        is_of_part = bool(_SUBTOTAL.fullmatch(text)) and self._is_figures(cells, but=(place,))
        return is_of_part or bool(_TOTAL.fullmatch(text))

    def _rare(self, cells: list[Cell], filled: list[int], index: int) -> str:
        """The kind of a row that is no plain account."""
        everything = [place for place, cell in enumerate(cells) if as_text(cell).strip()]
        texts = [simplified(tidy(as_text(cells[place]))) for place in everything[:3]]
        if not texts:
            return "blank"
        if any(self._is_total(cells, place, text) for place, text in zip(everything[:2], texts, strict=False)):
            return "total"
        alone = len(everything) == 1
        if _NOTE.fullmatch(texts[0]) or (alone and (_is_point(texts[0]) or _ENDS.fullmatch(texts[0]))):
            return "note"
        if filled and self._says_nothing(cells, filled):
            return "nothing"
        is_wide = index in self.wide
        if not filled:  # a town's name often stands in the column of running numbers
            says = (is_wide or (alone and len(texts[0]) <= _LONGEST)) and not re.fullmatch(r"[\d.]+", texts[0])
            return "caption" if says else "blank"
        if alone and (is_wide or filled[0] != self.name or _HEADING.fullmatch(texts[0])):
            return "caption" if isinstance(cells[filled[0]], str) else "blank"
        return "row"


def _is_point(text: str) -> bool:
    """Whether a line is a numbered point of some notes (1.本表每季度报送), which the caption of a town or platform is not."""
    bare = unnumbered(text)
    return bool(_NUMBERED.fullmatch(text)) and not is_town(bare) and member_of(Platform, bare) is None


def _repeats(cells: list[Cell], filled: list[int], heads: dict[int, str]) -> bool:
    """Whether the row is the header once more."""
    first, head = cells[filled[0]], _bare(heads.get(filled[0], ""))
    if first.__class__ is not str or head[:1] not in first or _bare(first) != head:
        return False
    same = sum(1 for place in filled if _bare(as_text(cells[place])) == _bare(heads.get(place, "")))
    return same >= 2 and same * 2 >= len(filled)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """A header as it is repeated further down: without spaces and stars."""
    return re.sub(r"[\s*＊]+", "", tidy(text))


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
