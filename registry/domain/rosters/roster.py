"""A workbook as the register understands it: its tables, their columns, its account rows and what was found.

Nothing is thrown away unsaid: hidden sheets, sheets without a header, columns that lost their field and every
cell that could not enter as clean data stand among the problems with their place. A row is refused only where its
name or its platform cannot be known, neither from the cell nor from the sheet's name, its title or its headers.
"""

from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import AS_IT_IS, NOT_READ, Choices
from registry.domain.rosters.clean import label_of
from registry.domain.rosters.collector import at_rest
from registry.domain.rosters.columns import Grid
from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.notes import EXAMPLE, note
from registry.domain.rosters.read import RawSheet, read_book
from registry.domain.rosters.reading import Reading
from registry.domain.rosters.shapes import Level, Roster, Value
from registry.domain.rosters.tables import Table, find_table, is_transposed, second_table, unit_in
from registry.domain.rosters.tidy import as_text, tidy


@at_rest()
def read_roster(data: bytes, filename: str, *, today: date, choices: Choices = AS_IT_IS) -> Roster:
    """Read a roster file: bytes in, rows of clean values out; ``today`` places short years and future dates.

    Raises Refusal: rosters.lock_file, empty_file, file_too_big, not_a_workbook, protected, broken, bomb, sheet_too_big,
    empty_workbook, no_sheet_wanted, no_header, no_rows, only_examples, transposed, second_header, header_twice.
    """
    roster, grids = read_grids(data, filename, today=today, choices=choices)
    for grid in grids:
        grid.cells.clear()  # the rows are drawn from its values for as long as they live
        roster.rows.extend(grid.rows())
    return roster


def read_grids(data: bytes, filename: str, *, today: date, choices: Choices = AS_IT_IS) -> tuple[Roster, list[Grid]]:
    """Like ``read_roster``, but the rows apart from the roster and still by column, as they travel between processes."""
    book = read_book(data, filename, hidden_sheets=choices.hidden_sheets)
    roster = Roster([], [], [], hidden_sheets=book.hidden_sheets)
    for name in book.hidden_sheets:
        code = "sheet_hidden_taken" if choices.hidden_sheets else "sheet_hidden"
        note(roster, name, Level.WARNING, code, name=name)
    filled = [sheet for sheet in book.sheets if any(cell != "" for row in sheet.rows for cell in row)]
    if not filled:
        raise Refusal("rosters.empty_workbook")
    filled = _wanted(roster, filled, choices)
    tables: list[tuple[RawSheet, Table | None]] = []
    for sheet in filled:
        found = find_table(sheet, choices, unit=roster.unit)
        roster.unit = roster.unit or (unit_in(found.titles) if found else None)
        tables.append((sheet, found))
    grids: list[Grid] = []
    refused: list[Refusal] = []
    for sheet, table in tables:
        if table is not None and (other := second_table(table)):
            params = {"other": other, "header_row": table.header_row + 1, "title": sheet.name or ""}
            code = {1: "tables_beside", 2: "header_twice"}.get(other - table.header_row, "second_header")
            refused.append(Refusal(f"rosters.{code}", **params))
            note(roster, sheet.name, Level.ERROR, code, **params)
        elif table is None:
            level = Level.NOTE if "说明" in (sheet.name or "") else Level.WARNING
            note(roster, sheet.name, level, "sheet_no_header", found=_first_texts(sheet))
        else:
            grids.append(Reading(roster, table, today, choices).run())
    if not any(grid.numbers for grid in grids):
        raise next(iter(refused), _nothing(roster, filled, tables))
    return roster, grids


def _wanted(roster: Roster, sheets: list[RawSheet], choices: Choices) -> list[RawSheet]:
    """The sheets without those an officer wants not to be read, each of which is said."""
    unwanted = {name for name, row in choices.header_rows.items() if row == NOT_READ}
    for sheet in sheets:
        if sheet.name in unwanted:
            note(roster, sheet.name, Level.NOTE, "sheet_unwanted")
    wanted = [sheet for sheet in sheets if sheet.name not in unwanted]
    if not wanted:
        raise Refusal("rosters.no_sheet_wanted")
    return wanted


def _nothing(roster: Roster, sheets: list[RawSheet], tables: list[tuple[RawSheet, Table | None]]) -> Refusal:
    """Why there is no account in a file that is no empty one."""
    if shown := next((each for each in roster.problems if each.code == EXAMPLE), None):
        return Refusal("rosters.only_examples", sheet=shown.sheet or "", **shown.params)
    if any(table for _, table in tables):
        return Refusal("rosters.no_rows")
    on_its_side = next((sheet for sheet in sheets if is_transposed(sheet)), None)
    if on_its_side is not None:
        return Refusal("rosters.transposed", title=on_its_side.name or "")
    return Refusal("rosters.no_header", found=_first_texts(sheets[0]))


def labels(values: dict[str, Value]) -> dict[str, str | int | list[str] | None]:
    """Values as published (CLI contract): enum codes as their Chinese labels, tier and influence as
    letters.
    """
    return {each.name: label_of(each, values[each.name]) for each in FIELDS}


def _first_texts(sheet: RawSheet) -> str:
    """The first texts of a sheet, to show the officer what was taken for a header."""
    rows = [[tidy(as_text(cell)) for cell in row if cell != ""] for row in sheet.rows[:30]]
    texts = (text for row in sorted(rows, key=lambda row: len(row) < 2) for text in row)
    chosen = [text for text in dict.fromkeys(texts) if text][:8]
    return "、".join(text[:20] for text in chosen)
