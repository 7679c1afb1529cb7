"""The values a reading hands on: cleaned cells, rows, sheets, problems and the whole roster.

All are plain and picklable, so that a reading may be done in another process and a preview be stored.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.domain.digests import plain_bytes
from registry.domain.rosters.fields import NAMES

Cell = Any
"""What a sheet holds in one cell: str, float, int, bool, date, datetime, time, timedelta; empty is ``""``."""

Place = tuple[str | None, int]
"""Where a row stands in its file: the sheet and Excel's row number."""

Value = str | int | None
"""A cleaned value. Text, dates (ISO to their precision) and enum codes are str, counts int, unknown None."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value on file that need not be opened to see that a row says the same: equal texts have equal marks."""

    mark: str
    mark_of: Callable[[str], str]
    unseal: Callable[[], str | None]

    def beside(self, value: Value) -> Value:
        """The value on file as it is compared with a row's: that one where both are the same, else opened."""
        return value if value is None or self.mark_of(str(value)) == self.mark else self.unseal()


class Level(StrEnum):
    """How grave a problem is: an error loses a value or the row, a warning asks for a look, a note only
    tells.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class CellProblem(NamedTuple):
    """What a cleaner found in one cell, before anyone knows where the cell stands."""

    level: Level
    code: str
    params: Mapping[str, Any]


class Cleaned(NamedTuple):
    """The result of every cleaner: the value (None = unknown), whether it is only approximate, what was
    found.
    """

    value: Value
    approximate: bool = False
    problems: tuple[CellProblem, ...] = ()


UNKNOWN = Cleaned(None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding at its place: ``row`` 1-based as Excel shows it, ``column`` Excel's letter; both may
    be None.
    """

    sheet: str | None
    row: int | None
    column: str | None
    field: str | None
    level: Level
    code: str
    params: Mapping[str, Any]


@dataclass(slots=True)
class Rows:
    """The account rows of one table by column, each value at its row's place: a tenth of what they take row by row.

    ``numbers`` are Excel's row numbers. ``values`` field → one value per row; ``written`` field and ``extra`` header → one
    text per row, None where there is none; ``vague`` and ``refused`` name only the rows that have something there.
    """

    sheet: str | None
    numbers: list[int]
    values: dict[str, list[Value]] = field(default_factory=dict)
    vague: dict[int, list[str]] = field(default_factory=dict)
    written: dict[str, list[str | None]] = field(default_factory=dict)
    extra: dict[str, list[str | None]] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    marks: Sequence[str | None] = ()
    counties: Sequence[str | None] = ()
    _asked: tuple[int, dict[str, Value]] = (-1, {})

    def rows(self) -> "list[RosterRow]":
        """The rows as the register takes them."""
        nothing = [None] * len(self.numbers)
        found = []
        marks, counties = self.marks or nothing, self.counties or nothing
        for place, (number, mark, county) in enumerate(zip(self.numbers, marks, counties, strict=True)):
            row = RosterRow.__new__(RosterRow)
            row.sheet, row.number, row.mark, row.county = self.sheet, number, mark, county
            row.refused = place in self.refused
            row.draw_from(self, place)
            found.append(row)
        return found

    def draw(self, place: int, name: str) -> Any:
        """What ``RosterRow`` has under ``name``, of the row at a place. Whoever asks, asks row by row: the last is kept."""
        if name == "values":
            asked, values = self._asked
            if asked != place:
                values = {field: column[place] for field, column in self.values.items()}
                self._asked = place, values
            return values
        if name == "approximate":
            return tuple(self.vague.get(place, ()))
        columns = self.extra if name == "extra" else self.written
        return {header: text for header, texts in columns.items() if (text := texts[place]) is not None}


class _Drawn:
    """A row that leaves its values where its table has them, by column."""

    __slots__ = ("_columns", "_place")
    _columns: Rows | None
    _place: int

    def __post_init__(self) -> None:
        self._columns = None

    @property
    def table(self) -> Rows | None:
        """The table the row is drawn from; None where it holds everything itself."""
        return self._columns

    @property
    def index(self) -> int:
        """The row's place in the table it is drawn from."""
        return self._place

    def draw_from(self, columns: Rows, place: int) -> None:
        """Say where the fields that are left empty stand."""
        self._columns, self._place = columns, place

    if not TYPE_CHECKING:  # to the type checker every field is there

        def __getattr__(self, name: str) -> Any:
            """A field that was left empty: what the columns say."""
            if name in _FROM_COLUMNS and self._columns is not None:
                return self._columns.draw(self._place, name)
            raise AttributeError(name)


_FROM_COLUMNS = frozenset(("values", "approximate", "extra", "written"))


@dataclass(slots=True)
class RosterRow(_Drawn):
    """One account row. ``values`` has every field, unknown None, enums as their code.

    ``written`` keeps the cell's own text wherever the value differs from it; ``extra`` keeps the
    columns without a field.
    A row of a large file is drawn from its table's columns whenever it is asked for (`Rows.rows`): take ``values`` once.
    ``refused`` is set where name or platform cannot be known. ``mark`` is what our own export's hidden column says of
    the row (no value of the account); ``county`` is the county its own cells, its caption or its sheet speak of, as text.
    """

    sheet: str | None
    number: int
    values: dict[str, Value]
    approximate: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    refused: bool = False
    mark: str | None = None
    county: str | None = None

    @property
    def place(self) -> Place:
        """Where the row stands in its file."""
        return self.sheet, self.number


def drawn_columns(rows: "Iterable[RosterRow]", names: Sequence[str]) -> dict[str, list[Value]]:
    """What rows say under these names, by column: taken from the tables they stand in, without a mapping for each row."""
    found: dict[str, list[Value]] = {name: [] for name in names}
    for table, run in groupby(rows, key=_TABLE):
        if table is None:
            alone = [row.values for row in run]
            for name, column in found.items():
                column += [values.get(name) for values in alone]
            continue
        places = [*map(_INDEX, run)]
        for name, column in found.items():
            column += map(table.values[name].__getitem__, places)
    return found


def beside_columns(rows: "Sequence[RosterRow]") -> tuple[list[dict[str, str]], list[Sequence[str]]]:
    """Of each row what it has under unknown headers, and the fields it says only approximately."""
    extra: list[dict[str, str]] = []
    vague: list[Sequence[str]] = []
    for table, each in groupby(rows, key=_TABLE):
        run = [*each]
        if table is None:
            extra += [row.extra for row in run]
            vague += [row.approximate for row in run]
            continue
        places = [*map(_INDEX, run)]
        columns = [map(texts.__getitem__, places) for texts in table.extra.values()]
        drawn = (zip(table.extra, texts, strict=True) for texts in zip(*columns, strict=True))
        told = [{header: text for header, text in row if text is not None} for row in drawn]
        extra += told or [_NONE] * len(run)
        vague += [table.vague.get(place, ()) for place in places] if table.vague else [()] * len(run)
    return extra, vague


_NONE: dict[str, str] = {}
_INDEX, _TABLE = attrgetter("_place"), attrgetter("_columns")


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """How one column was understood: ``index`` 0-based, ``field`` None = kept under extra.

    ``how`` is exact, synonym, fuzzy, shape, chosen, remembered, none, or seq for a running number, which is not read; ``confidence`` 0 to 100.
    """

    index: int
    letter: str
    header: str
    field: str | None
    how: str
    confidence: int


@dataclass(slots=True)
class RosterSheet:
    """One sheet with a header. ``columns`` field → header text, ``letters`` field → column, ``extra`` header → column.

    ``layout`` is the fingerprint of its headers, ``matches`` how each column was understood. ``caption`` are the lines
    above its header; ``is_returned``: the register gave it back, marked, and it comes again with only some of its rows.
    """

    name: str | None
    header_row: int
    columns: dict[str, str]
    letters: dict[str, str]
    extra: dict[str, str]
    rows: int = 0
    layout: str = ""
    matches: list[ColumnMatch] = field(default_factory=list)
    caption: str = ""
    is_returned: bool = False
    samples: dict[int, list[str]] = field(default_factory=dict)
    """The first different texts under each column (0-based), as written."""


@dataclass(slots=True)
class Roster:
    """A workbook as the register understands it. ``unit`` is what its 填报单位 line names."""

    sheets: list[RosterSheet]
    rows: list[RosterRow]
    problems: list[Problem]
    unit: str | None = None
    hidden_sheets: list[str] = field(default_factory=list)

    def content(self) -> bytes:
        """SHA-256 of what the rows say, wherever they stand: the same for one roster in two files or two formats."""
        found = hashlib.sha256()
        for table in self.tables():
            columns = {name: column for name, column in table.values.items() if column.count(None) < len(column)}
            found.update(plain_bytes((columns, sorted(table.extra.items()))))
        for row in self.rows_alone():
            found.update(plain_bytes((row.values, sorted(row.extra.items()))))
        return found.digest()

    def tables(self) -> list[Rows]:
        """The tables the rows are drawn from."""
        found: dict[int, Rows | None] = {id(table): table for table in map(_TABLE, self.rows)}
        return [table for table in found.values() if table is not None]

    def rows_alone(self) -> list[RosterRow]:
        """The rows that stand in no table: typed anew, or taken out of the parking."""
        return [row for row, table in zip(self.rows, map(_TABLE, self.rows), strict=True) if table is None]

    def letter(self, sheet: str | None, name: str) -> str | None:
        """The column letter in which ``sheet`` holds the field ``name``, None where it has no such column."""
        return next((each.letters.get(name) for each in self.sheets if each.name == sheet), None)


def empty_values() -> dict[str, Value]:
    """A mapping with every field unknown."""
    return dict.fromkeys(NAMES)


def problem(level: Level, code: str, **params: Any) -> CellProblem:
    """A finding about one cell; ``code`` without the noun, which is always rosters."""
    return CellProblem(level, "rosters." + code, params)


def column_letter(index: int) -> str:
    """Excel's letters for a 0-based column index (0 → A, 26 → AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
