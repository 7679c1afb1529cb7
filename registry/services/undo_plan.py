"""What undoing an import would do, for the page to show before it is done: names, fields, and the tiers that would move.

It shares the deciding with the undo itself (undoing.decide), and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.filings import filed_on
from registry.domain.grading.evaluate import evaluate
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor
from registry.domain.rosters.fields import DERIVED, PERSONAL
from registry.domain.terms import AccountStatus, Tier
from registry.services import records, rulebooks
from registry.services.missing import Mark
from registry.services.undoing import Fate, decide, decide_marks, get_applied
from registry.store.ledger import read_facts
from registry.store.rosters import Import, list_later


@dataclass(frozen=True, slots=True)
class Undoing:
    """One account in an undo: the fields that go back, the code why it stays, its standing (tier, the tier it may
    apply for) now and from then on, ``values`` now and afterwards by field (personal fields left out), and the status an officer gave it because of the import with the one it had.
    """

    account_id: int
    name: str
    fields: tuple[str, ...] = ()
    reason: str = ""
    standing: tuple[Tier | None, Tier | None] = (None, None)
    standing_after: tuple[Tier | None, Tier | None] = (None, None)
    status: AccountStatus | None = None
    status_after: AccountStatus | None = None
    values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What an undo would remove, give back and keep, which of those given back would stand otherwise, and which get
    back the status they had; ``later``: the imports that wrote the same accounts since and ought to be undone first.
    """

    taken: Import
    removed: Sequence[Undoing]
    restored: Sequence[Undoing]
    kept: Sequence[Undoing]
    moving: Sequence[Undoing]
    marked: Sequence[Undoing] = ()
    later: Sequence[Import] = ()


def plan_undo(session: Session, import_id: int, *, by: Actor, on: date) -> UndoPlan:
    """What undoing an import on that day would do. Raises Refusal("rosters.not_applied") where there is nothing to undo."""
    taken = get_applied(session, import_id, by)
    fates = decide(session, taken)
    marks = decide_marks(session, taken, fates)
    moving = _moving(session, [fate for fate in fates if fate.is_restoring], on)
    return UndoPlan(
        taken,
        [_told(fate) for fate in fates if fate.is_removal],
        [_told(fate) for fate in fates if fate.is_restoring],
        [_told(fate) for fate in fates if fate.reason] + [_marked(mark) for mark in marks if mark.reason],
        moving,
        [_marked(mark) for mark in marks if not mark.reason],
        list_later(session, taken),
    )


def _told(fate: Fate) -> Undoing:
    fields = tuple(field for field in fate.before.get("old", ()) if field not in DERIVED)
    values = _values(fate, fields) if fate.is_restoring else {}
    return Undoing(fate.account.id, fate.account.name, fields, fate.reason, values=values)


def _values(fate: Fate, fields: Sequence[str]) -> dict[str, tuple[Any, Any]]:
    """Now and afterwards of the fields that lie open; prose is masked where a number of a person stands in it."""
    before = fate.before
    old, new = before["old"], before["new"]
    shown = [name for name in fields if name not in PERSONAL and name in new]
    return {name: (_open(new[name]), _open(old[name])) for name in shown}


def _open(value: Any) -> Any:
    """A value as it may be shown: sealed prose says only that it is sealed."""
    if not isinstance(value, str):
        return value
    return None if value.startswith(records.SEALED) else mask_inside(value)


def _marked(mark: Mark) -> Undoing:
    account = mark.account
    return Undoing(account.id, account.name, reason=mark.reason, status=mark.became, status_after=mark.was)


def _moving(session: Session, restoring: Sequence[Fate], on: date) -> list[Undoing]:
    """Only whether and when an account was filed bears on its tier: those are evaluated with what they would have again."""
    turning = [fate for fate in restoring if _filed_after(fate) != _filed(fate.account.filing_no, fate)]
    facts = read_facts(session, [fate.account for fate in turning]) if turning else {}
    found = []
    for fate in turning:
        account, ledger = fate.account, facts[fate.account.id]
        is_filed, begins_on = _filed_after(fate)
        without = replace(ledger, account=replace(ledger.account, filing_complete=is_filed, registered_on=begins_on))
        outcome = evaluate(without, rulebooks.in_force(session), on)
        now, after = (account.derived_tier, account.eligible), (outcome.tier, outcome.eligible)
        if now != after:
            found.append(Undoing(account.id, account.name, standing=now, standing_after=after))
    return found


def _filed_after(fate: Fate) -> tuple[bool, date]:
    return _filed(fate.before["old"].get("filing_no", fate.account.filing_no), fate)


def _filed(text: str | None, fate: Fate) -> tuple[bool, date]:
    """Whether an account is filed by such a text, and from which day it counts."""
    return bool(text), filed_on(text, fate.account.registered_on)
