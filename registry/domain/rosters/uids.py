"""The id of each account: which column holds it, and what it is on the row's own platform (domain brief §6)."""

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence

from registry.domain import identifiers
from registry.domain.rosters.ambiguity import Column
from registry.domain.rosters.codes import clean_id_no, clean_uid
from registry.domain.rosters.columns import Grid
from registry.domain.rosters.headers import Mapping
from registry.domain.rosters.shapes import Cell, Level, problem
from registry.domain.rosters.tidy import as_text, tidy_prose
from registry.domain.terms import Platform

_WORD = re.compile(r"[a-z][a-z0-9_]{5,19}")
_NUMBER = re.compile(r"[1-9][0-9]{4,11}")
SOUND_UIDS: dict[str, re.Pattern[str]] = {
    Platform.WECHAT: _WORD,
    Platform.DOUYIN: _WORD,
    Platform.KUAISHOU: _WORD,
    Platform.CHANNELS: re.compile(r"sph[a-z0-9]{6,30}"),
    Platform.WEIBO: _NUMBER,
    Platform.BILIBILI: _NUMBER,
    Platform.TOUTIAO: _NUMBER,
    Platform.SOHU: _NUMBER,
    Platform.XIAOHONGSHU: re.compile(r"(?=[0-9]*[a-df])[0-9a-f]{24}"),
}
"""What is surely a sound id, told at a glance: most cells of a large roster. The rest is looked at closely."""


def take_uids(grid: Grid, mapping: Mapping, mended: Table[int, str]) -> None:
    """Clean the ids by their platform; an address in their column serves as the link where there is none."""
    columns = [
        each for each in mapping.columns if each.field == "uid" or (each in mapping.doubled and each.lost == "uid")
    ]
    cells = _cells(grid, columns)
    if mended:
        cells = [mended.get(number, cell) for number, cell in zip(grid.numbers, cells, strict=True)]
    platforms, uids = grid.values["platform"], grid.values["uid"]
    for place, cell in enumerate(cells):
        if cell == "":
            continue
        platform = platforms[place]
        sound = SOUND_UIDS.get(platform) if cell.__class__ is str else None  # type: ignore[arg-type]
        if sound is not None and sound.fullmatch(cell):
            uids[place] = cell
        else:
            _take_closely(grid, place, cell, str(platform or Platform.OTHER))


def _take_closely(grid: Grid, place: int, cell: Cell, platform: str) -> None:
    """One id that is not plain at a glance."""
    value, _, problems = clean_uid(cell, platform)
    if isinstance(value, str) and _is_persons(value):
        _protect(grid, place, value)
        return
    grid.values["uid"][place] = value
    if value != as_text(cell):
        grid.write(place, "uid", as_text(cell))
    for found in problems:
        grid.tell(place, "uid", found)
        if found.code == "identifiers.uid_link" and grid.values["url"][place] is None:
            grid.values["url"][place] = identifiers.url.find(as_text(cell))


def _is_persons(uid: str) -> bool:
    """Whether an id is a person's identity number: eighteen digits with a place and a birthday, by design or by chance
    (one id of eighteen digits in some thousands).
    """
    return len(uid) == 18 and uid[:17].isdecimal() and identifiers.id_no.tells_birthday(uid)


def _protect(grid: Grid, place: int, number: str) -> None:
    """Put an identity number under the account's id where it is sealed and masked; the account goes by its weaker key."""
    numbers = grid.values["id_no"]
    numbers[place] = numbers[place] or identifiers.id_no.compact(number)
    grid.tell(place, "uid", problem(Level.ERROR, "uid_is_id_no"))
    for found in clean_id_no(number).problems:
        grid.tell(place, "uid", found)


def _cells(grid: Grid, columns: Sequence[Column]) -> Sequence[Cell]:
    """The cell of each row's id: of 微信号 and 抖音号 side by side the one of the row's own platform, of 微信号 and
    原始ID the one that never changes.

    What is not taken is no id of this account, or a second one, and is kept under extra.
    """
    if len(columns) == 1 and columns[0].platform is None:
        return grid.column(columns[0].index)
    chosen: list[Cell] = [""] * len(grid.numbers)
    given = [grid.column(each.index) for each in columns]
    for place, platform in enumerate(grid.values["platform"] if columns else ()):
        own = []
        for column, cells in zip(columns, given, strict=True):
            if cells[place] != "" and column.platform in (None, platform):
                own.append((column, cells[place]))
            elif cells[place] != "":
                grid.keep_one(place, column.header, tidy_prose(as_text(cells[place])))
        if own:
            chosen[place] = _choose(grid, place, own)
    return chosen


def _choose(grid: Grid, place: int, own: Sequence[tuple[Column, Cell]]) -> Cell:
    """Of several ids of one account the one that never changes; the others are kept under extra."""
    chosen, cell = next((each for each in own if "原始" in each[0].header), own[0])
    for column, _ in own:
        grid.keep_one(place, column.header, None)
    for column, other in own:
        if column is not chosen:
            grid.keep_one(place, column.header, tidy_prose(as_text(other)))
    return cell
