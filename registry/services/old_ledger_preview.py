"""The preview of an old ledger: its rows compared with the register, each kept with its fate and what was found.

Rows are kept as read, their free texts sealed where a number of a person stands in them, so that they can be compared
again without the file. One file may span the counties of an office: each row is of the county it names, or of its
account's.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import timetable
from registry.domain.identifiers import mask_inside
from registry.domain.rosters.old_ledger_known import NOTHING, Decided, KnownAccount, KnownFact, Reach, Settled
from registry.domain.rosters.old_ledger_rows import comparable, decide
from registry.domain.rosters.old_ledger_shapes import Finding, LedgerRow
from registry.services import records, rulebooks
from registry.store.account_queries import list_for_comparing
from registry.store.old_facts import OldFact, list_known_facts, list_names_in, list_own_facts
from registry.store.old_ledgers import OldLedger, OldLedgerRow, list_fates, list_old_rows
from registry.store.scope import scope_of

TEXTS = ("summary", "result", "officer", "doc_no", "remark")
_WHOSE = ("name", "platform", "uid", "url", "holder", "county")
"""What says whose a row is, and (below) what it is of."""
_WHAT = ("on", "kind", "summary", "result", "doc_no")


def plan(
    session: Session, rows: Sequence[LedgerRow], *, region_code: str, on: date, settled: Settled = NOTHING
) -> list[Decided]:
    """What would become of rows in the register of a region; stores nothing."""
    known = _known(session, region_code)
    there = {each.id for each in known}
    kept = {place: account_id for place, account_id in settled.accounts.items() if account_id in there}
    reach = _reach(session, region_code, on)
    return decide(rows, known, _on_file(session, region_code), reach=reach, settled=Settled(kept, settled.others))


def count(decided: Sequence[Decided]) -> dict[str, int]:
    """How many rows there are of each fate."""
    return dict.fromkeys(("add", "same", "doubtful", "refused"), 0) | Counter(str(one.action) for one in decided)


def digest_of(session: Session, ledger_id: int) -> str:
    """The hash of a preview's outcome: which row enters which account."""
    fates = [(row_id, action.value, found_id) for row_id, action, found_id in list_fates(session, ledger_id)]
    return hashlib.sha256(json.dumps(fates).encode()).hexdigest()


def keep(session: Session, taken: OldLedger, rows: Sequence[LedgerRow], *, on: date) -> None:
    """Keep the rows of a reading in place of an earlier one's; what was said of single rows stays with them."""
    said = {(row.sheet, row.row): row for row in list_old_rows(session, taken.id) if row.chosen_id or row.other_why}
    kept = [_carried(OldLedgerRow(ledger_id=taken.id, sheet=row.sheet, row=row.number), row, said) for row in rows]
    session.execute(delete(OldLedgerRow).where(OldLedgerRow.ledger_id == taken.id))
    _decide(session, taken, [_masked(row) for row in rows], kept, on=on)


def _carried(
    kept: OldLedgerRow, row: LedgerRow, said: Mapping[tuple[str | None, int], OldLedgerRow]
) -> OldLedgerRow:  # fmt: skip
    """A row with what an officer said of it before, as far as it still says what that was said of."""
    old = said.get((row.sheet, row.number))
    if old is None:
        return kept
    before = row_of(old.told).values
    if all(before[name] == row.values[name] for name in _WHOSE):
        kept.chosen_id, kept.chosen_by_id = old.chosen_id, old.chosen_by_id
        if all(before[name] == row.values[name] for name in _WHAT):
            kept.other_why = old.other_why
    return kept


def compare_again(session: Session, taken: OldLedger, *, on: date) -> list[Decided]:
    """Decide the rows on file anew and keep the outcome as the preview."""
    kept = list_old_rows(session, taken.id)
    return _decide(session, taken, [row_of(row.told) for row in kept], kept, on=on)


def _decide(
    session: Session, taken: OldLedger, rows: Sequence[LedgerRow], kept: Sequence[OldLedgerRow], *, on: date
) -> list[Decided]:
    """Decide the rows and keep each with its fate."""
    told = [tell(row) for row in rows]
    settled = Settled(
        {(row.sheet, row.row): row.chosen_id for row in kept if row.chosen_id is not None},
        {(row.sheet, row.row): shown(row.other_why) for row in kept if row.other_why},
    )
    decided = plan(session, rows, region_code=taken.region_code, on=on, settled=settled)
    taken.counts = count(decided)
    for row, one, words in zip(kept, decided, told, strict=True):
        row.action, row.found_id, row.candidates = one.action, one.account_id, one.candidates
        row.told, row.findings = words, [asdict(each) for each in one.row.findings]
        session.add(row)
    session.flush()
    return decided


def tell(row: LedgerRow) -> dict[str, Any]:
    """A row as it is kept, its free texts sealed where a number of a person stands in them."""
    told = asdict(row)
    told["values"] = {name: text and records.seal_prose(None, text) for name, text in row.values.items()}
    told["extra"] = {header: records.seal_prose(None, text) for header, text in row.extra.items()}
    return told


def row_of(told: Mapping[str, Any]) -> LedgerRow:
    """The row that `tell` kept, in the clear."""
    values = {name: text and records.open_prose(None, text) for name, text in told["values"].items()}
    extra = {header: records.open_prose(None, text) or "" for header, text in told["extra"].items()}
    findings = [Finding(**each) for each in told["findings"]]
    row = LedgerRow(told["sheet"], told["number"], {"county": None, **values}, told["is_approximate"], extra, findings)
    row.above = list(told.get("above", ()))  # a row kept before rows told of these has neither
    return row


def words_of(fact: OldFact) -> dict[str, str]:
    """The texts of a fact as they are shown: numbers of persons masked; what is unknown is missing."""
    return {name: shown(text) for name in TEXTS if (text := getattr(fact, name))}


def extra_of(fact: OldFact) -> dict[str, str]:
    """The texts of the file's other columns as they are shown."""
    return {header: shown(text) for header, text in fact.extra.items()}


def values_of(row: OldLedgerRow) -> dict[str, str]:
    """A row as read, as it is shown in the preview."""
    return {name: shown(text) for name, text in row.told["values"].items() if text}


def shown(text: str) -> str:
    """A text kept on file, numbers of persons masked."""
    return mask_inside(records.open_prose(None, text) or "")


def _masked(row: LedgerRow) -> LedgerRow:
    """A row as read whose findings repeat no number of a person."""
    for each in row.findings:
        each.params = {name: mask_inside(v) if isinstance(v, str) else v for name, v in each.params.items()}
    return row


def _reach(session: Session, region_code: str, on: date) -> Reach:
    """The counties of a region, and in each the first day that is no history."""
    counties = [each for each in regions.within(region_code) if regions.is_lowest(each.code)]
    books = rulebooks.in_force(session)
    before = {each.code: _first_day(books, each.code, on) for each in counties}
    return Reach(
        {each.name: each.code for each in counties}, before or {region_code: _first_day(books, region_code, on)}
    )


def _first_day(books: tuple[Rulebook, ...], region_code: str, on: date) -> date:
    """The first day that is no history: that of the county's first rulebook, the day after today where there is none."""
    first = timetable(books, region_code).first_on
    return min(first or date.max, date.fromordinal(on.toordinal() + 1))


def _known(session: Session, region_code: str) -> list[KnownAccount]:
    """The accounts of a region as rows are compared with them."""
    scope = scope_of(region_code)
    former = list_names_in(session, scope=scope)
    return [
        KnownAccount(
            each.id, each.platform.value, each.uid, each.url, (each.written_name, *former.get(each.id, ())),
            each.holder.written_name if each.holder else None, each.region_code,
        )
        for each in list_for_comparing(session, scope=scope)
    ]  # fmt: skip


def _on_file(session: Session, region_code: str) -> list[KnownFact]:
    """What a region has on file already, from old ledgers and in the register itself."""
    scope = scope_of(region_code)
    old = [
        KnownFact(each.account_id, each.kind.value, each.on, _comparable(each))
        for each in list_known_facts(session, scope=scope)
    ]
    return old + [KnownFact(*each, "", is_own=True) for each in list_own_facts(session, scope=scope)]


def _comparable(fact: OldFact) -> str:
    text = fact.summary or fact.result or fact.doc_no or ""
    return comparable(records.open_prose(None, text) or "")
