"""How an import looks on its pages: findings by weight, old → new by field, the columns recognised."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from registry.domain.rosters.clean import label_of
from registry.domain.rosters.fields import BY_NAME, COUNTY, PERSONAL
from registry.domain.rosters.notes import EXAMPLE, runs_of
from registry.domain.rosters.shapes import column_letter
from registry.domain.terms import RowAction
from registry.services.conflicts import Behind
from registry.services.parking import is_placeless
from registry.services.provenance import Source
from registry.store.added_rows import AddedRow
from registry.store.rosters import Import, ImportRow
from registry.web.formats import day, word

KINDS = ("refused", "doubtful", "lost", "check", "note")
"""Findings by weight: the row stays out, it waits, the cell stays out, the cell is in but to be checked, only told."""

TONES = {"refused": "late", "doubtful": "park", "lost": "late", "check": "soon", "note": "wait"}
_TWO_TABLES = ("second_header", "header_twice", "tables_beside")
REPEATED = 3
"""More findings than these that say the same of one column are said once, with their number and their rows."""


@dataclass(frozen=True)
class Line:
    """One finding as a table shows it; ``times`` how often the same is said of this column, ``which`` in which rows."""

    kind: str
    sheet: str
    row: int | None
    column: str | None
    name: str
    title: str
    written: str | None
    words: str
    advice: str
    times: int = 1
    which: str = ""
    is_example: bool = False
    """A row passed over as an example, which can be taken all the same."""

    @property
    def tone(self) -> str:
        """The shape and colour of the state."""
        return TONES[self.kind]


def kind_names() -> dict[str, str]:
    """How the kinds are called."""
    return {
        "refused": _("拒收"), "doubtful": _("存疑"), "lost": _("缺一格"), "check": _("请核对"), "note": _("说明"),
    }  # fmt: skip


def _advice(kind: str, is_aside: bool) -> str:
    """What becomes of the row, and what to do."""
    words: dict[str, str] = {
        "refused": _("整行不写入；可以在这里补上，也可以改好原文件再导入"),
        "doubtful": _("整行放一边；可以在这里选定，写入后也能在“待核的行”里定"),
        "lost": _("这一行照常写入，只缺这一格"),
    }
    if is_aside and kind in {"lost", "check"}:
        words[kind] = _("这一行没有写入，重新导入前一并改好")
    return words.get(kind, "")


def lines_of(taken: Import) -> list[Line]:
    """Every finding of an import, the gravest first, then in the file's order; what many rows share only once."""
    return _sorted(_fold(taken, _shared))


def _sorted(found: Iterable[Line]) -> list[Line]:
    return sorted(found, key=lambda line: (KINDS.index(line.kind), line.row is not None))


def list_cells(taken: Import) -> list[list[str | int | None]]:
    """The findings as the rows of a list on paper, row by row but for notes; `list_headers` stands above."""
    kinds = kind_names()
    return [
        [
            kinds[line.kind], line.sheet, line.row, line.column, line.name, line.title, line.written, line.words,
            line.advice,
        ]
        for line in _sorted(_fold(taken, _shared_note))
    ]  # fmt: skip


def list_headers() -> list[str]:
    """The headers of the list of findings."""
    place = [_("处理"), _("工作表"), _("行"), _("列"), _("账号名称"), _("项目")]
    return [*place, _("原文"), _("说明"), _("结果和办法")]


def count_kinds(lines: Iterable[Line]) -> dict[str, int]:
    """How many findings there are of each kind, repeated ones included."""
    numbers = dict.fromkeys(KINDS, 0)
    for line in lines:
        numbers[line.kind] += line.times
    return numbers


def _line(problem: dict[str, Any]) -> Line:
    params = {"which": "…"} | problem["params"]  # earlier previews say how many rows are hidden and not which
    field = BY_NAME.get(problem["field"] or "")
    title = _(field.label) if field else _("整行") if problem["row"] else _("整个表")
    kind = _kind(problem)
    return Line(
        kind, problem["sheet"] or "", problem["row"], problem["column"], problem.get("name") or "", title,
        problem.get("written"), word(problem["code"], **params),
        _advice(kind, problem.get("action") in {RowAction.REFUSED, RowAction.DOUBTFUL}) if problem["row"] else "",
        is_example=problem["code"] == EXAMPLE,
    )  # fmt: skip


def reasons_of(taken: Import) -> dict[tuple[str, int], list[str]]:
    """Why each row set aside stays out, in words, by its sheet and row."""
    found: dict[tuple[str, int], list[str]] = {}
    for problem in taken.problems:
        if problem.get("decides"):
            place = (problem["sheet"] or "", problem["row"])
            found.setdefault(place, []).append(word(problem["code"], **problem["params"]))
    return found


def _kind(problem: dict[str, Any]) -> str:
    if problem.get("decides"):
        return str(problem["action"])
    if problem["level"] == "error" and problem["row"] is None:
        return "refused"  # of a sheet that was not read, or of which no row can be
    if problem["level"] == "error" or problem.get("lost"):
        return "lost"
    return "check" if problem["level"] == "warning" else "note"


def _shared_note(line: Line) -> tuple[Any, ...] | None:
    """What a note has in common with the others of its column; None for anything graver."""
    return (line.sheet, line.column, line.title) if line.kind == "note" and line.column else None


def _shared(line: Line) -> tuple[Any, ...] | None:
    """What a finding has in common with others; None for one of its own. A row set aside is decided by itself."""
    if line.kind not in {"lost", "check"} or not line.column:
        return _shared_note(line)
    return (line.kind, line.sheet, line.column, line.title, line.written, line.words, line.advice)


def _fold(taken: Import, shared: Callable[[Line], tuple[Any, ...] | None]) -> list[Line]:
    """Say what more than a few rows of a column have in common only once, with the rows."""
    groups: dict[Any, list[Line]] = {}
    for number, line in enumerate(map(_line, taken.problems)):
        groups.setdefault(shared(line) or number, []).append(line)
    kept: list[Line] = []
    for group in groups.values():
        kept += [_folded(group)] if len(group) > REPEATED else group
    return kept


def _folded(group: Sequence[Line]) -> Line:
    return replace(group[0], times=len(group), which=runs_of(line.row for line in group if line.row))


@dataclass(frozen=True)
class Change:
    """One field of a row, old → new, as shown; ``is_masked``: what differs is under the mask."""

    title: str
    old: str | None
    new: str | None
    is_masked: bool


def changes_of(row: ImportRow) -> list[Change]:
    """What a row changes, in the order of the columns."""
    order = list(BY_NAME)
    known = sorted((name for name in row.changes if name in BY_NAME), key=order.index)
    unknown = [name for name in row.changes if name not in BY_NAME]
    return [_change(name, *row.changes[name]) for name in known + unknown]


def titles(fields: Iterable[str]) -> str:
    """The titles of some fields, as a page says them."""
    return "、".join(_(BY_NAME[name].label) if name in BY_NAME else name.removeprefix("extra:") for name in fields)


def titled(values: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Values by field with the titles of their columns, in their order."""
    return [(_(BY_NAME[name].label), show(name, values[name])) for name in BY_NAME if name in values]


def conflicts_of(row: ImportRow) -> list[tuple[str, str | None, str | None]]:
    """What both the register and the file changed, ours and theirs; or an earlier row of the file and this one."""
    sides = ((name, *pair[:2]) for name, pair in row.conflicts.items())
    return [(titles([name]), show(name, ours), show(name, theirs)) for name, ours, theirs in sides]


@dataclass(frozen=True)
class Conflict:
    """One field that both the register and the file changed: the three sides as shown, the field's name in a form."""

    name: str
    title: str
    base: str | None
    is_base_known: bool
    ours: str | None
    given_by: str
    theirs: str | None


def three_sides(conflicts: Mapping[str, Sequence[Any]], behind: Mapping[str, Behind]) -> list[Conflict]:
    """The conflicts of one row with what stands behind them."""
    nothing = Behind(None, is_known=False, source=None)
    return [
        Conflict(
            name, titles([name]), show(name, back.base), back.is_known, show(name, sides[0]), _giver(back.source),
            show(name, sides[1]),
        )
        for name, sides in conflicts.items()
        for back in [behind.get(name, nothing)]
    ]  # fmt: skip


def digests_of(conflicts: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """The digests of what conflicting fields said when the row was written, where the row tells them."""
    return {name: sides[2] for name, sides in conflicts.items() if len(sides) > 2}


def _giver(source: Source | None) -> str:
    """Who gave the register its value, and when."""
    if source is None:
        return ""
    given = {"name": source.user, "on": day(source.at), "n": source.import_id}
    return str(
        _("%(name)s %(on)s 第 %(n)s 号导入", **given) if source.import_id else _("%(name)s %(on)s 更正", **given)
    )


def twin_of(problems: Iterable[Mapping[str, Any]]) -> tuple[str, int] | None:
    """The sheet and the number of the earlier row of the same file that a row repeats or resembles."""
    for problem in problems:
        if problem["code"] == "rosters.duplicate_differs" or problem["code"].endswith("_in_file"):
            return problem["params"]["sheet"], problem["params"]["row"]
    return None


def waits_for(problems: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why a row waits, each reason once; what is only told of it goes unsaid beside them."""
    grave = [each for each in problems if each["level"] != "note"] or problems
    return list(dict.fromkeys(word(each["code"], **each["params"]) for each in grave))


def is_certain(problems: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a row surely names the account an earlier row of the file names, by its id, its link or its name and holder."""
    return any(problem["code"] == "rosters.duplicate_differs" for problem in problems)


def needs_county(problems: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a row waits for somebody to say which county it belongs to."""
    return is_placeless(problem["code"] for problem in problems)


def _change(name: str, old: Any, new: Any) -> Change:
    before, after = show(name, old), show(name, new)
    title = _(BY_NAME[name].label) if name in BY_NAME else name.removeprefix("extra:")
    return Change(title, before, after, name in PERSONAL and before == after)


def new_value(row: AddedRow, name: str) -> str | None:
    """The value an added row brings for a field."""
    return show(name, row.values.get(name))


def show(name: str, value: Any) -> str | None:
    """A value by the name of its field as a page says it; None where there is none."""
    if value is None:
        return None
    if name == "followers" and isinstance(value, int):
        return f"{value:,}"
    label = label_of(BY_NAME[name], value) if name in BY_NAME else value
    return "、".join(map(str, label)) if isinstance(label, list) else str(label)


@dataclass(frozen=True)
class ColumnLine:
    """One column of a sheet: its letter, its header as written, the field it was taken for (None = kept verbatim)."""

    letter: str
    header: str
    title: str | None
    is_personal: bool = False
    is_county: bool = False


def columns_of(sheet: dict[str, Any]) -> list[ColumnLine]:
    """The columns of a sheet from left to right."""
    fields: Sequence[ColumnLine] = [
        ColumnLine(sheet["letters"].get(name, ""), header, _(BY_NAME[name].label), name in PERSONAL)
        for name, header in sheet["columns"].items()
    ]
    placing = {column_letter(index) for index, _, how, _ in sheet.get("matches", ()) if how == COUNTY}
    extra = [ColumnLine(letter, header, None, False, letter in placing) for header, letter in sheet["extra"].items()]
    return sorted([*fields, *extra], key=lambda line: (len(line.letter), line.letter))


def repeats_of(taken: Import) -> int:
    """How many rows only repeat another row of the file, or gave way to it; the counts have them among the unchanged."""
    return sum(problem["code"] in {"rosters.duplicate", "rosters.gave_way"} for problem in taken.problems)


def skipped_sheets(taken: Import) -> list[str]:
    """The names of the sheets that were not read."""
    codes = {f"rosters.{code}" for code in ("sheet_hidden", "sheet_no_header", "sheet_unwanted", *_TWO_TABLES)}
    return [problem["sheet"] or "" for problem in taken.problems if problem["code"] in codes]


def is_alike(sheets: Sequence[dict[str, Any]]) -> bool:
    """Whether all sheets have the same columns in the same places."""
    return all((each["columns"], each["extra"]) == (sheets[0]["columns"], sheets[0]["extra"]) for each in sheets)
