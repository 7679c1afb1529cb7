"""The grading engine over invented ledgers, beside a bare loop over the same data.

The bare loop does the least the rules ask for: points of twelve months day by day, the tier they stand for, and the step of a ladder. The engine
does it with versions, floors, proposals, ways up and the explanation of each.
"""

from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Account, Facts, Violation
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.rulebook import Rulebook

ON = date(2028, 6, 30)
"""A day when the packaged rulebook has been in force for more than the two years the ledgers span."""
_SPAN_DAYS = 730
_WINDOW_DAYS = 365
_SEVERITIES = ("minor", "ordinary", "major", "grave")
_WEIGHTS = (70, 22, 7, 1)
_RUNGS = 3
_STEPS = (("D", 12), ("C", 6), ("B", 1), ("B", 0))


def make_ledgers(accounts: int, violations: int) -> list[Facts]:
    """The facts of each account, the violations scattered over them and over two years; the same at every run."""
    random = Random(accounts)  # noqa: S311 - sample data, the same at every run
    codes = [row.code for row in default_rulebooks()[0].codes]
    found: list[list[Violation]] = [[] for _ in range(accounts)]
    for number in range(violations):
        day = ON - timedelta(days=random.randrange(1, _SPAN_DAYS))
        severity = random.choices(_SEVERITIES, _WEIGHTS)[0]
        recognised = min(day + timedelta(days=random.randrange(10)), ON)
        random.choice(found).append(Violation(str(number), random.choice(codes), severity, day, recognised))
    account = Account(date(2026, 1, 5), filing_complete=True)
    return [Facts(account, tuple(sorted(each, key=lambda one: one.recognised_on))) for each in found]


def bare_tier(days: list[tuple[int, int]]) -> tuple[str, int, int]:
    """Tier, points and rung after a replay of (ordinal day, points): the points of twelve months and what they stand for.

    The rung is how far up a ladder of three steps the last violation went, by how many there were in its twelve months.
    """
    tier, points, rung, first = "B", 0, 0, 0
    for position, (day, worth) in enumerate(days):
        points += worth
        while days[first][0] <= day - _WINDOW_DAYS:
            points -= days[first][1]
            first += 1
        rung = min(position - first + 1, _RUNGS)
        tier = next(step for step, least in _STEPS if points >= least)
    while first < len(days) and days[first][0] <= ON.toordinal() - _WINDOW_DAYS:
        points -= days[first][1]
        first += 1
    return next(step for step, least in _STEPS if points >= least) if days else tier, points, rung


def _bare(ledgers: list[Facts], book: Rulebook) -> list[list[tuple[int, int]]]:
    worth = {str(row.name): row.points for row in book.severities}
    return [[(one.recognised_on.toordinal(), worth[one.severity or ""]) for one in each.violations] for each in ledgers]


def measure_engine(accounts: int, violations: int) -> dict[str, Any]:
    """Wall and CPU seconds of the engine and of the bare loop, their ratio, and milliseconds an account."""
    ledgers, books = make_ledgers(accounts, violations), default_rulebooks()
    plain = _bare(ledgers, books[0])
    began, cpu = perf_counter(), process_time()
    bare = [bare_tier(days) for days in plain]
    bare_seconds, bare_cpu = perf_counter() - began, process_time() - cpu
    began, cpu = perf_counter(), process_time()
    tiers = [evaluate(facts, books, ON).tier for facts in ledgers]
    seconds, spent = perf_counter() - began, process_time() - cpu
    same = sum(str(tier) == each for tier, (each, *_) in zip(tiers, bare, strict=True))
    return {
        "accounts": accounts, "violations": violations, "on": ON.isoformat(),
        "seconds": round(seconds, 4), "cpu_seconds": round(spent, 3),
        "bare_seconds": round(bare_seconds, 4), "bare_cpu_seconds": round(bare_cpu, 3),
        "ratio": round(seconds / bare_seconds, 1) if bare_seconds else None, "goal": 2, "worst": 5,
        "ms_per_account": round(seconds * 1000 / accounts, 3), "goal_ms": 1, "same_tier": same,
    }  # fmt: skip
