"""An old ledger → rows: each one historical fact (谁、何日、何事、何处置), as offices kept them before the register.

What can be taken from the sheet's title, name or the cell above is taken and said; what cannot be known stays unknown.
Whether a row enters is decided against the register (old_ledger_rows.py); a row that lacks its account, its day or its
kind cannot.
"""

import re
from collections.abc import Mapping
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.clean import clean_prose, clean_text
from registry.domain.rosters.codes import clean_uid, clean_url
from registry.domain.rosters.dates import clean_date
from registry.domain.rosters.old_ledger_columns import (
    FIELDS,
    IDENTITY,
    KIND_WRITTEN,
    ON_WRITTEN,
    PROSE,
    TERM,
    field_of,
    gravest,
    kinds_in,
    term_in,
)
from registry.domain.rosters.old_ledger_shapes import LedgerRow, OldBook
from registry.domain.rosters.old_ledger_tables import Table, find_table
from registry.domain.rosters.places import split_place, unnumbered
from registry.domain.rosters.read import read_book
from registry.domain.rosters.shapes import Cell, CellProblem, Cleaned, Level, column_letter
from registry.domain.rosters.tidy import as_text, is_unknown, tidy
from registry.domain.rosters.vocabularies import clean_enum
from registry.domain.terms import LABELS, OldKind, Platform

_FOOT = re.compile(
    r"(?:合|总|共|小|累)\s*计.*|(?:注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核人?|负责人|联系人|联系电话|填报单位|填报日期|统计日期|日期)\s*[:：].*",
    re.DOTALL,
)
_DITTO = re.compile(r"同上|[〃″\"]|同前|下同")
_TIMES = re.compile(r"(\d{1,3})\s*次?")


def read_old_ledger(data: bytes, filename: str, *, today: date, choices: Choices = AS_IT_IS) -> OldBook:
    """Read a workbook of old violations or measures. Raises Refusal where it cannot be read or holds no such table.

    ``choices``: the columns, cells and hidden sheets an officer decided on.
    """
    book = OldBook([], [], [])
    raw_book = read_book(data, filename, hidden_sheets=choices.hidden_sheets)
    for raw in raw_book.sheets:
        table = find_table(raw, choices, unit=book.sheets[-1].unit if book.sheets else "")
        if table is None:
            book.skipped.append(raw.name or "")
            continue
        book.sheets.append(table.told)
        book.rows += _rows(table, choices, today)
    if not choices.hidden_sheets:
        book.skipped += raw_book.hidden_sheets
    if not book.sheets:
        raise Refusal("old_ledgers.no_header")
    if not book.rows:
        raise Refusal("old_ledgers.no_rows")
    return book


def _rows(table: Table, choices: Choices, today: date) -> list[LedgerRow]:
    """Every fact below the header; cells typed anew stand in place of the file's."""
    _fill_down(table)
    typed: dict[int, dict[str, Cell]] = {}
    for (sheet, number, name), text in choices.cells.items():
        if sheet == table.raw.name:
            typed.setdefault(number, {})[name] = text
    rows: list[LedgerRow] = []
    above: dict[str, tuple[Cell, int]] = {}
    for index in range(table.below, len(table.raw.rows)):
        if not _is_fact(table, index):
            continue
        cells = {name: table.raw.cell(index, place) for name, place in table.by_field.items()}
        taken = {name: above[name] for name in cells if name in above and _is_ditto(cells[name])}
        cells = {
            name: taken[name][0] if name in taken else "" if _is_ditto(each) else each for name, each in cells.items()
        }
        own = typed.get(index + 1, {})
        row = _row(table, index, cells | own, choices.platforms, today)
        row.above = sorted({number for name, (_cell, number) in taken.items() if name not in own})
        for number in row.above:
            row.say(None, None, CellProblem(Level.NOTE, "old_ledgers.as_above", {"row": number}))
        for name in own:
            written = tidy(as_text(cells.get(name, "")))
            place = table.by_field.get(name)
            letter = None if place is None else column_letter(place)
            row.say(letter, name, CellProblem(Level.NOTE, "old_ledgers.typed", {"written": written or "—"}))
        above = {name: taken.get(name, (cell, index + 1)) for name, cell in cells.items()}
        rows.append(row)
    return rows


def _is_fact(table: Table, index: int) -> bool:
    """Whether a row is a record; a caption that names a county says it for the rows below."""
    raw = table.raw
    filled = [tidy(as_text(cell)) for cell in raw.rows[index] if as_text(cell).strip()]
    own = [place for place in table.by_field.values() if as_text(raw.cell(index, place)).strip()]
    if len(filled) == 1 and (county := split_place(unnumbered(filled[0]))[0]):
        table.county = county
    return len(own) >= 2 and not _FOOT.fullmatch(filled[0]) and not _repeats(table, index)


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and _DITTO.fullmatch(tidy(cell)) is not None


def _repeats(table: Table, index: int) -> bool:
    """Whether a row is the header once more."""
    texts = [tidy(as_text(table.raw.cell(index, place))) for place in table.by_field.values()]
    return sum(1 for text in texts if text and field_of(text)) >= 3


def _fill_down(table: Table) -> None:
    """Give every cell of a merge below the header the text of its first, as the reader of the sheet sees it."""
    raw = table.raw
    for top, left, bottom, right in raw.merges:
        if top >= table.below and right == left and bottom > top:
            for row in range(top + 1, bottom + 1):
                raw.put(row, left, raw.cell(top, left))


def _row(table: Table, index: int, cells: Mapping[str, Cell], platforms: Mapping[str, str], today: date) -> LedgerRow:
    """One fact, cleaned cell by cell; ``platforms``: the office's own words for them."""
    row = LedgerRow(table.raw.name, index + 1, dict.fromkeys(each.name for each in FIELDS))
    letters = {name: column_letter(place) for name, place in table.by_field.items()}

    def take(name: str, cleaned: Cleaned) -> None:
        row.values[name] = None if cleaned.value is None else str(cleaned.value)
        for found in cleaned.problems:
            row.say(letters.get(name), name, found)

    for name in cells.keys() - {"platform", "uid", "url", "on", "kind"}:
        take(name, (clean_prose if name in PROSE else clean_text)(cells[name]))
    take("platform", clean_enum(cells.get("platform", ""), Platform, platforms))
    row.values["platform"] = row.values["platform"] or table.platform
    row.values["county"] = row.values["county"] or table.county
    take("uid", clean_uid(cells.get("uid", ""), row.values["platform"] or Platform.OTHER))
    take("url", clean_url(cells.get("url", "")))
    _take_day(table, row, cells.get("on", ""), letters.get("on"), today)
    _take_kind(table, row, cells.get("kind", ""), letters.get("kind"))
    for place, header in table.others.items():
        text = clean_prose(table.raw.cell(index, place)).value
        if text is not None:
            row.extra[header] = str(text)
            _note_times(row, header, str(text), column_letter(place))
    _require(row, letters)
    return row


def _take_day(table: Table, row: LedgerRow, cell: Cell, letter: str | None, today: date) -> None:
    """The day; where the cell leaves the year out, the year the sheet is of."""
    cleaned = clean_date(cell, today)
    if table.year and any(each.code == "rosters.date_no_year" for each in cleaned.problems):
        written = tidy(as_text(cell))
        cleaned = clean_date(f"{table.year}年{written}", today)
        row.say(
            letter, "on", CellProblem(Level.NOTE, "old_ledgers.year_of_sheet", {"written": written, "year": table.year})
        )
    row.values["on"], row.is_approximate = None if cleaned.value is None else str(cleaned.value), cleaned.approximate
    if cleaned.value is not None and cleaned.approximate:
        row.extra.setdefault(ON_WRITTEN, tidy(as_text(cell)))
    for found in cleaned.problems:
        row.say(letter, "on", found, decides=cleaned.value is None)


def _take_kind(table: Table, row: LedgerRow, cell: Cell, letter: str | None) -> None:
    """The kind: as the row says it, else by its result, else what the sheet lists; a word for none of them is no kind.

    A column that names a kind itself (约谈方式) says by which way, whatever stands in it.
    """
    text = tidy(as_text(cell))
    kinds = () if is_unknown(text) else kinds_in(text)
    if len(kinds) > 1:
        taken = LABELS[OldKind][gravest(kinds)]
        row.say(
            letter, "kind", CellProblem(Level.WARNING, "old_ledgers.kind_several", {"written": text, "kind": taken})
        )
        kinds = (gravest(kinds),)
    if kinds:
        _keep_words(row, text, kinds[0])
    is_foreign = not kinds and not is_unknown(text)
    if is_foreign:
        row.extra.setdefault(table.kind_header or "类型", text)
        kinds = kinds_in(table.kind_header)
    if is_foreign and len(kinds) != 1:
        row.say(letter, "kind", CellProblem(Level.ERROR, "old_ledgers.kind_unknown", {"written": text}), decides=True)
        return
    if not kinds and table.kind is None:
        told = kinds_in(row.values["result"] or "")
        kinds = told if len(told) == 1 else ()
    kind = kinds[0] if kinds else table.kind
    row.values["kind"] = kind.value if kind else None


def _keep_words(row: LedgerRow, text: str, kind: OldKind) -> None:
    """Keep what the cell says beyond the name of its kind: other measures, for how long."""
    if text != LABELS[OldKind][kind]:
        row.extra.setdefault(KIND_WRITTEN, text)
    if (term := term_in(text)) is not None:
        row.extra.setdefault(TERM, term)


def _note_times(row: LedgerRow, header: str, text: str, letter: str) -> None:
    """A count of talks (约谈次数 3) is no fact of its own: only this row's is entered, and that is said."""
    found = _TIMES.fullmatch(text)
    if found and "次" in header + text and int(found[1]) > 1 and kinds_in(header):
        params = {"header": header, "written": text}
        row.say(letter, None, CellProblem(Level.WARNING, "old_ledgers.times", params))


def _require(row: LedgerRow, letters: Mapping[str, str]) -> None:
    """Say what the row lacks to be a fact."""
    values, said = row.values, {each.field for each in row.findings if each.decides}
    if not any(values[name] for name in IDENTITY):
        row.say(letters.get("name"), "name", CellProblem(Level.ERROR, "old_ledgers.no_account_named", {}), decides=True)
    if values["on"] is None and "on" not in said:
        row.say(letters.get("on"), "on", CellProblem(Level.ERROR, "old_ledgers.no_day", {}), decides=True)
    if values["kind"] is None and "kind" not in said:
        row.say(letters.get("kind"), "kind", CellProblem(Level.ERROR, "old_ledgers.no_kind", {}), decides=True)
