"""What is told of a whole sheet: what was hidden, formulas nobody computed (domain brief §4)."""

from collections.abc import Iterable, Mapping, Sequence

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.headers import SPECIAL, platforms_beside
from registry.domain.rosters.shapes import Level, Problem, Roster, RosterSheet, Value, column_letter
from registry.domain.rosters.tables import Table
from registry.domain.terms import label

EXAMPLE = "rosters.example_row"
"""A row marked as an example, which an officer may take all the same."""
_MOST_NAMED = 6
_LONGEST = 20


def note(roster: Roster, sheet: str | None, level: Level, code: str, **params: object) -> None:
    """Enter a finding about a whole sheet."""
    roster.problems.append(Problem(sheet, None, None, None, level, "rosters." + code, params))


def tell(roster: Roster, table: Table, choices: Choices, numbers: Sequence[int]) -> None:
    """Enter everything there is to tell of a sheet whose rows have been read."""
    if table.above:
        params = {"other": table.above[0] + 1, "header_row": table.first + 1}
        note(roster, table.sheet.name, Level.WARNING, "above_unread", **params)
    if table.not_asked:
        note(roster, table.sheet.name, Level.WARNING, "columns_not_asked", which="、".join(table.not_asked))
    _tell_hidden(roster, table, choices)
    _tell_uncomputed(roster, table, numbers)


def tell_empty(roster: Roster, sheet: RosterSheet, numbers: Sequence[int], holders: Sequence[Value]) -> None:
    """Say in which rows the column of the holder is empty; a sheet without that column says nothing by it."""
    if "holder" in sheet.columns and None in holders:
        rows = [number for number, holder in zip(numbers, holders, strict=True) if holder is None]
        note(roster, sheet.name, Level.NOTE, "holder_empty", count=len(rows), which=runs_of(rows))


def tell_examples(roster: Roster, sheet: str | None, examples: Mapping[int, str]) -> None:
    """Say which rows were passed over as examples of how the form is filled in, each with its mark."""
    for number, mark in examples.items():
        params = {"row": number, "mark": mark}
        roster.problems.append(Problem(sheet, number, None, None, Level.WARNING, EXAMPLE, params))


def tell_platforms_beside(roster: Roster, table: Table) -> None:
    """Say that a row speaks of several accounts, where each platform has its column and nothing else names the platform."""
    beside = platforms_beside(table.mapping.columns)
    if len(beside) > 1 and "platform" not in table.mapping.by_field():
        which = "、".join(label(platform) for platform in beside)
        note(roster, table.sheet.name, Level.ERROR, "platforms_beside", which=which)


def tell_passed_over(roster: Roster, sheet: str | None, captions: Mapping[int, str], nothing: Sequence[int]) -> None:
    """Say which lines among the rows were taken for no account: captions that name no place and no platform, 无 in words."""
    if captions:
        shown = [f"{number} 行“{text[:_LONGEST]}”" for number, text in captions.items()]
        which = "、".join(shown[:_MOST_NAMED]) + ("…" if len(shown) > _MOST_NAMED else "")
        note(roster, sheet, Level.NOTE, "captions_unread", count=len(shown), which=which)
    if nothing:
        note(roster, sheet, Level.NOTE, "nothing_here", count=len(nothing), which=runs_of(nothing))


def _tell_hidden(roster: Roster, table: Table, choices: Choices) -> None:
    """Say that hidden rows and columns were read too, or passed over as the officer chose."""
    name = table.sheet.name
    if rows := table.sheet.hidden.rows:
        code = "rows_hidden" if choices.hidden_rows else "rows_passed_over"
        note(roster, name, Level.WARNING, code, count=len(rows), which=runs_of(rows))
    if columns := table.hidden_columns:
        code = "columns_hidden" if choices.hidden_columns else "columns_passed_over"
        which = "、".join(columns[:_MOST_NAMED]) + ("…" if len(columns) > _MOST_NAMED else "")
        note(roster, name, Level.WARNING, code, count=len(columns), which=which)


def runs_of(numbers: Iterable[int]) -> str:
    """Numbers in their order, neighbours as a run, the first few of them: 5、8–12…."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        elif len(runs) == _MOST_NAMED:
            return _named(runs) + "…"
        else:
            runs.append([number, number])
    return _named(runs)


def _named(runs: Iterable[list[int]]) -> str:
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _tell_uncomputed(roster: Roster, table: Table, numbers: Sequence[int]) -> None:
    """Say which cells hold a formula whose result was not saved: to the reader they are empty."""
    columns = {each.index: each.field for each in table.mapping.columns if each.field not in SPECIAL}
    rows = set(numbers)
    for row, column in table.sheet.hidden.behind.uncomputed:
        if row + 1 in rows and column in columns:
            place = (table.sheet.name, row + 1, column_letter(column), columns[column])
            roster.problems.append(Problem(*place, Level.WARNING, "rosters.formula_uncomputed", {}))
