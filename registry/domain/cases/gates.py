"""The gates of the procedure: what the law wants before an act, each refused with its article (domain brief §8, 1–7).

Pure: a gate takes the facts of the case and raises. What only the register can tell (is the actor the drafter, does the
competence table allow the article) comes in among the facts, already answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.terms import MeasureKind

LIMIT_MONTHS, LONG_LIMIT_MONTHS = 24, 60
"""行政处罚法 第三十六条: two years; five where life, health or finance was harmed."""
OFFICERS_NEEDED = 2
"""行政处罚法 第四十二条."""
HEARD_BY = ("record_statement", "waive_statement", "note_silence", "hold_hearing")
HEAVY = frozenset({MeasureKind.DELISTING, MeasureKind.SHUTDOWN})
"""Measures that go to legal review whatever the case (重大: 行政处罚法 第五十八条)."""


@dataclass(frozen=True)
class Officer:
    """One who handles the case; ``certificate_no`` bare of blanks and hyphens, "" for none."""

    name: str
    certificate_no: str
    certificate_until: date | None
    is_recused: bool = False

    def is_certified(self, on: date) -> bool:
        """Whether the certificate holds on a day; one without an end is not known to hold."""
        return bool(self.certificate_no) and self.certificate_until is not None and self.certificate_until >= on


@dataclass(frozen=True)
class Facts:
    """What the gates look at. ``done``: the acts of the case in order, each with the day it was done on."""

    on: date
    done: tuple[tuple[str, date], ...] = ()
    officers: tuple[Officer, ...] = ()
    evidence: int = 0
    basis: str | None = None
    may_act_on_basis: bool | None = None
    act_ended_on: date | None = None
    found_on: date | None = None
    long_limit_reason: str = ""
    kind: MeasureKind | None = None
    is_major: bool = False
    is_drafter: bool = False
    is_investigator: bool = False
    statement_due_on: date | None = None
    certificate: Officer | None = None

    def last(self, *acts: str) -> int:
        """Place of the last of such acts, -1 where none was done."""
        return max((place for place, (name, _) in enumerate(self.done) if name in acts), default=-1)


def check(gate: str, facts: Facts) -> None:
    """Raise Refusal where the gate is closed (KeyError for a gate nobody wrote)."""
    GATES[gate](facts)


def _evidence(facts: Facts) -> None:
    if facts.evidence == 0:
        raise Refusal("cases.gate.evidence")


def _basis(facts: Facts) -> None:
    if not facts.basis:
        raise Refusal("cases.gate.basis")


def _noticed(facts: Facts) -> None:
    """Notice issued, served, and then heard, waived or silent, since the investigation was last concluded."""
    concluded = facts.last("conclude")
    for acts, code in ((("issue_notice",), "notice"), (("serve_notice",), "notice_served"), (HEARD_BY, "heard")):
        if facts.last(*acts) <= concluded:
            raise Refusal(f"cases.gate.{code}")


def _second_person(facts: Facts) -> None:
    if facts.is_drafter:
        raise Refusal("cases.gate.second_person")


def _two_officers(facts: Facts) -> None:
    held = {each.certificate_no for each in facts.officers if not each.is_recused and each.is_certified(facts.on)}
    if len(held) < OFFICERS_NEEDED:
        lapsed = [each.name for each in facts.officers if not each.is_recused and not each.is_certified(facts.on)]
        raise Refusal("cases.gate.two_officers_lapsed" if lapsed else "cases.gate.two_officers",
                      n=len(held), names=lapsed)  # fmt: skip


def _certificate(facts: Facts) -> None:
    if facts.certificate is not None and not facts.certificate.is_certified(facts.on):
        raise Refusal("cases.gate.certificate", name=facts.certificate.name)


def _host_apart(facts: Facts) -> None:
    if facts.is_investigator:
        raise Refusal("cases.gate.host_apart")


def _reviewer_apart(facts: Facts) -> None:
    if facts.is_investigator or facts.is_drafter:
        raise Refusal("cases.gate.reviewer_apart")


def _limitation(facts: Facts) -> None:
    """Two years from the end of the act to its discovery; five where the reason is on file (art. 36)."""
    if facts.act_ended_on is None:
        raise Refusal("cases.gate.act_day")
    months = LONG_LIMIT_MONTHS if facts.long_limit_reason.strip() else LIMIT_MONTHS
    last = add_months(facts.act_ended_on, months)
    if (facts.found_on or facts.on) > last:
        raise Refusal("cases.gate.limitation", ended=facts.act_ended_on, last=last, years=months // 12)


def _competence(facts: Facts) -> None:
    if facts.may_act_on_basis is False:
        raise Refusal("cases.gate.competence", basis=facts.basis)


def is_review_due(facts: Facts) -> bool:
    """Whether a legal review has to come before the decision: after a hearing, for heavy measures and major cases."""
    return facts.is_major or facts.kind in HEAVY or facts.last("hold_hearing") > facts.last("conclude")


def is_discussion_due(facts: Facts) -> bool:
    """Whether the heads decide together: complex or major cases, and closing an account."""
    return facts.is_major or facts.kind is MeasureKind.SHUTDOWN


def _review_done(facts: Facts) -> None:
    if is_review_due(facts) and facts.last("pass_review") <= facts.last("conclude"):
        raise Refusal("cases.gate.review_done")


def _discussed(facts: Facts) -> None:
    if is_discussion_due(facts) and facts.last("discuss") <= facts.last("conclude"):
        raise Refusal("cases.gate.discussed")


def _statement_over(facts: Facts) -> None:
    if facts.statement_due_on is not None and facts.on <= facts.statement_due_on:
        raise Refusal("cases.gate.statement_over", on=facts.statement_due_on)


def _contested(facts: Facts) -> None:
    opened = sum(name in ("object", "apply_reconsideration", "sue") for name, _ in facts.done)
    settled = sum(name in ("uphold", "overturn") for name, _ in facts.done)
    if opened <= settled:
        raise Refusal("cases.gate.contested")


GATES: dict[str, Callable[[Facts], None]] = {
    "evidence": _evidence,
    "basis": _basis,
    "noticed": _noticed,
    "second_person": _second_person,
    "two_officers": _two_officers,
    "certificate": _certificate,
    "host_apart": _host_apart,
    "reviewer_apart": _reviewer_apart,
    "limitation": _limitation,
    "competence": _competence,
    "review_done": _review_done,
    "discussed": _discussed,
    "statement_over": _statement_over,
    "contested": _contested,
}
