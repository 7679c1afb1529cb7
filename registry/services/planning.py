"""Planning an import: a file is read, compared with the register, and every row decided. Nothing is stored.

Preview and apply make the same plan of the same file; a digest tells whether the register moved in between. What the
comparison cannot see is decided here too: a key held by an account elsewhere, and a text longer than its column.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Session

from registry.domain.identifiers import SHORTEST_NUMBER, AccountKey, mask_inside, within_county
from registry.domain.rosters import collector
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.diff import compare
from registry.domain.rosters.differences import PROSE
from registry.domain.rosters.fields import BY_NAME, FIELDS, Kind
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.roster import read_roster
from registry.domain.rosters.shapes import Level, Place, Problem, Roster, Rows
from registry.domain.terms import ImportMode, RowAction
from registry.services import placing, records, returned
from registry.services.comparing import Known
from registry.store.accounts import Account, Holder
from registry.store.db import vault
from registry.store.rosters import KeyHolder, find_keys
from registry.store.scope import scope_of
from registry.store.users import list_towns

SPREAD = "rosters.spread"
"""How many rows of a file go to each county, where they are several."""
TAKEN_FOR_PART = "rosters.taken_for_part"
"""A file of which nobody said that it names all accounts, and that names few of those there are."""
PART, FEW = 5, 20
"""Where at least ``FEW`` accounts are meant and not every ``PART``-th is named, a file is taken for a part of a roster."""

PLAIN = frozenset({RowAction.ADD, RowAction.SAME})
"""What becomes of most rows of a file, of which there is nothing more to tell."""
OPEN: tuple[str, ...] = tuple(each.name for each in FIELDS if each.kind is Kind.TEXT and each.name not in PROSE)
"""Fields of open text, shown and exported as they are: no place for a person's number."""
_DIGITS = re.compile(r"(?:\d\D{0,2}){11}")
"""What a text needs to be worth a look for a person's number."""
_KEY_FIELDS = frozenset({"platform", "uid", "url", "name", "holder"})


def _lengths() -> dict[str, int]:
    """How many characters the column of each text field holds."""
    columns = {field: Account.__table__.c[field] for field in records.OWN_FIELDS}
    columns |= {"holder": Holder.__table__.c.name, "uscc": Holder.__table__.c.uscc}
    kinds = {field: column.type for field, column in columns.items()}
    return {field: kind.length for field, kind in kinds.items() if isinstance(kind, String) and kind.length}


LENGTHS = _lengths()


@dataclass(frozen=True)
class Plan:
    """What a file would do to the register as it is now: one decision a row, and a digest to tell two plans apart."""

    roster: Roster
    decisions: Sequence[RowDecision]
    mode: ImportMode = ImportMode.UPDATE
    missing: Sequence[int] = ()
    """Accounts the file might have named and did not: offered as closed or silent, never deleted."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each action; all five are present."""
        found = dict.fromkeys((action.value for action in RowAction), 0)
        for decision in self.decisions:
            found[decision.action.value] += 1
        return found

    @property
    def problems(self) -> list[Problem]:
        """All findings: of the reading and of the comparing."""
        return [*self.roster.problems, *(reason for decision in self.decisions for reason in decision.reasons)]

    @cached_property
    def content(self) -> str:
        """A keyed digest of the cleaned rows: equal for the same content under another name, or in another format."""
        return vault().fingerprint(self.roster.content().hex())

    @cached_property
    def digest(self) -> str:
        """A keyed digest of what would be written: of the rows, and of what is decided on each."""
        said = [
            (
                d.row.sheet, d.row.number, d.action.value, d.account_id, d.key, d.instead, d.region_code,
                d.action not in PLAIN and (d.changes, d.extra_changes, [*d.candidates], d.conflicts),
                [each.code for each in d.reasons] if d.reasons else None,
            )
            for d in self.decisions
        ]  # fmt: skip
        return vault().fingerprint_of((self.content, said))


def read_plan(session: Session, data: bytes, filename: str, *, region_code: str | None, today: date) -> Plan:
    """Read a file and compare it with the accounts of ``region_code`` (None: with nothing).

    Raises Refusal with a rosters.* code where the file cannot be read.
    """
    return make_plan(session, read_roster(data, filename, today=today), region_code=region_code)


@collector.at_rest()
def make_plan(
    session: Session,
    roster: Roster,
    *,
    region_code: str | None,
    mode: ImportMode = ImportMode.UPDATE,
    choices: Choices = AS_IT_IS,
    among: Collection[int] | None = None,
) -> Plan:
    """Compare a roster already read with the accounts of ``region_code``, a county's or one above (None: with nothing).

    ``among``: only with these accounts, where an officer has said which one a row is, or that it is none.
    """
    if region_code is None:
        decisions = compare(roster)
        _fit_all(decisions, roster)
        return Plan(roster, decisions, mode)
    scope = scope_of(region_code)
    known = Known(session, scope, among=among)
    towns = list_towns(session, scope=scope)
    given = placing.give_towns(roster, [town.name for town in towns], choices.town)
    decisions = compare(
        roster, known.accounts, towns=[town.name for town in towns], mode=mode, choices=choices, key=vault().field_key
    )
    placing.keep_towns(decisions, given)
    _fit_all(decisions, roster)
    covered = placing.place(decisions, region_code, known.counties, placing.town_counties(towns))
    _tell_spread(roster, decisions)
    if _is_part(roster):
        returned.leave_open(session, roster, decisions, choices, scope=scope)
    _set_taken_aside(session, decisions, known.accounts)
    numbered = _numbered(roster, decisions)
    for decision in decisions if numbered else ():
        if decision.row.place in numbered:
            _tell_numbers(decision)
    for decision in decisions:
        if decision.action is RowAction.DOUBTFUL and len(decision.candidates) == 1:
            decision.base = known.mark(decision.candidates[0])
    if choices.is_whole is False or (choices.is_whole is None and _is_part(roster)) or mode is ImportMode.NEW_ONLY:
        return Plan(roster, decisions, mode)
    missing, number = placing.missing(decisions, known.accounts, known.counties, covered)
    if choices.is_whole is None and number >= FEW and (number - len(missing)) * PART < number:
        said = {"named": number - len(missing), "there": number}
        roster.problems = [each for each in roster.problems if each.code != TAKEN_FOR_PART]
        roster.problems.append(Problem(None, None, None, None, Level.NOTE, TAKEN_FOR_PART, said))
        missing = []
    return Plan(roster, decisions, mode, missing)


def _tell_spread(roster: Roster, decisions: Sequence[RowDecision]) -> None:
    """Tell how the rows of one file spread over the counties of the office."""
    roster.problems = [each for each in roster.problems if each.code != SPREAD]
    if said := placing.spread(decisions):
        roster.problems.append(Problem(None, None, None, None, Level.NOTE, SPREAD, {"counties": said}))


def _is_part(roster: Roster) -> bool:
    """Whether a file names only some accounts by its nature: the rows the register gave back."""
    return any(sheet.is_returned for sheet in roster.sheets)


def _numbered(roster: Roster, decisions: Sequence[RowDecision]) -> set[Place]:
    """The rows in whose free text or unknown columns a person's number stands; and those that are of no table any more."""
    found: set[Place] = {each.row.place for each in decisions if each.row.table is None}
    for table in roster.tables():
        columns: list[Sequence[Any]] = [*map(table.values.__getitem__, PROSE), *table.extra.values()]
        columns += [
            [text if text and _DIGITS.search(str(text)) else None for text in table.values[name]] for name in OPEN
        ]
        for column in columns:
            if column.count(None) < len(column):
                texts = ((place, str(text)) for place, text in enumerate(column) if text is not None)
                places = (place for place, text in texts if len(text) >= SHORTEST_NUMBER and mask_inside(text) != text)
                found.update((table.sheet, table.numbers[place]) for place in places)
    return found


def _tell_numbers(decision: RowDecision) -> None:
    """Tell of persons' numbers in a column that is no place for them: they are shown masked, but not sealed there."""
    if decision.action not in {RowAction.ADD, RowAction.CHANGE}:
        return
    is_new = decision.action is RowAction.ADD
    given = decision.values if is_new else {field: new for field, (_, new) in decision.changes.items()}
    extra = decision.row.extra if is_new else {header: new for header, (_, new) in decision.extra_changes.items()}
    texts = {BY_NAME[field].label: given[field] for field in PROSE if given.get(field)} | dict(extra)
    titles = [title for title, text in texts.items() if mask_inside(str(text)) != text]
    row = decision.row
    for field in OPEN:
        if (text := str(given.get(field) or "")) and _DIGITS.search(text) and mask_inside(text) != text:
            params = {"titles": BY_NAME[field].label}
            place = (row.sheet, row.number, None, field)
            decision.tell(Problem(*place, Level.WARNING, "rosters.number_in_open", params))
    if titles:
        params = {"titles": "、".join(titles)}
        found = Problem(row.sheet, row.number, None, None, Level.NOTE, "rosters.number_in_text", params)
        decision.tell(found)


def _fit_all(decisions: Sequence[RowDecision], roster: Roster) -> None:
    """Let each row that is written fit its columns; most tables need not be looked at row by row."""
    fitting = {id(table) for table in roster.tables() if not _misfits_of(table)}
    if {id(decision.row.table) for decision in decisions} <= fitting:
        return
    for decision in decisions:
        if decision.action in {RowAction.ADD, RowAction.CHANGE} and id(decision.row.table) not in fitting:
            _fit(decision, roster)


def _fit(decision: RowDecision, roster: Roster) -> None:
    """Take away what its column cannot hold, and say so; without its name a row is refused."""
    is_new = decision.action is RowAction.ADD
    given = decision.values if is_new else {field: new for field, (_, new) in decision.changes.items()}
    for field in _misfits(given):
        _tell(decision, roster, field, Level.ERROR, "too_long", limit=LENGTHS[field], title=BY_NAME[field].label)
        decision.key = None if field in _KEY_FIELDS else decision.key
        if field == "name":
            decision.action = RowAction.REFUSED
        elif is_new:
            decision.enter_instead(field, None)
        else:
            del decision.changes[field]
    if decision.action is RowAction.CHANGE and not decision.changes and not decision.extra_changes:
        decision.action = RowAction.SAME


def _misfits_of(table: Rows) -> bool:
    """Whether a table has any value its column cannot hold."""
    columns: dict[str, Any] = table.values
    longest = {field: max(map(len, filter(None, columns[field])), default=0) for field in LENGTHS}
    return any(longest[field] > limit for field, limit in LENGTHS.items())


def _misfits(given: Mapping[str, Any]) -> list[str]:
    """The fields whose value its column cannot hold."""
    return [field for field, limit in LENGTHS.items() if len(given.get(field) or "") > limit]


def _set_taken_aside(session: Session, decisions: Sequence[RowDecision], known: Sequence[ExistingAccount]) -> None:
    """Set aside each row whose key another account bears: one by id or link is unique in the whole register."""
    values = {account.account_id: account.values for account in known}
    wanted = [(decision, _key_after(decision, values)) for decision in decisions]
    taken = find_keys(session, [key for _, key in wanted if key])
    first: dict[str, RowDecision] = {}
    for decision, key in wanted:
        if key is None:
            continue
        holder = taken.get(key)
        if holder is not None and holder.account_id != decision.account_id:
            _doubt_taken(decision, holder)
        elif first.setdefault(key, decision) is not decision:
            row = first[key].row
            _doubt(decision, "key_twice", sheet=row.sheet or "", row=row.number)


def _key_after(decision: RowDecision, values: Mapping[int, Mapping[str, Any]]) -> str | None:
    """The key the row would give its account, None where it gives none."""
    if decision.action is RowAction.ADD:
        return key_of_new(decision, decision.region_code or "").text
    if decision.action is RowAction.CHANGE and not _KEY_FIELDS.isdisjoint(decision.changes):
        after = {**values[decision.account_id or 0], **{field: new for field, (_, new) in decision.changes.items()}}
        return records.key_of(after, decision.region_code or "").text
    return None


def key_of_new(decision: RowDecision, region_code: str) -> AccountKey:
    """The key under which the account of a new row is kept: the comparison's own, unless a value it rests on fell away."""
    if decision.key is None:
        return records.key_of(decision.values, region_code)
    return within_county(AccountKey("name" if decision.weak else "uid", decision.key, decision.weak), region_code)


def _doubt_taken(decision: RowDecision, holder: KeyHolder) -> None:
    if holder.region_code == decision.region_code:
        _doubt(decision, "key_taken", name=holder.name)
    else:
        _doubt(decision, "key_elsewhere")


def _doubt(decision: RowDecision, code: str, **params: Any) -> None:
    decision.action = RowAction.DOUBTFUL
    row = decision.row
    decision.tell(Problem(row.sheet, row.number, None, None, Level.WARNING, f"rosters.{code}", params))


def _tell(decision: RowDecision, roster: Roster, field: str, level: Level, code: str, **params: Any) -> None:
    row = decision.row
    letter = roster.letter(row.sheet, field)
    found = Problem(row.sheet, row.number, letter, field if letter else None, level, f"rosters.{code}", params)
    decision.tell(found)
