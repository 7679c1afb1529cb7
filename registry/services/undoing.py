"""Undoing a whole import: what it created goes, what it changed comes back, what was edited since is kept and named.

An account on which something was filed since (a violation, a measure, a paper) is never removed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import ImportState, RowAction
from registry.services import accounts, audit, holders, records
from registry.store.accounts import Account, FormerName, Holder, Move
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.rosters import Import, ImportRow, get_import, list_rows
from registry.store.scope import scope_of
from registry.store.violations import Violation


@dataclass
class Undone:
    """What an undo did: how many accounts it removed and restored, and which it kept and why (a code)."""

    removed: int = 0
    restored: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)


def undo(session: Session, import_id: int, *, by: Actor, at: datetime, on: date) -> tuple[Import, Undone]:
    """Undo an applied import, newest row first.

    Raises Refusal("rosters.not_applied") where there is nothing to undo.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.APPLIED:
        raise Refusal("rosters.not_applied", state=taken.state)
    result = Undone()
    for row in reversed(list_rows(session, taken.id, actions=(RowAction.ADD, RowAction.CHANGE))):
        _undo_row(session, row, result, at=at, on=on)
    taken.state, taken.undone_at, taken.undone_by_id = ImportState.UNDONE, at, by.user_id
    kept = [{"account_id": account_id, "reason": reason} for account_id, reason in result.kept]
    taken.undo_result = {"removed": result.removed, "restored": result.restored, "kept": kept}
    audit.record(
        session, "rosters.undo", by=by, at=at, object_type="import", object_id=taken.id, region_code=taken.region_code,
        after=taken.undo_result,
    )  # fmt: skip
    return taken, result


def _undo_row(session: Session, row: ImportRow, result: Undone, *, at: datetime, on: date) -> None:
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None or row.before is None:
        return
    reason = _why_kept(session, row, account)
    if reason:
        result.kept.append((account.id, reason))
    elif row.action is RowAction.ADD:
        _remove(session, row, account)
        result.removed += 1
    else:
        _bring_back(session, row, account, at=at, on=on)
        result.restored += 1


def _why_kept(session: Session, row: ImportRow, account: Account) -> str:
    """The code of the reason why a row stays, "" where it may be undone."""
    current = records.plain(account)
    written = _opened(account.holder, (row.before or {})["new"])
    if any(_text(current[name]) != _text(value) for name, value in written.items()):
        return "edited"
    if row.action is RowAction.CHANGE:
        return ""
    if account.archived_on is not None:
        return "archived"
    for table in (Violation, Measure, Document, Move):
        if session.scalar(select(table.id).where(table.account_id == account.id).limit(1)):
            return "has_file"
    return ""


def _remove(session: Session, row: ImportRow, account: Account) -> None:
    """Take away an account the import created, and its holder where no other account is left."""
    holder = account.holder
    row.account_id = None
    session.execute(delete(FormerName).where(FormerName.account_id == account.id))
    later = select(ImportRow).where(ImportRow.account_id == account.id)
    for other in session.scalars(later):
        other.account_id = None
    session.delete(account)
    session.flush()
    if holder is not None and session.scalar(select(Account.id).where(Account.holder_id == holder.id).limit(1)) is None:
        session.delete(holder)


def _bring_back(session: Session, row: ImportRow, account: Account, *, at: datetime, on: date) -> None:
    """Give an account the values it had before the import."""
    before = row.before or {}
    former = session.get(Holder, before["holder_id"]) if before.get("holder_id") else None
    old = _opened(former or account.holder, before["old"])
    if former is not None and account.holder is not former:
        account.holder = former
    name = account.name
    accounts.alter(session, account, _typed(old), at=at, on=on)
    account.approximate, account.extra = list(before["approximate"]), dict(before["extra"])
    session.flush()
    if "name" in old:
        names = (name, old["name"])
        session.execute(delete(FormerName).where(FormerName.account_id == account.id, FormerName.name.in_(names)))


def _opened(holder: Holder | None, values: dict[str, Any]) -> dict[str, Any]:
    """Sealed values with the personal ones in the clear."""
    personal = {name: holders.unseal(holder, values[name]) for name in accounts.PERSONAL if values.get(name)}
    return {**values, **personal}


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the columns take them; the store turns the text of a term into its member."""
    return {name: value for name, value in values.items() if name not in {"tier", "influence"}}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
