"""How a reading travels from the process that parsed the file to the one that asked.

The parsing process has touched a stranger's file, so what it sends is taken as plain data only: lists, texts, numbers,
no objects and no code (a pickle that names any class is refused). By column, since a hundred thousand rows of twenty-five
values are a few lists and equal texts travel once.
"""

import gc
import io
import pickle
from collections.abc import Sequence
from typing import Any, cast

from registry.domain.errors import Refusal
from registry.domain.rosters.shapes import ColumnMatch, Level, Problem, Roster, RosterSheet, Rows, Value


class _PlainOnly(pickle.Unpickler):
    """An unpickler that builds nothing but lists, tuples, dicts, texts and numbers."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Refuse every class and function by name."""
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def pack(roster: Roster, tables: Sequence[Rows]) -> bytes:
    """A roster and its rows as plain data; a field that no row of a table knows does not travel."""
    sheets = [
        (
            each.name, each.header_row, each.columns, each.letters, each.extra, each.rows, each.layout,
            [(m.index, m.letter, m.header, m.field, m.how, m.confidence) for m in each.matches],
            each.caption, each.is_returned, each.samples,
        )
        for each in roster.sheets
    ]  # fmt: skip
    rows = [[_known(table), *(getattr(table, name) for name in _TOLD)] for table in tables]
    problems = [(p.sheet, p.row, p.column, p.field, p.level.value, p.code, dict(p.params)) for p in roster.problems]
    return pickle.dumps(("roster", sheets, rows, problems, roster.unit, roster.hidden_sheets), protocol=5)


def pack_refusal(refusal: Refusal) -> bytes:
    """A refusal as plain data."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in refusal.params.items()}
    return pickle.dumps(("refusal", refusal.code, params), protocol=5)


def unpack(data: bytes) -> Roster:
    """The roster that ``pack`` wrote. Raises the Refusal that was sent instead, rosters.broken for anything else."""
    collecting = gc.isenabled()
    gc.disable()  # millions of values without a cycle: the collector would walk them all, again and again
    try:
        kind, *rest = _PlainOnly(io.BytesIO(data)).load()
        if kind == "roster":
            return _roster(*rest)
        code, params = str(rest[0]), dict(rest[1])
    except Exception as error:  # whatever a crashed or captured process may have sent
        raise Refusal("rosters.broken") from error
    finally:
        if collecting:
            gc.enable()
    if not code.startswith("rosters."):
        raise Refusal("rosters.broken")
    raise Refusal(code, **params)


_TOLD = ("sheet", "numbers", "vague", "written", "extra", "refused", "marks", "counties")
"""What of the rows travels beside their values."""


def _known(table: Rows) -> dict[str, list[Value] | None]:
    """The values by column, None for a column without any."""
    nothing = [None] * len(table.numbers)
    return {name: None if column == nothing else column for name, column in table.values.items()}


def _rows(values: dict[str, list[Value] | None], told: Sequence[Any]) -> Rows:
    """Build the rows of one table again."""
    rows = Rows(**dict(zip(_TOLD, told, strict=True)))
    nothing: list[Value] = [None] * len(rows.numbers)
    rows.values = {name: column or nothing for name, column in values.items()}
    return rows


def _roster(
    sheets: list[Any], rows: list[Any], problems: list[Any], unit: str | None, hidden_sheets: list[str]
) -> Roster:
    """Build the shapes again from plain data."""
    described = [RosterSheet(*each) for each in sheets]
    for sheet in described:
        sheet.matches = [ColumnMatch(*match) for match in cast(list[Any], sheet.matches)]
    found = [
        Problem(sheet, row, column, name, Level(level), code, params)
        for sheet, row, column, name, level, code, params in problems
    ]
    tables = [_rows(values, told) for values, *told in rows]
    return Roster(described, [row for table in tables for row in table.rows()], found, unit, hidden_sheets)
