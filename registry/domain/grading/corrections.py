"""Correction is re-derivation: after a voiding or an annulment the tier goes at once to where it would be.

The move as it was made stays in the ledger; this is the entry that stands beside it and cites what was
voided.
"""

from datetime import date

from registry.domain.grading.outcome import Move, Outcome
from registry.domain.terms import Tier


def correction(stood: Tier | None, outcome: Outcome, on: date, fact: str) -> Move | None:
    """The move from the tier that stood to the re-derived one, citing the voided ``fact``; None where equal.

    outcome: evaluated with the fact voided or annulled. Its article is that of the row now setting the tier.
    """
    if stood is None or outcome.tier is None or stood == outcome.tier:
        return None
    article = outcome.timeline[-1].article if outcome.timeline else None
    return Move(on, stood, outcome.tier, "void", (fact,), article, outcome.version or "")
