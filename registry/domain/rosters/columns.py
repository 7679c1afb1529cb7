"""The account rows of one table as columns: each column is cleaned at one stroke, each different cell once.

A roster of a hundred thousand rows has few different towns and dates; and where every cell differs, nearly all are
already clean. So a column becomes values by one table from cell to value, and only cells with something to tell
(a doubt, a text that the value does not say) are looked at row by row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from registry.domain.rosters.clean import Reader
from registry.domain.rosters.fields import BY_NAME, NAMES
from registry.domain.rosters.glance import SOUND, Glance
from registry.domain.rosters.shapes import (
    Cell,
    CellProblem,
    Cleaned,
    Level,
    Problem,
    RosterRow,
    Value,
)
from registry.domain.rosters.tidy import as_text, tidy_prose

_SAMPLE = 500

Finding = tuple[int, str, CellProblem, str | None]
"""Row (place among the account rows), field, what was found, and the column's letter where it is not the field's own."""


@dataclass(slots=True)
class Grid:
    """The account rows of one table. ``numbers`` are Excel's row numbers; everything else goes by place in it.

    ``values`` field → one value per row; ``vague``, ``written``, ``extra``, ``refused`` name only the rows that have
    something there.
    """

    sheet: str | None
    numbers: list[int]
    cells: list[Sequence[Cell]] = field(default_factory=list)
    offset: int = 0
    values: dict[str, list[Value]] = field(default_factory=dict)
    vague: dict[int, list[str]] = field(default_factory=dict)
    written: dict[int, dict[str, str]] = field(default_factory=dict)
    extra: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    marks: Sequence[str | None] = ()
    counties: Sequence[str | None] = ()
    found: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: str | None, numbers: list[int], rows: list[list[Cell]], offset: int) -> "Grid":
        """The grid of account rows as they were read."""
        width = max(map(len, rows), default=0)
        if any(len(row) < width for row in rows):
            rows = [row + [""] * (width - len(row)) for row in rows]
        grid = cls(sheet, numbers, [_worded(column) for column in zip(*rows, strict=True)], offset)
        grid.values = {name: [None] * len(numbers) for name in NAMES}
        return grid

    def column(self, index: int) -> Sequence[Cell]:
        """The cells under the 0-based column ``index`` of the sheet."""
        place = index - self.offset
        return self.cells[place] if 0 <= place < len(self.cells) else [""] * len(self.numbers)

    def clean(self, name: str, cells: Sequence[Cell], reader: Reader) -> None:
        """Clean the column of the field ``name`` into its values."""
        glance = SOUND.get(BY_NAME[name].kind)
        if glance and _is_varied(cells):
            self._clean_varied(name, cells, glance, reader)
            return
        different = set(cells)
        texts = [cell for cell in different if cell.__class__ is str] if glance else []
        plain: dict[Cell, Value] = {cell: cell for cell in compress(texts, glance(texts))} if glance else {}
        plain[""] = None
        telling: dict[Cell, tuple[Cleaned, str | None]] = {}
        for cell in different.difference(plain):
            cleaned, text = reader(cell)
            plain[cell] = cleaned[0]
            if text is not None or cleaned[1] or cleaned[2]:
                telling[cell] = (cleaned, text)
        self.values[name] = list(map(plain.__getitem__, cells))
        if telling:
            self._tell(name, cells, telling)

    def _clean_varied(self, name: str, cells: Sequence[Cell], glance: Glance, reader: Reader) -> None:
        """Clean a column of texts that nearly all differ: each is looked at where it stands."""
        sound = glance(cells)
        values: list[Value] = [cell or None for cell in cells]
        telling: dict[Cell, tuple[Cleaned, str | None]] = {}
        for place in compress(range(len(cells)), map(not_, sound)):
            cell = cells[place]
            if cell != "":
                telling[cell] = reader(cell)
                values[place] = telling[cell][0].value
        self.values[name] = values
        if telling:
            self._tell(name, cells, telling)

    def _tell(self, name: str, cells: Sequence[Cell], telling: Mapping[Cell, tuple[Cleaned, str | None]]) -> None:
        """Enter what some cells of a column have to tell beside their value."""
        for place, cell in enumerate(cells):
            if cell in telling:
                (_, approximate, problems), text = telling[cell]
                if approximate:
                    self.vague.setdefault(place, []).append(name)
                if text is not None:
                    self.written.setdefault(place, {})[name] = text
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
        texts = {cell: tidy_prose(as_text(cell)) for cell in set(cells)}
        if not any(texts.values()):
            return
        for place, cell in enumerate(cells):
            if text := texts[cell]:
                self.extra.setdefault(place, {})[header] = text

    def rows(self) -> list[RosterRow]:
        """The rows as the register takes them."""
        columns = [self.values[name] for name in NAMES]
        sheet, vague, extra, written, refused = self.sheet, self.vague, self.extra, self.written, self.refused
        marks, counties = self.marks or [None] * len(self.numbers), self.counties or [None] * len(self.numbers)
        return [
            RosterRow(
                sheet, number, dict(zip(NAMES, values, strict=True)),
                tuple(vague[place]) if place in vague else (),
                extra.get(place, {}),
                written.get(place, {}),
                place in refused, mark, county,
            )
            for place, (number, mark, county, *values) in enumerate(zip(self.numbers, marks, counties, *columns, strict=True))
        ]  # fmt: skip

    def problems(self, letters: Mapping[str, str]) -> Iterable[Problem]:
        """What was found, row by row, with the file's own row and column."""
        for place, name, (level, code, params), own in sorted(self.found, key=_by_row):
            letter = own or letters.get(name)
            yield Problem(self.sheet, self.numbers[place], letter, name if letter else None, level, code, params)


_by_row: Callable[[Finding], int] = lambda finding: finding[0]  # noqa: E731 - a key, named


def _is_varied(cells: Sequence[Cell]) -> bool:
    """Whether a column holds text only, and mostly different ones, so that a table of its cells would not pay."""
    sample = [cell for cell in cells[:_SAMPLE] if cell != ""]
    return len(set(sample)) * 2 > len(sample) and set(map(type, cells)) == {str}


def _worded(column: Sequence[Cell]) -> Sequence[Cell]:
    """A column without truth values, which would be taken for 1 and 0: they are 是 and 否."""
    if bool in set(map(type, column)):
        return [as_text(cell) if cell.__class__ is bool else cell for cell in column]
    return column
