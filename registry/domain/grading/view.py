"""One account's facts seen through its timetable: what each violation weighs, what is called for, when anything can change.

Made once for a day asked for, and fixed; the walk goes over it.
"""

from datetime import date

from registry.domain.grading.facts import Facts
from registry.domain.grading.floors import Windows
from registry.domain.grading.ladder import Trigger, triggers, unanswered
from registry.domain.grading.points import UNDETERMINED, weigh_all
from registry.domain.grading.restoration import Record
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import Timetable


class View:
    """``facts`` hold only what is known on the day asked for."""

    __slots__ = ("_windows", "applied", "calls", "facts", "record", "starts_on", "timetable", "unclear_on", "weighed")

    def __init__(self, facts: Facts, timetable: Timetable) -> None:
        self.facts = facts
        self.timetable = timetable
        self.weighed = weigh_all(facts.violations, timetable)
        self.calls: list[Trigger] = unanswered(triggers(facts, self.weighed, timetable))
        self.record = Record(facts, self.weighed)
        self.starts_on = timetable.starts_for(facts.account.registered_on)
        self.unclear_on = date.max
        for each in self.weighed:
            if each.weight.reason in UNDETERMINED:
                self.unclear_on = each.violation.recognised_on
                break
        self.applied: dict[date, list[str]] = {}
        for promotion in facts.promotions:
            self.applied.setdefault(promotion.on, []).append(promotion.tier)
        self._windows: dict[int, Windows] = {}

    def windows(self, rulebook: Rulebook) -> Windows:
        """The facts through a version's windows."""
        found = self._windows.get(id(rulebook))
        if found is None:
            found = Windows(rulebook, self.weighed, self.facts.credits, self.facts.measures)
            self._windows[id(rulebook)] = found
        return found

    def days(self) -> list[date]:
        """Every date known beforehand on which anything can change, in order."""
        periods = self.timetable.periods
        found = set(self.timetable.starts)
        for period in periods:
            if period.rulebook is not None:
                edges = self.windows(period.rulebook).edges()
                if len(periods) > 1:
                    ends = period.ends or date.max
                    edges = [day for day in edges if period.begins <= day < ends]
                found.update(edges)
        for since, until, _ in self.record.rectifications:
            found.update((since, until))
        found.update(self.applied)
        found.update([call.on for call in self.calls])
        if self.starts_on is not None:
            found.add(self.starts_on)
        found.discard(date.max)
        return sorted(found)
