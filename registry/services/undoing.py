"""Undoing a whole import: what it created goes, what it changed comes back, what was edited since is kept and named.

Decide first, act after (rule 5): the preview of an undo and the undo share one list of fates. An account on which
something was filed since (a violation, a measure, a paper, a move) is never removed. The statuses officers gave to
accounts the file no longer named go back as well (services/missing).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from registry.domain import identifiers
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters import collector
from registry.domain.rosters.fields import BY_NAME, DERIVED
from registry.domain.terms import ImportState, Influence, RowAction
from registry.services import audit, grading, holders, missing, records, traces
from registry.services.holder_book import holder_state, is_same_state, set_state
from registry.services.variants import lead_back
from registry.store.accounts import Account, FormerName, Holder
from registry.store.added_rows import AddedRow, forget_accounts, list_brought
from registry.store.ledger import begins_on
from registry.store.rosters import (
    CHUNK,
    Import,
    ImportRow,
    find_filed,
    find_holders_remembered,
    find_idle_founded,
    find_keys,
    get_import,
    list_accounts_of,
    list_names_until,
    list_rows,
    load_holders,
)
from registry.store.scope import scope_of
from registry.store.variants import find_merged

_UNSEEN = {"synchronize_session": False}


@dataclass
class Undone:
    """What an undo did or would do: how many accounts it removes and restores, which it keeps and why (a code), and how
    many get back the status they had.
    """

    removed: int = 0
    restored: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)
    marked: int = 0


@dataclass
class Fate:
    """What becomes of one written row: ``reason`` is the code why it stays, "" where it is undone."""

    row: ImportRow | AddedRow
    account: Account
    reason: str = ""

    @property
    def before(self) -> Mapping[str, Any]:
        """What was kept to undo the row."""
        return self.row.before or {}

    @property
    def is_removal(self) -> bool:
        """Whether the account goes."""
        return not self.reason and self.row.action is RowAction.ADD

    @property
    def is_restoring(self) -> bool:
        """Whether the account gets back what it was."""
        return not self.reason and self.row.action is RowAction.CHANGE


@collector.at_rest()
def undo(session: Session, import_id: int, *, by: Actor, at: datetime, on: date) -> tuple[Import, Undone]:
    """Undo an applied import.

    Raises Refusal("rosters.not_applied") where there is nothing to undo.
    """
    taken = get_applied(session, import_id, by, is_locked=True)
    fates = decide(session, taken)
    marks = decide_marks(session, taken, fates)
    known = load_holders(session, _holders_meant(fates))
    _remove(session, [fate for fate in fates if fate.is_removal])
    _bring_holders_back(fates, known)
    _restore(session, [fate for fate in fates if fate.is_restoring], known, at=at, on=on)
    missing.give_back(marks, at=at)
    _drop_founded(session, taken)
    result = _sum(fates, marks)
    taken.state, taken.undone_at, taken.undone_by_id = ImportState.UNDONE, at, by.user_id
    kept = [{"account_id": account_id, "reason": reason} for account_id, reason in result.kept]
    taken.undo_result = {"removed": result.removed, "restored": result.restored, "kept": kept}
    if result.marked:
        taken.undo_result = {**taken.undo_result, "marked": result.marked}
    audit.record(
        session, "rosters.undo", by=by, at=at, object_type="import", object_id=taken.id, region_code=taken.region_code,
        after=taken.undo_result,
    )  # fmt: skip
    return taken, result


def get_applied(session: Session, import_id: int, by: Actor, *, is_locked: bool = False) -> Import:
    """The import, where it is applied and within reach; raises Refusal("rosters.not_applied")."""
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=is_locked)
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.APPLIED:
        raise Refusal("rosters.not_applied", state=taken.state)
    return taken


def decide_marks(session: Session, taken: Import, fates: Iterable[Fate]) -> list[missing.Mark]:
    """The fate of every status given because of the import, once the rows are undone."""
    olds = {fate.account.id: fate.before["old"] for fate in fates if fate.is_restoring}
    return missing.decide(session, taken, restored={key: old["status"] for key, old in olds.items() if "status" in old})


def _sum(fates: Iterable[Fate], marks: Sequence[missing.Mark]) -> Undone:
    result = Undone(marked=sum(not mark.reason for mark in marks))
    result.kept += [(mark.account.id, mark.reason) for mark in marks if mark.reason]
    for fate in fates:
        result.removed += fate.is_removal
        result.restored += fate.is_restoring
        if fate.reason:
            result.kept.append((fate.account.id, fate.reason))
    return result


def decide(session: Session, taken: Import) -> list[Fate]:
    """The fate of every row whose account is still there, in the file's order."""
    found = list_accounts_of(session, taken.id)
    own = list_rows(session, taken.id, actions=(RowAction.ADD, RowAction.CHANGE))
    rows: list[ImportRow | AddedRow] = [*list_brought(session, taken.id), *own]
    rows.sort(key=lambda row: (row.sheet, row.row))
    fates = [Fate(row, found[row.account_id]) for row in rows if row.account_id in found and row.before is not None]
    filed = find_filed(session, taken.id)
    for fate in fates:
        fate.reason = _why_kept(fate, taken, filed)
    _keep_where_key_taken(session, fates)
    return fates


def _why_kept(fate: Fate, taken: Import, filed: Collection[int]) -> str:
    """The code of the reason why a row stays, "" where it may be undone."""
    account = fate.account
    if account.region_code != (fate.row.region_code or taken.region_code):
        return "transferred"
    if account.archived_on is not None:
        return "archived"
    if fate.row.action is RowAction.ADD and account.id in filed:
        return "has_file"
    if account.holder_id != fate.before["new_holder_id"]:
        return "edited"
    if "seen" in fate.before:
        return "" if traces.is_as_brought(account, fate.before["seen"]) else "edited"
    current = records.plain(account)
    written = records.opened(account.holder, fate.before["new"])
    if any(_text(current[name]) != _text(value) for name, value in written.items() if name not in DERIVED):
        return "edited"
    if any(account.extra.get(header) != new for header, (_, new) in _extra(account.holder, fate).items()):
        return "edited"
    return ""


def _keep_where_key_taken(session: Session, fates: Sequence[Fate]) -> None:
    """Keep what cannot have its former key back, because an account that stays bears it now."""
    restoring = [fate for fate in fates if fate.is_restoring]
    wanted = {fate.before["key"]: fate for fate in restoring if fate.before["key"] != fate.account.key}
    leaving = {fate.account.id for fate in fates if fate.is_removal}
    rekeyed = {fate.account.id for fate in wanted.values()}
    for key, holder in find_keys(session, wanted.keys()).items():
        if holder.account_id not in leaving | rekeyed:
            wanted[key].reason = "key_taken"


def _holders_meant(fates: Iterable[Fate]) -> set[int]:
    """The holders accounts go back to, and those the import changed."""
    before = [fate.before for fate in fates]
    back = {each["holder_id"] for each in before if each.get("holder_id")}
    return back | {trace["id"] for each in before for trace in each.get("holders", ())}


def _remove(session: Session, fates: Sequence[Fate]) -> None:
    """Take away the accounts the import created.

    What the session holds of them is put right here: left to the ORM, each chunk would be compared with every object held.
    """
    ids = [fate.account.id for fate in fates]
    for import_id in {fate.row.import_id for fate in fates}:
        forget_accounts(session, import_id, ids)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = update(ImportRow).where(ImportRow.account_id.in_(chunk)).values(account_id=None)
        session.execute(rows, execution_options=_UNSEEN)
        session.execute(delete(FormerName).where(FormerName.account_id.in_(chunk)), execution_options=_UNSEEN)
        session.execute(delete(Account).where(Account.id.in_(chunk)), execution_options=_UNSEEN)
    for fate in fates:
        if isinstance(fate.row, ImportRow):
            set_committed_value(fate.row, "account_id", None)
        session.expunge(fate.account)


def _bring_holders_back(fates: Sequence[Fate], known: Mapping[int, Holder]) -> None:
    """Give holders that were on file before what they were, unless edited since or behind an account that is kept."""
    kept = {fate.account.holder_id for fate in fates if fate.reason}
    for fate in fates:
        for trace in fate.before.get("holders", ()):
            holder = known.get(trace["id"])
            if holder is None or holder.id in kept:
                continue
            if is_same_state(trace["now"], holder_state(holder)):
                set_state(holder, trace["was"])


def _restore(session: Session, fates: Sequence[Fate], known: Mapping[int, Holder], *, at: datetime, on: date) -> None:
    """Give changed accounts back what they were; their keys last, when those that stand in the way are gone."""
    regraded: list[Account] = []
    rekeyed: list[Fate] = []
    merged = find_merged(session)
    for fate in fates:
        was_filed = fate.account.filing_complete, begins_on(fate.account)
        holder = known.get(fate.before["holder_id"] or 0)
        is_led = holder is not None and holder.id in merged
        _bring_back(fate, holder, lead_back(session, fate.account, holder) if holder and is_led else holder, at=at)
        if (fate.account.filing_complete, begins_on(fate.account)) != was_filed:
            regraded.append(fate.account)
        if fate.account.key != fate.before["key"]:
            rekeyed.append(fate)
            fate.account.key = f"undo:{fate.account.id}"
    session.flush()
    for fate in rekeyed:
        fate.account.key, fate.account.key_is_weak = fate.before["key"], fate.before["key_is_weak"]
    _drop_former_names(session, [fate for fate in fates if "name" in fate.before["old"]])
    grading.regrade_all(session, regraded, on=on, at=at)


def _bring_back(fate: Fate, former_holder: Holder | None, holder: Holder | None, *, at: datetime) -> None:
    """Put the old values of one account in place: sealed for the holder it had, under the one that stands for it now."""
    account, before = fate.account, fate.before
    old = records.opened(former_holder, before["old"])
    former = {header: text for header, (text, _) in _extra(account.holder, fate).items()}
    phone = old["phone"] if "phone" in old else holders.unseal(account.holder, account.phone_sealed)
    if "phone" in old or account.holder is not holder:
        is_sealable = phone and holder is not None and holder.wrapped_key is not None
        sealed = holders.seal(holder, phone) if is_sealable and holder and phone else (None, None)
        account.phone_sealed, account.phone_mark = sealed
    account.holder = holder
    for name in set(old) & set(records.OWN_FIELDS) - DERIVED:
        vocabulary = BY_NAME[name].vocabulary
        setattr(account, name, vocabulary(old[name]) if vocabulary and old[name] else old[name])
    account.name_key = identifiers.normalise_name(account.written_name)[:120]
    account.initials = identifiers.initials_of(account.written_name)[:240]
    account.filing_complete = bool(account.filing_no)
    account.influence = Influence(before["influence"]) if before["influence"] else None
    account.approximate = sorted((set(account.approximate) - set(old)) | (set(before["approximate"]) & set(old)))
    account.extra = {header: text for header, text in {**account.extra, **former}.items() if text is not None}
    account.updated_at = at


def _drop_former_names(session: Session, fates: Sequence[Fate]) -> None:
    """Take away the former names the import left: the latest entry of each name that is borne again."""
    wanted = {fate.account.id: fate.account.written_name for fate in fates}
    for entry in list_names_until(session, wanted):
        if wanted.get(entry.account_id) == entry.written_name:
            del wanted[entry.account_id]
            session.delete(entry)


def _drop_founded(session: Session, taken: Import) -> None:
    """Take away the holders the import founded, where no account and no later import speaks of them any more."""
    session.flush()
    idle = find_idle_founded(session, taken)
    founded = sorted(idle - find_holders_remembered(session, taken)) if idle else []
    for start in range(0, len(founded), CHUNK):
        chunk = founded[start : start + CHUNK]
        session.execute(delete(Holder).where(Holder.id.in_(chunk)), execution_options=_UNSEEN)


def _extra(holder: Holder | None, fate: Fate) -> dict[str, list[str | None]]:
    """Old and new of each unknown column of a row, in the clear."""
    kept: Mapping[str, Sequence[str | None]] = fate.before["extra"]
    return {header: [text and records.open_prose(holder, text) for text in pair] for header, pair in kept.items()}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
