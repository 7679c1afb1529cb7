"""Acts on old ledgers: upload, enter, confirm, give up, undo. What is decided in the preview stands in old_ledger_choosing.py.

As with rosters, the preview decides and entering does the same or nothing. What enters waits unseen until a second
person has confirmed it (four eyes); then it stands in the account's file as history from before the register. It never
reaches the engine: an act before the first rulebook carries no points (grading), and whether an old measure of another
procedure is ladder history is not said there, so it is shown and not counted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain import regions, sealing
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.old_ledger_known import Decided
from registry.domain.rosters.old_ledger_shapes import OldBook
from registry.domain.terms import OldKind, OldLedgerState, RowAction
from registry.services import audit, persons, records
from registry.services import old_ledger_preview as preview
from registry.services.files import Store
from registry.store.accounts import Account
from registry.store.blocks import insert_rows
from registry.store.db import vault
from registry.store.old_facts import OldFact, count_by_account, list_facts_of
from registry.store.old_ledgers import OldLedger, OldLedgerRow, get_old_ledger, list_choosers, list_old_rows
from registry.store.scope import scope_of

S = OldLedgerState
LONGEST = 200
"""Characters of a reason."""


def upload(
    session: Session, data: bytes, filename: str, *, region_code: str, uploads: Store, by: Actor, at: datetime
) -> OldLedger:
    """Take a file in, sealed, to be read behind the page; nothing of it enters an account yet."""
    require(by, "rosters.import", region_code)
    stored = uploads.put(sealing.seal(vault().field_key, data), filename)
    taken = OldLedger(
        region_code=region_code, filename=stored.filename, sha256=hashlib.sha256(data).hexdigest(),
        upload_sha256=stored.sha256, state=S.READING, uploaded_at=at, uploaded_by_id=by.user_id,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    log(session, "old_ledgers.upload", taken, by=by, at=at)
    return taken


def open_upload(taken: OldLedger, uploads: Store) -> bytes:
    """The bytes of an uploaded file that is still kept."""
    return sealing.unseal(vault().field_key, uploads.get(taken.upload_sha256 or ""))


def let_go_of_upload(session: Session, ledger_id: int) -> str:
    """Forget the uploaded file; returns its hash, "" where it went before."""
    taken = session.get_one(OldLedger, ledger_id)
    sha256, taken.upload_sha256 = taken.upload_sha256, None
    return sha256 or ""


def keep_preview(session: Session, ledger_id: int, book: OldBook, *, on: date) -> OldLedger:
    """Keep what a reading gave as the preview; raises Refusal where the file was given up meanwhile."""
    taken = session.get_one(OldLedger, ledger_id, with_for_update=True, populate_existing=True)
    if taken.state is not S.READING:
        raise Refusal("old_ledgers.wrong_state", state=taken.state)
    taken.state, taken.failure, taken.skipped = S.PREVIEWED, None, book.skipped
    taken.sheets = [asdict(each) for each in book.sheets]
    preview.keep(session, taken, book.rows, on=on)
    return taken


def keep_failure(session: Session, ledger_id: int, refusal: Refusal) -> None:
    """Keep why a file could not be read; one given up meanwhile stays so."""
    taken = session.get_one(OldLedger, ledger_id, with_for_update=True, populate_existing=True)
    if taken.state is S.READING:
        taken.state = S.FAILED
        taken.failure = {
            "code": refusal.code, "params": {name: str(value) for name, value in refusal.params.items()}
        }  # fmt: skip


def refresh(session: Session, ledger_id: int, *, by: Actor, on: date) -> None:
    """Compare a preview with the register as it is now."""
    preview.compare_again(session, take(session, ledger_id, by, S.PREVIEWED), on=on)


def apply(session: Session, ledger_id: int, *, digest: str, by: Actor, at: datetime, on: date) -> OldLedger:
    """Enter every row that can enter, all or none, unseen until confirmed; ``digest`` is of the preview the officer saw.

    Raises Refusal("old_ledgers.changed_since") where the preview on file is another one by now, or the register no
    longer gives it.
    """
    taken = take(session, ledger_id, by, S.PREVIEWED)
    if digest != preview.digest_of(session, taken.id):
        raise Refusal("old_ledgers.changed_since")
    shown = [(row.action, row.found_id) for row in list_old_rows(session, taken.id)]
    decided = preview.compare_again(session, taken, on=on)
    if shown != [(one.action, one.account_id) for one in decided]:
        raise Refusal("old_ledgers.changed_since")
    facts = [_fact(taken, one) for one in decided if one.action is RowAction.ADD]
    if not facts:
        raise Refusal("old_ledgers.nothing_to_enter")
    insert_rows(session, OldFact, facts)
    for county in sorted({account.region_code for account, _number in count_by_account(session, taken.id)}):
        require(by, "rosters.import", county)
    taken.state, taken.entered_at, taken.entered_by_id = S.ENTERED, at, by.user_id
    written = hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    log(session, "old_ledgers.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": written})
    return taken


def confirm(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """A second person vouches for the facts; from now on they stand in their accounts' files."""
    taken = take(session, ledger_id, by, S.ENTERED, permission="violations.recognise")
    if is_hand_in(session, taken, by):
        raise Refusal("old_ledgers.same_person")
    for fact in list_facts_of(session, taken.id):
        fact.confirmed_at, fact.confirmed_by_id = at, by.user_id
    taken.state, taken.confirmed_at, taken.confirmed_by_id = S.CONFIRMED, at, by.user_id
    log(session, "old_ledgers.confirm", taken, by=by, at=at, after={"rows": taken.counts["add"]})
    return taken


def is_hand_in(session: Session, taken: OldLedger, by: Actor) -> bool:
    """Whether the actor uploaded it, decided anything in its preview or entered it, and so is not the second person."""
    hands = {taken.uploaded_by_id, taken.entered_by_id, *taken.hands, *list_choosers(session, taken.id)}
    return any(persons.is_same(session, key, by) for key in hands)


def discard(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """Give a file up before it enters."""
    taken = take(session, ledger_id, by, S.READING, S.FAILED, S.PREVIEWED)
    session.execute(delete(OldLedgerRow).where(OldLedgerRow.ledger_id == taken.id))
    taken.state = S.DISCARDED
    log(session, "old_ledgers.discard", taken, by=by, at=at)
    return taken


@dataclass(frozen=True)
class OldUndo:
    """What undoing would withdraw: the accounts with their number of facts, those of another county by now apart."""

    taken: OldLedger
    own: Sequence[tuple[Account, int]]
    elsewhere: Sequence[tuple[Account, int]]
    needs_reason: bool

    @property
    def facts(self) -> int:
        """How many facts go."""
        return sum(number for _account, number in (*self.own, *self.elsewhere))


def plan_undo(session: Session, ledger_id: int, *, by: Actor) -> OldUndo:
    """What undoing would withdraw; raises Refusal where the actor may not, or there is nothing to undo."""
    taken = _undoable(session, ledger_id, by)
    found = count_by_account(session, taken.id)
    own = [each for each in found if regions.covers(by.region_code, each[0].region_code)]
    return OldUndo(taken, own, [each for each in found if each not in own], taken.state is S.CONFIRMED)


def undo(session: Session, ledger_id: int, *, reason: str = "", by: Actor, at: datetime) -> OldLedger:
    """Withdraw all facts of a file; they stay on file, shown to nobody.

    Once confirmed, it takes who may void a violation, and a reason that stays with the file.
    """
    taken = _undoable(session, ledger_id, by)
    if taken.state is S.CONFIRMED and not reason.strip():
        raise Refusal("old_ledgers.reason_missing")
    if len(reason) > LONGEST:
        raise Refusal("old_ledgers.reason_too_long", limit=LONGEST)
    before = {"state": taken.state.value, "rows": taken.counts["add"]}
    for fact in list_facts_of(session, taken.id):
        fact.undone_at = at
    taken.undo_reason = records.seal_prose(None, reason.strip()) or None
    taken.state, taken.undone_at, taken.undone_by_id = S.UNDONE, at, by.user_id
    after = {"filename": taken.filename, "sha256": taken.sha256, "reason": taken.undo_reason}
    log(session, "old_ledgers.undo", taken, by=by, at=at, before=before, after=after)
    return taken


def give_back(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """Put on file that an officer takes the uploaded workbook back, marked; raises Refusal("rosters.file_gone")."""
    taken = take(session, ledger_id, by, S.PREVIEWED, S.ENTERED, S.CONFIRMED)
    if not taken.upload_sha256:
        raise Refusal("rosters.file_gone")
    log(session, "old_ledgers.give_back", taken, by=by, at=at)
    return taken


def take(
    session: Session, ledger_id: int, by: Actor, *states: OldLedgerState, permission: str = "rosters.import"
) -> OldLedger:
    """The old ledger, locked, where the actor may act on it and it stands in one of the states."""
    taken = get_old_ledger(session, ledger_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, permission, taken.region_code)
    if taken.state not in states:
        raise Refusal("old_ledgers.wrong_state", state=taken.state)
    return taken


def log(
    session: Session, act: str, taken: OldLedger, *, by: Actor, at: datetime,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """The audit entry of an act."""
    audit.record(
        session, act, by=by, at=at, object_type="old_ledger", object_id=taken.id, region_code=taken.region_code,
        before=before, after=after or {"filename": taken.filename, "sha256": taken.sha256},
    )  # fmt: skip


def _undoable(session: Session, ledger_id: int, by: Actor) -> OldLedger:
    taken = take(session, ledger_id, by, S.ENTERED, S.CONFIRMED)
    if taken.state is S.CONFIRMED:
        require(by, "violations.void", taken.region_code)
    return taken


def _fact(taken: OldLedger, one: Decided) -> dict[str, Any]:
    """The columns of the fact that a row becomes."""
    told = preview.tell(one.row)
    texts = {name: told["values"][name] for name in preview.TEXTS}
    return {
        "account_id": one.account_id, "ledger_id": taken.id, "sheet": one.row.sheet, "row": one.row.number,
        "kind": OldKind(str(one.row.values["kind"])), "on": one.row.values["on"], "is_approximate": one.row.is_approximate,
        **texts, "extra": told["extra"],
    }  # fmt: skip
