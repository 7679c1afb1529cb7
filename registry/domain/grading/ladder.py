"""The ladder: which measure is proposed. Never executed by the system; people decide each one.

A trigger is a recognised violation, or a rectification falling overdue. All rows of the version of its date
are tried against the history as it then was; the highest rung that fires is its call. It stands until a
measure or a declined proposal answers it, an overdue one also until the recheck is passed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from registry.domain.grading.facts import Facts
from registry.domain.grading.months import add_months
from registry.domain.grading.parts import Proposal
from registry.domain.grading.points import Weighed
from registry.domain.grading.rulebook import RUNGS, LadderRow, Needs
from registry.domain.grading.versions import Timetable
from registry.domain.terms import MeasureKind

_DAY = timedelta(days=1)
_EARLIEST = itemgetter(0, 1, 2)


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
    acts = [each for each in weighed if each[1]]
    history = _History(facts, acts)
    return (*_recognitions(facts, acts, history), *_overdues(facts, timetable, history))


def standing(facts: Facts, weighed: Sequence[Weighed], timetable: Timetable) -> list[Trigger]:
    """The calls that matter on the day the facts are known on and later: the unanswered ones, of violations the highest only.

    Nothing known by then takes a violation's call back, so none below the highest can ever be the proposal.
    """
    acts = [each for each in weighed if each[1]]
    history = _History(facts, acts)
    found = _highest(facts, acts, history)
    if facts.rectifications:
        found += [call for call in _overdues(facts, timetable, history) if call.until is None]
    return found


def _highest(facts: Facts, acts: Sequence[Weighed], history: "_History") -> list[Trigger]:
    """The unanswered calls of violations at the highest rung any of them reaches."""
    has_measures, has_answers = bool(facts.measures), bool(facts.measures or facts.decisions)
    found: list[Trigger] = []
    least = 0
    for on, _, _, _, fact, _, weight in acts:
        if has_answers and _answered_on(facts, on, fact) is not None:
            continue
        for row in weight.rows:
            height, needs = RUNGS[row.rung], row.needs
            if height < least:
                break
            if needs is None or ((has_measures or needs.kind is None) and history.is_met(needs, on)):
                if height > least:
                    found, least = [], height
                found.append(Trigger(on, "violation", fact, row, weight.rows_version))
                break
    return found


def proposal(calls: Iterable[Trigger], day: date) -> Proposal | None:
    """The highest rung among the unanswered ``calls`` of ``day``; the earliest of them gives row and date."""
    height, highest = -1, list[Trigger]()
    for call in calls:
        reached = RUNGS[call.row.rung] if call.on <= day else -1
        if reached > height:
            height, highest = reached, [call]
        elif reached == height >= 0:
            highest.append(call)
    if not highest:
        return None
    if len(highest) > 1:
        highest.sort(key=_EARLIEST)
    first = highest[0]
    row, facts = first.row, tuple(dict.fromkeys([call.fact for call in highest]))
    also = tuple(dict.fromkeys([call.row.id for call in highest if call.row.id != row.id])) if len(highest) > 1 else ()
    return Proposal(
        row.rung, row.id, first.kind, facts, first.on, first.version, row.article, row.basis, row.decides, also
    )


def rung(calls: Iterable[Trigger], day: date) -> MeasureKind | None:
    """The rung proposed on ``day``, without its particulars."""
    rungs = [trigger.row.rung for trigger in calls if trigger.on <= day]
    return max(rungs, key=RUNGS.__getitem__) if rungs else None


class _History:
    """What rows of the ladder look back on: the days of measures by kind and of violations by severity, in order."""

    def __init__(self, facts: Facts, acts: list[Weighed]) -> None:
        self._measures = facts.measures
        self._acts = acts
        self._days: dict[MeasureKind | frozenset[str], list[date]] = {}

    def call(self, rows: tuple[LadderRow, ...], on: date) -> LadderRow | None:
        """Of the rows whose history is met, the one with the highest rung; of equals the first in the file."""
        for row in rows:
            if row.needs is None or self.is_met(row.needs, on):
                return row
        return None

    def is_met(self, needs: Needs, on: date) -> bool:
        """Whether the history was there at the trigger's date.

        Measures count strictly before it; violations up to and including that day, so that of three on one day
        each is "the third or a later one". A reminder and a violation without points are no history.
        """
        key = needs.kind or needs.severities
        days = self._days.get(key)
        if days is None:
            days = self._days[key] = self._days_of(needs)
        if len(days) < needs.count:
            return False
        past = bisect_left(days, on) if needs.kind is not None else bisect_right(days, on)
        if past < needs.count or needs.within_months is None:
            return past >= needs.count
        return on < add_months(days[past - needs.count], needs.within_months)

    def _days_of(self, needs: Needs) -> list[date]:
        if needs.kind is None:
            return [act[0] for act in self._acts if act[5].severity in needs.severities]
        return sorted([m.effective_on for m in self._measures if m.kind == needs.kind != MeasureKind.REMINDER])


def _recognitions(facts: Facts, acts: list[Weighed], history: _History) -> Iterator[Trigger]:
    has_answers = bool(facts.measures or facts.decisions)
    for on, _, _, _, fact, _, weight in acts:
        row = history.call(weight.rows, on)
        if row is not None:
            until = _answered_on(facts, on, fact) if has_answers else None
            yield Trigger(on, "violation", fact, row, weight.rows_version, until)


def _overdues(facts: Facts, timetable: Timetable, history: _History) -> Iterator[Trigger]:
    measures = {measure.id: measure for measure in facts.measures} if facts.rectifications else {}
    for rectification in facts.rectifications:
        measure = measures[rectification.measure]
        on = max(rectification.due_on + _DAY, measure.effective_on)
        book = timetable.on(on)
        passed_on = rectification.passed_on
        is_idle = measure.kind == MeasureKind.REMINDER or (passed_on is not None and passed_on <= on)
        if book is None or is_idle:
            continue
        row = history.call(book.rows_for("overdue", measure.kind), on)
        if row is not None:
            ends = [day for day in (_answered_on(facts, on, measure.violation), passed_on) if day]
            yield Trigger(on, "overdue", measure.id, row, book.version, min(ends, default=None))


def _answered_on(facts: Facts, on: date, violation_id: str | None) -> date | None:
    """The first day a measure or a declined decision answers a trigger of ``on``."""
    cited = (violation_id, None)
    days = [m.effective_on for m in facts.measures if m.effective_on >= on and m.violation in cited]
    days += [d.on for d in facts.decisions if d.on >= on and d.violation in cited]
    return min(days, default=None)
