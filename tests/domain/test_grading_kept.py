"""The trace a move keeps is read back as the outcome it was, and explains itself as it did then."""

import json
from datetime import date

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.explain import explain, to_dict
from registry.domain.grading.facts import Account, Facts, Measure, Rectification, Violation
from registry.domain.grading.kept import KeptOutcome
from registry.domain.grading.outcome import PARTS
from registry.domain.grading.reading import default_rulebooks
from registry.domain.terms import MeasureKind

FACTS = Facts(
    account=Account(date(2026, 1, 10)),
    violations=(
        Violation("v1", "7-3", "ordinary", date(2026, 2, 1), date(2026, 2, 5)),
        Violation("v2", "7-3", "ordinary", date(2026, 4, 1), date(2026, 4, 5)),
        Violation("v3", "7-1", None, date(2026, 4, 1), date(2026, 4, 6)),
    ),
    measures=(Measure("m1", MeasureKind.INTERVIEW, date(2026, 2, 10), "v1"),),
    rectifications=(Rectification("m1", date(2026, 2, 20)),),
)


def test_a_kept_trace_tells_what_the_outcome_told() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 7)):
        outcome = evaluate(FACTS, default_rulebooks(), day)
        kept = KeptOutcome(json.loads(json.dumps(to_dict(outcome))))
        assert all(getattr(kept, part) == getattr(outcome, part) for part in PARTS)
        assert explain(kept) == explain(outcome)


def test_what_an_older_trace_does_not_hold_is_empty() -> None:
    kept = KeptOutcome({"on": "2026-04-07", "tier": "C", "points": 6})
    assert (kept.counted, kept.proposal, kept.heavy, kept.is_undetermined) == ((), None, 0, False)
    assert explain(kept)
