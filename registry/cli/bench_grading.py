"""The grading engine over invented ledgers, beside two bare loops over the same data (bench_bare.py).

The engine does what the whole loop does, with versions by region, gaps, measures, credits and the citations of each move; what more
an outcome tells is worked out only when asked for, so three depths are measured: the replay with every move it cites, what the
register keeps of each account, and everything a page says. The ledgers are made and replayed chunk by chunk, as a register is.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from registry.cli.bench_bare import WholeLoop, least_loop, plain_acts, plain_days
from registry.cli.bench_meter import peak
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.explain import explain, to_dict
from registry.domain.grading.facts import Account, Facts, Violation
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.reading import default_rulebooks
from registry.domain.grading.rulebook import Rulebook

ON = date(2028, 6, 30)
"""A day when the packaged rulebook has been in force for more than the two years the ledgers span."""
CHUNK = 5_000
"""Accounts held in memory at once: a whole register is replayed chunk by chunk, in memory that does not grow with it."""
_SPAN_DAYS = 730
_SEVERITIES = ("minor", "ordinary", "major", "grave")
_WEIGHTS = (70, 22, 7, 1)


def make_ledgers(accounts: int, violations: int, seed: int = 0) -> list[Facts]:
    """The facts of each account, the violations scattered over them and over two years; the same at every run."""
    random = Random(accounts + seed)  # noqa: S311 - sample data, the same at every run
    codes = [row.code for row in default_rulebooks()[0].codes]
    found: list[list[Violation]] = [[] for _ in range(accounts)]
    for number in range(violations):
        day = ON - timedelta(days=random.randrange(1, _SPAN_DAYS))
        severity = random.choices(_SEVERITIES, _WEIGHTS)[0]
        recognised = min(day + timedelta(days=random.randrange(10)), ON)
        random.choice(found).append(Violation(str(number), random.choice(codes), severity, day, recognised))
    account = Account(date(2026, 1, 5), filing_complete=True)
    return [Facts(account, tuple(sorted(each, key=lambda one: one.recognised_on))) for each in found]


Answer = tuple[str, int | None, str | None]
"""Tier, points and the measure called for, to compare."""


def _replayed(outcome: Outcome) -> Answer:
    """Tier, points, every move with its row, facts, article and version, and the measure called for."""
    called = outcome.proposal
    return str(outcome.tier), outcome.points, called.rung if called and outcome.timeline else None


def _kept(outcome: Outcome) -> Answer:
    """What the register keeps of each account: also what an application would reach, and the day of the next change."""
    _ = outcome.eligible, outcome.is_undetermined, outcome.next_change_on
    return _replayed(outcome)


def _told(outcome: Outcome) -> Answer:
    """Everything: the trace a stored move keeps, and each line of the explanation."""
    to_dict(outcome)
    explain(outcome)
    return _replayed(outcome)


_DEPTHS: dict[str, Callable[[Outcome], Answer]] = {"replay": _replayed, "kept": _kept, "told": _told}


class _Clock:
    """Wall and CPU seconds spent in pieces of one sort."""

    def __init__(self) -> None:
        self.seconds = self.cpu_seconds = 0.0

    def run(self, work: Callable[[], list[Any]]) -> list[Any]:
        began, cpu = perf_counter(), process_time()
        found = work()
        self.seconds += perf_counter() - began
        self.cpu_seconds += process_time() - cpu
        return found


def measure_engine(accounts: int, violations: int) -> dict[str, Any]:
    """What the engine and the bare loops cost over the same chunks, the ratios, and milliseconds an account."""
    books, done, same = default_rulebooks(), 0, 0
    whole = WholeLoop(books)
    clocks = {name: _Clock() for name in ("least", "whole", *_DEPTHS)}
    for start in range(0, accounts, CHUNK):
        size = min(CHUNK, accounts - start)
        share = violations * (start + size) // accounts - done
        done += share
        same += _measure_chunk(make_ledgers(size, share, start), books, whole, clocks)
    bare = {name: clocks.pop(name) for name in ("least", "whole")}
    return {
        "accounts": accounts, "violations": violations, "on": ON.isoformat(), "chunk": CHUNK,
        "bare": [_line(name, clock, bare, accounts) for name, clock in bare.items()],
        "depths": [_line(depth, clock, bare, accounts) for depth, clock in clocks.items()],
        "goal": 2, "worst": 5, "goal_ms": 1, "same": same, "peak_mib": round(peak() or 0) or None,
    }  # fmt: skip


def _measure_chunk(
    ledgers: list[Facts], books: tuple[Rulebook, ...], whole: WholeLoop, clocks: dict[str, "_Clock"]
) -> int:
    """Replay one chunk every way; how many accounts the whole loop and the engine bring to the same end."""
    days = [plain_days(facts, books[0]) for facts in ledgers]
    acts = [(facts.account.registered_on, plain_acts(facts, books[0])) for facts in ledgers]
    clocks["least"].run(lambda: [least_loop(each, ON.toordinal()) for each in days])
    expected = clocks["whole"].run(lambda: [whole.run(begins, each, ON) for begins, each in acts])
    for depth, ask in _DEPTHS.items():
        told = clocks[depth].run(lambda ask=ask: [ask(evaluate(facts, books, ON)) for facts in ledgers])  # type: ignore[misc]
    return sum(one == other[:3] for one, other in zip(told, expected, strict=True))


def _line(name: str, clock: "_Clock", bare: dict[str, "_Clock"], accounts: int) -> dict[str, Any]:
    return {
        "name": name, "seconds": round(clock.seconds, 4), "cpu_seconds": round(clock.cpu_seconds, 3),
        "ratio": _share(clock.cpu_seconds, bare["whole"].cpu_seconds),
        "ratio_least": _share(clock.cpu_seconds, bare["least"].cpu_seconds),
        "ms_per_account": round(clock.seconds * 1000 / accounts, 4),
    }  # fmt: skip


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 1) if whole else None
