"""The rules once more, as slowly and plainly as they can be said: day by day, every fact looked at anew.

Written apart from the engine and sharing only its dataclasses, so that the two can disagree.
"""

import calendar
import math
from datetime import date, timedelta
from decimal import Decimal

TIERS = "ABCD"
RUNGS = ["reminder", "interview", "suspension", "delisting", "shutdown"]
DAY = timedelta(days=1)


def later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def inside(start, months, day):
    return start <= day and (months is None or day < later(start, months))


def lineage(region):
    """The region and all its ancestors, nearest first; None is the nation."""
    if not region:
        return [None]
    return [region, *{region[:4] + "00": 0, region[:2] + "0000": 0}, None]


def in_force(books, region, day):
    for place in lineage(region):
        own = sorted((b for b in books if b.region == place), key=lambda b: b.effective_from)
        for number, book in enumerate(own):
            last = book.effective_to
            if last is None and number + 1 < len(own):
                last = own[number + 1].effective_from - DAY
            if book.effective_from <= day and (last is None or day <= last):
                return book
    return None


class Reference:
    """One account's facts known on ``on``, answered for any day by looking at everything."""

    def __init__(self, facts, books, on):
        self.account = facts.account
        self.books = [b for b in books if b.region in lineage(facts.account.region)]
        self.violations = [v for v in facts.violations if not v.voided_on and v.recognised_on <= on]
        self.measures = [m for m in facts.measures if not m.annulled_on and m.effective_on <= on]
        self.lifted = {m.id: m.lifted_on for m in self.measures if m.lifted_on and m.lifted_on <= on}
        by_id = {m.id: m for m in self.measures}
        self.rectifications = [
            (by_id[r.measure], r.due_on, r.passed_on if r.passed_on and r.passed_on <= on else None)
            for r in facts.rectifications
            if r.measure in by_id and by_id[r.measure].kind != "reminder"
        ]
        self.credits = [c for c in facts.credits if c.on <= on]
        self.decisions = [d for d in facts.decisions if d.on <= on]
        self.promotions = [p for p in facts.promotions if p.on <= on]
        self.first = min((b.effective_from for b in self.books), default=None)
        self._books = {}
        self._weights = {v.id: self._weight(v) for v in self.violations}

    def book(self, day):
        if day not in self._books:
            self._books[day] = in_force(self.books, self.account.region, day)
        return self._books[day]

    def _weight(self, v):
        """(points, own tier, is undetermined)"""
        if self.first is None or v.occurred_on < self.first:
            return 0, None, False
        book = self.book(v.occurred_on)
        rows = {row.name: row for row in book.severities} if book else {}
        if v.severity not in rows:
            return 0, None, True
        chosen = rows[v.severity]
        recognised = self.book(v.recognised_on)
        if recognised:
            for row in recognised.severities:
                if row.name == v.severity and row.points < chosen.points:
                    chosen = row
        return chosen.points, chosen.tier, False

    def counted(self, day, book):
        return [
            v for v in self.violations if self._weights[v.id][0] and inside(v.recognised_on, book.window_months, day)
        ]

    def points(self, day, book):
        heavy = light = 0
        counted = self.counted(day, book)
        for code in {v.code for v in counted}:
            same = [
                (v.recognised_on, -self._weights[v.id][0], v.severity not in ("major", "grave"))
                for v in counted
                if v.code == code
            ]
            for place, (_, minus, is_light) in enumerate(sorted(same)):
                points = -minus if place == 0 else math.ceil(Decimal(-minus) * book.repeat_factor)
                if is_light:
                    light += points
                else:
                    heavy += points
        credits = sum(c.points for c in self.credits if inside(c.on, book.window_months, day))
        return heavy + max(0, light - min(credits, book.credit_cap))

    def floor(self, day, book, points):
        named = ["A"]
        named += [row.tier for row in book.thresholds if points >= row.points]
        for row in book.floors:
            held = [
                m
                for m in self.measures
                if m.kind == row.kind
                and m.kind != "reminder"
                and inside(m.effective_on, row.within_months, day)
                and not (m.id in self.lifted and self.lifted[m.id] <= day)
            ]
            if len(held) >= row.count:
                named.append(row.tier)
        named += [t for v in self.counted(day, book) if (t := self._weights[v.id][1])]
        return max(named)

    def history(self, needs, day):
        if needs.kind:
            past = [m.effective_on for m in self.measures if m.kind == needs.kind != "reminder"]
            past = [e for e in past if e < day]
        else:
            past = [
                v.recognised_on
                for v in self.violations
                if v.severity in needs.severities and self._weights[v.id][0] and v.recognised_on <= day
            ]
        return sum(inside(e, needs.within_months, day) for e in past) >= needs.count

    def call(self, day, fits):
        book = self.book(day)
        rungs = [
            row.rung
            for row in (book.ladder if book else ())
            if fits(row) and (row.needs is None or self.history(row.needs, day))
        ]
        return max(rungs, key=RUNGS.index, default=None)

    def answered(self, since, violation, day):
        measures = [(m.effective_on, m.violation) for m in self.measures]
        decisions = [(d.on, d.violation) for d in self.decisions]
        return any(since <= on <= day and cited in (violation, None) for on, cited in measures + decisions)

    def proposal(self, day):
        rungs = []
        for v in self.violations:
            if v.recognised_on <= day and self._weights[v.id][0] and not self.answered(v.recognised_on, v.id, day):
                rungs.append(
                    self.call(
                        v.recognised_on,
                        lambda row, v=v: (
                            row.trigger == "violation" and (not row.severities or v.severity in row.severities)
                        ),
                    )
                )
        for measure, due_on, passed_on in self.rectifications:
            since = max(due_on + DAY, measure.effective_on)
            is_overdue = since <= day and (passed_on is None or day < passed_on)
            if is_overdue and not self.answered(since, measure.violation, day):
                rungs.append(self.call(since, lambda row, m=measure: row.trigger == "overdue" and m.kind in row.of))
        return max((r for r in rungs if r), key=RUNGS.index, default=None)

    def clean_since(self, day, raised_on):
        dates = [self.account.registered_on]
        dates += [v.recognised_on for v in self.violations if self._weights[v.id][0] and v.recognised_on <= day]
        dates += [m.effective_on for m in self.measures if m.kind != "reminder" and m.effective_on <= day]
        return max([*dates, raised_on] if raised_on else dates)

    def holds(self, row, tier, day, points, floor, raised_on):
        return (
            row.from_tier == tier
            and floor <= row.to_tier
            and not any(
                m.effective_on <= day and (passed is None or day < passed) for m, _, passed in self.rectifications
            )
            and later(self.clean_since(day, raised_on), row.clean_months) <= day
            and (row.max_points is None or points <= row.max_points)
            and (not row.filing_complete or self.account.filing_complete)
        )

    def days(self, since, until):
        """Every day from ``since``, or from the start if earlier, to ``until``: (day, snapshot, moves)."""
        tier = raised_on = None
        moves = []
        starts_on = max(self.account.registered_on, self.first) if self.first else None
        day = min(starts_on or since, since)
        while day <= until:
            book = self.book(day)
            undetermined = book is None or any(
                self._weights[v.id][2] and v.recognised_on <= day for v in self.violations
            )
            points = floor = eligible = None
            if book is not None:
                points = self.points(day, book)
                floor = self.floor(day, book, points)
                if tier is None and starts_on and day >= starts_on:
                    tier = book.initial_tier
                if tier is not None:
                    before = tier
                    asked = {p.tier for p in self.promotions if p.on == day}
                    if floor > tier:
                        tier, raised_on = floor, None
                    else:
                        for row in book.restoration:
                            if not row.by_application and self.holds(row, tier, day, points, floor, raised_on):
                                tier, raised_on = row.to_tier, day
                                break
                        else:
                            for row in book.restoration:
                                if row.to_tier in asked and self.holds(row, tier, day, points, floor, raised_on):
                                    tier, raised_on = row.to_tier, day
                                    break
                    if tier != before:
                        moves.append((day, before, tier))
                    for row in book.restoration:
                        if row.by_application and self.holds(row, tier, day, points, floor, raised_on):
                            eligible = row.to_tier
            yield day, (tier, points, floor, eligible, self.proposal(day), undetermined), tuple(moves)
            day += DAY


def every_day(facts, books, since, until):
    """{day: (snapshot, moves so far)} for each day, by one pass over all of them."""
    reference = Reference(facts, books, until)
    return {day: (snapshot, moves) for day, snapshot, moves in reference.days(since, until)}


def next_change(facts, books, on, horizon):
    """The first day after ``on`` that differs with no new fact, within ``horizon`` days, or None."""
    today = None
    for day, snapshot, _ in Reference(facts, books, on).days(on, on + horizon * DAY):
        if day == on:
            today = snapshot
        elif day > on and snapshot != today:
            return day
    return None
