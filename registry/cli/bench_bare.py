"""The bare loops the engine is measured beside: the rules over plain tuples, with nothing said about why.

`least_loop` does the least a classification by points asks for: the points of 365 days, the tier they stand for, the way back up
and the step of a ladder of three. `whole_loop` does the work the engine does (which version weighs an act, calendar months, repeats
rounded up, a severity's own tier, thresholds, restoration, the ladder with what came before) and comes to the same tier,
points, measure and days of moves; it has no facts of other kinds to look at, since the ledgers measured hold violations only.
"""

from bisect import bisect_right
from datetime import date
from typing import Any

from registry.domain.grading.facts import Facts
from registry.domain.grading.months import add_months
from registry.domain.grading.rulebook import RUNGS, Rulebook
from registry.domain.terms import MeasureKind

_YEAR_DAYS, _QUARTER_DAYS, _STEPS = 365, 91, 3
_CLOSE, _STRICT = 6, 12
Act = tuple[date, date, str, str]
"""A violation as the whole loop takes it: recognised on, act on, severity, code; of one day the heavier first."""
Answer = tuple[str, int, str | None, list[tuple[date, str, str]]]
"""Tier, points, the measure called for, and the moves (day, from, to)."""


def least_loop(days: list[tuple[int, int]], today: int) -> tuple[str, int, int]:
    """Tier, points and step of the ladder after a replay of (ordinal day, points) up to ``today``."""
    tier = points = step = first = last = 0
    for position, (day, worth) in enumerate([*days, (today, 0)]):
        while first < position and days[first][0] <= day - _YEAR_DAYS:
            points -= days[first][1]
            first += 1
        clean = day - last
        if tier == 2 and clean >= _YEAR_DAYS:
            tier, clean = 1, clean - _YEAR_DAYS
        if tier == 1 and clean >= _QUARTER_DAYS and points < _CLOSE:
            tier = 0
        if worth:
            points += worth
            step, last = min(position - first + 1, _STEPS), day
            floor = 2 if points >= _STRICT else 1 if points >= _CLOSE else 0
            tier = max(tier, floor)
    return "BCD"[tier], points, step


class WholeLoop:
    """The whole rules of some versions without regions, gaps or ends, as plain tables; ``run`` replays one account."""

    def __init__(self, books: tuple[Rulebook, ...]) -> None:
        ordered = sorted(books, key=lambda book: book.effective_from)
        self.starts = [book.effective_from for book in ordered]
        self.versions = [_plain(book) for book in ordered]

    def run(self, registered_on: date, acts: list[Act], on: date) -> Answer:
        """The account on ``on``; ``acts`` in order and none of them later."""
        weighed = [each for act in acts if (each := self._weigh(*act)) is not None]
        begins = max(registered_on, self.starts[0])
        days = sorted({begins, on, *[day for day in self.starts if begins < day <= on], *[act[0] for act in weighed]})
        version, turns = self._turn(begins)
        spans = _spans(version, weighed)
        tier, raised, moves = version["initial"], date.min, []
        at, day = 0, begins
        while day <= on:
            if day >= turns:
                version, turns = self._turn(day)
                spans = _spans(version, weighed)
            points, floor = self._stand(version, spans, day)
            before, due = tier, date.max
            if floor > tier:
                tier, raised = floor, date.min
            if tier in version["up"]:
                to_tier, months = version["up"][tier]
                clock = max(
                    registered_on, raised, max([each[0] for each in weighed if each[0] <= day], default=date.min)
                )
                clean_on = add_months(clock, months)
                if clean_on <= day and floor <= to_tier and tier == before:
                    tier, raised, due = to_tier, day, _after(day)
                else:
                    due = (
                        clean_on
                        if clean_on > day
                        else min([each[1] for each in spans if each[1] > day], default=date.max)
                    )
            if tier != before:
                moves.append((day, before, tier))
            while at < len(days) and days[at] <= day:
                at += 1
            day = min(due, days[at]) if at < len(days) else due
        return tier, points, self._called(weighed), moves

    def _turn(self, day: date) -> tuple[dict[str, Any], date]:
        """The version of a day, and the day the next begins."""
        place = bisect_right(self.starts, day)
        return self.versions[place - 1], self.starts[place] if place < len(self.starts) else date.max

    def _version(self, day: date) -> dict[str, Any]:
        return self.versions[bisect_right(self.starts, day) - 1]

    def _weigh(self, recognised: date, act: date, severity: str, code: str) -> tuple[Any, ...] | None:
        """Points and own tier by the version of the act, or of the recognition where that is lighter; None: no points."""
        place = bisect_right(self.starts, act)
        if not place:
            return None
        later = self._version(recognised)
        worth = self.versions[place - 1]["worth"][severity]
        lighter = later["worth"][severity]
        worth = lighter if lighter[0] < worth[0] else worth
        return (recognised, *worth, severity, code, later) if worth[0] else None

    def _stand(self, version: dict[str, Any], spans: list[tuple[Any, ...]], day: date) -> tuple[int, str]:
        """Points and floor of a day."""
        heavy = light = 0
        floor, codes = "A", set()
        for recognised, end, worth, is_heavy, own, _, code in spans:
            if recognised > day:
                break
            if day < end:
                counted = version["repeats"][worth] if code in codes else worth
                codes.add(code)
                if is_heavy:
                    heavy += counted
                else:
                    light += counted
                if own > floor:
                    floor = own
        points = heavy + light
        for least, tier in version["thresholds"]:
            if points >= least and tier > floor:
                floor = tier
        return points, floor

    def _called(self, weighed: list[tuple[Any, ...]]) -> str | None:
        """The highest rung any violation calls for: the ledgers hold no answer to any."""
        highest = None
        for recognised, *_, severity, _, version in weighed:
            for rung, severities, needs in version["ladder"]:
                if severity in severities and (highest is None or RUNGS[rung] > RUNGS[highest]):
                    if needs is not None:
                        past = [each[0] for each in weighed if each[4] in needs.severities and each[0] <= recognised]
                        if len(past) < needs.count or recognised >= add_months(past[-needs.count], needs.within_months):
                            continue
                    highest = rung
        return highest


def _plain(book: Rulebook) -> dict[str, Any]:
    """One version as tables. Of a ladder only what violations alone can meet; of ways up only those that fire alone."""
    return {
        "initial": str(book.initial_tier),
        "months": book.window_months,
        "worth": {
            str(row.name): (row.points, str(row.name) in ("major", "grave"), str(row.tier or "A"))
            for row in book.severities
        },
        "repeats": {row.points: book.repeats[row.points] for row in book.severities},
        "thresholds": [(row.points, str(row.tier)) for row in book.thresholds],
        "up": {str(row.from_tier): (str(row.to_tier), row.clean_months) for row in book.restoration if not row.by_application},
        "ladder": [
            (MeasureKind(row.rung), {str(each) for each in row.severities}, row.needs)
            for row in book.ladder
            if row.trigger == "violation" and (row.needs is None or row.needs.kind is None)
        ],
    }  # fmt: skip


def plain_acts(facts: Facts, book: Rulebook) -> list[Act]:
    """The violations of an account as the whole loop takes them."""
    rows = book.severity_rows
    found = [(one.recognised_on, one.occurred_on, one.severity or "", one.code) for one in facts.violations]
    return sorted(found, key=lambda act: (act[0], -rows[act[2]].points))


def plain_days(facts: Facts, book: Rulebook) -> list[tuple[int, int]]:
    """The violations of an account as the least loop takes them."""
    rows = book.severity_rows
    return [(one.recognised_on.toordinal(), rows[one.severity or ""].points) for one in facts.violations]


def _spans(version: dict[str, Any], weighed: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What was weighed, with the day its window ends, the version left out."""
    return [(each[0], add_months(each[0], version["months"]), *each[1:6]) for each in weighed]


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
