"""Where each field of an account comes from: which file, sheet, row and day, or which user.

Worked out from the rows its imports kept and from the log of its own entries, newest first; no value is copied for it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.rosters.fields import DERIVED
from registry.domain.terms import ImportState, RowAction
from registry.services import records
from registry.store.accounts import Account
from registry.store.added_rows import AddedRow, list_of_accounts
from registry.store.audit import AuditEntry, list_entries_of
from registry.store.rosters import Import, ImportRow, list_applied, list_rows_of_accounts

ACTS = ("accounts.register", "accounts.amend")


@dataclass(frozen=True, slots=True)
class Source:
    """What gave a field its value: a row of a file, or (``import_id`` None) a user by hand."""

    at: datetime
    user: str
    import_id: int | None = None
    filename: str = ""
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What gave one account its values: the rows of imports, and the entries of the acts done by hand."""

    rows: list[tuple[ImportRow | AddedRow, Import]] = field(default_factory=list)
    entries: list[AuditEntry] = field(default_factory=list)


def histories(session: Session, account_ids: Collection[int]) -> dict[int, History]:
    """The history of each of these accounts."""
    found = {each: History() for each in account_ids}
    brought = list_of_accounts(session, account_ids)
    imports = list_applied(session, {row.import_id for row in brought})
    for each in brought:
        found[each.account_id or 0].rows.append((each, imports[each.import_id]))
    for row, taken in list_rows_of_accounts(session, account_ids):
        found[row.account_id or 0].rows.append((row, taken))
    for entry in list_entries_of(session, "account", account_ids, acts=ACTS):
        found[int(entry.object_id)].entries.append(entry)
    return found


def sources(session: Session, account: Account) -> dict[str, Source]:
    """The source of each field that holds a value; derived ones (tier, influence) have none, they follow the rules."""
    filled = {field for field, value in _filled(account).items() if value not in (None, "") and field not in DERIVED}
    return sources_of(account, histories(session, [account.id])[account.id], filled)


def sources_of(account: Account, history: History, fields: Collection[str]) -> dict[str, Source]:
    """The source of each of these fields, as far as it is on file."""
    found: dict[str, Source] = {}
    wanted = set(fields)
    for source, given in sorted(_givers(account, history), key=lambda each: each[0].at, reverse=True):
        told = wanted - set(found) if given is None else (wanted - set(found)) & given
        found |= dict.fromkeys(told, source)
    return found


def _filled(account: Account) -> dict[str, Any]:
    """The record without opening what is sealed."""
    holder = account.holder
    values = {field: getattr(account, field) for field in records.OWN_FIELDS}
    values["phone"] = account.phone_sealed
    if holder is not None:
        values |= {"holder": holder.name, "holder_type": holder.holder_type, "uscc": holder.uscc}
        values["id_no"] = holder.id_no_sealed
    return values


def _givers(account: Account, history: History) -> Iterator[tuple[Source, frozenset[str] | None]]:
    """Each act that gave values, with the fields it gave; None = all it had at first."""
    for row, taken in history.rows:
        if not _stands(taken, account.id) or taken.applied_at is None:
            continue
        person = taken.applied_by.name if taken.applied_by else ""
        source = Source(row.settled_at or taken.applied_at, person, taken.id, taken.filename, row.sheet, row.row)
        yield source, _changed(row) if isinstance(row, ImportRow) and row.action is not RowAction.ADD else None
    for entry in history.entries:
        given = None if entry.act == "accounts.register" else frozenset(entry.after or ())
        if entry.at >= account.created_at:  # an id given anew after an undo has entries of another account
            yield Source(entry.at, str(entry.actor.get("name") or entry.actor.get("username") or "")), given


def _changed(row: ImportRow) -> frozenset[str]:
    """The fields a row changed; one joined with an earlier row of its import tells by what it showed."""
    changes: Mapping[str, Any] = (row.before or {}).get("new") or row.changes
    return frozenset(changes)


def _stands(taken: Import, account_id: int) -> bool:
    """Whether what the import gave the account is still there: not undone, or undone but for this account."""
    if taken.state is ImportState.APPLIED:
        return True
    kept = (taken.undo_result or {}).get("kept", ())
    return taken.state is ImportState.UNDONE and any(each["account_id"] == account_id for each in kept)
