"""How a reading travels from the process that parsed the file to the one that asked.

The parsing process has touched a stranger's file, so what it sends is taken as plain data only: lists, texts, numbers,
no objects and no code (a pickle that names any class is refused). By column, since a hundred thousand rows of twenty-five
values are a few lists and equal texts travel once.
"""

import io
import pickle
from collections.abc import Callable
from typing import Any, cast

from registry.domain.errors import Refusal
from registry.domain.rosters.fields import NAMES
from registry.domain.rosters.shapes import ColumnMatch, Level, Problem, Roster, RosterRow, RosterSheet


class _PlainOnly(pickle.Unpickler):
    """An unpickler that builds nothing but lists, tuples, dicts, texts and numbers."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Refuse every class and function by name."""
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


def pack(roster: Roster) -> bytes:
    """A roster as plain data."""
    rows = roster.rows
    columns = {name: [row.values[name] for row in rows] for name in NAMES}
    about = [[row.sheet for row in rows], [row.number for row in rows]]
    sparse = [_sparse(rows, _TAKEN[name]) for name in _SPARSE]
    sheets = [
        (
            each.name, each.header_row, each.columns, each.letters, each.extra, each.rows, each.layout,
            [(m.index, m.letter, m.header, m.field, m.how, m.confidence) for m in each.matches],
        )
        for each in roster.sheets
    ]  # fmt: skip
    problems = [
        (p.sheet, p.row, p.column, p.field, p.level.value, p.code, dict(p.params)) for p in roster.problems
    ]  # fmt: skip
    whole = ("roster", sheets, about, columns, sparse, problems, roster.unit, roster.hidden_sheets)
    return pickle.dumps(whole, protocol=5)


def pack_refusal(refusal: Refusal) -> bytes:
    """A refusal as plain data."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in refusal.params.items()}
    return pickle.dumps(("refusal", refusal.code, params), protocol=5)


def unpack(data: bytes) -> Roster:
    """The roster that ``pack`` wrote. Raises the Refusal that was sent instead, rosters.broken for anything else."""
    try:
        kind, *rest = _PlainOnly(io.BytesIO(data)).load()
        if kind == "roster":
            return _roster(*rest)
        code, params = str(rest[0]), dict(rest[1])
    except Exception as error:  # whatever a crashed or captured process may have sent
        raise Refusal("rosters.broken") from error
    if not code.startswith("rosters."):
        raise Refusal("rosters.broken")
    raise Refusal(code, **params)


_SPARSE = ("approximate", "extra", "written", "refused", "mark", "county")
_TAKEN: dict[str, Callable[[RosterRow], Any]] = {
    "approximate": lambda row: row.approximate,
    "extra": lambda row: row.extra,
    "written": lambda row: row.written,
    "refused": lambda row: row.refused,
    "mark": lambda row: row.mark,
    "county": lambda row: row.county,
}
"""What few rows have: it travels with the row's place only where there is something."""


def _sparse(rows: list[RosterRow], of: Callable[[RosterRow], Any]) -> dict[int, Any]:
    return {place: given for place, row in enumerate(rows) if (given := of(row))}


def _roster(
    sheets: list[Any], about: list[list[Any]], columns: dict[str, list[Any]], sparse: list[dict[int, Any]],
    problems: list[Any], unit: str | None, hidden_sheets: list[str],
) -> Roster:  # fmt: skip
    """Build the shapes again from plain data."""
    approximate, extra, written, refused, marks, counties = sparse
    rows = [
        RosterRow(
            sheet, number, dict(zip(NAMES, values, strict=True)), approximate.get(place, ()), extra.get(place) or {},
            written.get(place) or {}, place in refused, marks.get(place), counties.get(place),
        )
        for place, (sheet, number, *values) in enumerate(zip(*about, *(columns[name] for name in NAMES), strict=True))
    ]  # fmt: skip
    described = [RosterSheet(*each) for each in sheets]
    for sheet in described:
        sheet.matches = [ColumnMatch(*match) for match in cast(list[Any], sheet.matches)]
    found = [
        Problem(sheet, row, column, name, Level(level), code, params)
        for sheet, row, column, name, level, code, params in problems
    ]
    return Roster(described, rows, found, unit, hidden_sheets)
