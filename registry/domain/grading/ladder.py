"""The ladder: which measure is proposed. Never executed by the system; people decide each one.

A trigger is a recognised violation, or a rectification falling overdue. All rows of the version of its date
are tried against the history as it then was; the highest rung that fires is its call. It stands until a
measure or a declined proposal answers it, an overdue one also until the recheck is passed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from registry.domain.grading.facts import Facts, Measure
from registry.domain.grading.months import add_months
from registry.domain.grading.parts import Proposal
from registry.domain.grading.points import Weighed
from registry.domain.grading.rulebook import RUNGS, LadderRow, Needs
from registry.domain.grading.versions import Timetable
from registry.domain.terms import MeasureKind

_DAY = timedelta(days=1)


class Trigger(NamedTuple):
    """One call for a measure, standing from ``on`` to the eve of ``until`` (None: still unanswered)."""

    on: date
    kind: str
    fact: str
    row: LadderRow
    version: str
    until: date | None = None


def triggers(facts: Facts, weighed: Sequence[Weighed], timetable: Timetable) -> tuple[Trigger, ...]:
    """Every call the ladder ever made for these facts, answered or not."""
    acts = [w for w in weighed if w.weight.points]
    return (*_recognitions(facts, acts, timetable), *_overdues(facts, acts, timetable))


def unanswered(calls: Iterable[Trigger]) -> list[Trigger]:
    """The calls that stand on the day the facts are known on and later: their answer would be a fact known by then."""
    return [call for call in calls if call.until is None]


def proposal(calls: Iterable[Trigger], day: date) -> Proposal | None:
    """The highest rung among the unanswered ``calls`` of ``day``; the earliest of them gives row and date."""
    called = rung(calls, day)
    if called is None:
        return None
    highest = sorted(
        (trigger for trigger in calls if trigger.row.rung == called and trigger.on <= day),
        key=itemgetter(0, 1, 2),
    )
    first = highest[0]
    return Proposal(
        rung=called,
        row=first.row.id,
        trigger=first.kind,
        facts=tuple(dict.fromkeys([trigger.fact for trigger in highest])),
        on=first.on,
        version=first.version,
        article=first.row.article,
        basis=first.row.basis,
        decides=first.row.decides,
    )


def rung(calls: Iterable[Trigger], day: date) -> MeasureKind | None:
    """The rung proposed on ``day``, without its particulars."""
    rungs = [trigger.row.rung for trigger in calls if trigger.on <= day]
    return max(rungs, key=RUNGS.__getitem__) if rungs else None


def _recognitions(facts: Facts, acts: list[Weighed], timetable: Timetable) -> Iterator[Trigger]:
    for act in acts:
        violation = act.violation
        on = violation.recognised_on
        book = timetable.on(on)
        if book is None:
            continue
        row = _highest(book.rows_for("violation", violation.severity), facts.measures, acts, on)
        if row is not None:
            until = _answered_on(facts, on, violation.id)
            yield Trigger(on, "violation", violation.id, row, book.version, until)


def _overdues(facts: Facts, acts: list[Weighed], timetable: Timetable) -> Iterator[Trigger]:
    measures = {measure.id: measure for measure in facts.measures} if facts.rectifications else {}
    for rectification in facts.rectifications:
        measure = measures[rectification.measure]
        on = max(rectification.due_on + _DAY, measure.effective_on)
        book = timetable.on(on)
        passed_on = rectification.passed_on
        is_idle = measure.kind == MeasureKind.REMINDER or (passed_on is not None and passed_on <= on)
        if book is None or is_idle:
            continue
        row = _highest(book.rows_for("overdue", measure.kind), facts.measures, acts, on)
        if row is not None:
            ends = [day for day in (_answered_on(facts, on, measure.violation), passed_on) if day]
            yield Trigger(on, "overdue", measure.id, row, book.version, min(ends, default=None))


def _highest(
    rows: tuple[LadderRow, ...], measures: tuple[Measure, ...], acts: list[Weighed], on: date
) -> LadderRow | None:
    """Of the rows whose history is met, the one with the highest rung; of equals the first in the file."""
    for row in rows:
        if row.needs is None or _is_met(row.needs, measures, acts, on):
            return row
    return None


def _is_met(needs: Needs, measures: tuple[Measure, ...], acts: list[Weighed], on: date) -> bool:
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
        past = [w.order[0] for w in acts if w.order[0] <= on and w.violation.severity in needs.severities]
    if len(past) < needs.count or needs.within_months is None:
        return len(past) >= needs.count
    return sum([on < add_months(day, needs.within_months) for day in past]) >= needs.count


def _answered_on(facts: Facts, on: date, violation_id: str | None) -> date | None:
    """The first day a measure or a declined decision answers a trigger of ``on``."""
    if not (facts.measures or facts.decisions):
        return None
    cited = (violation_id, None)
    days = [m.effective_on for m in facts.measures if m.effective_on >= on and m.violation in cited]
    days += [d.on for d in facts.decisions if d.on >= on and d.violation in cited]
    return min(days, default=None)
