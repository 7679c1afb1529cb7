"""What an officer decides in the preview of an old ledger: columns, cells, whose a row is, that it is no repetition.

Columns and cells have the file read again behind the page; what is said of a single row is compared at once. Columns
chosen for a layout are remembered for the office, as a roster's are. Whoever decided anything is no second person.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.old_ledger_columns import NAMED
from registry.domain.terms import RowAction
from registry.services import jobs, records
from registry.services.choosing import Columns, remember, with_remembered, without_remembered
from registry.services.old_ledger_preview import compare_again, digest_of
from registry.services.old_ledgers import LONGEST, S, log, take
from registry.store.db import vault
from registry.store.jobs import Job
from registry.store.old_ledgers import OldLedger, OldLedgerRow, get_old_row

LONGEST_CELL = 2000
"""Characters of one cell typed anew; what happened may take some telling."""
Cells = Mapping[tuple[str | None, int, str], str]


def choices_of(session: Session, taken: OldLedger) -> Choices:
    """What was chosen for a file so far, with the columns remembered for its office and that office's own words."""
    kept = taken.choices_sealed
    own = Choices.from_json(sealing.unseal_text(vault().field_key, kept)) if kept else Choices()
    return with_remembered(session, own, taken.region_code)


def choose(
    session: Session, ledger_id: int, *, digest: str, columns: Columns | None = None, cells: Cells | None = None,
    hidden_sheets: bool | None = None, by: Actor, at: datetime,
) -> Job:  # fmt: skip
    """Add to what was chosen and have the file read again; what is not given stays as it was.

    Raises Refusal("old_ledgers.changed_since") where the preview with this ``digest`` is no longer the one on file.
    """
    taken = take(session, ledger_id, by, S.PREVIEWED, S.FAILED)
    if digest != digest_of(session, taken.id):
        raise Refusal("old_ledgers.changed_since")
    if not taken.upload_sha256:
        raise Refusal("rosters.file_gone")
    columns, cells = columns or {}, cells or {}
    _check(columns, cells)
    own = without_remembered(choices_of(session, taken))
    chosen = replace(own, columns={**own.columns, **columns}, cells={**own.cells, **cells})
    if hidden_sheets is not None:
        chosen = replace(chosen, hidden_sheets=hidden_sheets)
    taken.choices_sealed = sealing.seal_text(vault().field_key, chosen.to_json())
    taken.state = S.READING
    _remember(session, taken, columns, by=by, at=at)
    _mark(taken, by.user_id)
    after = {"columns": len(columns), "cells": len(cells), "hidden_sheets": chosen.hidden_sheets}
    log(session, "old_ledgers.choose", taken, by=by, at=at, after=after)
    return jobs.submit(session, "ledger.read", taken.id, by=by, at=at, is_anew=True)


def settle(
    session: Session, ledger_id: int, row_id: int, account_id: int, *, by: Actor, at: datetime, on: date
) -> None:
    """Say which of its candidates a doubtful row is of; the row then enters with the others."""
    taken = take(session, ledger_id, by, S.PREVIEWED)
    row = get_old_row(session, ledger_id, row_id)
    if account_id not in row.candidates or row.action is not RowAction.DOUBTFUL:
        raise Refusal("old_ledgers.not_a_candidate")
    row.chosen_id, row.chosen_by_id = account_id, by.user_id
    _compare(session, taken, by, on)
    log(session, "old_ledgers.settle", taken, by=by, at=at, after={**_place(row), "account": account_id})


def tell_apart(session: Session, ledger_id: int, row_id: int, why: str, *, by: Actor, at: datetime, on: date) -> None:
    """Say why a row is another fact than the one on file that it resembles; the row then enters with the others."""
    taken = take(session, ledger_id, by, S.PREVIEWED)
    row = get_old_row(session, ledger_id, row_id)
    if not is_repetition(row):
        raise Refusal("old_ledgers.no_repetition")
    if not why.strip():
        raise Refusal("old_ledgers.reason_missing")
    if len(why) > LONGEST:
        raise Refusal("old_ledgers.reason_too_long", limit=LONGEST)
    row.other_why = records.seal_prose(None, why.strip())
    _compare(session, taken, by, on)
    log(session, "old_ledgers.tell_apart", taken, by=by, at=at, after={**_place(row), "why": row.other_why})


def take_back(session: Session, ledger_id: int, row_id: int, *, by: Actor, at: datetime, on: date) -> None:
    """Take back what was said of a row; it stands again as the comparison alone gives it."""
    taken = take(session, ledger_id, by, S.PREVIEWED)
    row = get_old_row(session, ledger_id, row_id)
    _mark(taken, *(key for key in [row.chosen_by_id] if key is not None))
    row.chosen_id = row.chosen_by_id = row.other_why = None
    _compare(session, taken, by, on)
    log(session, "old_ledgers.take_back", taken, by=by, at=at, after=_place(row))


def is_repetition(row: OldLedgerRow) -> bool:
    """Whether a row stays out because something like it is on file."""
    codes = {each["code"] for each in row.findings if each["decides"]}
    return row.action is RowAction.SAME or codes == {"old_ledgers.on_file_already"}


def _compare(session: Session, taken: OldLedger, by: Actor, on: date) -> None:
    """Compare anew after a word of this user on one row."""
    _mark(taken, by.user_id)
    compare_again(session, taken, on=on)


def _place(row: OldLedgerRow) -> dict[str, Any]:
    return {"sheet": row.sheet, "row": row.row}


def _mark(taken: OldLedger, *user_ids: int) -> None:
    """Remember that these users had a hand in the preview."""
    taken.hands = sorted({*taken.hands, *user_ids})


def _check(columns: Columns, cells: Cells) -> None:
    """Only fields there are, each given to one column of a sheet, and cells of a bounded length."""
    names = [*(name for name in columns.values() if name is not None), *(name for _, _, name in cells)]
    unknown = next((name for name in names if name not in NAMED), None)
    if unknown is not None:
        raise Refusal("rosters.field_unknown", field=unknown[:40])
    given = [(sheet, name) for (sheet, _index), name in columns.items() if name is not None]
    twice = next((name for sheet, name in given if given.count((sheet, name)) > 1), None)
    if twice is not None:
        raise Refusal("old_ledgers.field_twice", field=NAMED[twice].label)
    if any(len(text) > LONGEST_CELL for text in cells.values()):
        raise Refusal("rosters.cell_too_long", limit=LONGEST_CELL)


def _remember(session: Session, taken: OldLedger, chosen: Columns, *, by: Actor, at: datetime) -> None:
    """Keep the columns of each sheet's layout for the next file of the unit."""
    sheets = [(sheet["name"], sheet.get("unit") or "", sheet["layout"]) for sheet in taken.sheets]
    remember(session, taken.region_code, sheets, chosen, by=by, at=at)
