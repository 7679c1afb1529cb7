"""Which account a roster row speaks of: by its id, its link, and only last by its name and holder.

Rows taken earlier from the same file stand in the same index as the register's accounts, so that a file
that names an
account twice is seen at once. Names prove nothing: a likeness alone gives a doubt, never a match
(domain brief §4, §6).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from registry.domain.identifiers import SHORTEST_NUMBER, account_keys, mask_inside, normalise_name, plain_keys
from registry.domain.rosters.shapes import RosterRow, Sealed, Value
from registry.domain.terms import AccountStatus

NEAR = 80.0
"""Likeness of two names, in percent, from which they may be one (rapidfuzz ratio)."""

_MOST_COMPARED = 200
_GONE = {AccountStatus.CLOSED.value, AccountStatus.CANCELLED.value}
NAMED = ("platform", "uid", "url", "name", "holder")
"""What an account is known by, out of its values or a row's."""
Named = tuple[Any, ...]
_NAMED = itemgetter(*NAMED)
_SERIAL = re.compile("[0-9a-z]+|[零一二三四五六七八九十百甲乙丙丁戊己庚辛]")


@dataclass(slots=True)
class ExistingAccount:
    """One account of the register, as the comparison needs it: ``values`` by field name, a personal one plain or sealed.

    ``former_holders`` are the names of holders merged into its own, as names are compared (``normalise_name``).
    """

    account_id: int
    values: Mapping[str, Value | Sealed]
    archived: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)
    former_holders: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Entry:
    """One account known so far: of the register, or first met in this file (``row``), or both."""

    platform: str
    id_key: str | None
    url_key: str | None
    name_key: str
    holder_key: str
    uscc: str | None = None
    holder: str | None = None
    account: ExistingAccount | None = None
    row: RosterRow | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the register's account is archived, closed or cancelled."""
        account = self.account
        return account is not None and (account.archived or account.values.get("status") in _GONE)

    def is_of(self, holder_key: str) -> bool:
        """Whether its holder bears this name, or bore it before a merge."""
        account = self.account
        return self.holder_key == holder_key or (account is not None and holder_key in account.former_holders)


@dataclass(frozen=True, slots=True)
class Match:
    """What the index says of a row: the entry it is, or might be; ``doubt`` is the code why one must look.

    ``namesake`` bears the same name and holder under another id: by its key (issue: accounts) another account.
    """

    entry: Entry | None = None
    doubt: str | None = None
    weak: bool = False
    namesake: Entry | None = None


class Identity(NamedTuple):
    """By what an account or row is known: its strongest key, its id's and its link's, its names as they are compared."""

    key: str
    weak: bool
    id_key: str | None
    url_key: str | None
    name_key: str
    holder_key: str


def identity_of(*named: Any) -> Identity:
    """The identity of what bears this platform, id, link, name and holder (``NAMED``), None where unknown."""
    platform, uid, url, name, holder = named
    names = normalise_name(name or ""), normalise_name(holder or "")
    plain = plain_keys(platform, uid, url)
    if plain is not None:
        return Identity(plain[0], False, *plain, *names)
    keys = account_keys(platform, uid, url, name, holder)
    id_key = url_key = None
    for kind, text, weak in keys:
        if kind == "url":
            url_key = url_key or text
        elif not weak:
            id_key = id_key or text
    return Identity(keys[0].text, keys[0].weak, id_key, url_key, *names)


_NOTHING = Match()
_NOBODY: list[Entry] = []


class Index:
    """Everything known, found by key, by name, by holder, by credit code."""

    def __init__(self, accounts: Iterable[ExistingAccount]) -> None:
        self._by_key: dict[str | None, Entry] = {}
        self._by_name: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_holder: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._holders: dict[str, dict[str, str]] = {}
        self._by_id: dict[int, Entry] = {}
        self._identities: dict[Named, Identity] = {}
        for account in accounts:
            named = _NAMED(account.values)
            identity = self._identities[named] = identity_of(*named)
            entry = entry_of(named, account.values.get("uscc"), identity, account=account)
            for text in named[3:]:
                if text and len(text) >= SHORTEST_NUMBER and (shown := mask_inside(text)) != text:
                    self._note_masked(entry, account, text is named[3], normalise_name(shown))
            self.add(entry)

    def identity(self, named: Named) -> Identity:
        """The identity of a row; one that says what an account says has that account's."""
        return self._identities.get(named) or identity_of(*named)

    def add(self, entry: Entry) -> None:
        """Make an entry findable; the first to hold a key keeps it."""
        if entry.account is not None:
            self._by_id[entry.account.account_id] = entry
        for key in (entry.id_key, entry.url_key):
            if key:
                self._by_key.setdefault(key, entry)
        self._by_name[entry.platform, entry.name_key].append(entry)
        if entry.holder_key:
            self._by_holder[entry.platform, entry.holder_key].append(entry)
        self._note_holder(entry.uscc, entry.holder, entry.holder_key)
        if entry.account is not None and entry.account.former_holders:
            self._note_former(entry, entry.account)

    def _note_masked(self, entry: Entry, account: ExistingAccount, is_name: bool, shown: str) -> None:
        """Find an account as our own export shows it, the number in its name or its holder's masked."""
        if is_name:
            self._by_name[entry.platform, shown].append(entry)
        else:
            account.former_holders |= {shown}

    def _note_former(self, entry: Entry, account: ExistingAccount) -> None:
        """Find an account under the names its holder bore before a merge, too."""
        for key in sorted(account.former_holders):
            self._by_holder[entry.platform, key].append(entry)
            self._note_holder(entry.uscc, key, normalise_name(key))

    def find(self, account_id: int) -> Entry | None:
        """The register's account of this number, where the office may see it."""
        return self._by_id.get(account_id)

    def complete(self, entry: Entry, row: Entry) -> None:
        """Make a known entry findable by what a row that speaks of it adds: an id, a link, a new name."""
        entry.row = row.row
        entry.id_key, entry.url_key = entry.id_key or row.id_key, entry.url_key or row.url_key
        for key in (row.id_key, row.url_key):
            if key:
                self._by_key.setdefault(key, entry)
        if row.name_key != entry.name_key:
            self._by_name[entry.platform, row.name_key].append(entry)
        self._note_holder(row.uscc, row.holder, row.holder_key)

    def _note_holder(self, code: str | None, holder: str | None, holder_key: str) -> None:
        """Remember under which names a credit code was seen."""
        if code and holder:
            self._holders.setdefault(code, {}).setdefault(holder_key, holder)

    def other_holder(self, row: Entry) -> str | None:
        """The name under which this row's credit code is known, where it is not this row's own holder."""
        known = self._holders.get(row.uscc) if row.uscc and row.holder else None
        return None if not known or row.holder_key in known else next(iter(known.values()))

    def match(self, row: Entry) -> Match:
        """The entry that ``row`` speaks of, with the doubt that stands against it."""
        by_id, by_link = self._by_key.get(row.id_key), self._by_key.get(row.url_key)
        found = by_id or by_link
        if found:
            if by_link is not None and by_link is not found:
                return Match(found, "keys_disagree")
            return Match(found, "uid_conflict" if _differ(found.id_key, row.id_key) else None)
        named = self._by_name.get((row.platform, row.name_key), _NOBODY)
        if not named and (row.platform, row.holder_key) not in self._by_holder:
            return _NOTHING
        own = [entry for entry in named if entry.is_of(row.holder_key)]
        return self._by_own_name(row, own) or self._doubtful(row, named) or _NOTHING

    def _by_own_name(self, row: Entry, own: list[Entry]) -> Match | None:
        """Same name, same holder: the account itself where no id or link speaks against it."""
        open_to_it = [
            entry
            for entry in own
            if not _differ(entry.id_key, row.id_key) and (row.id_key or not _differ(entry.url_key, row.url_key))
        ]
        if len(open_to_it) == 1:
            return Match(open_to_it[0], None, weak=True)
        if open_to_it:
            return Match(open_to_it[0], "several_alike")
        gone = next((entry for entry in own if entry.is_gone), None)
        if gone:
            return Match(gone, "closed_returned")
        if own and row.holder_key:
            is_other = row.id_key is not None and all(entry.id_key is not None for entry in own)
            return Match(namesake=own[0]) if is_other else Match(own[0], "same_name_other_id")
        return None

    def _doubtful(self, row: Entry, named: list[Entry]) -> Match | None:
        """Likenesses that an officer must judge before a new account is made."""
        for entry in named:
            if entry.is_gone:
                return Match(entry, "closed_returned")
            unknown_holder = bool(entry.holder_key) != bool(row.holder_key)
            if unknown_holder and not (entry.id_key and row.id_key):
                return Match(entry, "same_name_holder_unknown")
        for entry in self._by_holder.get((row.platform, row.holder_key), [])[:_MOST_COMPARED]:
            if (row.id_key or _numbers(row.name_key) != _numbers(entry.name_key)) and not entry.is_gone:
                continue
            if fuzz.ratio(row.name_key, entry.name_key) >= NEAR:
                return Match(entry, "closed_returned" if entry.is_gone else "near_name")
        return None


def entry_of(
    named: Named,
    uscc: Any,
    identity: Identity,
    *,
    account: ExistingAccount | None = None,
    row: RosterRow | None = None,
) -> Entry:
    """An entry from what an account or a row is known by, its credit code and its identity."""
    _, _, id_key, url_key, name_key, holder_key = identity
    return Entry(named[0], id_key, url_key, name_key, holder_key, uscc, named[4], account, row)


def _numbers(name: str) -> list[str]:
    """What tells the accounts of a series apart: 第一中学 and 第二中学, 生活1 and 生活2 are no misspellings."""
    return _SERIAL.findall(name)


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two keys are both known and not the same."""
    return one is not None and other is not None and one != other
