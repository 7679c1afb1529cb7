"""What is told of a whole sheet: what was hidden, formulas nobody computed (domain brief §4)."""

from collections.abc import Sequence

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.headers import SPECIAL
from registry.domain.rosters.shapes import Level, Problem, Roster, column_letter
from registry.domain.rosters.tables import Table


def note(roster: Roster, sheet: str | None, level: Level, code: str, **params: object) -> None:
    """Enter a finding about a whole sheet."""
    roster.problems.append(Problem(sheet, None, None, None, level, "rosters." + code, params))


def tell(roster: Roster, table: Table, choices: Choices, numbers: Sequence[int]) -> None:
    """Enter everything there is to tell of a sheet whose rows have been read."""
    _tell_hidden(roster, table, choices)
    _tell_uncomputed(roster, table, numbers)


def _tell_hidden(roster: Roster, table: Table, choices: Choices) -> None:
    """Say that hidden rows and columns were read too, or passed over as the officer chose."""
    name = table.sheet.name
    if count := len(table.sheet.hidden.rows):
        note(roster, name, Level.WARNING, "rows_hidden" if choices.hidden_rows else "rows_passed_over", count=count)
    if count := table.hidden_columns:
        taken = choices.hidden_columns
        note(roster, name, Level.WARNING, "columns_hidden" if taken else "columns_passed_over", count=count)


def _tell_uncomputed(roster: Roster, table: Table, numbers: Sequence[int]) -> None:
    """Say which cells hold a formula whose result was not saved: to the reader they are empty."""
    columns = {each.index: each.field for each in table.mapping.columns if each.field not in SPECIAL}
    rows = set(numbers)
    for row, column in table.sheet.hidden.behind.uncomputed:
        if row + 1 in rows and column in columns:
            place = (table.sheet.name, row + 1, column_letter(column), columns[column])
            roster.problems.append(Problem(*place, Level.WARNING, "rosters.formula_uncomputed", {}))
