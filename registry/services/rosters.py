"""Acts on rosters: upload, preview, apply, discard. The plan stands in planning.py, the undo in undoing.py.

Decide first, act after (rule 5): preview and apply share one list of decisions. Nothing is written before the officer
confirms; then every add and change row goes in within one transaction, or none.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.audit_chain import canonical
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.diff import RowDecision
from registry.domain.terms import ImportState, RowAction
from registry.services import accounts, audit, grading, holders, jobs, traces
from registry.services.files import Store
from registry.services.planning import Plan, existing_accounts, make_plan, read_plan
from registry.store.account_queries import list_for_comparing
from registry.store.accounts import Account
from registry.store.db import vault
from registry.store.jobs import Job
from registry.store.rosters import Import, ImportRow, get_import, list_holders_of
from registry.store.scope import scope_of

__all__ = ["ASIDE", "Plan", "apply", "ask_apply", "discard", "existing_accounts", "make_plan", "read_plan", "upload"]

Progress = Callable[[int, int], None]
ASIDE = (RowAction.DOUBTFUL, RowAction.REFUSED)
CHUNK = 200
"""Rows written between two reports of progress."""


def upload(
    session: Session, data: bytes, filename: str, *, region_code: str, uploads: Store, by: Actor, at: datetime
) -> Import:
    """Take a file in, sealed, to be read behind the page; nothing of it enters the register yet."""
    require(by, "rosters.import", region_code)
    accounts.check_county(region_code)
    stored = uploads.put(sealing.seal(vault().field_key, data), filename)
    taken = Import(
        region_code=region_code, filename=stored.filename, sha256=hashlib.sha256(data).hexdigest(),
        upload_sha256=stored.sha256, state=ImportState.READING, uploaded_at=at, uploaded_by_id=by.user_id,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    _log(session, "rosters.upload", taken, by=by, at=at, after={"filename": taken.filename, "sha256": taken.sha256})
    return taken


def open_upload(taken: Import, uploads: Store) -> bytes:
    """The bytes of an uploaded file that is not settled yet."""
    return sealing.unseal(vault().field_key, uploads.get(taken.upload_sha256 or ""))


def keep_preview(session: Session, import_id: int, plan: Plan) -> Import:
    """Keep a plan for the page: the counts, and each row that is not simply the same.

    Raises Refusal("rosters.settled") where the import was applied or given up meanwhile.
    """
    taken = session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
    if taken.state not in {ImportState.READING, ImportState.PREVIEWED}:
        raise Refusal("rosters.settled", state=taken.state)
    _clear_rows(session, taken)
    taken.state, taken.counts, taken.plan_digest = ImportState.PREVIEWED, plan.counts, plan.digest
    taken.sheets = [
        {
            "name": sheet.name, "header_row": sheet.header_row, "columns": sheet.columns, "letters": sheet.letters,
            "extra": sheet.extra, "rows": sheet.rows,
        }
        for sheet in plan.roster.sheets
    ]  # fmt: skip
    taken.problems = traces.problem_lines(plan)
    shown = (decision for decision in plan.decisions if decision.action is not RowAction.SAME)
    session.add_all(traces.preview_row(taken.id, decision) for decision in shown)
    session.flush()
    return taken


def keep_failure(session: Session, import_id: int, refusal: Refusal) -> None:
    """Keep why a file could not be read; an import given up meanwhile stays so."""
    taken = session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
    if taken.state is ImportState.READING:
        taken.state = ImportState.FAILED
        taken.failure = {"code": refusal.code, "params": traces.plain_json(dict(refusal.params))}


def ask_apply(session: Session, import_id: int, *, digest: str, by: Actor, at: datetime) -> Job:
    """Confirm the preview with this digest: the job that writes it, begun only once however often it is asked for.

    Raises Refusal("rosters.changed_since") where the preview on file is no longer the one the officer saw.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.PREVIEWED:
        raise Refusal("rosters.settled", state=taken.state)
    if taken.plan_digest != digest:
        raise Refusal("rosters.changed_since")
    return jobs.submit(session, "roster.apply", taken.id, by=by, at=at)


def apply(
    session: Session, import_id: int, plan: Plan, *, by: Actor, at: datetime, on: date, progress: Progress | None = None
) -> Import:
    """Write every add and change row of ``plan``, all or none; doubtful and refused rows are set aside and reported.

    The plan has to be made in this very transaction. Raises Refusal("rosters.changed_since") where it is not the one
    of the preview the officer confirmed.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.PREVIEWED:
        raise Refusal("rosters.settled", state=taken.state)
    if taken.plan_digest != plan.digest:
        raise Refusal("rosters.changed_since")
    _clear_rows(session, taken)
    writing = _Writing(session, taken, plan, at=at, on=on)
    rows = writing.run(progress or (lambda done, total: None))
    taken.state, taken.applied_at, taken.applied_by_id = ImportState.APPLIED, at, by.user_id
    digest = hashlib.sha256(canonical({"rows": [[row.account_id, row.before] for row in rows]})).hexdigest()
    _log(session, "rosters.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": digest})
    return taken


@dataclass
class _Writing:
    """The writing of one plan: rows in chunks, so that progress is seen, then what would undo each."""

    session: Session
    taken: Import
    plan: Plan
    at: datetime
    on: date
    written: list[tuple[RowDecision, Account, dict[str, Any]]] = field(default_factory=list)
    regraded: list[Account] = field(default_factory=list)

    def run(self, progress: Progress) -> list[ImportRow]:
        """Enter and alter every account, grade them, keep the records; returns the records of the written rows."""
        region_code, total = self.taken.region_code, len(self.plan.decisions)
        before = traces.holder_states(self.session, region_code)
        self.book = holders.Book(self.session, region_code)
        here = list_for_comparing(self.session, scope=scope_of(region_code))
        self.known = {account.id: account for account in here}
        for start in range(0, total, CHUNK):
            self._write(self.plan.decisions[start : start + CHUNK])
            progress(min(start + CHUNK, total), total)
        grading.regrade_all(self.session, self.regraded, on=self.on, at=self.at)
        return self._keep(before)

    def _write(self, decisions: Sequence[RowDecision]) -> None:
        """Write some rows; new accounts are graded before they are stored, all alike ones at one stroke."""
        added = [(decision, self._enter(decision)) for decision in decisions if decision.action is RowAction.ADD]
        grading.grade_new([account for _, account in added], on=self.on)
        self.written += [(decision, account, {}) for decision, account in added]
        for decision in decisions:
            if decision.action is RowAction.CHANGE:
                account = self.known[decision.account_id or 0]
                self.written.append((decision, account, self._alter(account, decision)))
        self.session.flush()

    def _enter(self, decision: RowDecision) -> Account:
        values = {**decision.values, "tier": decision.row.values.get("tier")}
        return accounts.enter(
            self.session, values, region_code=self.taken.region_code, at=self.at, on=self.on,
            approximate=[name for name in decision.row.approximate if values.get(name) is not None],
            extra=decision.row.extra, book=self.book,
        )  # fmt: skip

    def _alter(self, account: Account, decision: RowDecision) -> dict[str, Any]:
        """Change an account as decided; returns what it was."""
        new = {name: value for name, (_, value) in decision.changes.items()}
        was = traces.state_before(account, new)
        extra = {header: text for header, (_, text) in decision.extra_changes.items()}
        vague = [name for name in decision.row.approximate if name in new]
        accounts.alter(
            self.session, account, new, at=self.at, on=self.on, approximate=vague, extra=extra, book=self.book,
            regrade_later=self.regraded,
        )  # fmt: skip
        return was

    def _keep(self, before: dict[int, traces.State]) -> list[ImportRow]:
        """Keep what would undo each written row, and the rows set aside."""
        rows = [traces.written_row(self.taken.id, decision, account, was) for decision, account, was in self.written]
        touched = {holder.id: holder for holder in list_holders_of(self.session, self.taken.region_code)}
        traces.keep_holders(rows, touched, before)
        aside = [decision for decision in self.plan.decisions if decision.action in ASIDE]
        self.session.add_all([*rows, *(traces.preview_row(self.taken.id, decision) for decision in aside)])
        self.session.flush()
        return rows


def _clear_rows(session: Session, taken: Import) -> None:
    session.execute(delete(ImportRow).where(ImportRow.import_id == taken.id))


def discard(session: Session, import_id: int, *, by: Actor, at: datetime) -> Import:
    """Give an import up before it is applied."""
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state not in {ImportState.PREVIEWED, ImportState.FAILED, ImportState.READING}:
        raise Refusal("rosters.settled", state=taken.state)
    _clear_rows(session, taken)
    taken.state = ImportState.DISCARDED
    _log(session, "rosters.discard", taken, by=by, at=at)
    return taken


def _log(
    session: Session, act: str, taken: Import, *, by: Actor, at: datetime, after: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, act, by=by, at=at, object_type="import", object_id=taken.id, region_code=taken.region_code, after=after
    )
