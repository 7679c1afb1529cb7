"""What the draft of a measure starts from: the rung called for and the violation it answers. Nothing is stored."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.domain.cases.states import TARGETS
from registry.domain.china_time import china_day
from registry.domain.grading.facts import Facts
from registry.domain.grading.outcome import Outcome
from registry.domain.terms import MeasureKind, Platform, TargetKind
from registry.services import grading
from registry.services.changes import answered_by, calls_on
from registry.services.rulebooks import in_force, rulebook_of
from registry.store.accounts import Account
from registry.store.measures import Measure

OWN_TARGETS = {
    Platform.WEBSITE: TargetKind.WEBSITE,
    Platform.APP: TargetKind.APP,
    Platform.MINI_PROGRAM: TargetKind.MINI_PROGRAM,
}
"""Platforms whose account is itself the thing a measure is aimed at."""


@dataclass(frozen=True)
class Suggestion:
    """What the rules call for. ``violation_id``: what a measure has to cite so as to answer it; None: any.

    ``overdue_measure_id``: the measure whose rectification fell overdue, where that is the trigger; ``version``: the
    rulebook ``row`` stands in.
    """

    kind: MeasureKind
    row: str
    violation_id: int | None
    overdue_measure_id: int | None = None
    version: str | None = None


def suggest(session: Session, account: Account, *, on: date) -> tuple[Outcome, Suggestion | None]:
    """The account's outcome on a day and the measure the rules call for, None where they call for none."""
    outcome = grading.assess(session, account, on=on)
    proposal = outcome.proposal
    if proposal is None:
        return outcome, None
    fact = proposal.facts[-1]
    if proposal.trigger == "violation":
        return outcome, Suggestion(proposal.rung, proposal.row, int(fact.removeprefix("v")), version=proposal.version)
    cited = {measure.id: measure.violation for measure in grading.facts_of(session, account).measures}[fact]
    violation_id = int(cited.removeprefix("v")) if cited else None
    overdue_id = int(fact.removeprefix("m"))
    return outcome, Suggestion(proposal.rung, proposal.row, violation_id, overdue_id, proposal.version)


def calling_version(session: Session, facts: Facts, measure: Measure) -> str | None:
    """The version of the rulebook whose row called for a measure: that of the day of what called for it.

    ``facts``: the ledger of its account. Where the call no longer stands, the version in force on the day of the draft;
    None where no row called for it.
    """
    if measure.ladder_row is None:
        return None
    on = china_day(measure.drafted_at)
    calls = calls_on(facts, in_force(session), on)
    answered = answered_by(facts, calls, measure) if measure.violation_id else calls
    called = [call for call in answered if call.row.id == measure.ladder_row]
    if called:
        return max(called, key=lambda call: call.on).version
    book = rulebook_of(session, measure.region_code, on=on)
    return book.version if book is not None else None


def usual_target(kind: MeasureKind, platform: Platform) -> TargetKind:
    """The kind of target such a measure usually has on that platform."""
    own = OWN_TARGETS.get(platform)
    return own if own in TARGETS[kind] else TARGETS[kind][0]
