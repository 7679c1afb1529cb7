"""What only a whole row can tell: its platform and place from the context, misplaced numbers, whether it stands.

Each step works on whole columns and looks at single rows only where something is missing or out of place.
"""

import re
from collections.abc import Sequence
from datetime import date

from registry.domain import identifiers
from registry.domain.rosters.ambiguity import Column
from registry.domain.rosters.clean import remembering
from registry.domain.rosters.codes import clean_id_no, company_code, is_persons_number
from registry.domain.rosters.columns import Grid
from registry.domain.rosters.fields import BY_NAME
from registry.domain.rosters.places import county_written, split_place
from registry.domain.rosters.shapes import Level, Value, column_letter, problem
from registry.domain.rosters.tidy import as_text, tidy

Run = tuple[range, str | None, str | None, str | None]
"""A run of rows with the platform, town and county that its context names."""

_LEAK = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def settle(grid: Grid, runs: Sequence[Run], counties: Sequence[Column]) -> None:
    """Complete each row from what stands above it, and refuse what has neither name nor platform."""
    for run in runs:
        _settle_platform(grid, run)
    _settle_places(grid, runs, counties)
    _part_codes(grid)
    names = grid.values["name"]
    for place in [place for place, name in enumerate(names) if name is None]:
        grid.refused.add(place)
        grid.tell(place, "name", problem(Level.ERROR, "name_missing"))
    remarks = grid.values["remark"]
    leaking = {text for text in set(remarks) if isinstance(text, str) and _LEAK.search(text)}
    for place in [place for place, text in enumerate(remarks) if text in leaking] if leaking else ():
        grid.tell(place, "remark", problem(Level.WARNING, "id_no_in_text"))


def _settle_platform(grid: Grid, run: Run) -> None:
    """The platform of rows that name none is the context's; a row without any is refused."""
    span, platform, _, _ = run
    platforms = grid.values["platform"]
    for place in [place for place in span if platforms[place] is None and place not in grid.refused]:
        platforms[place] = platform
        if platform is None:
            grid.refused.add(place)
            grid.tell(place, "platform", problem(Level.ERROR, "platform_missing"))


def _settle_places(grid: Grid, runs: Sequence[Run], columns: Sequence[Column]) -> None:
    """Part 龙游县湖镇镇 into county and town; what the row does not say, its context says."""
    towns = grid.values["town"]
    parted = {town: split_place(town) for town in set(towns) if isinstance(town, str)}
    parted = {town: both for town, both in parted.items() if both[0] is not None}
    counties: list[str | None] = [parted[town][0] if town in parted else None for town in towns]
    for column in columns:
        named = [county_written(tidy(as_text(cell))) for cell in grid.column(column.index)]
        counties = [own or other for own, other in zip(counties, named, strict=True)]
    for place in [place for place, town in enumerate(towns) if town in parted] if parted else ():
        _part_town(grid, place, parted[str(towns[place])][1])
    for span, _, town, county in runs:
        for place in span if town or county else ():
            if towns[place] is None and counties[place] in (None, county):
                towns[place] = town
            counties[place] = counties[place] or county
    grid.counties = counties


def _part_town(grid: Grid, place: int, rest: str) -> None:
    """Keep the town without its county; a county alone stays what was written."""
    if rest:
        if "town" not in grid.written or grid.written["town"][place] is None:
            grid.write(place, "town", str(grid.values["town"][place]))
        grid.values["town"][place] = rest


def _part_codes(grid: Grid) -> None:
    """Companies' codes and persons' numbers in each other's column: a person's never lies open."""
    _take_company_codes(grid)
    codes, numbers = grid.values["uscc"], grid.values["id_no"]
    misplaced = {code for code in set(codes) if isinstance(code, str) and is_persons_number(code)}
    for place in [place for place, code in enumerate(codes) if code in misplaced] if misplaced else ():
        code, codes[place] = codes[place], None
        grid.write(place, "uscc", None)
        numbers[place] = numbers[place] or code
        grid.tell(place, "uscc", problem(Level.WARNING, "uscc_is_id_no"))
        for found in clean_id_no(str(code)).problems:
            grid.tell(place, "uscc", found)


def _take_company_codes(grid: Grid) -> None:
    """One column for bodies and persons: what is a sound company code is one, and no bad identity number."""
    codes, numbers = grid.values["uscc"], grid.values["id_no"]
    doubted = {place for place, name, _, _ in grid.found if name == "id_no"}
    moved = set()
    for place in sorted(doubted):
        if (number := numbers[place]) is not None and (code := company_code(str(number))):
            codes[place], numbers[place] = codes[place] or code, None
            moved.add(place)
    if moved:
        grid.found = [each for each in grid.found if not (each[0] in moved and each[1] == "id_no")]


def take_further(grid: Grid, column: Column, today: date) -> None:
    """A further column of a personal field: telephones join the first, an identity number fills a gap only."""
    name, letter = column.field or "", column_letter(column.index)
    reader, values = remembering(BY_NAME[name], today), grid.values[name]
    for place, cell in enumerate(grid.column(column.index)):
        if cell == "":
            continue
        (value, _, problems), _ = reader(cell)
        values[place], clash = _joined(name, values[place], value)
        for found in (*problems, *([problem(Level.WARNING, "second_id_no")] if clash else [])):
            grid.tell(place, name, found, letter)


def _joined(name: str, before: Value, value: Value) -> tuple[Value, bool]:
    """Two values of one personal field as one, and whether the second had to be left out."""
    if value is None or before is None:
        return (before if value is None else value), False
    if name == "phone":
        return identifiers.phone.compact(f"{before}、{value}"), False
    return before, value != before
