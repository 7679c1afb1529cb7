"""How the choices of a preview look: columns with how sure the reading was, rows that need somebody, what a form said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from registry.domain.rosters.fields import BY_NAME, PERSONAL
from registry.domain.rosters.merging import ADD, DROP, INSTEAD, OURS, TAKE, THEIRS
from registry.domain.rosters.shapes import CellProblem, column_letter
from registry.store.rosters import Import, ImportRow
from registry.web.formats import word
from registry.web.paging import key_in
from registry.web.showing.rosters import Conflict, is_certain, needs_county, twin_of

KEEP = "-"
"""A column kept verbatim, as a form says it."""
_GRAVITY = {"refused": 0, "doubtful": 1}
_CLEAN = 3
"""How grave a row is that goes in whole, with a cell to be checked; one that goes in without a cell comes before it."""


@dataclass(frozen=True)
class ColumnChoice:
    """One column: where it stands, what its header says, what it was taken for and how sure that is."""

    name: str
    letter: str
    header: str
    field: str | None
    how: str
    confidence: int
    samples: Sequence[str] = ()


@dataclass(frozen=True)
class SheetChoice:
    """One sheet with its columns from left to right."""

    name: str | None
    header_row: int
    columns: list[ColumnChoice]
    header_name: str = ""
    """The name under which a form says in which row the header begins, "" where it is not asked."""


def sheets_of(taken: Import) -> list[SheetChoice]:
    """The sheets of an import, as their columns were understood."""
    return [
        SheetChoice(sheet["name"], sheet["header_row"], _columns(place, sheet), f"header:{place}")
        for place, sheet in enumerate(taken.sheets)
    ]


def _columns(place: int, sheet: Mapping[str, Any]) -> list[ColumnChoice]:
    letters = {letter: sheet["columns"][name] for name, letter in sheet["letters"].items()}
    letters |= {letter: header for header, letter in sheet["extra"].items()}
    letters |= {column_letter(int(index)): header for index, header in sheet.get("passed", {}).items()}
    return [
        ColumnChoice(
            f"column:{place}:{index}",
            column_letter(index),
            letters.get(column_letter(index), ""),
            name,
            how,
            sure,
            sheet.get("samples", {}).get(str(index), ()),
        )
        for index, name, how, sure in sorted(sheet.get("matches", []))
    ]


def how_words(column: ColumnChoice) -> str:
    """How a column was recognised, for the officer who checks it."""
    words = {
        "exact": _("表头就是这个名称"), "synonym": _("表头的另一种叫法"), "fuzzy": _("表头相近，请核对"),
        "shape": _("按内容判断，请核对"), "chosen": _("您选定的"), "remembered": _("按上次选定的"),
        "none": _("没有对应的项目，原样保留"),
        "seq": _("序号，不读入"), "county": _("用来看每一行属于哪个县（市、区），原文也保留"),
    }  # fmt: skip
    return str(words.get(column.how, ""))


def columns_from(form: Mapping[str, str], sheets: Sequence[SheetChoice]) -> dict[tuple[str | None, int], str | None]:
    """The columns a form gives another field than they have; those left as they are stay recognised."""
    found: dict[tuple[str | None, int], str | None] = {}
    for sheet in sheets:
        for column in sheet.columns:
            asked = form.get(column.name)
            if asked is not None and asked != (column.field or KEEP):
                found[sheet.name, int(column.name.rsplit(":", 1)[1])] = None if asked == KEEP else asked
    return found


def headers_from(form: Mapping[str, str], sheets: Sequence[SheetChoice]) -> dict[str | None, int]:
    """The header rows a form says otherwise than they were read."""
    asked = {sheet.name: key_in(form.get(sheet.header_name, "")) for sheet in sheets}
    return {sheet.name: row for sheet in sheets if (row := asked[sheet.name]) and row != sheet.header_row}


@dataclass(frozen=True)
class CellToMend:
    """One cell with what is wrong with it; ``written`` as the file has it, personal values masked."""

    field: str
    title: str
    column: str | None
    written: str | None
    words: str
    is_lost: bool = True
    readings: tuple[str, ...] = ()
    """What it may mean, where it reads two ways: to be picked instead of typed."""


@dataclass
class RowToMend:
    """One row that needs somebody; ``twin`` is the earlier row of the file, sheet and number, that it repeats or resembles."""

    sheet: str
    row: int
    name: str
    action: str
    cells: list[CellToMend] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    conflicts: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    sides: list[Conflict] = field(default_factory=list)
    twin: tuple[str, int] | None = None
    is_certain: bool = False
    needs_county: bool = False

    @property
    def gravity(self) -> int:
        """0 for the gravest."""
        return _GRAVITY.get(self.action, 2 if any(cell.is_lost for cell in self.cells) else _CLEAN)

    @property
    def place(self) -> str:
        """The row in the names of a form's fields."""
        return f"{self.row}:{self.sheet}"


def is_to_mend(taken: Import) -> bool:
    """Whether any row of an import needs somebody."""
    return any(map(_needs_somebody, taken.problems))


def _needs_somebody(problem: Mapping[str, Any]) -> bool:
    is_at_a_cell = problem["field"] is not None and problem["level"] != "note"
    return problem["row"] is not None and bool(problem.get("decides") or is_at_a_cell)


def rows_to_mend(taken: Import, aside: Mapping[tuple[str, int], ImportRow]) -> list[RowToMend]:
    """Rows with a cell to look at or a decision to take, the gravest first, then in the file's order."""
    rows: dict[tuple[str, int], RowToMend] = {}
    for problem in taken.problems:
        if not _needs_somebody(problem):
            continue
        place = (problem["sheet"] or "", int(problem["row"]))
        row = rows.setdefault(place, _row(place, problem, aside.get(place)))
        _enter(row, problem)
    order = {place: number for number, place in enumerate(rows)}
    return sorted(rows.values(), key=lambda row: (row.gravity, order[row.sheet, row.row]))


def _row(place: tuple[str, int], problem: Mapping[str, Any], kept: ImportRow | None) -> RowToMend:
    row = RowToMend(*place, problem.get("name") or "", problem.get("action") or "")
    if kept is not None:
        row.candidates = list(kept.candidates)
        row.conflicts = kept.conflicts
        row.twin = twin_of(kept.problems)
        row.is_certain = is_certain(kept.problems)
        row.needs_county = needs_county(kept.problems)
    return row


def _enter(row: RowToMend, problem: Mapping[str, Any]) -> None:
    """A finding at a field is mended in its cell; a conflict has its own place; any other is a reason."""
    words, name = word(problem["code"], **problem["params"]), problem["field"]
    if problem["code"] == "rosters.conflict":
        return
    if name is None and problem["code"] in {"rosters.platform_missing", "rosters.name_missing"}:
        name = problem["code"].removeprefix("rosters.").removesuffix("_missing")
    if name is not None and row.action != "doubtful":
        cell = CellToMend(
            name,
            _(BY_NAME[name].label),
            problem["column"],
            problem.get("written"),
            words,
            bool(problem.get("lost")),
            _readings(problem),
        )
        row.cells = [each for each in row.cells if each.field != name] + [cell]
    else:
        row.reasons.append(words)


def _readings(problem: Mapping[str, Any]) -> tuple[str, ...]:
    is_two_ways = problem["code"] == "rosters.count_two_ways"
    return (problem["params"]["large"], problem["params"]["small"]) if is_two_ways else ()


def is_personal(name: str) -> bool:
    """Whether a cell of this field is never shown again once typed."""
    return name in PERSONAL


def told_faults(faults: Mapping[tuple[str | None, int, str], CellProblem]) -> dict[str, str]:
    """The form's name of each cell that was typed wrong, with the words of why."""
    return {
        f"cell:{name}:{row}:{sheet or ''}": word(fault.code, **fault.params)
        for (sheet, row, name), fault in faults.items()
    }


def mended_from(form: Mapping[str, str]) -> dict[str, dict[Any, str]]:
    """What a form says of its rows: cells typed, rows settled, conflicts decided; whatever was left alone is not in it.

    The fields are named ``cell:field:row:sheet`` (``read:`` for a reading picked, which what is typed goes before), ``row:row:sheet`` and ``side:field:row:sheet``.
    """
    found: dict[str, dict[Any, str]] = {"cells": {}, "rows": {}, "fields": {}}
    for key, given in form.items():
        kind, _sep, rest = key.partition(":")
        text = given.strip()
        if kind == "row" and (place := _place(rest)) and (text in {ADD, DROP, INSTEAD, TAKE} or key_in(text)):
            found["rows"][place] = text
        elif kind in {"cell", "read", "side"} and text:
            name, _sep, where = rest.partition(":")
            place = _place(where)
            if place and kind == "read":
                found["cells"].setdefault((*place, name), text)
            elif place and kind == "cell":
                found["cells"][(*place, name)] = text
            elif place and text in {OURS, THEIRS}:
                found["fields"][(*place, name)] = text
    return found


def _place(text: str) -> tuple[str | None, int] | None:
    row, sep, sheet = text.partition(":")
    number = key_in(row)
    return (sheet or None, number) if sep and number is not None else None
