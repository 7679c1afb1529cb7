"""One account's facts seen through its timetable: what each violation weighs, what is called for, when anything can change.

Made once for a day asked for, and fixed; the walk goes over it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from registry.domain.grading.facts import Facts, Promotion
from registry.domain.grading.floors import Windows
from registry.domain.grading.ladder import Trigger, standing
from registry.domain.grading.points import UNDETERMINED, weigh_all
from registry.domain.grading.restoration import Record
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import Timetable

_NOTHING: Mapping[date, Sequence[str]] = {}


class View:
    """``facts`` hold only what is known on the day asked for."""

    __slots__ = (
        "_better",
        "_calls",
        "_windows",
        "applied",
        "facts",
        "record",
        "starts_on",
        "timetable",
        "weighed",
    )

    def __init__(self, facts: Facts, timetable: Timetable) -> None:
        self.facts = facts
        self.timetable = timetable
        self.weighed = weigh_all(facts.violations, timetable)
        self.record = Record(facts, self.weighed)
        self.starts_on = timetable.starts_for(facts.account.registered_on)
        self.applied: Mapping[date, Sequence[str]] = _by_day(facts.promotions) if facts.promotions else _NOTHING
        self._windows: dict[int, Windows] = {}
        self._better: list[date] | None = None
        self._calls: list[Trigger] | None = None

    @property
    def calls(self) -> list[Trigger]:
        """The calls of the ladder that stand, or will."""
        if self._calls is None:
            self._calls = (
                standing(self.facts, self.weighed, self.timetable) if self.weighed or self.facts.rectifications else []
            )
        return self._calls

    @property
    def unclear_on(self) -> date:
        """From when on something is undetermined; date.max: never."""
        unclear = (each[0] for each in self.weighed if each[-1].reason in UNDETERMINED)
        return next(unclear, date.max)

    def windows(self, rulebook: Rulebook) -> Windows:
        """The facts through a version's windows."""
        found = self._windows.get(id(rulebook))
        if found is None:
            found = Windows(rulebook, self.weighed, self.facts.credits, self.facts.measures)
            self._windows[id(rulebook)] = found
        return found

    def days_worse(self, until: date) -> list[date]:
        """The days from the start of the replay to ``until`` on which the tier may fall, or an application was approved."""
        begins = self.starts_on
        if begins is None:
            return []
        found = {begins, *self.timetable.starts, *[each[0] for each in self.weighed if each[1]]}
        if self.facts.credits or self.facts.measures:
            found.update(self._edges(Windows.days_worse))
        if self.applied:
            found.update(self.applied)
        return sorted([day for day in found if begins <= day <= until])

    def day_better(self, after: date) -> date:
        """The next day on which what stands in the way of a rise may fall away; date.max where there is none."""
        if self._better is None:
            found = set(self._edges(Windows.days_better))
            found.update([until for _, until, _ in self.record.rectifications])
            self._better = sorted(found)
        place = bisect_right(self._better, after)
        return self._better[place] if place < len(self._better) else date.max

    def days_after(self, on: date) -> list[date]:
        """Every later day known beforehand on which anything can change."""
        found = {*self._edges(Windows.days_worse), *self._edges(Windows.days_better)}
        found.update([call.on for call in self.calls])
        for since, until, _ in self.record.rectifications:
            found.update((since, until))
        if self.starts_on is not None:
            found.add(self.starts_on)
        return sorted([day for day in found if on < day < date.max])

    def _edges(self, edges: Callable[[Windows], list[date]]) -> list[date]:
        """The edges of each version's windows while it is in force, and the days versions begin."""
        periods = self.timetable.periods
        if len(periods) == 1 and periods[0].rulebook is not None:
            return [periods[0].begins, *edges(self.windows(periods[0].rulebook))]
        found = list(self.timetable.starts)
        for period in periods:
            if period.rulebook is not None:
                ends = period.ends or date.max
                found += [day for day in edges(self.windows(period.rulebook)) if period.begins <= day < ends]
        return found


def _by_day(promotions: Iterable[Promotion]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for promotion in promotions:
        found.setdefault(promotion.on, []).append(promotion.tier)
    return found
