"""The examples a rulebook carries, tried by that rulebook itself, and the rows none of them reaches.

An example shows what the rows say, whatever the days they are in force: it is tried by the rulebook alone, as if it had
always been in force in the example's region. So a version dated later keeps the examples of the one it was taken from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registry.domain.grading.cases import Case
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.replay import checks_of
from registry.domain.grading.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Tried:
    """One example tried. ``checks``: {"on", "field", "expected", "got", "ok"} each; ``reached``: the rows it shows."""

    title: str
    checks: tuple[dict[str, Any], ...]
    reached: frozenset[str]

    @property
    def failed(self) -> tuple[dict[str, Any], ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check["ok"])


def run(book: Rulebook) -> tuple[Tried, ...]:
    """Every example of a rulebook, tried, in the file's order."""
    timeless = replace(book, effective_from=date.min, effective_to=None, region=None, examples=())
    return tuple(_tried(example, timeless) for example in book.examples)


def rows_of(book: Rulebook) -> tuple[str, ...]:
    """The ids of every row an example can show, in the order of the file: S:minor, T:6, F1, R1, L1."""
    severities = tuple(f"S:{row.name}" for row in book.severities)
    limits = tuple(row.id for row in book.thresholds)
    floors, ways_up = tuple(row.id for row in book.floors), tuple(row.id for row in book.restoration)
    return (*severities, *limits, *floors, *ways_up, *(row.id for row in book.ladder))


def unreached(book: Rulebook, results: tuple[Tried, ...]) -> tuple[str, ...]:
    """The rows no example shows."""
    reached = frozenset[str]().union(*(result.reached for result in results))
    return tuple(row for row in rows_of(book) if row not in reached)


def _tried(example: Case, book: Rulebook) -> Tried:
    checks: list[dict[str, Any]] = []
    reached: set[str] = set()
    for expectation in example.expectations:
        outcome = evaluate(example.facts, (book,), expectation.on)
        checks += checks_of(expectation, outcome)
        reached |= set(_rows(outcome))
    return Tried(example.title, tuple(checks), frozenset(reached))


def _rows(outcome: Outcome) -> Iterator[str]:
    """What an outcome shows: severities on file, rows that set the floor, moved the tier, or call for a measure."""
    yield from (f"S:{counted.severity}" for counted in outcome.counted)
    yield from (f"S:{uncounted.severity}" for uncounted in outcome.uncounted if uncounted.severity)
    yield from (reason.row for reason in outcome.floor_rows)
    for move in outcome.moves:
        yield from (move.row, *move.also)
    yield from (path.row for path in outcome.paths if path.is_open)
    if outcome.proposal is not None:
        yield outcome.proposal.row
