"""The reading of one table into the roster: its columns, its context, its rows, and what was found in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.domain import identifiers
from registry.domain.rosters import notes
from registry.domain.rosters.ambiguity import Column
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.clean import remembering
from registry.domain.rosters.columns import Grid
from registry.domain.rosters.examples import find_examples
from registry.domain.rosters.fields import BY_NAME, COUNTY, REASON_HEADER
from registry.domain.rosters.headers import MARK, SEQUENCE, SPECIAL, compact, exact_field
from registry.domain.rosters.lines import fill_merges, gather
from registry.domain.rosters.persons import name_beside_phone
from registry.domain.rosters.places import is_town, names_counties, split_place, unnumbered
from registry.domain.rosters.settling import settle, take_further
from registry.domain.rosters.shapes import (
    Cell,
    ColumnMatch,
    Level,
    Problem,
    Roster,
    RosterSheet,
    column_letter,
)
from registry.domain.rosters.tables import Table, samples
from registry.domain.rosters.tidy import as_text, tidy
from registry.domain.rosters.uids import take_uids
from registry.domain.rosters.vocabularies import member_of, members_in, word_of
from registry.domain.terms import Platform

_LONGEST_CAPTION = 300


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a row and speaks for it: of the sheet's name, its title, its headers, a caption."""

    platform: str | None = None
    town: str | None = None
    county: str | None = None


@dataclass(slots=True)
class Reading:
    """The reading of one table into the roster."""

    roster: Roster
    table: Table
    today: date
    choices: Choices = AS_IT_IS
    _mended: dict[str, dict[int, str]] = field(default_factory=dict)
    _grid: Grid = field(default_factory=lambda: Grid(None, []))

    def run(self) -> Grid:
        """Read every line of the table; its rows are the returned grid's values, all else is entered in the roster."""
        sheet = self._describe()
        for (of_sheet, number, name), text in self.choices.cells.items():
            if of_sheet == sheet.name:
                self._mended.setdefault(name, {})[number] = text
        fill_merges(self.table)
        examples = find_examples(self.table, taken=self.choices.rows_said(sheet.name))
        lines = gather(self.table, take_hidden=self.choices.hidden_rows, but=examples)
        numbers = lines.numbers
        self._grid = Grid.of(sheet.name, numbers, lines.rows, self.table.sheet.offset)
        contexts, unread = self._contexts(lines.captions)
        if numbers:
            self._fill(contexts)
        self.roster.problems.extend(self._grid.problems(sheet.letters))
        sheet.rows = len(numbers)
        notes.tell(self.roster, self.table, self.choices, numbers)
        notes.tell_examples(self.roster, sheet.name, examples)
        if not any(each.platform for _, each in contexts):
            notes.tell_platforms_beside(self.roster, self.table)
        notes.tell_passed_over(self.roster, sheet.name, unread, lines.nothing)
        notes.tell_empty(self.roster, sheet, numbers, self._grid.values["holder"])
        return self._grid

    def _describe(self) -> RosterSheet:
        """Enter the sheet with its columns, and say which columns lost their field."""
        mapping, header_row = self.table.mapping, self.table.header_row + 1
        by_field = mapping.by_field()
        letters = {name: column_letter(column.index) for name, column in by_field.items()}
        extra = {each.header: column_letter(each.index) for each in mapping.columns if each.field is None}
        columns = {name: by_field[name].header for name in BY_NAME if name in by_field}
        matches = [_match(each) for each in mapping.columns if each.field != MARK]
        sheet = RosterSheet(self.table.sheet.name, header_row, columns, letters, extra)
        sheet.layout, sheet.matches = self.table.layout, matches
        sheet.caption = " ".join(self.table.titles)[:_LONGEST_CAPTION]
        sheet.is_returned = any(each.header == REASON_HEADER for each in mapping.columns)
        sheet.samples = {each.index: samples(self.table, each.index) for each in mapping.columns}
        self.roster.sheets.append(sheet)
        is_ours = any(each.field == MARK for each in mapping.columns)  # our own export says its columns itself
        for column in () if is_ours else mapping.doubled:
            params = {"header": column.header}
            place = (sheet.name, header_row, column_letter(column.index), None)
            self.roster.problems.append(Problem(*place, Level.WARNING, "rosters.column_doubled", params))
        return sheet

    def _contexts(self, captions: Sequence[tuple[int, str, int]]) -> tuple[list[tuple[range, Context]], dict[int, str]]:
        """The runs of rows and what speaks for each: the sheet, then each caption for the rows below it; and the captions
        that say nothing of them, by their number.
        """
        context, start, count = self._context_of_sheet(), 0, len(self._grid.numbers)
        runs, unread = [], {}
        for place, caption, number in captions:
            runs.append((range(start, place), context))
            below = _under(context, caption, self.choices.platforms)
            if below is None and not caption.startswith(tuple(self.table.titles)):  # the title once more on a new page
                unread[number] = caption
            context, start = below or context, place
        return [*runs, (range(start, count), context)], unread

    def _context_of_sheet(self) -> Context:
        """What the sheet's name, its title or its headers say for every row: the platform, the town, the county."""
        name = (self.table.sheet.name or "").strip()
        named = (_platforms_in(text, self.choices.platforms) for text in (name, *self.table.titles))
        platform = next((found[0].value for found in named if len(found) == 1), self.table.mapping.platform_hint)
        county, rest = split_place(unnumbered(name))
        return Context(platform, rest if is_town(rest) else None, county)

    def _fill(self, contexts: list[tuple[range, Context]]) -> None:
        """Clean every column, then what only whole rows can tell."""
        grid, mapping = self._grid, self.table.mapping
        links = self._links()
        for name, column in self._plain_columns().items():
            cells = self._cells_of(name, column)
            if name == "url" and links:
                cells = _through(cells, links)
            unit = column.unit if column else 1
            reader = remembering(BY_NAME[name], self.today, unit, self.choices.platforms)
            grid.clean(name, cells, reader, unit)
        for column in mapping.columns:
            if column.is_further:
                take_further(grid, column, self.today)
            elif column.field is None:
                grid.keep(column.header, grid.column(column.index))
            elif column.field == MARK:
                grid.marks = [tidy(as_text(cell)) or None for cell in grid.column(column.index)]
        _link(grid, links)
        name_beside_phone(grid, mapping)
        counties = [each for each in mapping.columns if each.field is None and names_counties(compact(each.header))]
        settle(grid, [(span, each.platform, each.town, each.county) for span, each in contexts], counties)
        if chosen := self._mended.get(COUNTY):
            own = zip(grid.numbers, grid.counties, strict=True)
            grid.counties = [chosen.get(number, county) for number, county in own]
        take_uids(grid, mapping, self._mended.get("uid", {}))

    def _plain_columns(self) -> dict[str, Column | None]:
        """Each field to be cleaned with its column; one that was only mended has none. Ids wait for their platform."""
        columns = self.table.mapping.columns
        plain: dict[str, Column | None] = {
            each.field: each
            for each in columns
            if each.field is not None and each.field not in SPECIAL and each.field != "uid" and not each.is_further
        }
        return plain | {name: plain.get(name) for name in self._mended if name in BY_NAME and name != "uid"}

    def _cells_of(self, name: str, column: Column | None) -> Sequence[Cell]:
        """The cells of a field, those that were mended in the page in place of the file's."""
        grid = self._grid
        cells: Sequence[Cell] = grid.column(column.index) if column else [""] * len(grid.numbers)
        mended = self._mended.get(name)
        if mended:
            cells = [mended.get(number, cell) for number, cell in zip(grid.numbers, cells, strict=True)]
        return cells

    def _links(self) -> dict[int, str]:
        """Row (place) → the address behind its cells: behind the link's own, the name's or the id's."""
        found = self.table.sheet.hidden.behind.links
        if not found:
            return {}
        by_field = self.table.mapping.by_field()
        columns = [by_field[name].index for name in ("url", "name", "uid") if name in by_field]
        linked = {row for row, _ in found}
        links = {}
        for place, number in enumerate(self._grid.numbers):
            if number - 1 in linked:
                behind = [found[number - 1, column] for column in columns if (number - 1, column) in found]
                if behind:
                    links[place] = behind[0]
        return links


def _match(column: Column) -> ColumnMatch:
    """How a column was understood, for the page that lets an officer correct it."""
    if column.field == SEQUENCE:
        return ColumnMatch(column.index, column_letter(column.index), column.header, None, SEQUENCE, 100)
    name = column.field if not column.is_further else None
    how = column.how if column.field is not None or column.how in ("chosen", "remembered") else "none"
    confidence = column.confidence if how != "none" else 0
    if column.field is None and names_counties(compact(column.header)):
        how = COUNTY
    return ColumnMatch(column.index, column_letter(column.index), column.header, name, how, confidence)


def _under(context: Context, caption: str, kept: Mapping[str, str]) -> Context | None:
    """The context below a caption row: a county, a town or a platform; None where it names none."""
    bare = unnumbered(caption)
    county, rest = split_place(bare)
    if county is not None:
        return Context(context.platform, rest if is_town(rest) else None, county)
    if is_town(bare):
        return Context(context.platform, bare, context.county)
    found = _platforms_in(bare, kept)
    return Context(found[0].value, context.town, context.county) if len(found) == 1 else None


def _through(cells: Sequence[Cell], links: dict[int, str]) -> list[Cell]:
    """The cells of the link column; of 点击查看 the address that lies behind the word."""
    reached = list(cells)
    for place, address in links.items():
        if not identifiers.url.is_link(as_text(reached[place])):
            reached[place] = address
    return reached


def _link(grid: Grid, links: dict[int, str]) -> None:
    """Take the address behind a name or an id where the row has no link of its own."""
    urls = grid.values["url"]
    for place, address in links.items():
        if urls[place] is None:
            urls[place] = identifiers.url.find(address)


def _platforms_in(text: str, kept: Mapping[str, str]) -> tuple[Platform, ...]:
    """The platforms a sheet name, title or caption names, by an office's own words too; a header word is none."""
    if exact_field(text):
        return ()
    bare = re.sub(r"^[\d一二三四五六七八九十]+[、.．\-_ ]*|(?:账号|帐号|平台|类|台账|花名册|表)+$", "", text)
    if code := kept.get(word_of(bare)):
        return () if code == Platform.OTHER else (Platform(code),)
    whole = member_of(Platform, bare)
    found: Iterable[Platform] = (
        (whole,) if isinstance(whole, Platform) else (Platform(each) for each in members_in(Platform, text))
    )
    return tuple(each for each in found if each is not Platform.OTHER)
