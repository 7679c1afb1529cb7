"""Acts on rosters: upload, preview, apply, discard. Undo stands in undoing.py, export in exporting.py.

Decide first, act after (rule 5): preview and apply share one list of decisions. Nothing is written before the officer
confirms; then every add and change row goes in within one transaction, or none.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.audit_chain import canonical
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.diff import RowDecision, compare
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.roster import read_roster
from registry.domain.rosters.shapes import Problem, Roster
from registry.domain.terms import ImportState, RowAction
from registry.services import accounts, audit, grading, holders, records
from registry.services.files import Store
from registry.store.account_queries import list_for_comparing
from registry.store.accounts import Account
from registry.store.db import vault
from registry.store.rosters import Import, ImportRow, get_import
from registry.store.scope import Scope, scope_of
from registry.store.users import list_towns

Progress = Callable[[int, int], None]
WRITTEN = (RowAction.ADD, RowAction.CHANGE)
ASIDE = (RowAction.DOUBTFUL, RowAction.REFUSED)


@dataclass(frozen=True)
class Plan:
    """What a file would do to the register as it is now: one decision a row, and a digest that tells two plans apart."""

    roster: Roster
    decisions: Sequence[RowDecision]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each action; all five are present."""
        found = dict.fromkeys((action.value for action in RowAction), 0)
        for decision in self.decisions:
            found[decision.action.value] += 1
        return found

    @property
    def problems(self) -> list[Problem]:
        """All findings: of the reading and of the comparing."""
        return [*self.roster.problems, *(reason for decision in self.decisions for reason in decision.reasons)]

    @property
    def digest(self) -> str:
        """SHA-256 of what would be written, personal values included as their keyed digest only."""
        content = [
            [str(d.row.sheet), d.row.number, d.action.value, d.account_id, _marked(d.values), _marked(d.changes), d.extra_changes]
            for d in self.decisions
        ]
        return hashlib.sha256(canonical({"plan": content})).hexdigest()


def _marked(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with personal ones as keyed digests."""
    shown: dict[str, Any] = dict(values)
    for field in accounts.PERSONAL:
        if shown.get(field):
            shown[field] = vault().fingerprint(str(shown[field]))
    return shown


def read_plan(session: Session, data: bytes, filename: str, *, region_code: str | None, today: date) -> Plan:
    """Read a file and compare it with the accounts of ``region_code`` (None: with nothing). Stores nothing.

    Raises Refusal with a rosters.* code where the file cannot be read.
    """
    roster = read_roster(data, filename, today=today)
    if region_code is None:
        return Plan(roster, compare(roster))
    scope = scope_of(region_code)
    towns = [town.name for town in list_towns(session, scope=scope)]
    return Plan(roster, compare(roster, existing_accounts(session, scope), towns=towns))


def existing_accounts(session: Session, scope: Scope) -> list[ExistingAccount]:
    """The accounts of a scope as the comparison takes them."""
    return [
        ExistingAccount(account.id, records.plain(account), account.archived_on is not None, account.extra)
        for account in list_for_comparing(session, scope=scope)
    ]


def upload(
    session: Session, data: bytes, filename: str, *, region_code: str, uploads: Store, by: Actor, at: datetime
) -> Import:
    """Take a file in, sealed, to be read behind the page; nothing of it enters the register yet."""
    require(by, "rosters.import", region_code)
    accounts.check_county(region_code)
    stored = uploads.put(sealing.seal(vault().field_key, data), filename)
    taken = Import(
        region_code=region_code, filename=stored.filename, sha256=hashlib.sha256(data).hexdigest(), upload_sha256=stored.sha256,
        state=ImportState.READING, uploaded_at=at, uploaded_by_id=by.user_id,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    _log(session, "rosters.upload", taken, by=by, at=at, after={"filename": taken.filename, "sha256": taken.sha256})
    return taken


def open_upload(taken: Import, uploads: Store) -> bytes:
    """The bytes of an uploaded file that is not settled yet."""
    return sealing.unseal(vault().field_key, uploads.get(taken.upload_sha256 or ""))


def keep_preview(session: Session, import_id: int, plan: Plan) -> Import:
    """Keep a plan for the page: the counts, and each row that is not simply the same."""
    taken = session.get_one(Import, import_id)
    if taken.state not in {ImportState.READING, ImportState.PREVIEWED}:
        raise Refusal("rosters.settled", state=taken.state)
    _clear_rows(session, taken)
    taken.state, taken.counts, taken.plan_digest = ImportState.PREVIEWED, plan.counts, plan.digest
    taken.sheets = [
        {"name": s.name, "header_row": s.header_row, "columns": s.columns, "letters": s.letters, "extra": s.extra, "rows": s.rows}
        for s in plan.roster.sheets
    ]
    taken.problems = [_problem(problem) for problem in plan.problems]
    session.add_all(_preview_row(taken.id, decision) for decision in plan.decisions if decision.action is not RowAction.SAME)
    session.flush()
    return taken


def keep_failure(session: Session, import_id: int, refusal: Refusal) -> None:
    """Keep why a file could not be read."""
    taken = session.get_one(Import, import_id)
    taken.state, taken.failure = ImportState.FAILED, {"code": refusal.code, "params": _plain(dict(refusal.params))}


def apply(
    session: Session, import_id: int, plan: Plan, *, by: Actor, at: datetime, on: date, progress: Progress | None = None
) -> Import:
    """Write every add and change row of ``plan``, all or none; doubtful and refused rows are set aside and reported.

    Raises Refusal("rosters.changed_since") where the register changed since the preview the officer confirmed.
    """
    taken = get_import(session, import_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", taken.region_code)
    if taken.state is not ImportState.PREVIEWED:
        raise Refusal("rosters.settled", state=taken.state)
    if taken.plan_digest != plan.digest:
        raise Refusal("rosters.changed_since")
    _clear_rows(session, taken)
    rows = _write(session, taken, plan, at=at, on=on, progress=progress or (lambda done, total: None))
    taken.state, taken.applied_at, taken.applied_by_id = ImportState.APPLIED, at, by.user_id
    digest = hashlib.sha256(canonical({"rows": [[row.account_id, row.before] for row in rows]})).hexdigest()
    _log(session, "rosters.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": digest})
    return taken


def _write(session: Session, taken: Import, plan: Plan, *, at: datetime, on: date, progress: Progress) -> list[ImportRow]:
    """Enter and alter accounts, flush once, grade the new ones at one stroke, keep what would undo each row."""
    book = holders.Book(session, taken.region_code)
    known = {account.id: account for account in list_for_comparing(session, scope=scope_of(taken.region_code))}
    written: list[tuple[RowDecision, Account, dict[str, Any]]] = []
    total = len(plan.decisions)
    for number, decision in enumerate(plan.decisions, 1):
        if decision.action is RowAction.ADD:
            written.append((decision, _enter(session, taken, decision, book, at=at, on=on), {}))
        elif decision.action is RowAction.CHANGE:
            account = known[decision.account_id or 0]
            written.append((decision, account, _alter(session, account, decision, book, at=at, on=on)))
        if number % 200 == 0:
            progress(number, total)
    session.flush()
    grading.grade_new([account for decision, account, _ in written if decision.action is RowAction.ADD], on=on)
    rows = [_kept_row(taken.id, decision, account, old) for decision, account, old in written]
    aside = [_preview_row(taken.id, decision) for decision in plan.decisions if decision.action in ASIDE]
    session.add_all([*rows, *aside])
    session.flush()
    return rows


def _enter(session: Session, taken: Import, decision: RowDecision, book: holders.Book, *, at: datetime, on: date) -> Account:
    values = {**decision.values, "tier": decision.row.values.get("tier")}
    return accounts.enter(
        session, values, region_code=taken.region_code, at=at, on=on, approximate=decision.row.approximate,
        extra=decision.row.extra, book=book,
    )  # fmt: skip


def _alter(
    session: Session, account: Account, decision: RowDecision, book: holders.Book, *, at: datetime, on: date
) -> dict[str, Any]:
    """Change an account as decided; returns what it was: old values sealed under the holder of then, the rest plain."""
    new = {field: value for field, (_, value) in decision.changes.items()}
    plain = records.plain(account)
    was = {
        "old": records.sealed(account, {field: plain[field] for field in new}), "holder_id": account.holder_id,
        "approximate": list(account.approximate), "extra": dict(account.extra),
    }  # fmt: skip
    extra = {header: text for header, (_, text) in decision.extra_changes.items()}
    vague = [field for field in decision.row.approximate if field in new]
    accounts.alter(session, account, new, at=at, on=on, approximate=vague, extra=extra, book=book)
    return was


def _kept_row(import_id: int, decision: RowDecision, account: Account, was: dict[str, Any]) -> ImportRow:
    """The record of a written row; personal values only as ciphertext under the holder's key (rule 9)."""
    row = _preview_row(import_id, decision)
    row.account_id = account.id
    current = records.plain(account)
    fields = was["old"] if was else current
    row.before = {**was, "new": records.sealed(account, {field: current[field] for field in fields})}
    return row


def _preview_row(import_id: int, decision: RowDecision) -> ImportRow:
    changes: dict[str, Any] = {}
    for field, (before, after) in decision.changes.items():
        masked = [records.mask({field: value})[field] for value in (before, after)]
        changes[field] = [_plain(value) for value in masked]
    for header, (was, text) in decision.extra_changes.items():
        changes[f"extra:{header}"] = [was, text]
    return ImportRow(
        import_id=import_id, sheet=decision.row.sheet or "", row=decision.row.number, action=decision.action,
        name=str(decision.row.values.get("name") or "")[:120], account_id=decision.account_id, changes=changes,
        problems=[_problem(reason) for reason in decision.reasons],
    )  # fmt: skip


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column, "field": problem.field,
        "level": str(problem.level), "code": problem.code, "params": _plain(dict(problem.params)),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """JSON's own types only."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _clear_rows(session: Session, taken: Import) -> None:
    session.execute(delete(ImportRow).where(ImportRow.import_id == taken.id))


def discard(session: Session, import_id: int, *, by: Actor, at: datetime) -> Import:
    """Give an import up before it is applied."""
    taken = get_import(session, import_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", taken.region_code)
    if taken.state not in {ImportState.PREVIEWED, ImportState.FAILED, ImportState.READING}:
        raise Refusal("rosters.settled", state=taken.state)
    _clear_rows(session, taken)
    taken.state = ImportState.DISCARDED
    _log(session, "rosters.discard", taken, by=by, at=at)
    return taken


def _log(session: Session, act: str, taken: Import, *, by: Actor, at: datetime, after: dict[str, Any] | None = None) -> None:
    audit.record(
        session, act, by=by, at=at, object_type="import", object_id=taken.id, region_code=taken.region_code, after=after
    )
