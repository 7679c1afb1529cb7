"""What the register would do with each row of a roster: add, change, same, doubtful or refused.

Nothing is written here. Preview, apply and undo share this one list of decisions; a doubtful row is set
aside with its
reason and never holds up the good ones. The first row of the file that names an account is taken, a
later one is the
same or, where it says something else, doubtful.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from registry.domain.identifiers import restore_inside
from registry.domain.identifiers.names import simplified
from registry.domain.rosters.choices import AS_IT_IS, Choices
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.differences import Changes, differences, withheld
from registry.domain.rosters.matching import Entry, ExistingAccount, Index, Match, entry_of
from registry.domain.rosters.merging import ADD, DROP, INSTEAD, TAKE, limit, merge
from registry.domain.rosters.places import town_in
from registry.domain.rosters.repeated import differing, overlaid, titles
from registry.domain.rosters.shapes import CellProblem, Level, Problem, Roster, RosterRow, Value, drawn_columns, problem
from registry.domain.rosters.tokens import Mark, read_mark
from registry.domain.terms import ImportMode, RowAction

_PLACE_OF = {
    "uid_conflict": "uid",
    "uscc_other_holder": "uscc",
    "same_name_holder_unknown": "holder",
    "same_name_other_id": "name",
    "near_name": "name",
}
_SUFFIXES = ("街道办事处", "街道办", "街道", "办事处", "镇", "乡", "区")


class _Said(NamedTuple):
    """What the comparison asks of each row."""

    platform: Value
    uid: Value
    url: Value
    name: Value
    holder: Value
    uscc: Value
    town: Value
    tier: Value
    influence: Value
    phone: Value
    id_no: Value

    @property
    def named(self) -> tuple[Value, ...]:
        """What the row is known by."""
        return self[:5]


def _said_by(rows: Sequence[RosterRow]) -> Iterable[_Said]:
    columns = drawn_columns(rows, _Said._fields)
    return map(_Said._make, zip(*columns.values(), strict=True))


def compare(
    roster: Roster,
    existing: Iterable[ExistingAccount] | None = None,
    *,
    towns: Collection[str] = (),
    mode: ImportMode = ImportMode.UPDATE,
    choices: Choices = AS_IT_IS,
    key: bytes | None = None,
) -> list[RowDecision]:
    """Decide every row of ``roster``, in the file's order, against the accounts the office may see.

    ``existing`` None compares with nothing: every row is add, doubtful or refused. ``towns`` are the
    office's own
    names; a roster's 城关 is then read as 城关镇, and a town that is none of them is flagged. ``mode`` limits what may
    change, ``choices`` settles doubtful rows and conflicts, ``key`` opens the marks of rows the register exported.
    """
    return _Comparison(roster, existing, towns, _Rules(mode, choices, key)).run()


@dataclass(frozen=True, slots=True)
class _Rules:
    """How one file is to be taken."""

    mode: ImportMode
    choices: Choices
    key: bytes | None

    def mark(self, row: RosterRow) -> Mark | None:
        """What a row that the register exported says of itself."""
        return read_mark(row.mark, self.key) if self.key and row.mark else None


class _Comparison:
    """The comparing of one roster: what is known grows row by row."""

    def __init__(
        self, roster: Roster, existing: Iterable[ExistingAccount] | None, towns: Collection[str], rules: _Rules
    ) -> None:
        self._roster, self._rules = roster, rules
        self._sides: dict[tuple[str | None, int], dict[str, str]] = {}
        for (sheet, number, name), side in rules.choices.fields.items():
            self._sides.setdefault((sheet, number), {})[name] = side
        self._alone = existing is None
        self._index = Index(existing or ())
        self._letters = {sheet.name: sheet.letters for sheet in roster.sheets}
        self._towns = {_bare(town): town for town in towns}
        self._town_in = cache(town_in)
        self._replaced: dict[tuple[str | None, int], RosterRow] = {}

    def run(self) -> list[RowDecision]:
        """Decide every row; one that a later row replaces brings nothing of its own."""
        rows = self._roster.rows
        decisions = [
            RowDecision(row, RowAction.REFUSED) if row.refused else self._decide(row, said)
            for row, said in zip(rows, _said_by(rows), strict=True)
        ]
        return [self._given_way(each) for each in decisions] if self._replaced else decisions

    def _decide(self, row: RosterRow, said: _Said) -> RowDecision:
        """Find the row's account and judge."""
        named = said[:5]
        identity = self._index.identity(named)
        decision = RowDecision(row, RowAction.ADD, None, identity.key, identity.weak)
        mine = entry_of(named, said.uscc, identity, row=row)
        match = self._match(row, mine)
        told = self._told(row)
        if told is not None and _settles(told, match):
            return self._as_told(decision, match, mine, said, told)
        if match.doubt:
            return self._doubt(decision, match, match.doubt)
        if match.entry is None:
            return self._add(decision, mine, said, match.namesake)
        if match.entry.row is not None:
            return self._again(decision, match.entry)
        return self._meet(decision, match, mine)

    def _match(self, row: RosterRow, mine: Entry) -> Match:
        """The account by the row's own mark, where no id or link speaks for another; else by what it says."""
        match = self._index.match(mine)
        mark = self._rules.mark(row) if row.mark else None
        if mark is None:
            return match
        marked = self._index.find(mark.account_id)
        if marked is None or marked.row is not None or match.entry is marked:
            return Match(marked) if marked is not None and match.entry is marked and marked.row is None else match
        is_others = match.entry is not None and match.doubt is None and not match.weak
        return Match(match.entry, "keys_disagree") if is_others else Match(marked)

    def _told(self, row: RosterRow) -> str | Entry | None:
        """How the officer settled the row; an account out of reach settles nothing."""
        settled = self._rules.choices.rows
        told = settled.get((row.sheet, row.number)) if settled else None
        told = None if told == TAKE else told
        return self._index.find(int(told)) if told is not None and told.isdecimal() else told

    def _as_told(self, decision: RowDecision, match: Match, mine: Entry, said: _Said, told: str | Entry) -> RowDecision:
        """A doubtful row as the officer settled it: left out, entered anew, or taken for an account or row before it."""
        if told == DROP:
            self._tell(decision, None, problem(Level.NOTE, "left_out"))
            decision.action = RowAction.REFUSED
            return decision
        entry = told if isinstance(told, Entry) else match.entry if told == INSTEAD else None
        if entry is not None and entry.row is not None:
            return self._instead(decision, entry, entry.row)
        if entry is not None:
            return self._meet(decision, Match(entry), mine)
        return self._add(decision, mine, said, None, is_told=told == ADD)

    def _instead(self, decision: RowDecision, entry: Entry, first: RosterRow) -> RowDecision:
        """The row stands in place of an earlier one of the file, with what only that one says."""
        row = decision.row = overlaid(first, decision.row)
        self._replaced[first.sheet, first.number] = row
        self._tell(decision, None, problem(Level.NOTE, "stands_for", sheet=first.sheet or "", row=first.number))
        (said,) = _said_by([row])
        identity = self._index.identity(said[:5])
        decision.key, decision.weak = identity.key, identity.weak
        mine = entry_of(said[:5], said.uscc, identity, row=row)
        if entry.account is not None:
            return self._meet(decision, Match(entry), mine)
        self._index.complete(entry, mine)
        return self._enter(decision, said)

    def _given_way(self, decision: RowDecision) -> RowDecision:
        """The decision on a row whose place a later one took."""
        later = self._replaced.get((decision.row.sheet, decision.row.number))
        if later is None:
            return decision
        kept = RowDecision(decision.row, RowAction.SAME, decision.account_id)
        self._tell(kept, None, problem(Level.NOTE, "gave_way", sheet=later.sheet or "", row=later.number))
        return kept

    def _add(
        self, decision: RowDecision, mine: Entry, said: _Said, namesake: Entry | None, *, is_told: bool = False
    ) -> RowDecision:
        """A new account, unless its credit code is known under another holder; a namesake's other id is told."""
        holder = None if is_told else self._index.other_holder(mine)
        if holder is not None:
            self._tell(decision, "uscc", problem(Level.WARNING, "uscc_other_holder", holder=holder))
            decision.action = RowAction.DOUBTFUL
            return decision
        if namesake is not None:
            self._tell_like(decision, namesake, "same_name_other_id")
        self._index.add(mine)
        return self._enter(decision, said)

    def _enter(self, decision: RowDecision, said: _Said) -> RowDecision:
        """What of the row goes into a new account."""
        decision.declared_tier = said.tier
        town = self._town(decision, said.town)
        if town != said.town:
            decision.enter_instead("town", town)
        kept_out, notes = withheld(*said[-4:])
        if kept_out:
            decision.instead = {**decision.instead, **kept_out}
        for name, note in notes:
            self._tell(decision, name, note)
        return decision

    def _again(self, decision: RowDecision, entry: Entry) -> RowDecision:
        """The account was named before in this file: the same again, or something else."""
        first = entry.row
        assert first is not None  # the caller looked
        decision.conflicts = differing(first, decision.row)
        where = {"sheet": first.sheet or "", "row": first.number}
        decision.account_id = entry.account.account_id if entry.account else None
        if decision.conflicts:
            decision.action = RowAction.DOUBTFUL
            decision.candidates = [decision.account_id] if decision.account_id else []
            told = problem(Level.WARNING, "duplicate_differs", **where, fields=titles(decision.conflicts))
        else:
            decision.action = RowAction.DOUBTFUL if self._alone else RowAction.SAME
            told = problem(Level.NOTE, "duplicate", **where)
        self._tell(decision, next(iter(decision.conflicts), None), told)
        return decision

    def _meet(self, decision: RowDecision, match: Match, mine: Entry) -> RowDecision:
        """The account is in the register: changed or the same, in doubt if it had been archived."""
        entry, row = match.entry, decision.row
        assert entry is not None  # the caller looked
        account = entry.account
        assert account is not None  # an entry without a row is the register's
        decision.account_id = account.account_id
        decision.weak = match.weak
        if account.archived:
            return self._doubt(decision, match, "archived_returned")
        values = row.values
        if mine.holder_key in account.former_holders:
            values, mine.holder = values | {"holder": None}, None  # merged since: the former name is no news
        town = self._town(decision, values["town"])
        changes, notes = differences(account.values, values if town == values["town"] else values | {"town": town})
        extra = _extra_changes(account, row)
        if not (changes or notes or extra):
            decision.action = RowAction.SAME
            self._index.complete(entry, mine)
            return decision
        mark = self._rules.mark(row)
        mark = mark if mark and mark.account_id == account.account_id else None
        merged = merge(changes, mark, self._sides.get((row.sheet, row.number), {}))
        decision.extra_changes = limit(merged, extra, self._rules.mode)
        decision.changes, decision.conflicts = merged.changes, merged.conflicts
        if mine.id_key and not entry.id_key:
            notes.append(("uid", problem(Level.NOTE, "uid_completed")))
        if "name" in decision.changes:
            notes.append(self._renamed(decision.changes))
        for name, note in (*notes, *merged.notes):
            self._tell(decision, name, note)
        self._index.complete(entry, mine)
        changed = bool(decision.changes or decision.extra_changes)
        decision.action = RowAction.CHANGE if changed else RowAction.SAME
        if decision.conflicts:
            decision.action, decision.candidates = RowAction.DOUBTFUL, [account.account_id]
        return decision

    @staticmethod
    def _renamed(changes: Changes) -> tuple[str, CellProblem]:
        """A new name for a known account: the former is kept."""
        former, name = changes["name"]
        return "name", problem(Level.NOTE, "renamed", former=former, name=name)

    def _doubt(self, decision: RowDecision, match: Match, code: str) -> RowDecision:
        """Set the row aside, naming the account or the row it resembles."""
        entry = match.entry
        assert entry is not None  # every doubt names what it is like
        decision.action = RowAction.DOUBTFUL
        if entry.account:
            decision.account_id = entry.account.account_id
            decision.candidates = [entry.account.account_id]
        elif entry.row:
            decision.conflicts = differing(entry.row, decision.row)
        self._tell_like(decision, entry, code)
        return decision

    def _tell_like(self, decision: RowDecision, entry: Entry, code: str) -> None:
        """Name the account or the row of the file that this one resembles."""
        if entry.account:
            like = {"name": entry.account.values.get("name"), "account_id": entry.account.account_id}
            code_here = code
        else:
            first = entry.row
            assert first is not None  # known from the file, then
            like = {"name": first.values["name"], "sheet": first.sheet or "", "row": first.number}
            code_here = f"{code}_in_file"
        self._tell(decision, _PLACE_OF.get(code), problem(Level.WARNING, code_here, **like))

    def _town(self, decision: RowDecision, town: Value) -> Value:
        """The office's own name of the row's town; an unknown one is kept and flagged."""
        town = None if town is None else self._town_in(str(town))
        if town is None or not self._towns:
            return town
        known = self._towns.get(_bare(town))
        if known is None:
            self._tell(decision, "town", problem(Level.WARNING, "town_unknown", town=town))
        return known or town

    def _tell(self, decision: RowDecision, name: str | None, found: CellProblem) -> None:
        """Add a reason at the row's own place in the file."""
        row = decision.row
        letter = self._letters.get(row.sheet, {}).get(name or "")
        place = (row.sheet, row.number, letter, name if letter else None)
        decision.tell(Problem(*place, found.level, found.code, found.params))


def _extra_changes(account: ExistingAccount, row: RosterRow) -> dict[str, tuple[str | None, str]]:
    """What the columns without a field would change, a mask of the register's own being no change."""
    known, found = account.extra, {}
    for header, text in row.extra.items():
        old = known.get(header)
        if old != text and old != (text := restore_inside(text, old or "")):
            found[header] = old, text
    return found


def _settles(told: str | Entry, match: Match) -> bool:
    """Whether what the officer said holds for the row: one that surely was named before is no new account."""
    is_again = match.entry is not None and match.entry.row is not None
    if told == INSTEAD:
        return is_again
    return told != ADD or not is_again or match.doubt is not None


@lru_cache(maxsize=4096)
def _bare(town: str) -> str:
    """A town's name without its kind, in simplified characters."""
    town = simplified(town)
    for suffix in _SUFFIXES:
        if town.endswith(suffix) and len(town) > len(suffix) + 1:
            return town.removesuffix(suffix)
    return town
