"""What would happen: an account as it stands, and as it would stand with one violation more. Nothing is
stored.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Facts, Violation
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook


def what_if(facts: Facts, violation: Violation, rulebooks: Iterable[Rulebook], on: date) -> tuple[Outcome, Outcome]:
    """The outcomes of ``on`` before and after ``violation`` is recognised; a violation of its id is
    replaced.
    """
    books = tuple(rulebooks)
    others = tuple(each for each in facts.violations if each.id != violation.id)
    after = replace(facts, violations=(*others, violation))
    return evaluate(facts, books, on), evaluate(after, books, on)
