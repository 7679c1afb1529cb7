"""Facts of an account in few words, and the sample rulebooks by their names."""

from datetime import date
from pathlib import Path

from registry.domain.grading.facts import Account, Measure, Violation
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.terms import MeasureKind

RULEBOOKS = Path(__file__).parent.parent / "samples" / "grading" / "rulebooks"
BOOKS = default_rulebooks()
ENTERED = Account(date(2026, 1, 5))


def book(name):
    return parse((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), name=name)


def ordinary(number, recognised_on, code="7-3", severity="ordinary", acted=None):
    return Violation(f"v{number}", code, severity, acted or recognised_on, recognised_on)


def interview(number, effective_on, violation=None, **more):
    return Measure(f"m{number}", MeasureKind.INTERVIEW, effective_on, violation, **more)
