"""A case as a lawyer writes it down: facts, and what is expected of them on which days.

Case files (casefile.py) and the examples inside a rulebook (examples.py) are both such cases.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.domain.grading.facts import Facts


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case expects on one day: field → value as written, dates as ISO text, in the file's order."""

    on: date
    fields: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case read. ``rulebooks``: the paths a file names, empty for the packaged default and for an example."""

    title: str
    facts: Facts
    expectations: tuple[Expectation, ...]
    rulebooks: tuple[str, ...] = ()
