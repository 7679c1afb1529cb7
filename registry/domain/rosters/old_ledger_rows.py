"""What becomes of each row of an old ledger, compared with the register: enter, same, doubtful, refused.

The account has to be known already, by its id or address, or by name and holder together; a name alone only suggests
accounts, since a measure filed on the wrong account is worse than one not filed. A fact on or after the first
rulebook's day is no history: it has to be recorded and recognised like any other, or points would be passed by
(grading: an act before the first version carries no points).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from registry.domain.identifiers import account_keys, normalise_name
from registry.domain.rosters.old_ledger_known import NOTHING, Decided, KnownAccount, KnownFact, Reach, Settled
from registry.domain.rosters.old_ledger_shapes import LedgerRow
from registry.domain.rosters.shapes import CellProblem, Level
from registry.domain.terms import Platform, RowAction

_NEAR = 0.8


def decide(
    rows: Sequence[LedgerRow],
    accounts: Sequence[KnownAccount],
    facts: Iterable[KnownFact],
    *,
    reach: Reach,
    settled: Settled = NOTHING,
) -> list[Decided]:
    """The fate of each row, in order."""
    book = _Book(accounts)
    on_file: dict[tuple[int, str, str], list[KnownFact]] = {}
    for fact in facts:
        on_file.setdefault((fact.account_id, fact.kind, fact.on), []).append(fact)
    decided = []
    for row in rows:
        one = _decide(row, book, reach, settled.accounts.get((row.sheet, row.number)))
        if one.action is RowAction.ADD and one.account_id is not None:
            _compare(one, on_file, settled.others.get((row.sheet, row.number)))
        decided.append(one)
    return decided


def _decide(row: LedgerRow, book: "_Book", reach: Reach, chosen: int | None) -> Decided:
    """Refused where the row itself cannot be a fact of before, there; else by its account."""
    county = reach.county(row)
    if row.values["county"] and county is None:
        params = {"county": row.values["county"]}
        row.say(None, "county", CellProblem(Level.ERROR, "old_ledgers.county_beyond", params), decides=True)
    is_late = _need_history(row, reach.first_day(county))
    if any(each.decides for each in row.findings):
        return Decided(row, RowAction.REFUSED, book.known_by_key(row) if is_late else None)
    if chosen is None:
        one = book.find(row, county)
    else:
        one = Decided(row, RowAction.ADD, chosen)
        row.say(None, "name", CellProblem(Level.NOTE, "old_ledgers.chosen", {"name": book.by_id[chosen].names[0]}))
    if one.account_id is not None and _need_history(row, reach.first_day(book.by_id[one.account_id].county)):
        return Decided(row, RowAction.REFUSED, one.account_id)
    return one


def _need_history(row: LedgerRow, before: date) -> bool:
    """Say where the day is not surely before the first that is no history; returns whether that was said."""
    on = row.values["on"]
    if not on or on < before.isoformat()[: len(on)]:
        return False
    params = {"on": on, "before": before.isoformat()}
    row.say(None, "on", CellProblem(Level.ERROR, "old_ledgers.not_history", params), decides=True)
    return True


def _compare(one: Decided, on_file: dict[tuple[int, str, str], list[KnownFact]], why_other: str | None) -> None:
    """Whether the fact is there already, word for word, or something very like it; an officer may know better."""
    values = one.row.values
    key = (one.account_id or 0, str(values["kind"]), str(values["on"]))
    fact = KnownFact(*key, _words(values))
    known = on_file.setdefault(key, [])
    is_own, is_same = any(each.is_own for each in known), any(each.summary == fact.summary for each in known)
    if why_other and (is_own or is_same):
        one.row.say(None, None, CellProblem(Level.NOTE, "old_ledgers.overruled", {"why": why_other}))
        known.append(fact)
    elif is_own:
        params = {"on": key[2]}
        one.row.say(None, "on", CellProblem(Level.WARNING, "old_ledgers.on_file_already", params), decides=True)
        one.action, one.candidates = RowAction.DOUBTFUL, []
    elif is_same:
        one.action = RowAction.SAME
    else:
        known.append(fact)


def _words(values: Mapping[str, str | None]) -> str:
    return comparable(values["summary"] or values["result"] or values["doc_no"] or "")


def comparable(text: str) -> str:
    """The form in which two accounts of one fact are compared."""
    return normalise_name(text)[:200]


class _Book:
    """The accounts in reach by key and by name."""

    def __init__(self, accounts: Sequence[KnownAccount]) -> None:
        self.by_id = {each.id: each for each in accounts}
        self.by_key: dict[str, set[int]] = {}
        self.by_uid: dict[str, set[int]] = {}
        self.by_name: dict[str, set[int]] = {}
        self.by_holder: dict[str, set[int]] = {}
        for each in accounts:
            for key in account_keys(each.platform, each.uid, each.url):
                if not key.weak:
                    self.by_key.setdefault(key.text, set()).add(each.id)
            if each.uid:
                self.by_uid.setdefault(each.uid.casefold(), set()).add(each.id)
            for name in each.names:
                self.by_name.setdefault(normalise_name(name), set()).add(each.id)
            if each.holder:
                self.by_holder.setdefault(normalise_name(each.holder), set()).add(each.id)

        self.by_pair: dict[str, set[str]] = {}
        for name in self.by_name:
            for pair in _pairs(name):
                self.by_pair.setdefault(pair, set()).add(name)

    def find(self, row: LedgerRow, county: str | None) -> Decided:
        """The account of a row, or those it may be; ``county``: the one the row speaks of."""
        strong = self._by_keys(row)
        if len(strong) == 1:
            return self._entered(row, strong.pop(), county)
        if strong:
            return self._doubtful(row, strong, "old_ledgers.several")
        named = self._within(self._by_name(row), county)
        holder = normalise_name(row.values["holder"] or "")
        sure = {key for key in named if holder and normalise_name(self.by_id[key].holder or "") == holder}
        if len(sure) == 1 and not self._is_other(row, next(iter(sure))):
            return Decided(row, RowAction.ADD, sure.pop())
        if sure or named:
            code = "old_ledgers.several" if len(sure or named) > 1 else "old_ledgers.name_only"
            return self._doubtful(row, sure or named, code)
        if near := self._within(self._near(row), county):
            return self._doubtful(row, near, "old_ledgers.near")
        if held := self._within(self._of_holder(row), county):
            return self._doubtful(row, held, "old_ledgers.holder_only")
        row.say(None, "name", CellProblem(Level.ERROR, "old_ledgers.no_account", {"name": _called(row)}), decides=True)
        return Decided(row, RowAction.REFUSED)

    def known_by_key(self, row: LedgerRow) -> int | None:
        """The one account a row names by id or address, where there is one: to be led to, not to be written to."""
        strong = self._by_keys(row)
        return strong.pop() if len(strong) == 1 else None

    def _within(self, keys: set[int], county: str | None) -> set[int]:
        """Those of the county, or all where the row speaks of none."""
        return {key for key in keys if county in (None, self.by_id[key].county)}

    def _by_keys(self, row: LedgerRow) -> set[int]:
        """The accounts the row's id or address names; without a platform the id is looked for on each."""
        platform, uid, url = (row.values[name] for name in ("platform", "uid", "url"))
        if platform is None:
            found = set(self.by_uid.get((uid or "").casefold(), ()))
            keys = [key for each in Platform for key in account_keys(each, None, url) if url and not key.weak]
        else:
            found, keys = set(), [key for key in account_keys(platform, uid, url) if not key.weak]
        return found.union(*(self.by_key.get(key.text, set()) for key in keys))

    def _by_name(self, row: LedgerRow) -> set[int]:
        """The accounts that bear or bore the row's name, on its platform where it names one."""
        found = self.by_name.get(normalise_name(row.values["name"]), set()) if row.values["name"] else set()
        return {key for key in found if row.values["platform"] in (None, self.by_id[key].platform)}

    def _near(self, row: LedgerRow) -> set[int]:
        """Accounts of a similar name on the row's platform."""
        name, found = normalise_name(row.values["name"] or ""), set[int]()
        shared = Counter(other for pair in _pairs(name) for other in self.by_pair.get(pair, ()))
        for other, number in shared.items() if len(name) >= 3 else ():
            if number * 2 >= len(name) - 1 and SequenceMatcher(None, name, other).ratio() >= _NEAR:
                found |= {
                    key for key in self.by_name[other] if row.values["platform"] in (None, self.by_id[key].platform)
                }
        return found

    def _of_holder(self, row: LedgerRow) -> set[int]:
        """Accounts with which the row shares its holder alone: no reason to take it for one of them."""
        return self.by_holder.get(normalise_name(row.values["holder"] or "") or "\0", set())

    def _is_other(self, row: LedgerRow, key: int) -> bool:
        """Whether row and account bear different ids, so that the name proves nothing."""
        uid, own = row.values["uid"], self.by_id[key].uid
        return bool(uid and own and uid.casefold() != own.casefold())

    def _entered(self, row: LedgerRow, key: int, county: str | None) -> Decided:
        """Found by its key; a name the account never bore is said, another county than the row's decides."""
        account = self.by_id[key]
        if county not in (None, account.county):
            return self._doubtful(row, {key}, "old_ledgers.county_differs")
        name = row.values["name"]
        if name and normalise_name(name) not in {normalise_name(each) for each in account.names}:
            params = {"name": account.names[0], "written": name}
            row.say(None, "name", CellProblem(Level.WARNING, "old_ledgers.other_name", params))
        return Decided(row, RowAction.ADD, key)

    def _doubtful(self, row: LedgerRow, keys: set[int], code: str) -> Decided:
        row.say(None, "name", CellProblem(Level.WARNING, code, {"name": _called(row), "n": len(keys)}), decides=True)
        return Decided(row, RowAction.DOUBTFUL, None, sorted(keys)[:20])


def _pairs(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name: names alike share half of them, so only those are compared."""
    return {name[place : place + 2] for place in range(len(name) - 1)}


def _called(row: LedgerRow) -> str:
    return row.values["name"] or row.values["uid"] or row.values["url"] or ""
