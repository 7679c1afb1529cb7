"""Acts on rosters: upload, preview, apply, discard. The plan stands in planning.py, the undo in undoing.py.

Decide first, act after (rule 5): preview and apply share one list of decisions. Nothing is written before the officer
confirms; then every add and change row goes in within one transaction, or none.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters import collector
from registry.domain.rosters.headers import SEQUENCE
from registry.domain.terms import ImportState, RowAction
from registry.services import audit, jobs, traces
from registry.services.bulk import Progress, Writing
from registry.services.files import Store
from registry.services.planning import Plan, make_plan, read_plan
from registry.store.added_rows import AddedRows, keep_added
from registry.store.blocks import insert_rows
from registry.store.db import roomy, vault
from registry.store.jobs import Job
from registry.store.rosters import Import, ImportRow, find_row_ids, get_import
from registry.store.scope import scope_of

__all__ = ["ASIDE", "Plan", "apply", "ask_apply", "discard", "make_plan", "read_plan", "upload"]

ASIDE = (RowAction.DOUBTFUL, RowAction.REFUSED)


def upload(
    session: Session, data: bytes, filename: str, *, region_code: str, uploads: Store, by: Actor, at: datetime
) -> Import:
    """Take a file in, sealed, to be read behind the page; nothing of it enters the register yet."""
    require(by, "rosters.import", region_code)
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


def let_go_of_upload(session: Session, import_id: int) -> str:
    """Forget the uploaded file of an import; returns its hash, "" where it went before. Sealed anew, no two are alike."""
    taken = session.get_one(Import, import_id)
    sha256, taken.upload_sha256 = taken.upload_sha256, None
    return sha256 or ""


@collector.at_rest()
def give_back(session: Session, import_id: int, *, by: Actor, at: datetime) -> Import:
    """Put on file that an officer takes the uploaded workbook back, marked; raises Refusal("rosters.file_gone")."""
    taken = get_import(session, import_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", taken.region_code)
    if not taken.upload_sha256 or taken.state not in {ImportState.PREVIEWED, ImportState.APPLIED}:
        raise Refusal("rosters.file_gone")
    _log(session, "rosters.give_back", taken, by=by, at=at)
    return taken


@collector.at_rest()
def keep_preview(session: Session, import_id: int, plan: Plan) -> Import:
    """Keep a plan for the page: the counts, and each row that is not simply the same.

    Raises Refusal("rosters.settled") where the import was applied or given up meanwhile.
    """
    taken = session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
    if taken.state not in {ImportState.READING, ImportState.PREVIEWED}:
        raise Refusal("rosters.settled", state=taken.state)
    clear_rows(session, taken)
    taken.state, taken.counts, taken.plan_digest = ImportState.PREVIEWED, plan.counts, plan.digest
    taken.sheets = [
        {
            "name": sheet.name, "header_row": sheet.header_row, "columns": sheet.columns, "letters": sheet.letters,
            "extra": sheet.extra, "rows": sheet.rows, "layout": sheet.layout,
            "matches": [[each.index, each.field, each.how, each.confidence] for each in sheet.matches],
            "passed": {str(each.index): each.header for each in sheet.matches if each.how == SEQUENCE},
            "samples": traces.shown_samples(sheet),
        }
        for sheet in plan.roster.sheets
    ]  # fmt: skip
    taken.problems = traces.problem_lines(plan)
    taken.content_sha256 = plan.content
    taken.mode, taken.missing, taken.unit = plan.mode, list(plan.missing), (plan.roster.unit or "")[:200] or None
    shown = (each for each in plan.decisions if each.action not in {RowAction.SAME, RowAction.ADD})
    insert_rows(session, ImportRow, (traces.preview_row(taken.id, decision) for decision in shown))
    keep_added(session, taken.id, traces.added_columns([e for e in plan.decisions if e.action is RowAction.ADD]))
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


def ask_undo(session: Session, import_id: int, *, by: Actor, at: datetime) -> Job:
    """Have an applied import undone behind the page: the job, begun only once however often it is asked for.

    Raises Refusal("rosters.not_applied") where there is nothing to undo.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.APPLIED:
        raise Refusal("rosters.not_applied", state=taken.state)
    return jobs.submit(session, "roster.undo", taken.id, by=by, at=at)


@collector.at_rest()
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
    with roomy(session):
        numbers, tell = find_row_ids(session, taken.id), progress or (lambda done, total: None)
        digest = Writing(session, taken, plan, numbers, at=at, on=on, progress=tell).run()
    taken.state, taken.applied_at, taken.applied_by_id = ImportState.APPLIED, at, by.user_id
    _log(session, "rosters.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": digest})
    return taken


def clear_rows(session: Session, taken: Import) -> None:
    """Take away what a preview kept of its rows."""
    for kept in (ImportRow, AddedRows):
        session.execute(delete(kept).where(kept.import_id == taken.id))


def discard(session: Session, import_id: int, *, by: Actor, at: datetime) -> Import:
    """Give an import up before it is applied."""
    taken = get_import(session, import_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, "rosters.import", taken.region_code)
    if taken.state not in {ImportState.PREVIEWED, ImportState.FAILED, ImportState.READING}:
        raise Refusal("rosters.settled", state=taken.state)
    clear_rows(session, taken)
    taken.state = ImportState.DISCARDED
    _log(session, "rosters.discard", taken, by=by, at=at)
    return taken


def _log(
    session: Session, act: str, taken: Import, *, by: Actor, at: datetime, after: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, act, by=by, at=at, object_type="import", object_id=taken.id, region_code=taken.region_code, after=after
    )
