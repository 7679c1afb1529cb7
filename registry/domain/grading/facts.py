"""What the ledger knows of one account, as the engine takes it.

Facts are recorded acts and decisions, never clues: a violation stands here once it was recognised (认定).
What was voided or annulled (撤销) is as if it had never been, at every date; it stays on file elsewhere.
"""

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.terms import MeasureKind


@dataclass(frozen=True, slots=True)
class Account:
    """registered_on: the filing date, else the day of entry; region: a GB/T 2260 code or None (nation)."""

    registered_on: date
    filing_complete: bool = False
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A recognised violation; it counts from recognised_on. A severity of None is not determined yet."""

    id: str
    code: str
    severity: str | None
    occurred_on: date
    recognised_on: date
    voided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in effect. ends_on is its term and changes no floor; lifted_on ends its floor that day."""

    id: str
    kind: MeasureKind
    effective_on: date
    violation: str | None = None
    ends_on: date | None = None
    lifted_on: date | None = None
    annulled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rectification:
    """The correction a measure orders: open from the measure's effective_on until passed_on."""

    measure: str
    due_on: date
    passed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Points taken off: rectified early, training attended."""

    on: date
    points: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal declined; without a violation it answers every trigger up to its date."""

    on: date
    violation: str | None = None
    outcome: str = "declined"
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """An approved application upward (B to A)."""

    on: date
    tier: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one account, in any order."""

    account: Account
    violations: tuple[Violation, ...] = ()
    measures: tuple[Measure, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    credits: tuple[Credit, ...] = ()
    decisions: tuple[Decision, ...] = ()
    promotions: tuple[Promotion, ...] = ()


def known(facts: Facts, on: date) -> Facts:
    """The facts as they stand on ``on``: corrections applied, whatever is dated later not known yet.

    A recheck passed later or a lifting later is unknown; a term (ends_on) and a due date are known in
    advance. A rectification whose measure is gone is gone with it.
    """
    if _is_settled(facts, on):
        return facts
    measures = tuple(
        replace(m, lifted_on=None) if m.lifted_on is not None and m.lifted_on > on else m
        for m in facts.measures
        if m.annulled_on is None and m.effective_on <= on
    )
    standing = {m.id for m in measures}
    return Facts(
        account=facts.account,
        violations=tuple(v for v in facts.violations if v.voided_on is None and v.recognised_on <= on),
        measures=measures,
        rectifications=tuple(
            replace(r, passed_on=None) if r.passed_on is not None and r.passed_on > on else r
            for r in facts.rectifications
            if r.measure in standing
        ),
        credits=tuple(c for c in facts.credits if c.on <= on),
        decisions=tuple(d for d in facts.decisions if d.on <= on),
        promotions=tuple(p for p in facts.promotions if p.on <= on),
    )


def _is_settled(facts: Facts, on: date) -> bool:
    """Whether an account that never had a measure knows all its facts on ``on``, as most do."""
    if facts.measures or facts.rectifications or facts.credits or facts.decisions or facts.promotions:
        return False
    return not [each for each in facts.violations if each.recognised_on > on or each.voided_on is not None]
