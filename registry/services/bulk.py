"""Writing a roster's plan: its new accounts at one stroke, its changed ones each, and what would undo every row.

New accounts are the same as services/accounts.enter makes, by plain inserts. All holders are found or founded first, since a later row may complete the holder of an earlier one; a personal value is
sealed once.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.filings import filed_on
from registry.domain.identifiers import initials_of, normalise_name
from registry.domain.influence import influence_of
from registry.domain.rosters.decisions import RowDecision, decided_columns
from registry.domain.rosters.shapes import beside_columns
from registry.domain.terms import RowAction
from registry.services import accounts, grading, traces
from registry.services.holder_book import SAID, Book, State
from registry.services.holders import Draft
from registry.services.planning import Plan, key_of_new
from registry.store.accounts import Account, Holder
from registry.store.added_rows import Brought, note_accounts
from registry.store.blocks import CHUNK, insert_columns, reserve_ids, update_rows
from registry.store.db import vault
from registry.store.rosters import Import, ImportRow, load_accounts

Progress = Callable[[int, int], None]
Place = tuple[str, int]
"""Where a row stands in its file: sheet and number."""


@dataclass
class Entering:
    """The entering of the rows decided to be new, in the file's order: account ids and holders, by their place."""

    session: Session
    book: Book
    region_code: str
    at: datetime
    on: date
    added: Sequence[RowDecision]
    ids: Sequence[int] = ()
    holders: list[Draft | Holder | None] = field(default_factory=list)
    phone_marks: list[str | None] = field(default_factory=list)

    def run(self, tell: Callable[[int], None]) -> None:
        """Write holders and accounts; ``tell`` hears how many accounts stand."""
        added = self.added
        self.holders = self.book.found(decided_columns(added, SAID))
        self.session.flush()
        self.ids = reserve_ids(self.session, Account, len(added))
        for start in range(0, len(added), CHUNK):
            places = range(start, min(start + CHUNK, len(added)))
            insert_columns(self.session, Account, self._columns(added[start : places.stop], places))
            tell(places.stop)
        for each, account_id in zip(added, self.ids, strict=True):
            each.account_id = account_id

    def _columns(self, added: Sequence[RowDecision], places: range) -> dict[str, Sequence[Any]]:
        """The columns of these new accounts."""
        own = decided_columns(added, accounts.PLAIN_FIELDS)
        holders = self.holders[places.start : places.stop]
        keys = [key_of_new(each, self.region_code) for each in added]
        phones = [*map(self._phone, decided_columns(added, ["phone"])["phone"], holders)]
        self.phone_marks += [mark for _, mark in phones]
        alike = {
            "region_code": self.region_code, "registered_on": self.on, "created_at": self.at, "updated_at": self.at,
            "version": 1,
        }  # fmt: skip
        filed = [*map(bool, own["filing_no"])]
        begins = [filed_on(str(text or ""), self.on) for text in own["filing_no"]]
        graded = [*map(cache(self._graded), filed, begins)]
        extra, vague = beside_columns([each.row for each in added])
        return {
            **own,
            **{name: [value] * len(places) for name, value in alike.items()},
            **{name: [each[name] for each in graded] for name in graded[0]},
            "name_key": [normalise_name(str(name))[:120] for name in own["name"]],
            "initials": [initials_of(str(name))[:240] for name in own["name"]],
            "filing_complete": filed,
            "influence": [*map(cache(partial(influence_of, on=self.on)), own["followers"])],
            "id": self.ids[places.start : places.stop],
            "holder_id": [holder and holder.id for holder in holders],
            "key": [key.text for key in keys],
            "key_is_weak": [key.weak for key in keys],
            "phone_sealed": [sealed for sealed, _ in phones],
            "phone_mark": self.phone_marks[places.start : places.stop],
            "declared_tier": [each.declared_tier for each in added],
            "extra": [each or traces.NOTHING for each in extra],
            "approximate": [*map(_approximate, added, vague)],
        }

    def _phone(self, phone: Any, holder: Draft | Holder | None) -> tuple[str | None, str | None]:
        return self.book.seal(holder, str(phone)) if phone and holder else (None, None)

    def _graded(self, filing_complete: bool, begins_on: date) -> dict[str, Any]:
        """What grading keeps on an account of this county without a ledger that counts from ``begins_on``."""
        return grading.graded_new(
            self.session,
            registered_on=begins_on,
            filing_complete=filing_complete,
            region_code=self.region_code,
            on=self.on,
        )

    def brought(self) -> Brought:
        """What an undo will see of these rows where nobody edits the account or its holder."""
        found: list[str | None] = []
        for start in range(0, len(self.added), CHUNK):
            found += self._seen(slice(start, start + CHUNK))
        return Brought(self.ids, [holder.id if holder else None for holder in self.holders], found)

    def _seen(self, places: slice) -> Iterator[str]:
        """The digests of what some accounts and their holders say."""
        said_of = cache(lambda holder: holder and traces.said_of(self.book.state_of(holder)))
        added, sign = self.added[places], vault().fingerprint_of
        own = decided_columns(added, accounts.PLAIN_FIELDS)
        texts = zip(*(_texts(own[field]) for field in accounts.PLAIN_FIELDS), strict=True)
        extra, _ = beside_columns([each.row for each in added])
        rows = zip(texts, self.phone_marks[places], map(said_of, self.holders[places]), extra, strict=True)
        return (sign(traces.seen(*row)) for row in rows)


def _texts(values: Sequence[Any]) -> Sequence[Any]:
    """The values of a column as text; nearly every column is that already."""
    is_text = {*map(type, values)} <= {str, type(None)}
    return values if is_text else [value and str(value) for value in values]


def _approximate(decision: RowDecision, vague: Sequence[str]) -> Sequence[str]:
    """The fields a new account holds only approximately."""
    if not vague:
        return traces.NOBODY
    values = decision.values
    return sorted(name for name in vague if values.get(name) is not None)


@dataclass
class Writing:
    """The writing of one plan: new accounts at one stroke, changed ones each, then what would undo each row.

    ``numbers``: the kept rows in which that is noted, by their place in the file; one that adds and has none gets one.
    """

    session: Session
    taken: Import
    plan: Plan
    numbers: Mapping[Place, int]
    at: datetime
    on: date
    progress: Progress

    def run(self) -> str:
        """Enter and alter every account, grade them, keep of each row what would undo it; returns a digest."""
        self.total, self.hash = len(self.plan.decisions), hashlib.sha256()
        self.books: dict[str, Book] = {}
        entered = self._enter_all()
        altered = self._alter_all([each for each in self.plan.decisions if each.action is RowAction.CHANGE])
        self._touched = [trace for book in self.books.values() for trace in book.changed()]
        self._note_brought([entering.brought() for entering in entered])
        update_rows(self.session, ImportRow, self._noted(altered))
        self.progress(self.total, self.total)
        return self.hash.hexdigest()

    def _book(self, region_code: str) -> Book:
        if region_code not in self.books:
            self.books[region_code] = Book(self.session, region_code, at=self.at)
        return self.books[region_code]

    def _tell_entered(self, before: int, done: int) -> None:
        """Entering is half of the work on a row, keeping what undoes it the other."""
        self.progress((before + done) // 2, self.total)

    def _enter_all(self) -> list[Entering]:
        """Enter the new accounts, county by county."""
        rows: dict[str, list[RowDecision]] = {}
        for decision in self.plan.decisions:
            if decision.action is RowAction.ADD:
                rows.setdefault(decision.region_code or self.taken.region_code, []).append(decision)
        found: list[Entering] = []
        before = 0
        for region_code, added in rows.items():
            entering = Entering(self.session, self._book(region_code), region_code, self.at, self.on, added)
            entering.run(partial(self._tell_entered, before))
            found.append(entering)
            before += len(added)
        return found

    def _alter_all(self, changed: Sequence[RowDecision]) -> dict[int, tuple[Account, State]]:
        """Change accounts as decided; returns each with what it was, by its id."""
        known = load_accounts(self.session, [decision.account_id or 0 for decision in changed])
        for account in known.values():
            self._book(account.region_code)
        for region_code, book in self.books.items():
            mine = (account for account in known.values() if account.region_code == region_code)
            book.load(account.holder_id for account in mine if account.holder_id)
        altered: dict[int, tuple[Account, State]] = {}
        regraded: list[Account] = []
        with self.session.no_autoflush:
            for decision in changed:
                account = known[decision.account_id or 0]
                altered[account.id] = account, self._alter(account, decision, regraded)
        self.session.flush()
        grading.regrade_all(self.session, regraded, on=self.on, at=self.at)
        return altered

    def _alter(self, account: Account, decision: RowDecision, regraded: list[Account]) -> State:
        """Change an account as decided; returns what it was."""
        new = {name: value for name, (_, value) in decision.changes.items()}
        was = traces.state_before(account, new)
        extra = {header: text for header, (_, text) in decision.extra_changes.items()}
        vague = [name for name in decision.row.approximate if name in new]
        accounts.alter(
            self.session, account, new, at=self.at, on=self.on, approximate=vague, extra=extra, book=self._book(account.region_code),
            regrade_later=regraded,
        )  # fmt: skip
        return was

    def _note_brought(self, parts: Sequence[Brought]) -> None:
        """Keep of each row that brought an account what would undo it, with the row; one settled alone has a row of its own."""
        brought = parts[0] if len(parts) == 1 else self._in_order(parts)
        if not brought.account_ids:
            return
        self.hash.update(repr((*brought.account_ids, brought.holder_ids, brought.seen)).encode())
        holders, self._touched = self._touched, []
        (decision, *others) = [each for each in self.plan.decisions if each.action is RowAction.ADD]
        number = self.numbers.get(_place(decision))
        if number is None:
            note_accounts(self.session, self.taken.id, brought, holders)
            return
        assert not others  # a preview keeps no row of its own for one that adds
        before = traces.added(brought.holder_ids[0], brought.seen[0])
        kept = traces.trace(decision.account_id, before | ({"holders": holders} if holders else {}))
        update_rows(self.session, ImportRow, [{"id": number, **kept}])

    def _in_order(self, parts: Sequence[Brought]) -> Brought:
        """What the counties' new accounts left, put together in the file's order."""
        rows = (zip(part.account_ids, part.holder_ids, part.seen, strict=True) for part in parts)
        told = {account_id: (holder_id, seen) for part in rows for account_id, holder_id, seen in part}
        ids = [each.account_id or 0 for each in self.plan.decisions if each.action is RowAction.ADD]
        return Brought(ids, [told[each][0] for each in ids], [told[each][1] for each in ids])

    def _noted(self, altered: Mapping[int, tuple[Account, State]]) -> Iterator[dict[str, Any]]:
        """What is noted on each of the preview's rows, in the file's order: what would undo it, or the row set aside."""
        brought: dict[Place, int] | None = None
        for decision in self.plan.decisions:
            if decision.action is RowAction.CHANGE:
                kept = traces.changed(decision, *altered[decision.account_id or 0])
                self._settle(kept)
            elif decision.action is RowAction.DOUBTFUL:
                brought = self._brought() if brought is None else brought
                kept = traces.parked(decision, brought)
            else:
                continue
            yield {"id": self.numbers[_place(decision)], **kept}

    def _brought(self) -> dict[Place, int]:
        """The accounts that rows of the file brought, by their place."""
        added = (each for each in self.plan.decisions if each.action is RowAction.ADD)
        return {_place(each): each.account_id for each in added if each.account_id is not None}

    def _settle(self, kept: traces.Trace) -> None:
        """Take what undoes a row into the digest; what the holders were goes with the first row of all."""
        if self._touched:
            kept["before"] = {**kept["before"], "holders": self._touched}
            self._touched = []
        self.hash.update(repr((kept["account_id"], kept["before"])).encode("utf-8", "surrogatepass"))


def _place(decision: RowDecision) -> Place:
    return decision.row.sheet or "", decision.row.number
