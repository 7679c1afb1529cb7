"""A workbook the register gave back, marked, that comes again: a row whose question is still open and that nobody mended.

Alone in its file such a row no longer stands beside the one it contradicts, and would pass for a plain change. What was set
aside (待核) is kept as it was written, so that the same row is known again: it stays one question, asked once.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.rosters.choices import Choices
from registry.domain.rosters.decisions import RowDecision
from registry.domain.rosters.shapes import Level, Problem, Roster
from registry.domain.terms import RowAction
from registry.services import traces
from registry.store.parking import list_parked
from registry.store.scope import Scope

_MOST = 5_000
"""Open questions looked at; who has more of them settles some first."""


def leave_open(
    session: Session, roster: Roster, decisions: Iterable[RowDecision], choices: Choices, *, scope: Scope
) -> None:
    """Let rows that wait in 待核 unchanged change nothing a second time, and say which row it is."""
    sheets = {sheet.name for sheet in roster.sheets if sheet.is_returned}
    asked = [
        each
        for each in decisions
        if each.action in {RowAction.ADD, RowAction.CHANGE}
        and each.row.sheet in sheets
        and (each.row.sheet, each.row.number) not in choices.rows
    ]
    if not asked:
        return
    waiting = {}
    for kept, taken in list_parked(session, scope=scope, limit=_MOST):
        row = traces.opened_row(kept)
        waiting[_said(row.values, row.extra)] = {"number": taken.id, "sheet": kept.sheet, "row": kept.row}
    for each in asked:
        where = waiting.get(_said(each.row.values, each.row.extra))
        if where is not None:
            each.action, each.changes, each.extra_changes, each.conflicts = RowAction.SAME, {}, {}, {}
            place = (each.row.sheet, each.row.number, None, None)
            each.reasons = [Problem(*place, Level.WARNING, "rosters.still_open", where)]


def _said(values: Mapping[str, Any], extra: Mapping[str, str]) -> str:
    """All a row says, to be compared."""
    return json.dumps([dict(values), dict(extra)], ensure_ascii=False, sort_keys=True, default=str)
