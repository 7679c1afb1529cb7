"""The reading of one table into the roster: its columns, its context, its rows, and what was found in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from registry.domain import identifiers
from registry.domain.rosters import notes
from registry.domain.rosters.ambiguity import Column
from registry.domain.rosters.clean import Reader, remembering
from registry.domain.rosters.codes import clean_uid, company_code, is_persons_number
from registry.domain.rosters.fields import BY_NAME
from registry.domain.rosters.headers import SEQUENCE, exact_field
from registry.domain.rosters.lines import Line, lines
from registry.domain.rosters.shapes import (
    Cell,
    CellProblem,
    Level,
    Problem,
    Roster,
    RosterRow,
    RosterSheet,
    column_letter,
    empty_values,
    problem,
)
from registry.domain.rosters.tables import Table
from registry.domain.rosters.tidy import as_text, tidy_prose
from registry.domain.rosters.vocabularies import member_of, members_in
from registry.domain.terms import Platform

_TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:乡|镇|街道|街道办|街道办事处|办事处)")
_LEAK = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


@dataclass(slots=True)
class Reading:
    """The reading of one table into the roster."""

    roster: Roster
    table: Table
    today: date
    platform: str | None = None
    town: str | None = None
    _letters: dict[str, str] = field(default_factory=dict)
    _further: list[tuple[Column, Reader]] = field(default_factory=list)
    _uid_columns: list[Column] = field(default_factory=list)

    def run(self) -> None:
        """Read every line of the table."""
        sheet = self._describe()
        self._context_of_sheet()
        columns = [
            each
            for each in self.table.mapping.columns
            if each.field not in (None, SEQUENCE, "uid") and not each.is_further
        ]
        readers = [(each, remembering(BY_NAME[each.field or ""], self.today, each.unit)) for each in columns]
        mapping = self.table.mapping
        self._uid_columns = [
            each for each in mapping.columns if each.field == "uid" or (each in mapping.doubled and each.lost == "uid")
        ]
        self._further = [
            (each, remembering(BY_NAME[each.field or ""], self.today))
            for each in self.table.mapping.columns
            if each.is_further
        ]
        for line in lines(self.table):
            if line.caption is None:
                self.roster.rows.append(self._row(line, readers))
                sheet.rows += 1
            else:
                self._take_caption(line.caption)
        notes.tell(self.roster, self.table)

    def _describe(self) -> RosterSheet:
        """Enter the sheet with its columns, and say which columns lost their field."""
        mapping, header_row = self.table.mapping, self.table.header_row + 1
        by_field = mapping.by_field()
        self._letters = {name: column_letter(column.index) for name, column in by_field.items()}
        extra = {each.header: column_letter(each.index) for each in self._extra_columns()}
        columns = {name: by_field[name].header for name in BY_NAME if name in by_field}
        sheet = RosterSheet(self.table.sheet.name, header_row, columns, self._letters, extra)
        self.roster.sheets.append(sheet)
        for column in mapping.doubled:
            params = {"header": column.header}
            place = (sheet.name, header_row, column_letter(column.index), None)
            self.roster.problems.append(Problem(*place, Level.WARNING, "rosters.column_doubled", params))
        return sheet

    def _extra_columns(self) -> list[Column]:
        return [each for each in self.table.mapping.columns if each.field is None]

    def _context_of_sheet(self) -> None:
        """What the sheet's name, its title or its headers say for every row: the platform, the town."""
        name = self.table.sheet.name or ""
        for text in (name, *self.table.titles):
            found = _platforms_in(text)
            if len(found) == 1:
                self.platform = found[0].value
                break
        self.platform = self.platform or self.table.mapping.platform_hint
        if _TOWN.fullmatch(name.strip()):
            self.town = name.strip()

    def _take_caption(self, caption: str) -> None:
        """A caption row speaks for the rows below it: a town or a platform."""
        bare = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]\s*", "", caption)
        if _TOWN.fullmatch(bare):
            self.town = bare
        elif len(found := _platforms_in(bare)) == 1:
            self.platform = found[0].value

    def _row(self, line: Line, readers: list[tuple[Column, Reader]]) -> RosterRow:
        """One account row: every column cleaned, then what only the whole row can tell."""
        row = RosterRow(self.table.sheet.name, line.number, empty_values())
        offset, width, vague = self.table.sheet.offset, len(line.cells), []
        links = self._links(line)
        for column, reader in readers:
            place = column.index - offset
            cell = line.cells[place] if place < width else ""
            name = column.field or ""
            if name == "url" and links and not identifiers.url.is_link(as_text(cell)):
                cell = links[0]  # 点击查看: the address lies behind the word
            if cell == "":
                continue
            if name == "id_no" and (code := company_code(cell)):
                row.values["uscc"] = row.values["uscc"] or code  # one column for bodies and persons
                continue
            (row.values[name], approximate, problems), written = reader(cell)
            if approximate:
                vague.append(name)
            if written is not None:
                row.written[name] = written
            for found in problems:
                self._found(row, name, found)
        row.approximate = tuple(vague)
        self._take_further(row, line.cells)
        self._take_extra(row, line.cells)
        if links and row.values["url"] is None:
            row.values["url"] = identifiers.url.find(links[0])
        self._settle(row, line.cells)
        return row

    def _links(self, line: Line) -> list[str]:
        """The addresses behind the row's cells: behind the link's own, the name's or the id's."""
        found = self.table.sheet.hidden.behind.links
        by_field = self.table.mapping.by_field() if found else {}
        places = [(line.number - 1, by_field[name].index) for name in ("url", "name", "uid") if name in by_field]
        return [found[place] for place in places if place in found]

    def _take_further(self, row: RosterRow, cells: list[Cell]) -> None:
        """Further columns of a personal field: telephones join the first, an identity number fills a
        gap only.
        """
        for column, reader in self._further:
            place = column.index - self.table.sheet.offset
            cell = cells[place] if place < len(cells) else ""
            name = column.field or ""
            (value, _, problems), _ = reader(cell)
            before = row.values[name]
            if value is not None and before is None:
                row.values[name] = value
            elif value is not None and name == "phone":
                row.values[name] = identifiers.phone.compact(f"{before}、{value}")
            elif value is not None and value != before:
                problems = (*problems, problem(Level.WARNING, "second_id_no"))
            for found in problems:
                self._found(row, name, found, column_letter(column.index))

    def _take_extra(self, row: RosterRow, cells: list[Cell]) -> None:
        """Keep the columns without a field as they stand."""
        for column in self._extra_columns():
            place = column.index - self.table.sheet.offset
            text = tidy_prose(as_text(cells[place])) if place < len(cells) else ""
            if text:
                row.extra[column.header] = text

    def _settle(self, row: RosterRow, cells: list[Cell]) -> None:
        """Platform from the context, then the id that depends on it, misplaced values, and whether the
        row stands.
        """
        values = row.values
        values["platform"] = values["platform"] or (None if row.refused else self.platform)
        if values["platform"] is None and not row.refused:
            row.refused = True
            self._found(row, "platform", problem(Level.ERROR, "platform_missing"))
        if values["town"] is None and self.town:
            values["town"] = self.town
        self._take_uid(row, cells)
        self._move_id_no(row)
        if values["name"] is None:
            row.refused = True
            self._found(row, "name", problem(Level.ERROR, "name_missing"))
        remark = values["remark"]
        if isinstance(remark, str) and _LEAK.search(remark):
            self._found(row, "remark", problem(Level.WARNING, "id_no_in_text"))

    def _take_uid(self, row: RosterRow, cells: list[Cell]) -> None:
        """Clean the id by its platform; an address in its column serves as the link where there is none."""
        cell = self._uid_cell(row, cells)
        if cell == "":
            return
        value, _, problems = clean_uid(cell, str(row.values["platform"] or Platform.OTHER))
        row.values["uid"] = value
        if value != as_text(cell):
            row.written["uid"] = as_text(cell)
        for found in problems:
            self._found(row, "uid", found)
            if found.code == "identifiers.uid_link" and row.values["url"] is None:
                row.values["url"] = identifiers.url.find(as_text(cell))

    def _uid_cell(self, row: RosterRow, cells: list[Cell]) -> Cell:
        """The cell of the row's id: of 微信号 and 抖音号 side by side the one of the row's own platform, of 微信号 and
        原始ID the one that never changes (domain brief §6).

        What is not taken is no id of this account, or a second one, and is kept under extra.
        """
        own: list[tuple[Column, Cell]] = []
        for column in self._uid_columns:
            place = column.index - self.table.sheet.offset
            cell = cells[place] if place < len(cells) else ""
            if cell != "" and column.platform in (None, row.values["platform"]):
                own.append((column, cell))
            elif cell != "":
                row.extra[column.header] = tidy_prose(as_text(cell))
        if not own:
            return ""
        chosen, cell = next((each for each in own if "原始" in each[0].header), own[0])
        for column, other in own:
            row.extra.pop(column.header, None)
            if column is not chosen:
                row.extra[column.header] = tidy_prose(as_text(other))
        return cell

    def _move_id_no(self, row: RosterRow) -> None:
        """A person's number in the company-code column belongs to the protected field, never to the
        open one.
        """
        code = row.values["uscc"]
        if isinstance(code, str) and is_persons_number(code):
            row.values["uscc"] = None
            row.written.pop("uscc", None)
            row.values["id_no"] = row.values["id_no"] or code
            self._found(row, "uscc", problem(Level.WARNING, "uscc_is_id_no"))

    def _found(self, row: RosterRow, name: str, found: CellProblem, letter: str | None = None) -> None:
        """Enter a finding with the file's own row and column; an unknown word for the platform refuses
        the row.
        """
        level, code, params = found
        if name == "platform" and code in ("rosters.word_unknown", "rosters.word_several"):
            level, code, row.refused = Level.ERROR, code.replace("word", "platform"), True
        letter = letter or self._letters.get(name)
        place = (row.sheet, row.number, letter, name if letter else None)
        self.roster.problems.append(Problem(*place, level, code, params))


def _platforms_in(text: str) -> tuple[Platform, ...]:
    """The platforms a sheet name, title or caption names; a header word is none."""
    if exact_field(text):
        return ()
    whole = member_of(
        Platform,
        re.sub(r"^[\d一二三四五六七八九十]+[、.．\-_ ]*|(?:账号|帐号|平台|类|台账|花名册|表)+$", "", text),
    )
    found: Iterable[Platform] = (
        (whole,) if isinstance(whole, Platform) else (Platform(each) for each in members_in(Platform, text))
    )
    return tuple(each for each in found if each is not Platform.OTHER)
