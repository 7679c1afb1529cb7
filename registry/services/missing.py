"""Accounts a roster no longer names: an officer says of each what became of it. None is deleted, none changed in silence."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import AccountStatus, ImportState
from registry.services import accounts, audit
from registry.store.rosters import Import, get_import
from registry.store.scope import scope_of

OFFERED = (AccountStatus.DORMANT, AccountStatus.CANCELLED, AccountStatus.MOVED_AWAY)
"""What may have become of an account that left the roster."""


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
    for account_id in sorted(account_ids) if status is not None else ():
        accounts.amend(session, account_id, {"status": status}, by=by, at=at, on=on)
    taken.missing = [each for each in taken.missing if each not in set(account_ids)]
    audit.record(
        session, "rosters.missing", by=by, at=at, object_type="import", object_id=taken.id,
        region_code=taken.region_code, after={"accounts": sorted(account_ids), "status": status and status.value},
    )  # fmt: skip
    return taken
