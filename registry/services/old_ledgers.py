"""Acts on old ledgers: upload, say whose a doubtful row is, enter, confirm, undo.

As with rosters, the preview decides and entering does the same or nothing. What enters waits unseen until a second
person has confirmed it (four eyes); then it stands in the account's file as history from before the register. It never
reaches the engine: an act before the first rulebook carries no points (grading), and whether an old measure of another
procedure is ladder history is not said there, so it is shown and not counted.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.grading.versions import timetable
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.rosters.old_ledger_rows import Decided, KnownAccount, KnownFact, comparable, decide
from registry.domain.rosters.old_ledgers import Finding, LedgerRow, OldBook
from registry.domain.terms import OldKind, OldLedgerState, RowAction
from registry.services import audit, grading, persons, records
from registry.services.accounts import check_county
from registry.store.account_queries import list_for_comparing
from registry.store.blocks import insert_rows
from registry.store.old_ledgers import (
    OldFact,
    OldLedger,
    OldLedgerRow,
    get_old_ledger,
    get_old_row,
    list_choosers,
    list_facts_of,
    list_fates,
    list_known_facts,
    list_names_in,
    list_old_rows,
    list_own_facts,
)
from registry.store.scope import scope_of

TEXTS = ("summary", "result", "officer", "doc_no", "remark")
S = OldLedgerState


@dataclass(frozen=True)
class Upload:
    """A file that was read already, in a process of its own and outside of any transaction."""

    book: OldBook
    filename: str
    sha256: str


def read(book: OldBook, data: bytes, filename: str) -> Upload:
    """What a reading gave, with the name and the hash of its file."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1][:200]
    return Upload(book, name, hashlib.sha256(data).hexdigest())


def upload(session: Session, file: Upload, *, region_code: str, by: Actor, at: datetime, on: date) -> OldLedger:
    """Keep the preview of a file that was read; nothing of it enters an account yet."""
    require(by, "rosters.import", region_code)
    check_county(region_code)
    taken = OldLedger(
        region_code=region_code, filename=file.filename, sha256=file.sha256, state=S.PREVIEWED, skipped=file.book.skipped,
        columns=[[name, [list(each) for each in columns]] for name, columns in file.book.columns],
        uploaded_at=at, uploaded_by_id=by.user_id,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    _keep(session, taken, [_masked(row) for row in file.book.rows], {}, on=on)
    _log(session, "old_ledgers.upload", taken, by=by, at=at)
    return taken


def plan(
    session: Session, rows: Sequence[LedgerRow], *, region_code: str, on: date,
    chosen: Mapping[tuple[str | None, int], int] | None = None,
) -> list[Decided]:  # fmt: skip
    """What would become of rows in a county's register; stores nothing."""
    known = _known(session, region_code)
    there = {each.id for each in known}
    kept = {place: account_id for place, account_id in (chosen or {}).items() if account_id in there}
    return decide(rows, known, _on_file(session, region_code), before=_first_day(region_code, on), chosen=kept)


def count(decided: Sequence[Decided]) -> dict[str, int]:
    """How many rows there are of each fate."""
    return dict.fromkeys(("add", "same", "doubtful", "refused"), 0) | Counter(str(one.action) for one in decided)


def settle(
    session: Session, ledger_id: int, row_id: int, account_id: int, *, by: Actor, at: datetime, on: date
) -> None:
    """Say which of its candidates a doubtful row is of; the row then enters with the others."""
    taken = _open(session, ledger_id, by, S.PREVIEWED)
    row = get_old_row(session, ledger_id, row_id)
    if account_id not in row.candidates or row.action is not RowAction.DOUBTFUL:
        raise Refusal("old_ledgers.not_a_candidate")
    row.chosen_id, row.chosen_by_id = account_id, by.user_id
    _compare_again(session, taken, on=on)
    after = {"sheet": row.sheet, "row": row.row, "account": account_id}
    _log(session, "old_ledgers.settle", taken, by=by, at=at, after=after)


def refresh(session: Session, ledger_id: int, *, by: Actor, on: date) -> None:
    """Compare a preview with the register as it is now."""
    _compare_again(session, _open(session, ledger_id, by, S.PREVIEWED), on=on)


def digest_of(session: Session, ledger_id: int) -> str:
    """The hash of a preview's outcome: which row enters which account."""
    fates = [(row_id, action.value, found_id) for row_id, action, found_id in list_fates(session, ledger_id)]
    return hashlib.sha256(json.dumps(fates).encode()).hexdigest()


def apply(session: Session, ledger_id: int, *, digest: str, by: Actor, at: datetime, on: date) -> OldLedger:
    """Enter every row that can enter, all or none, unseen until confirmed; ``digest`` is of the preview the officer saw.

    Raises Refusal("old_ledgers.changed_since") where the preview on file is another one by now, or the register no
    longer gives it.
    """
    taken = _open(session, ledger_id, by, S.PREVIEWED)
    if digest != digest_of(session, taken.id):
        raise Refusal("old_ledgers.changed_since")
    shown = [(row.action, row.found_id) for row in list_old_rows(session, taken.id)]
    decided = _compare_again(session, taken, on=on)
    if shown != [(one.action, one.account_id) for one in decided]:
        raise Refusal("old_ledgers.changed_since")
    facts = [_fact(taken, one) for one in decided if one.action is RowAction.ADD]
    if not facts:
        raise Refusal("old_ledgers.nothing_to_enter")
    insert_rows(session, OldFact, facts)
    taken.state, taken.entered_at, taken.entered_by_id = S.ENTERED, at, by.user_id
    written = hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    _log(session, "old_ledgers.apply", taken, by=by, at=at, after={"counts": taken.counts, "rows_sha256": written})
    return taken


def confirm(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """A second person vouches for the facts; from now on they stand in their accounts' files."""
    taken = _open(session, ledger_id, by, S.ENTERED, permission="violations.recognise")
    if is_hand_in(session, taken, by):
        raise Refusal("old_ledgers.same_person")
    for fact in list_facts_of(session, taken.id):
        fact.confirmed_at, fact.confirmed_by_id = at, by.user_id
    taken.state, taken.confirmed_at, taken.confirmed_by_id = S.CONFIRMED, at, by.user_id
    _log(session, "old_ledgers.confirm", taken, by=by, at=at, after={"rows": taken.counts["add"]})
    return taken


def is_hand_in(session: Session, taken: OldLedger, by: Actor) -> bool:
    """Whether the actor uploaded it, settled a row of it or entered it, and so is not the second person."""
    hands = {taken.uploaded_by_id, taken.entered_by_id, *list_choosers(session, taken.id)}
    return any(persons.is_same(session, key, by) for key in hands)


def discard(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """Give a preview up."""
    taken = _open(session, ledger_id, by, S.PREVIEWED)
    session.execute(delete(OldLedgerRow).where(OldLedgerRow.ledger_id == taken.id))
    taken.state = S.DISCARDED
    _log(session, "old_ledgers.discard", taken, by=by, at=at)
    return taken


def undo(session: Session, ledger_id: int, *, by: Actor, at: datetime) -> OldLedger:
    """Take all facts of a file out again; once confirmed, it takes who may void a violation."""
    taken = _open(session, ledger_id, by, S.ENTERED, S.CONFIRMED)
    if taken.state is S.CONFIRMED:
        require(by, "violations.void", taken.region_code)
    before = {"state": taken.state.value, "rows": taken.counts["add"]}
    for fact in list_facts_of(session, taken.id):
        fact.undone_at = at
    taken.state, taken.undone_at, taken.undone_by_id = S.UNDONE, at, by.user_id
    _log(session, "old_ledgers.undo", taken, by=by, at=at, before=before)
    return taken


def words_of(fact: OldFact) -> dict[str, str]:
    """The texts of a fact as they are shown: numbers of persons masked; what is unknown is missing."""
    return {name: _shown(text) for name in TEXTS if (text := getattr(fact, name))}


def extra_of(fact: OldFact) -> dict[str, str]:
    """The texts of the file's other columns as they are shown."""
    return {header: _shown(text) for header, text in fact.extra.items()}


def values_of(row: OldLedgerRow) -> dict[str, str]:
    """A row as read, as it is shown in the preview."""
    return {name: _shown(text) for name, text in row.told["values"].items() if text}


def _shown(text: str) -> str:
    return mask_inside(records.open_prose(None, text) or "")


def _open(
    session: Session, ledger_id: int, by: Actor, *states: OldLedgerState, permission: str = "rosters.import"
) -> OldLedger:
    """The old ledger, locked, where the actor may act on it and it stands in one of the states."""
    taken = get_old_ledger(session, ledger_id, scope=scope_of(by.region_code), is_locked=True)
    require(by, permission, taken.region_code)
    if taken.state not in states:
        raise Refusal("old_ledgers.wrong_state", state=taken.state)
    return taken


def _masked(row: LedgerRow) -> LedgerRow:
    """A row as read whose findings repeat no number of a person."""
    for each in row.findings:
        each.params = {name: mask_inside(v) if isinstance(v, str) else v for name, v in each.params.items()}
    return row


def _compare_again(session: Session, taken: OldLedger, *, on: date) -> list[Decided]:
    """Decide the rows on file anew and keep the outcome as the preview."""
    rows = list_old_rows(session, taken.id)
    chosen = {(row.sheet, row.row): row.chosen_id for row in rows if row.chosen_id is not None}
    return _keep(session, taken, [_row_of(row.told) for row in rows], chosen, on=on, kept=rows)


def _keep(
    session: Session, taken: OldLedger, rows: Sequence[LedgerRow], chosen: Mapping[tuple[str | None, int], int], *,
    on: date, kept: Sequence[OldLedgerRow] = (),
) -> list[Decided]:  # fmt: skip
    """Decide the rows and keep each with its fate."""
    told = [_told(row) for row in rows]
    decided = plan(session, rows, region_code=taken.region_code, on=on, chosen=chosen)
    taken.counts = count(decided)
    for place, one in enumerate(decided):
        row = kept[place] if kept else OldLedgerRow(ledger_id=taken.id, sheet=one.row.sheet, row=one.row.number)
        row.action, row.found_id, row.candidates = one.action, one.account_id, one.candidates
        row.told, row.findings = told[place], [asdict(each) for each in one.row.findings]
        session.add(row)
    session.flush()
    return decided


def _first_day(region_code: str, on: date) -> date:
    """The first day that is no history: that of the county's first rulebook, the day after today where there is none."""
    first = timetable(grading.rulebooks(), region_code).first_on
    return min(first or date.max, date.fromordinal(on.toordinal() + 1))


def _known(session: Session, region_code: str) -> list[KnownAccount]:
    """The county's accounts as rows are compared with them."""
    scope = scope_of(region_code)
    former = list_names_in(session, scope=scope)
    return [
        KnownAccount(
            each.id, each.platform.value, each.uid, each.url, (each.name, *former.get(each.id, ())),
            each.holder.name if each.holder else None,
        )
        for each in list_for_comparing(session, scope=scope)
    ]  # fmt: skip


def _on_file(session: Session, region_code: str) -> list[KnownFact]:
    """What the county has on file already, from old ledgers and in the register itself."""
    scope = scope_of(region_code)
    old = [
        KnownFact(each.account_id, each.kind.value, each.on, _comparable(each))
        for each in list_known_facts(session, scope=scope)
    ]
    return old + [KnownFact(*each, "", is_own=True) for each in list_own_facts(session, scope=scope)]


def _comparable(fact: OldFact) -> str:
    text = fact.summary or fact.result or fact.doc_no or ""
    return comparable(records.open_prose(None, text) or "")


def _told(row: LedgerRow) -> dict[str, Any]:
    """A row as it is kept, its free texts sealed where a number of a person stands in them."""
    told = asdict(row)
    told["values"] = {name: text and records.seal_prose(None, text) for name, text in row.values.items()}
    told["extra"] = {header: records.seal_prose(None, text) for header, text in row.extra.items()}
    return told


def _row_of(told: Mapping[str, Any]) -> LedgerRow:
    """The row that `_told` kept, in the clear."""
    values = {name: text and records.open_prose(None, text) for name, text in told["values"].items()}
    extra = {header: records.open_prose(None, text) or "" for header, text in told["extra"].items()}
    findings = [Finding(**each) for each in told["findings"]]
    return LedgerRow(told["sheet"], told["number"], values, told["is_approximate"], extra, findings)


def _fact(taken: OldLedger, one: Decided) -> dict[str, Any]:
    """The columns of the fact that a row becomes."""
    told = _told(one.row)
    texts = {name: told["values"][name] for name in TEXTS}
    return {
        "account_id": one.account_id, "ledger_id": taken.id, "sheet": one.row.sheet, "row": one.row.number,
        "kind": OldKind(str(one.row.values["kind"])), "on": one.row.values["on"], "is_approximate": one.row.is_approximate,
        **texts, "extra": told["extra"],
    }  # fmt: skip


def _log(
    session: Session, act: str, taken: OldLedger, *, by: Actor, at: datetime,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """The audit entry of an act."""
    audit.record(
        session, act, by=by, at=at, object_type="old_ledger", object_id=taken.id, region_code=taken.region_code,
        before=before, after=after or {"filename": taken.filename, "sha256": taken.sha256},
    )  # fmt: skip
