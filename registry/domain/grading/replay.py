"""Replaying a case file: evaluate on each day it names and compare.

The timeline opens with the ``initial`` entry (from null), which is a beginning and not a move: ``moves``
leaves it out. Timeline and next_change_on are those of the last ``[[expect]]`` in the file.
"""

from collections.abc import Callable
from typing import Any

from registry.domain.grading.casefile import parse_case
from registry.domain.grading.cases import Expectation
from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.outcome import Move, Outcome
from registry.domain.grading.reading import default_rulebooks, parse


def replay(text: str, *, name: str, load: Callable[[str], str]) -> dict[str, Any]:
    """Replay one case file: its TOML text, its name, and how to read a rulebook path it names.

    Returns ``{"file", "title", "checks": [{"on", "field", "expected", "got", "ok"}], "timeline": [{"on",
    "from", "to", "row", "facts", "article"}], "next_change_on"}``, JSON-safe. Refuses as ``parse_case`` and
    ``parse`` do.
    """
    case = parse_case(text, name=name)
    books = tuple(parse(load(path), name=path) for path in case.rulebooks) or default_rulebooks()
    checks: list[dict[str, Any]] = []
    for expectation in case.expectations:
        outcome = evaluate(case.facts, books, expectation.on)
        checks += checks_of(expectation, outcome)
    return {
        "file": name,
        "title": case.title,
        "checks": checks,
        "timeline": [_entry(move) for move in outcome.timeline],
        "next_change_on": _got(outcome)["next_change_on"],
    }


def is_passed(result: dict[str, Any]) -> bool:
    """Whether every check of a replay holds."""
    return all(check["ok"] for check in result["checks"])


def checks_of(expectation: Expectation, outcome: Outcome) -> list[dict[str, Any]]:
    """Each field a day of a case expects, beside what the outcome of that day holds."""
    got = _got(outcome)
    return [
        {
            "on": expectation.on.isoformat(),
            "field": field,
            "expected": expected,
            "got": got[field],
            "ok": got[field] == expected,
        }
        for field, expected in expectation.fields
    ]


def _got(outcome: Outcome) -> dict[str, Any]:
    """The outcome in a case file's own words."""
    return {
        "tier": outcome.tier.value if outcome.tier else None,
        "points": outcome.points,
        "proposal": outcome.proposal.rung.value if outcome.proposal else "none",
        "eligible": outcome.eligible.value if outcome.eligible else "none",
        "undetermined": outcome.is_undetermined,
        "next_change_on": outcome.next_change_on.isoformat() if outcome.next_change_on else "never",
        "moves": [str(move) for move in outcome.moves],
    }


def _entry(move: Move) -> dict[str, Any]:
    return {
        "on": move.on.isoformat(),
        "from": move.from_tier.value if move.from_tier else None,
        "to": move.to_tier.value,
        "row": move.row,
        "facts": list(move.facts),
        "article": move.article,
    }
