"""Accounts a roster no longer names: an officer says of each what became of it. None is deleted, none changed in silence.

What was said belongs to the import that led to it: its undo gives each account the status it had, unless that was
edited since.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import AccountStatus, ImportState
from registry.services import accounts, audit
from registry.store.accounts import Account
from registry.store.rosters import Import, get_import, list_missing, load_accounts
from registry.store.scope import scope_of

OFFERED = (AccountStatus.DORMANT, AccountStatus.CANCELLED, AccountStatus.MOVED_AWAY)
"""What may have become of an account that left the roster."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A status an officer gave because of an import, and what it was before; ``reason``: the code why an undo leaves it."""

    account: Account
    was: AccountStatus | None
    became: AccountStatus
    reason: str = ""


def settle(
    session: Session, import_id: int, account_ids: Collection[int], *, status: AccountStatus | None, by: Actor,
    at: datetime, on: date,
) -> Import:  # fmt: skip
    """Give these missing accounts a status, or (None) say that they are in use all the same; they leave the list.

    Raises Refusal: rosters.settled where the import does not stand, rosters.not_missing for an account the list has not.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.APPLIED:
        raise Refusal("rosters.settled", state=taken.state)
    if (status is not None and status not in OFFERED) or not set(account_ids) <= set(taken.missing):
        raise Refusal("rosters.not_missing")
    if status is not None:
        was = {each.id: each.status for each in list_missing(session, account_ids, scope=scope_of(by.region_code))}
        for account_id in sorted(account_ids):
            accounts.amend(session, account_id, {"status": status}, by=by, at=at, on=on)
        pairs = {str(each): [before and before.value, status.value] for each, before in was.items()}
        taken.marked = {**taken.marked, **pairs}
    taken.missing = [each for each in taken.missing if each not in set(account_ids)]
    audit.record(
        session, "rosters.missing", by=by, at=at, object_type="import", object_id=taken.id,
        region_code=taken.region_code, after={"accounts": sorted(account_ids), "status": status and status.value},
    )  # fmt: skip
    return taken


def decide(session: Session, taken: Import, *, restored: Mapping[int, str | None]) -> list[Mark]:
    """What the undo of an import makes of the statuses given because of it, by account.

    ``restored``: the status which the undo itself gives back to accounts whose row changed it.
    """
    known = load_accounts(session, [int(each) for each in taken.marked])
    marks = []
    for account_id, (was, became) in sorted(taken.marked.items(), key=lambda pair: int(pair[0])):
        account = known.get(int(account_id))
        if account is not None and became is not None and was != became:
            now = restored.get(account.id, account.status)
            mark = Mark(account, AccountStatus(was) if was else None, AccountStatus(became), _why(account, taken))
            marks.append(
                mark if mark.reason or now == became else Mark(account, mark.was, mark.became, "status_edited")
            )
    return marks


def _why(account: Account, taken: Import) -> str:
    """The code of why an account's status stays whatever it is now, "" where nothing keeps it."""
    if not regions.covers(taken.region_code, account.region_code):
        return "transferred"
    return "archived" if account.archived_on is not None else ""


def give_back(marks: Sequence[Mark], *, at: datetime) -> None:
    """Give the accounts the status they had."""
    for mark in marks:
        if not mark.reason:
            mark.account.status, mark.account.updated_at = mark.was, at
