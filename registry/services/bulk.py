"""Entering the new accounts of a roster at one stroke: the same accounts as services/accounts.enter makes, by plain
inserts.

All holders are found or founded first, since a later row may complete the holder of an earlier one; a personal value is
sealed once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.rosters.diff import RowDecision
from registry.services import accounts, grading, holders, records, traces
from registry.services.holder_book import Book
from registry.services.holders import Draft
from registry.store.accounts import Account, Holder
from registry.store.blocks import CHUNK, insert_rows, reserve_ids
from registry.store.db import vault


@dataclass
class Entering:
    """The entering of the rows decided to be new, in the file's order: account ids and holders, by their place."""

    session: Session
    book: Book
    region_code: str
    at: datetime
    on: date
    ids: Sequence[int] = ()
    holders: list[Draft | Holder | None] = field(default_factory=list)

    def run(self, added: Sequence[RowDecision], tell: Callable[[int], None]) -> None:
        """Write holders and accounts; ``tell`` hears how many accounts stand."""
        self.holders = self.book.found(decision.values for decision in added)
        self.session.flush()
        self.ids = reserve_ids(self.session, Account, len(added))
        graded = cache(self._graded)
        for start in range(0, len(added), CHUNK):
            places = range(start, min(start + CHUNK, len(added)))
            insert_rows(
                self.session,
                Account,
                (
                    {**self._columns(added[each], each), **graded(bool(added[each].values.get("filing_no")))}
                    for each in places
                ),
            )
            tell(places.stop)

    def _graded(self, filing_complete: bool) -> dict[str, Any]:
        """What grading keeps on an account of this day and county without a ledger."""
        return grading.graded_new(
            registered_on=self.on, filing_complete=filing_complete, region_code=self.region_code, on=self.on
        )

    def _columns(self, decision: RowDecision, place: int) -> dict[str, Any]:
        values, row, holder = decision.values, decision.row, self.holders[place]
        key, phone = records.key_of(values, self.region_code), values.get("phone")
        sealed, mark = holders.seal(holder, str(phone)) if phone and holder else (None, None)
        return {
            "id": self.ids[place], "region_code": self.region_code, "holder_id": holder.id if holder else None,
            "key": key.text, "key_is_weak": key.weak, "phone_sealed": sealed, "phone_mark": mark,
            "declared_tier": row.values.get("tier"), "extra": row.extra,
            "approximate": sorted(name for name in row.approximate if values.get(name) is not None),
            "registered_on": self.on, "created_at": self.at, "updated_at": self.at, "version": 1,
            **accounts.own_values(values, on=self.on),
        }  # fmt: skip

    def brought(self, added: Sequence[RowDecision]) -> Iterator[tuple[RowDecision, int, int | None, str]]:
        """Each row with its account, its holder's id, and what an undo will see where nobody edits either."""
        mark = vault().fingerprint
        for decision, account_id, holder in zip(added, self.ids, self.holders, strict=True):
            values, phone = decision.values, decision.values.get("phone")
            state = self.book.state_of(holder) if holder else None
            digest = traces.seen(values, mark(str(phone)) if phone and holder else None, state, decision.row.extra)
            yield decision, account_id, holder.id if holder else None, digest
