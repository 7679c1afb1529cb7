"""Grading as an act: re-derive an account from its ledger, store moves with their trace, keep the proposal in sight.

The tier moves by itself; nothing here executes a measure (个人信息保护法 art. 24: no machine decides alone).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.grading import explain, preview
from registry.domain.grading.corrections import correction
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Account as AccountFact
from registry.domain.grading.facts import Facts
from registry.domain.grading.facts import Measure as MeasureFact
from registry.domain.grading.facts import Violation as ViolationFact
from registry.domain.grading.outcome import Move as DerivedMove
from registry.domain.grading.outcome import Outcome
from registry.domain.terms import MeasureKind, TierMode
from registry.services import changes, pending
from registry.services.rulebooks import in_force
from registry.store.accounts import Account, Move
from registry.store.ledger import read_facts, violation_fact
from registry.store.pending import list_modes

CHUNK = 500
IMAGINED = "new"
"""Fact id of a violation or measure that is only thought of."""


def facts_of(session: Session, account: Account) -> Facts:
    """The ledger of one account."""
    return read_facts(session, [account])[account.id]


def assess(session: Session, account: Account, *, on: date) -> Outcome:
    """Evaluate one account on a day; stores nothing."""
    return evaluate(facts_of(session, account), in_force(session), on)


def what_if(
    session: Session,
    account: Account,
    *,
    code: str,
    severity: str | None,
    occurred_on: date,
    on: date,
    recognised_on: date | None = None,
) -> tuple[Outcome, Outcome]:
    """The outcome as it is, and as it would be with one violation more, recognised on ``on`` unless said otherwise.

    The imagined violation has the fact id IMAGINED; stores nothing.
    """
    imagined = ViolationFact(IMAGINED, code, severity, occurred_on, recognised_on or on)
    return preview.what_if(facts_of(session, account), imagined, in_force(session), on)


def what_if_measure(
    session: Session, account: Account, *, kind: MeasureKind, violation_id: int | None, effective_on: date
) -> tuple[Outcome, Outcome]:
    """The outcome of ``effective_on`` as it is, and with one measure more taking effect that day; stores nothing."""
    facts = facts_of(session, account)
    cited = violation_fact(violation_id) if violation_id else None
    more = replace(facts, measures=(*facts.measures, MeasureFact(IMAGINED, kind, effective_on, cited)))
    return evaluate(facts, in_force(session), effective_on), evaluate(more, in_force(session), effective_on)


def what_without(session: Session, account: Account, *, fact: str, on: date) -> tuple[Outcome, Outcome]:
    """The outcome as it is, and had the violation or measure of this fact id never been; stores nothing."""
    facts = facts_of(session, account)
    less = replace(
        facts,
        violations=tuple(each for each in facts.violations if each.id != fact),
        measures=tuple(each for each in facts.measures if each.id != fact),
        rectifications=tuple(each for each in facts.rectifications if each.measure != fact),
    )
    return evaluate(facts, in_force(session), on), evaluate(less, in_force(session), on)


def regrade(
    session: Session, account: Account, *, on: date, at: datetime, corrects: str | None = None, is_decided: bool = False
) -> Outcome:
    """Re-derive an account and store what changed: its moves, its tier, its proposal.

    ``corrects`` names the fact just voided or annulled ("v12"): the step back is stored as one correcting move that
    cites it, beside the moves as they were made (grading.md, Evaluate 7). ``is_decided``: somebody who may confirm has
    just decided that the tier moves; neither this nor a correction waits to be confirmed.
    """
    session.flush()
    outcome = assess(session, account, on=on)
    _store_moves(session, account, outcome, on=on, at=at, corrects=corrects)
    is_free = is_decided or corrects is not None
    waits = not is_free and pending.must_wait(list_modes(session), account.region_code)
    _keep(session, account, outcome, at=at, waits=waits)
    session.flush()
    return outcome


def regrade_all(session: Session, accounts: Sequence[Account], *, on: date, at: datetime) -> None:
    """Re-derive many accounts as `regrade` does one, asking for their ledgers some hundred at a time."""
    session.flush()
    modes = list_modes(session)
    for start in range(0, len(accounts), CHUNK):
        for account, outcome in assess_all(session, accounts[start : start + CHUNK], on=on):
            keep(session, account, outcome, modes, on=on, at=at)
    session.flush()


def assess_all(session: Session, accounts: Sequence[Account], *, on: date) -> list[tuple[Account, Outcome]]:
    """Evaluate some accounts on a day, their ledgers read at once; stores nothing."""
    facts = read_facts(session, accounts)
    return [(account, evaluate(facts[account.id], in_force(session), on)) for account in accounts]


def keep(
    session: Session, account: Account, outcome: Outcome, modes: Mapping[str, TierMode], *, on: date, at: datetime
) -> None:
    """Store what an evaluation changed: the moves not stored yet, tier, points and proposal.

    ``modes``: how the offices treat a move of the tier (store.pending.list_modes).
    """
    _store_moves(session, account, outcome, on=on, at=at, corrects=None)
    _keep(session, account, outcome, at=at, waits=pending.must_wait(modes, account.region_code))


def graded_new(
    session: Session, *, registered_on: date, filing_complete: bool, region_code: str, on: date
) -> dict[str, Any]:
    """What `regrade` would keep on an account just entered, which has no ledger yet; one for all that are alike."""
    outcome = evaluate(Facts(AccountFact(registered_on, filing_complete, region_code)), in_force(session), on)
    return _kept(outcome)


def _keep(session: Session, account: Account, outcome: Outcome, *, at: datetime, waits: bool) -> None:
    """Keep the last evaluation on the account, for lists; where its office confirms first, another tier only waits."""
    kept = _kept(outcome)
    if waits and account.tier is not None and outcome.tier not in (None, account.tier):
        pending.hold(session, account, outcome, at=at)
        kept = {field: value for field, value in kept.items() if field not in {"tier", "tier_since"}}
    else:
        pending.release(session, account, at=at)
    for field, value in kept.items():
        setattr(account, field, value)


def _kept(outcome: Outcome) -> dict[str, Any]:
    """The columns of an account that hold its last evaluation."""
    proposal = outcome.proposal
    return {
        "tier": outcome.tier, "tier_since": outcome.timeline[-1].on if outcome.timeline else None,
        "points": outcome.points, "proposal": proposal.rung.value if proposal else None,
        "proposal_row": proposal.row if proposal else None, "proposal_violation_id": _cited_violation(outcome),
        "eligible": outcome.eligible, "undetermined": outcome.is_undetermined,
        "next_change_on": outcome.next_change_on, "evaluated_on": outcome.on,
        "timeline": [_as_json(move) for move in outcome.moves],
    }  # fmt: skip


def _cited_violation(outcome: Outcome) -> int | None:
    """The violation the proposal answers, where its trigger is one."""
    if outcome.proposal is None or outcome.proposal.trigger != "violation":
        return None
    return int(outcome.proposal.facts[-1].removeprefix("v"))


def _store_moves(
    session: Session, account: Account, outcome: Outcome, *, on: date, at: datetime, corrects: str | None
) -> None:
    """Append the moves not stored yet; where an earlier move no longer stands, one correcting move instead."""
    stored = [_identity(move) for move in account.timeline or []]
    derived = {_identity(_as_json(move)): move for move in outcome.moves}
    is_correction = any(move not in derived for move in stored)
    made = [move for key, move in derived.items() if key not in stored]
    if is_correction:
        step = _correcting(account, outcome, on, corrects)
        made = [step] if step is not None else []
    session.add_all(_row(account, move, outcome, at=at, corrects=corrects if is_correction else None) for move in made)
    changes.note_version(session, account, made, at=at)


def _correcting(account: Account, outcome: Outcome, on: date, corrects: str | None) -> DerivedMove | None:
    """The one move from the tier that stood to the re-derived one, None where they agree.

    Where nothing was voided, an act dated back undid a move made since: the row that now sets the tier is cited.
    """
    if corrects is not None:
        return correction(account.derived_tier, outcome, on, corrects)
    stood = account.derived_tier
    if stood is None or outcome.tier is None or stood == outcome.tier:
        return None
    return replace(outcome.timeline[-1], on=on, from_tier=stood)


def _row(account: Account, move: DerivedMove, outcome: Outcome, *, at: datetime, corrects: str | None = None) -> Move:
    return Move(
        account_id=account.id,
        on=move.on,
        from_tier=move.from_tier,
        to_tier=move.to_tier,
        row=move.row,
        article=move.article,
        facts=list(move.facts),
        rulebook_version=move.version,
        trace=explain.to_dict(outcome),
        corrects=corrects,
        made_at=at,
    )


def _as_json(move: DerivedMove) -> dict[str, Any]:
    return {"on": move.on.isoformat(), "from": move.from_tier, "to": move.to_tier, "row": move.row}


def _identity(move: dict[str, Any]) -> tuple[str, str, str, str]:
    return move["on"], move["from"], move["to"], move["row"]
