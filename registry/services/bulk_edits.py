"""One field of many accounts at once: shown first, then set in one act or not at all, and taken back as one.

Every account is changed by the act of a single one (services/accounts.amend), with its entry in the log.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.fields import BY_NAME
from registry.services import accounts, records
from registry.store.accounts import Account
from registry.store.bulk_edits import BulkEdit, get_bulk_edit
from registry.store.rosters import load_accounts
from registry.store.scope import scope_of

FIELDS = ("supervisor", "town", "category", "status")
"""What may be set for many at once: nothing that tells one account from another, and no personal value."""
MOST = 500
"""Accounts in one act."""


@dataclass(frozen=True, slots=True)
class Line:
    """One account in the preview: what it says now."""

    account: Account
    old: str | None


def plan(session: Session, account_ids: Collection[int], field: str, value: str | None, *, by: Actor) -> list[Line]:
    """The accounts that would change, by their number; those out of reach, archived or already so are left out.

    Raises Refusal: "bulk_edits.field_wrong", "bulk_edits.too_many", "bulk_edits.nothing".
    """
    require(by, "accounts.amend", by.region_code)
    _check(field, value)
    if len(account_ids) > MOST:
        raise Refusal("bulk_edits.too_many", most=MOST)
    known = load_accounts(session, account_ids).values()
    mine = (each for each in known if _is_there(each, by.region_code))
    lines = [Line(each, _now(each, field)) for each in sorted(mine, key=lambda each: each.id)]
    found = [line for line in lines if line.old != value]
    if not found:
        raise Refusal("bulk_edits.nothing")
    return found


def apply(
    session: Session,
    seen: Mapping[int, str | None],
    field: str,
    value: str | None,
    *,
    by: Actor,
    at: datetime,
    on: date,
) -> BulkEdit:
    """Set the field of every account of the preview: all or none.

    ``seen``: what the preview showed of each; raises Refusal("store.changed_meanwhile") where one says something else by now.
    """
    lines = plan(session, seen.keys(), field, value, by=by)
    if {line.account.id: line.old for line in lines} != dict(seen):
        raise Refusal("store.changed_meanwhile")
    for line in lines:
        accounts.amend(session, line.account.id, {field: value}, by=by, at=at, on=on)
    edit = BulkEdit(
        region_code=by.region_code, field=field, value=value, rows=[[line.account.id, line.old] for line in lines],
        made_at=at, made_by_id=by.user_id,
    )  # fmt: skip
    session.add(edit)
    session.flush()
    return edit


def undo(session: Session, edit_id: int, *, by: Actor, at: datetime, on: date) -> BulkEdit:
    """Give every account back what it said; one edited since, given away or archived stays and is named.

    Raises Refusal("bulk_edits.undone") where that was done already.
    """
    edit = get_bulk_edit(session, edit_id, scope=scope_of(by.region_code))
    require(by, "accounts.amend", edit.region_code)
    if edit.undone_at is not None:
        raise Refusal("bulk_edits.undone")
    back, kept = decide(session, edit)
    for account, old in back:
        accounts.amend(session, account.id, {edit.field: old}, by=by, at=at, on=on)
    edit.undone_at, edit.undone_by_id, edit.kept = at, by.user_id, kept
    return edit


def decide(session: Session, edit: BulkEdit) -> tuple[list[tuple[Account, str | None]], list[int]]:
    """Which accounts an undo gives back what, and the numbers of those it leaves."""
    known = load_accounts(session, [row[0] for row in edit.rows])
    back: list[tuple[Account, str | None]] = []
    kept: list[int] = []
    for account_id, old in edit.rows:
        account = known.get(account_id)
        if account and _is_there(account, edit.region_code) and _now(account, edit.field) == edit.value:
            back.append((account, old))
        else:
            kept.append(account_id)
    return back, kept


def _is_there(account: Account, region_code: str) -> bool:
    return regions.covers(region_code, account.region_code) and account.archived_on is None


def _now(account: Account, field: str) -> str | None:
    value: Any = records.plain(account)[field]
    return None if value is None else str(value)


def _check(field: str, value: str | None) -> None:
    vocabulary: Any = BY_NAME[field].vocabulary if field in FIELDS else None
    is_known = vocabulary is None or value is None or value in {member.value for member in vocabulary}
    if field not in FIELDS or not is_known:
        raise Refusal("bulk_edits.field_wrong")
