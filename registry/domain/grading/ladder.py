"""The ladder: which measure is proposed. Never executed by the system; people decide each one.

A trigger is a recognised violation, or a rectification falling overdue. All rows of the version of its date
are tried against the history as it then was; the highest rung that fires is its call. It stands until a
measure or a declined proposal answers it, an overdue one also until the recheck is passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.grading.facts import Facts, Measure
from registry.domain.grading.months import add_months
from registry.domain.grading.outcome import Proposal
from registry.domain.grading.points import Weighed
from registry.domain.grading.rulebook import RUNGS, LadderRow, Needs, Rulebook
from registry.domain.grading.versions import Timetable
from registry.domain.terms import MeasureKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One call for a measure, standing from ``on`` to the eve of ``until`` (None: still unanswered)."""

    on: date
    until: date | None
    kind: str
    fact: str
    row: LadderRow
    version: str

    def stands(self, day: date) -> bool:
        """Whether it is unanswered on ``day``."""
        return self.on <= day and (self.until is None or day < self.until)


def triggers(facts: Facts, weighed: tuple[Weighed, ...], timetable: Timetable) -> tuple[Trigger, ...]:
    """Every call the ladder ever made for these facts, answered or not, in order of date and fact."""
    acts = tuple(w for w in weighed if w.points)
    calls = [*_recognitions(facts, acts, timetable), *_overdues(facts, acts, timetable)]
    return tuple(sorted(calls, key=lambda trigger: (trigger.on, trigger.kind, trigger.fact)))


def proposal(calls: Iterable[Trigger], day: date) -> Proposal | None:
    """The highest rung among all triggers unanswered on ``day``; the earliest of them gives row and date."""
    standing = [trigger for trigger in calls if trigger.stands(day)]
    if not standing:
        return None
    height = max(RUNGS[trigger.row.rung] for trigger in standing)
    highest = [trigger for trigger in standing if RUNGS[trigger.row.rung] == height]
    first = highest[0]
    return Proposal(
        rung=first.row.rung,
        row=first.row.id,
        trigger=first.kind,
        facts=tuple(dict.fromkeys(trigger.fact for trigger in highest)),
        on=first.on,
        version=first.version,
        article=first.row.article,
        basis=first.row.basis,
        decides=first.row.decides,
    )


def rung(calls: Iterable[Trigger], day: date) -> MeasureKind | None:
    """The rung proposed on ``day``, without its particulars."""
    rungs = [trigger.row.rung for trigger in calls if trigger.stands(day)]
    return max(rungs, key=RUNGS.__getitem__) if rungs else None


def _recognitions(facts: Facts, acts: tuple[Weighed, ...], timetable: Timetable) -> Iterable[Trigger]:
    for act in acts:
        on, violation = act.violation.recognised_on, act.violation
        book = timetable.on(on)
        if book is None:
            continue
        rows = [
            row
            for row in book.ladder
            if row.trigger == "violation" and (not row.severities or violation.severity in row.severities)
        ]
        row = _highest(rows, facts.measures, acts, on)
        if row is not None:
            until = _answered_on(facts, on, violation.id)
            yield Trigger(on, until, "violation", violation.id, row, book.version)


def _overdues(facts: Facts, acts: tuple[Weighed, ...], timetable: Timetable) -> Iterable[Trigger]:
    measures = {measure.id: measure for measure in facts.measures}
    for rectification in facts.rectifications:
        measure = measures[rectification.measure]
        on = max(rectification.due_on + _DAY, measure.effective_on)
        passed_on = rectification.passed_on
        book: Rulebook | None = timetable.on(on)
        is_idle = measure.kind == MeasureKind.REMINDER or (passed_on is not None and passed_on <= on)
        if book is None or is_idle:
            continue
        rows = [row for row in book.ladder if row.trigger == "overdue" and measure.kind in row.of]
        row = _highest(rows, facts.measures, acts, on)
        if row is not None:
            ends = [day for day in (_answered_on(facts, on, measure.violation), passed_on) if day]
            yield Trigger(on, min(ends, default=None), "overdue", measure.id, row, book.version)


def _highest(
    rows: list[LadderRow], measures: tuple[Measure, ...], acts: tuple[Weighed, ...], on: date
) -> LadderRow | None:
    """Of the rows whose history is met, the one with the highest rung; of equals the first in the file."""
    firing = [row for row in rows if row.needs is None or _is_met(row.needs, measures, acts, on)]
    return max(firing, key=lambda row: RUNGS[row.rung], default=None)


def _is_met(needs: Needs, measures: tuple[Measure, ...], acts: tuple[Weighed, ...], on: date) -> bool:
    """Whether the history was there at the trigger's date.

    Measures count strictly before it; violations up to and including that day, so that of three on one day
    each is "the third or a later one". A reminder and a violation without points are no history.
    """
    if needs.kind is not None:
        past = [
            m.effective_on
            for m in measures
            if m.kind == needs.kind and m.kind != MeasureKind.REMINDER and m.effective_on < on
        ]
    else:
        past = [
            w.violation.recognised_on
            for w in acts
            if w.violation.severity in needs.severities and w.violation.recognised_on <= on
        ]
    months = needs.within_months
    inside = [day for day in past if months is None or on < add_months(day, months)]
    return len(inside) >= needs.count


def _answered_on(facts: Facts, on: date, violation_id: str | None) -> date | None:
    """The first day a measure or a declined decision answers a trigger of ``on``."""
    cited = (violation_id, None)
    days = [m.effective_on for m in facts.measures if m.effective_on >= on and m.violation in cited]
    days += [d.on for d in facts.decisions if d.on >= on and d.violation in cited]
    return min(days, default=None)
