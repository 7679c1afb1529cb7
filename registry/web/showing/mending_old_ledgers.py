"""What of an old ledger's preview can be mended: columns with how they were known, cells to type anew, remarks for the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from registry.domain.identifiers import mask_inside
from registry.domain.rosters.annotate import Remark
from registry.domain.rosters.old_ledger_columns import NAMED
from registry.domain.rosters.shapes import Level
from registry.domain.terms import LABELS, OldKind, Platform, RowAction
from registry.services.old_ledger_preview import values_of
from registry.store.old_ledgers import OldLedger, OldLedgerRow
from registry.web.formats import word
from registry.web.showing.choosing import ColumnChoice, SheetChoice

ASIDE = (RowAction.REFUSED, RowAction.DOUBTFUL)
OFFERED = {"kind": OldKind, "platform": Platform}
"""Fields with a list of words to choose from."""
WHO = ("name", "uid")
"""What is typed anew where the register knows no such account."""


def sheets_of(taken: OldLedger) -> list[SheetChoice]:
    """The sheets of a file, as their columns were understood."""
    return [
        SheetChoice(
            sheet["name"], sheet["header_row"],
            [
                ColumnChoice(f"column:{place}:{index}", letter, header, name, how, sure)
                for index, letter, header, name, how, sure in sheet["columns"]
            ],
        )
        for place, sheet in enumerate(taken.sheets)
    ]  # fmt: skip


@dataclass(frozen=True)
class CellToMend:
    """One cell: what it is, where it stands, what the file says and what is wrong; ``options``: the words it may have."""

    field: str
    title: str
    column: str | None
    written: str | None
    words: str
    options: Sequence[str] = ()


@dataclass(frozen=True)
class RowToMend:
    """One row with cells that cannot enter; ``about``: what else it says, so that it is recognised."""

    sheet: str | None
    row: int
    name: str
    about: str
    action: RowAction
    cells: Sequence[CellToMend]

    @property
    def place(self) -> str:
        """The row in the names of a form's fields."""
        return f"{self.row}:{self.sheet or ''}"


def rows_to_mend(rows: Sequence[OldLedgerRow]) -> list[RowToMend]:
    """Refused rows first, then those that enter without the value of a cell; each in the file's order."""
    found = [_row(row) for row in rows if row.action is not RowAction.SAME]
    return sorted((row for row in found if row.cells), key=lambda row: row.action is not RowAction.REFUSED)


def _row(row: OldLedgerRow) -> RowToMend:
    values = values_of(row)
    cells: dict[str, CellToMend] = {}
    for finding in row.findings:
        if not _is_mendable(finding, values):
            continue
        fields = WHO if finding["field"] == "name" else (finding["field"],)
        for name in fields:
            cells.setdefault(name, _cell(name, finding, values))
    about = "　".join(values[name] for name in ("on", "summary", "result") if name in values)
    name = values.get("name") or values.get("uid") or values.get("url") or ""
    return RowToMend(row.sheet, row.row, name, about, row.action, list(cells.values()))


def _is_mendable(finding: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    """A refusal at a field, or a cell whose value was lost; whose a doubtful row is, is settled in the preview."""
    if finding["field"] is None or finding["level"] == Level.NOTE:
        return False
    return bool(finding["level"] == Level.ERROR or finding["field"] not in values)


def _cell(name: str, finding: Mapping[str, Any], values: Mapping[str, str]) -> CellToMend:
    is_own = name == finding["field"]
    written = finding["params"].get("written") if is_own else None
    options = list(LABELS[OFFERED[name]].values()) if name in OFFERED else []
    words = word(finding["code"], **finding["params"]) if is_own else ""
    column = finding["column"] if is_own else None
    return CellToMend(name, _(NAMED[name].label), column, written or values.get(name), words, options)


def may_show(text: str) -> bool:
    """Whether a cell typed before may stand in the page again: no number of a person is in it."""
    return mask_inside(text) == text


def remarks_of(rows: Sequence[OldLedgerRow], *, only_bad: bool) -> list[Remark]:
    """Every finding that asks for a look, in words at its place; with ``only_bad`` those of rows that did not enter.

    Where such a row says 同上, the row it means comes along, or the words would mean another one.
    """
    bad = [row for row in rows if row.action in ASIDE]
    remarks = [
        Remark(row.sheet, row.row, each["column"], word(each["code"], **each["params"]), Level(each["level"]))
        for row in (bad if only_bad else rows)
        for each in row.findings
        if each["level"] != Level.NOTE
    ]
    if not only_bad:
        return remarks
    said = {(each.sheet, each.row) for each in remarks}
    meant = {(row.sheet, number) for row in bad for number in row.told.get("above", ())} - said
    words = word("old_ledgers.row_above")
    return remarks + [Remark(sheet, number, None, words, Level.WARNING) for sheet, number in sorted(meant, key=str)]
