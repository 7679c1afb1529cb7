"""Nothing changes in silence: what a correction or a new version of the rules changed is listed and seen by an officer.

A correction is a violation voided or a measure annulled. The old decisions stay as they were made; whether a measure is
to be annulled too is for people to decide, here they only learn of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.grading.facts import Facts, known
from registry.domain.grading.ladder import Trigger, triggers
from registry.domain.grading.outcome import Move as DerivedMove
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.points import weigh_all
from registry.domain.grading.rulebook import RUNGS, Rulebook
from registry.domain.grading.versions import timetable
from registry.domain.permissions import Actor, require
from registry.domain.terms import ChangeCause, ChangedKind, MeasureState, Tier
from registry.services import audit
from registry.services.rulebooks import in_force
from registry.store.accounts import Account
from registry.store.changes import ChangedDecision, find_unseen
from registry.store.ledger import measure_fact, read_facts, violation_fact
from registry.store.measures import Measure, list_measures
from registry.store.scope import EVERYTHING, scope_of

VERSION_ROW = "version"
"""What a move cites that a version before it would not have made (domain/grading/moves.py)."""


@dataclass(frozen=True)
class Standing:
    """How an account stood before a correction: its tier by the rules, and the measure they called for."""

    tier: Tier | None
    proposal: str | None


def standing(account: Account) -> Standing:
    """What is kept of an account's last evaluation."""
    return Standing(account.derived_tier, account.proposal)


def note_version(session: Session, account: Account, moves: Sequence[DerivedMove], *, at: datetime) -> None:
    """List the moves a new version made on its first day; none where the account was not graded before that day."""
    for move in moves:
        if move.row != VERSION_ROW or account.evaluated_on is None or account.evaluated_on >= move.on:
            continue
        session.add(
            ChangedDecision(
                account_id=account.id, kind=ChangedKind.TIER, cause=ChangeCause.VERSION, old=move.from_tier,
                new=move.to_tier, row=next(iter(move.also), None), rulebook_version=move.version, on=move.on, arisen_at=at,
            )
        )  # fmt: skip


def note_correction(
    session: Session, account: Account, before: Standing, outcome: Outcome, *, fact: str, reason: str, by: Actor,
    at: datetime, on: date,
) -> None:  # fmt: skip
    """List what voiding or annulling ``fact`` changed: the tier, the measure called for, and measures decided on it."""
    common = {
        "account_id": account.id, "cause": ChangeCause.CORRECTION, "fact": fact, "reason": reason.strip(), "on": on,
        "arisen_at": at, "caused_by_id": by.user_id, "rulebook_version": outcome.version,
    }  # fmt: skip
    if before.tier != outcome.tier:
        row = outcome.timeline[-1].row if outcome.timeline else None
        values = {"kind": ChangedKind.TIER, "old": before.tier, "new": outcome.tier, "row": row}
        session.add(ChangedDecision(**common, **values))
    called = outcome.proposal
    if before.proposal != (called.rung.value if called else None):
        values = {"kind": ChangedKind.PROPOSAL, "old": before.proposal, "new": called.rung if called else None}
        session.add(ChangedDecision(**common, **values, row=called.row if called else None))
    for measure, now in _unfounded(session, account, fact, on):
        kind = ChangedKind.PROPOSAL if measure.state is MeasureState.DECLINED else ChangedKind.MEASURE
        values = {"kind": kind, "old": measure.kind, "new": now.row.rung if now else None}
        session.add(
            ChangedDecision(**common, **values, row=now.row.id if now else measure.ladder_row, measure_id=measure.id)
        )
    session.flush()


def _unfounded(session: Session, account: Account, fact: str, on: date) -> Iterator[tuple[Measure, Trigger | None]]:
    """The measures that cite the fact, or whose row of the ladder fires no more without it; each with the call now."""
    facts, books = read_facts(session, [account])[account.id], in_force(session)
    then, now = calls_on(_with(facts, fact), books, on), calls_on(facts, books, on)
    for measure in list_measures(session, scope=EVERYTHING, account_id=account.id):
        if measure.state is MeasureState.ANNULLED or measure_fact(measure.id) == fact:
            continue
        cited = violation_fact(measure.violation_id) if measure.violation_id else None
        fired, fires = answered_by(facts, then, measure), answered_by(facts, now, measure)
        is_lost = any(call.row.id == measure.ladder_row for call in fired) and all(
            call.row.id != measure.ladder_row for call in fires
        )
        if cited == fact or is_lost:
            yield measure, max(fires, key=lambda call: RUNGS[call.row.rung], default=None)


def _with(facts: Facts, fact: str) -> Facts:
    """The ledger as it was with the fact standing."""
    return replace(
        facts,
        violations=tuple(replace(v, voided_on=None) if v.id == fact else v for v in facts.violations),
        measures=tuple(replace(m, annulled_on=None) if m.id == fact else m for m in facts.measures),
    )


def calls_on(facts: Facts, books: tuple[Rulebook, ...], on: date) -> tuple[Trigger, ...]:
    """Every call of the ladder up to a day, answered or not."""
    table, told = timetable(books, facts.account.region), known(facts, on)
    return triggers(told, weigh_all(told.violations, table), table)


def answered_by(facts: Facts, calls: Sequence[Trigger], measure: Measure) -> list[Trigger]:
    """The calls a measure answers by the violation it cites: the violation's own, and those of its rectifications."""
    cited = violation_fact(measure.violation_id) if measure.violation_id else None
    cites = {measure.id: measure.violation for measure in facts.measures}
    return [
        call
        for call in calls
        if (call.fact if call.kind == "violation" else cites.get(call.fact)) == cited and cited is not None
    ]


def see(session: Session, ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Confirm to have seen these changed decisions; returns how many, one entry in the log for all of them.

    Raises Refusal("changes.gone") where another officer has seen them all meanwhile.
    """
    require(by, "changes.see", by.region_code)
    unseen = find_unseen(session, ids, scope=scope_of(by.region_code))
    if not unseen:
        raise Refusal("changes.gone")
    for each in unseen:
        each.seen_at, each.seen_by_id = at, by.user_id
    audit.record(
        session, "changes.see", by=by, at=at, object_type="region", object_id=by.region_code, region_code=by.region_code,
        after={"rows": len(unseen), "accounts": sorted({each.account_id for each in unseen})},
    )  # fmt: skip
    return len(unseen)
