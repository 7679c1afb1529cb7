"""An old ledger → rows: each one historical fact (谁、何日、何事、何处置), as offices kept them before the register.

What can be taken from the sheet's title, name or the cell above is taken and said; what cannot be known stays unknown.
Whether a row enters is decided against the register (old_ledger_rows.py); a row that lacks its account, its day or its
kind cannot.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from registry.domain.errors import Refusal
from registry.domain.rosters.clean import clean_prose, clean_text
from registry.domain.rosters.codes import clean_uid, clean_url
from registry.domain.rosters.dates import clean_date
from registry.domain.rosters.headers import compact
from registry.domain.rosters.old_ledger_columns import (
    FIELDS,
    IDENTITY,
    IGNORED,
    PROSE,
    field_of,
    kind_hint,
    kinds_in,
    map_headers,
    year_in,
)
from registry.domain.rosters.read import RawSheet, read_book
from registry.domain.rosters.shapes import Cell, CellProblem, Cleaned, Level, column_letter
from registry.domain.rosters.tidy import as_text, is_unknown, tidy
from registry.domain.rosters.vocabularies import clean_enum, members_in
from registry.domain.terms import OldKind, Platform

_SEARCHED = 40
_TELLING = {"on", "kind", "summary", "result"}
"""A table without any of these is no ledger of acts: a plain roster is not taken for one."""
_FOOT = re.compile(
    r"(?:合|总|共|小|累)\s*计.*|(?:注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核人?|负责人|联系人|联系电话|填报单位|填报日期|统计日期|日期)\s*[:：].*",
    re.DOTALL,
)
_DITTO = re.compile(r"同上|[〃″\"]|同前|下同")
_TIMES = re.compile(r"(\d{1,3})\s*次?")


@dataclass(slots=True)
class Finding:
    """What was found in a cell or row; ``decides``: for this the row stays out."""

    column: str | None
    field: str | None
    level: str
    code: str
    params: dict[str, Any]
    decides: bool = False


@dataclass(slots=True)
class LedgerRow:
    """One fact as read. ``values`` by field, unknown None, the platform and kind as their code, ``on`` ISO to its precision."""

    sheet: str | None
    number: int
    values: dict[str, str | None]
    is_approximate: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, column: str | None, name: str | None, found: CellProblem, *, decides: bool = False) -> None:
        """Put a finding on file at its column."""
        self.findings.append(Finding(column, name, found.level.value, found.code, dict(found.params), decides))


@dataclass(slots=True)
class OldBook:
    """A whole file. ``columns`` per sheet: (letter, header, field or None); ``skipped``: sheets without such a table."""

    rows: list[LedgerRow]
    columns: list[tuple[str | None, list[tuple[str, str, str | None]]]]
    skipped: list[str]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the way out of the reading process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "OldBook":
        """What ``to_json`` wrote."""
        rows = [LedgerRow(**{**row, "findings": [Finding(**each) for each in row["findings"]]}) for row in told["rows"]]
        columns = [(name, [(a, b, c) for a, b, c in each]) for name, each in told["columns"]]
        return cls(rows, columns, list(told["skipped"]))


@dataclass(slots=True)
class _Sheet:
    """A sheet with its table: the columns by field, the others to be kept, and what its title and name say."""

    raw: RawSheet
    below: int
    by_field: dict[str, int]
    others: dict[int, str]
    kind: OldKind | None
    year: str | None
    platform: str | None


def read_old_ledger(data: bytes, filename: str, *, today: date) -> OldBook:
    """Read a workbook of old violations or measures. Raises Refusal where it cannot be read or holds no such table."""
    book = OldBook([], [], [])
    raw_book = read_book(data, filename)
    for raw in raw_book.sheets:
        headers = _find_header(raw)
        if headers is None:
            book.skipped.append(raw.name or "")
            continue
        sheet = _describe(raw, *headers)
        named = {index: name for name, index in sheet.by_field.items()}
        book.columns.append((raw.name, [(column_letter(i), text, named.get(i)) for i, text in headers[0]]))
        book.rows += _rows(sheet, today)
    book.skipped += raw_book.hidden_sheets
    if not book.columns:
        raise Refusal("old_ledgers.no_header")
    if not book.rows:
        raise Refusal("old_ledgers.no_rows")
    return book


def _find_header(raw: RawSheet) -> tuple[list[tuple[int, str]], int] | None:
    """The header texts by column, and the first row below; the row or pair of rows that names most columns."""
    best: tuple[int, list[tuple[int, str]], int] | None = None
    for row in range(min(len(raw.rows), _SEARCHED)):
        for depth in (1, 2):
            headers = _headers(raw, row, depth)
            names = set(map_headers(headers))
            score = len(names) if names & set(IDENTITY) and names & _TELLING else 0
            if score >= 3 and (best is None or score > best[0]):
                best = (score, headers, row + depth)
    return (best[1], best[2]) if best else None


def _headers(raw: RawSheet, row: int, depth: int) -> list[tuple[int, str]]:
    """Each headed column with its text; of two rows the lower one names it, under the upper as its group."""
    found = []
    wide = raw.rows[row : row + depth]
    if depth == 2 and (len(wide) < 2 or not _is_header_pair(raw, row)):
        return []
    for place in range(max((len(cells) for cells in wide), default=0)):
        column = place + raw.offset
        texts = [tidy(as_text(raw.cell(row + step, column))) for step in range(depth)]
        texts = [text for text in texts if text]
        if texts and len(texts[-1]) <= 30:
            joined = "".join(texts)
            found.append((column, joined if len(texts) == 2 and field_of(joined) else texts[-1]))
    return found


def _is_header_pair(raw: RawSheet, row: int) -> bool:
    """Whether the next row holds labels under groups of this one: every text in it is short and no value."""
    below = [tidy(as_text(cell)) for cell in raw.rows[row + 1] if cell != ""]
    merged = any(top == row and (right > left or bottom > top) for top, left, bottom, right in raw.merges)
    return bool(below) and merged and sum(1 for text in below if field_of(text)) * 2 >= len(below)


def _describe(raw: RawSheet, headers: Sequence[tuple[int, str]], below: int) -> _Sheet:
    """What the sheet is about, from its header, its name and the lines above."""
    by_field = map_headers(headers)
    titles = [tidy(as_text(cell)) for cells in raw.rows[: below - 1] for cell in cells if cell != ""]
    titles = [text for text in titles if field_of(text) is None]
    texts = [raw.name or "", *titles]
    day, about = (
        next((text for index, text in headers if index == by_field.get(name)), "") for name in ("on", "summary")
    )
    others = {index: text for index, text in headers if index not in by_field.values() and compact(text) not in IGNORED}
    platforms = {member for text in texts for member in members_in(Platform, text)} - {Platform.OTHER}
    platform = platforms.pop().value if len(platforms) == 1 else None
    return _Sheet(raw, below, by_field, others, kind_hint([day, *texts, about]), year_in(texts), platform)


def _rows(sheet: _Sheet, today: date) -> list[LedgerRow]:
    """Every fact below the header."""
    _fill_down(sheet)
    rows: list[LedgerRow] = []
    above: dict[str, Cell] = {}
    places = [sheet.by_field[name] for name in sheet.by_field]
    for index in range(sheet.below, len(sheet.raw.rows)):
        filled = [tidy(as_text(cell)) for cell in sheet.raw.rows[index] if as_text(cell).strip()]
        own = [place for place in places if as_text(sheet.raw.cell(index, place)).strip()]
        if not filled or len(own) < 2 or _FOOT.fullmatch(filled[0]) or _repeats(sheet, index):
            continue
        cells = {name: sheet.raw.cell(index, place) for name, place in sheet.by_field.items()}
        for name, cell in cells.items():
            if isinstance(cell, str) and _DITTO.fullmatch(tidy(cell)):
                cells[name] = above.get(name, "")
        above = cells
        rows.append(_row(sheet, index, cells, today))
    return rows


def _repeats(sheet: _Sheet, index: int) -> bool:
    """Whether a row is the header once more."""
    texts = [tidy(as_text(sheet.raw.cell(index, place))) for place in sheet.by_field.values()]
    return sum(1 for text in texts if text and field_of(text)) >= 3


def _fill_down(sheet: _Sheet) -> None:
    """Give every cell of a merge below the header the text of its first, as the reader of the sheet sees it."""
    raw = sheet.raw
    for top, left, bottom, right in raw.merges:
        if top >= sheet.below and right == left and bottom > top:
            for row in range(top + 1, bottom + 1):
                raw.put(row, left, raw.cell(top, left))


def _row(sheet: _Sheet, index: int, cells: Mapping[str, Cell], today: date) -> LedgerRow:
    """One fact, cleaned cell by cell."""
    row = LedgerRow(sheet.raw.name, index + 1, dict.fromkeys(each.name for each in FIELDS))
    letters = {name: column_letter(place) for name, place in sheet.by_field.items()}

    def take(name: str, cleaned: Cleaned) -> None:
        row.values[name] = None if cleaned.value is None else str(cleaned.value)
        for found in cleaned.problems:
            row.say(letters.get(name), name, found)

    for name in cells.keys() - {"platform", "uid", "url", "on", "kind"}:
        take(name, (clean_prose if name in PROSE else clean_text)(cells[name]))
    take("platform", clean_enum(cells.get("platform", ""), Platform))
    row.values["platform"] = row.values["platform"] or sheet.platform
    take("uid", clean_uid(cells.get("uid", ""), row.values["platform"] or Platform.OTHER))
    take("url", clean_url(cells.get("url", "")))
    _take_day(sheet, row, cells.get("on", ""), letters.get("on"), today)
    _take_kind(sheet, row, cells.get("kind", ""), letters.get("kind"))
    for place, header in sheet.others.items():
        text = clean_prose(sheet.raw.cell(index, place)).value
        if text is not None:
            row.extra[header] = str(text)
            _note_times(row, header, str(text), column_letter(place))
    _require(row, letters)
    return row


def _take_day(sheet: _Sheet, row: LedgerRow, cell: Cell, letter: str | None, today: date) -> None:
    """The day; where the cell leaves the year out, the year the sheet is of."""
    cleaned = clean_date(cell, today)
    if sheet.year and any(each.code == "rosters.date_no_year" for each in cleaned.problems):
        written = tidy(as_text(cell))
        cleaned = clean_date(f"{sheet.year}年{written}", today)
        row.say(
            letter, "on", CellProblem(Level.NOTE, "old_ledgers.year_of_sheet", {"written": written, "year": sheet.year})
        )
    row.values["on"], row.is_approximate = None if cleaned.value is None else str(cleaned.value), cleaned.approximate
    for found in cleaned.problems:
        row.say(letter, "on", found, decides=cleaned.value is None)


def _take_kind(sheet: _Sheet, row: LedgerRow, cell: Cell, letter: str | None) -> None:
    """The kind: as the row says it, else by its result, else what the sheet lists."""
    text = tidy(as_text(cell))
    kinds = () if is_unknown(text) else kinds_in(text)
    if len(kinds) > 1:
        row.say(letter, "kind", CellProblem(Level.ERROR, "old_ledgers.kind_several", {"written": text}), decides=True)
        return
    if not kinds and not is_unknown(text):
        row.extra.setdefault("类型", text)
    if not kinds and sheet.kind is None:
        told = kinds_in(row.values["result"] or "")
        kinds = told if len(told) == 1 else ()
    kind = kinds[0] if kinds else sheet.kind
    row.values["kind"] = kind.value if kind else None


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
