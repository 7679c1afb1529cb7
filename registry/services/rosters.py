"""Acts on rosters: upload, preview, apply, discard. The plan stands in planning.py, the undo in undoing.py.

Decide first, act after (rule 5): preview and apply share one list of decisions. Nothing is written before the officer
confirms; then every add and change row goes in within one transaction, or none.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from registry.services import accounts, audit, grading, jobs, traces
from registry.services.bulk import Entering
from registry.services.files import Store
from registry.services.holder_book import Book, State
from registry.services.planning import Plan, existing_accounts, make_plan, read_plan
from registry.store.accounts import Account
from registry.store.blocks import insert_rows
from registry.store.db import vault
from registry.store.jobs import Job
from registry.store.rosters import Import, ImportRow, get_import, load_accounts
from registry.store.scope import scope_of

__all__ = ["ASIDE", "Plan", "apply", "ask_apply", "discard", "existing_accounts", "make_plan", "read_plan", "upload"]

Progress = Callable[[int, int], None]
ASIDE = (RowAction.DOUBTFUL, RowAction.REFUSED)
CHUNK = 1000
"""Rows kept between two reports of progress."""


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
    insert_rows(session, ImportRow, (traces.preview_row(taken.id, decision) for decision in shown))
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
    digest = _Writing(session, taken, plan, at=at, on=on, progress=progress or (lambda done, total: None)).run()
    taken.state, taken.applied_at, taken.applied_by_id = ImportState.APPLIED, at, by.user_id
    _log(session, "rosters.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": digest})
    return taken


@dataclass
class _Writing:
    """The writing of one plan: new accounts at one stroke, changed ones each, then what would undo each row."""

    session: Session
    taken: Import
    plan: Plan
    at: datetime
    on: date
    progress: Progress

    def run(self) -> str:
        """Enter and alter every account, grade them, keep the rows; returns a digest of what was kept of them."""
        region_code, decisions = self.taken.region_code, self.plan.decisions
        self.total, self.hash = len(decisions), hashlib.sha256()
        self.book = Book(self.session, region_code, at=self.at)
        self.added = [decision for decision in decisions if decision.action is RowAction.ADD]
        self.entering = Entering(self.session, self.book, region_code, self.at, self.on)
        self.entering.run(self.added, lambda done: self.progress(done // 2, self.total))
        altered = self._alter_all([decision for decision in decisions if decision.action is RowAction.CHANGE])
        insert_rows(self.session, ImportRow, self._kept(altered))
        self.progress(self.total, self.total)
        return self.hash.hexdigest()

    def _alter_all(self, changed: Sequence[RowDecision]) -> dict[int, tuple[Account, State]]:
        """Change accounts as decided; returns each with what it was, by its id."""
        known = load_accounts(self.session, [decision.account_id or 0 for decision in changed])
        self.book.load(account.holder_id for account in known.values() if account.holder_id)
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
            self.session, account, new, at=self.at, on=self.on, approximate=vague, extra=extra, book=self.book,
            regrade_later=regraded,
        )  # fmt: skip
        return was

    def _kept(self, altered: Mapping[int, tuple[Account, State]]) -> Iterator[dict[str, Any]]:
        """What is kept of each row, in the file's order: what would undo it, or why it is set aside."""
        brought, touched = self.entering.brought(self.added), self.book.changed()
        for place, decision in enumerate(self.plan.decisions):
            if decision.action is RowAction.SAME:
                continue
            if decision.action is RowAction.ADD:
                row = traces.added_row(self.taken.id, *next(brought))
            elif decision.action is RowAction.CHANGE:
                row = traces.changed_row(self.taken.id, decision, *altered[decision.account_id or 0])
            else:
                row = traces.preview_row(self.taken.id, decision)
            if row["before"] is not None:
                row["before"] |= {"holders": touched} if touched else {}
                touched = []
                self.hash.update(canonical({"row": [row["account_id"], row["before"]]}))
            yield row
            if place % CHUNK == 0:
                self.progress((self.total + place) // 2, self.total)


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
