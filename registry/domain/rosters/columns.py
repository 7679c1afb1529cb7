"""The account rows of one table as columns: each column is cleaned at one stroke, each different cell once.

A roster of a hundred thousand rows has few different towns and dates; and where every cell differs, nearly all are
already clean. So a column becomes values by one table from cell to value, and only cells with a doubt to tell are looked
at row by row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from registry.domain.rosters.clean import Reader
from registry.domain.rosters.counts import sound_counts
from registry.domain.rosters.fields import BY_NAME, NAMES, Kind
from registry.domain.rosters.glance import SOUND
from registry.domain.rosters.shapes import (
    Cell,
    CellProblem,
    Cleaned,
    Level,
    Problem,
    Rows,
    Value,
)
from registry.domain.rosters.tidy import as_text, tidy_prose

_TRUTH = frozenset((True, False))

Finding = tuple[int, str, CellProblem, str | None]
"""Row (place among the account rows), field, what was found, and the column's letter where it is not the field's own."""


@dataclass(slots=True)
class Grid(Rows):
    """The account rows of one table while they are read: their values grow, column by column, out of their cells."""

    cells: list[Sequence[Cell]] = field(default_factory=list)
    offset: int = 0
    found: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: str | None, numbers: list[int], rows: list[list[Cell]], offset: int) -> "Grid":
        """The grid of account rows as they were read."""
        width = max(map(len, rows), default=0)
        if any(len(row) < width for row in rows):
            rows = [row + [""] * (width - len(row)) for row in rows]
        values: dict[str, list[Value]] = {name: [None] * len(numbers) for name in NAMES}
        return cls(sheet, numbers, values, cells=list(zip(*rows, strict=True)), offset=offset)

    def column(self, index: int) -> Sequence[Cell]:
        """The cells under the 0-based column ``index`` of the sheet."""
        place = index - self.offset
        return self.cells[place] if 0 <= place < len(self.cells) else [""] * len(self.numbers)

    def clean(self, name: str, cells: Sequence[Cell], reader: Reader, unit: int = 1) -> None:
        """Clean the column of the field ``name`` into its values; ``unit`` is what its header counts in.

        Each different cell is looked at once, most at a glance; what stands in no table is its own value.
        """
        cells, different = _different(cells)
        different.discard("")
        plain, texts = _counted(different, unit) if BY_NAME[name].kind is Kind.COUNT else ({}, {})
        telling: dict[Cell, Cleaned] = {}
        for cell in _odd(different, BY_NAME[name].kind).difference(plain):
            cleaned, text = reader(cell)
            plain[cell] = cleaned[0]
            if text is not None:
                texts[cell] = text
            if cleaned[1] or cleaned[2]:
                telling[cell] = cleaned
        if len(different) * 2 < len(cells):  # equal texts become one
            plain = dict(zip(different, different, strict=True)) | plain
        plain[""] = None
        self.values[name] = list(map(plain.get, cells, cells))
        if texts:
            self.written[name] = list(map(texts.get, cells))
        if telling:
            self._tell(name, cells, telling)

    def _tell(self, name: str, cells: Sequence[Cell], telling: Mapping[Cell, Cleaned]) -> None:
        """Enter what some cells of a column have to tell beside their value."""
        for place in compress(range(len(cells)), map(telling.__contains__, cells)):
            _, approximate, problems = telling[cells[place]]
            if approximate:
                self.vague.setdefault(place, []).append(name)
            for each in problems:
                self.tell(place, name, each)

    def tell(self, place: int, name: str, found: CellProblem, letter: str | None = None) -> None:
        """Enter a finding of one row; an unknown word for the platform refuses the row."""
        _, code, params = found
        if name == "platform" and code in ("rosters.word_unknown", "rosters.word_several"):
            found = CellProblem(Level.ERROR, code.replace("word", "platform"), params)
            self.refused.add(place)
        self.found.append((place, name, found, letter))

    def keep(self, header: str, cells: Sequence[Cell]) -> None:
        """Keep a column without a field as it stands."""
        cells, different = _different(cells)
        texts = {cell: tidy_prose(as_text(cell)) or None for cell in different}
        if not any(texts.values()):
            return
        kept = list(map(texts.__getitem__, cells))
        before = self.extra.get(header)  # another column of the same header
        self.extra[header] = [text or other for text, other in zip(kept, before, strict=True)] if before else kept

    def write(self, place: int, name: str, text: str | None) -> None:
        """Keep a cell's own text beside its value, None = not any more."""
        self._put(self.written, place, name, text)

    def keep_one(self, place: int, header: str, text: str | None) -> None:
        """Keep what one row has in a column without a field, None = not any more."""
        self._put(self.extra, place, header, text)

    def _put(self, columns: dict[str, list[str | None]], place: int, name: str, text: str | None) -> None:
        if text is not None or name in columns:
            columns.setdefault(name, [None] * len(self.numbers))[place] = text

    def problems(self, letters: Mapping[str, str]) -> Iterable[Problem]:
        """What was found, row by row, with the file's own row and column."""
        for place, name, (level, code, params), own in sorted(self.found, key=_by_row):
            letter = own or letters.get(name)
            yield Problem(self.sheet, self.numbers[place], letter, name if letter else None, level, code, params)


_by_row: Callable[[Finding], int] = lambda finding: finding[0]  # noqa: E731 - a key, named


def _counted(cells: set[Cell], unit: int) -> tuple[dict[Cell, Value], dict[Cell, str]]:
    """The counts that some cells are at a glance, and the cell's own text where the count does not say it."""
    counts = sound_counts(cells, unit)
    if unit == 1:
        return dict(counts), {cell: cell for cell in counts if cell.__class__ is str and cell != str(counts[cell])}
    texts = {cell: cell if cell.__class__ is str else repr(cell).removesuffix(".0") for cell in counts}
    return dict(counts), texts


def _odd(cells: set[Cell], kind: Kind) -> set[Cell]:
    """The cells that no glance shows to be clean."""
    glance = SOUND.get(kind)
    if glance is None:
        return cells
    texts = [cell for cell in cells if cell.__class__ is str]
    odd = set(compress(texts, map(not_, glance(texts))))
    return odd if len(texts) == len(cells) else odd.union(cell for cell in cells if cell.__class__ is not str)


def _different(cells: Sequence[Cell]) -> tuple[Sequence[Cell], set[Cell]]:
    """A column and its different cells; truth values, which would be taken for 1 and 0, are 是 and 否."""
    different = set(cells)
    if _TRUTH.isdisjoint(different):
        return cells, different
    worded = [as_text(cell) if cell.__class__ is bool else cell for cell in cells]
    return worded, set(worded)
