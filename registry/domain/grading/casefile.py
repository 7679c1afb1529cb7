"""The case file: facts, the days to look at and what is expected there, as a lawyer writes them down.

The facts' keys are those of facts.py. ``[[expect]]`` may name tier, points, proposal, eligible, undetermined,
next_change_on and moves; each is checked only where it is written.
"""

from collections.abc import Callable
from typing import Any

from registry.domain.grading.cases import Case, Expectation
from registry.domain.grading.facts import (
    Account,
    Credit,
    Decision,
    Facts,
    Measure,
    Promotion,
    Rectification,
    Violation,
)
from registry.domain.grading.rulebook import TIERS
from registry.domain.grading.tables import Table, as_day, loads, unique
from registry.domain.terms import MeasureKind, Severity

_TIERS = tuple(str(tier) for tier in TIERS)
_KINDS = tuple(str(kind) for kind in MeasureKind)
_SEVERITIES = tuple(str(severity) for severity in Severity)


def parse_case(text: str, *, name: str) -> Case:
    """Read a case file; refuses (``grading.*`` with file, where, key) whatever cannot be meant.

    A case without an ``[[expect]]`` is refused: it names no day.
    """
    root = loads(text, name)
    rulebooks = _rulebooks(root)
    return _case(root, root.optional_text("title") or name, rulebooks)


def parse_example(table: Table) -> Case:
    """Read an example of a rulebook: a case of its own in ``[[examples]]``, tried by that rulebook alone."""
    return _case(table, table.text("title"))


def _case(table: Table, title: str, rulebooks: tuple[str, ...] = ()) -> Case:
    facts = _facts(table)
    expectations = tuple(_expectation(row) for row in table.rows("expect"))
    table.close()
    if not expectations:
        raise table.refusal("no_expect")
    return Case(title, facts, expectations, rulebooks)


def facts_from_case(text: str, *, name: str) -> Facts:
    """The facts of a case file alone."""
    return parse_case(text, name=name).facts


def _rulebooks(root: Table) -> tuple[str, ...]:
    if root.has("rulebook") and root.has("rulebooks"):
        raise root.refusal("rulebook_twice")
    if root.has("rulebook"):
        return (root.text("rulebook"),)
    if not root.has("rulebooks"):
        return ()
    paths = root.raw("rulebooks")
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        raise root.refusal("bad_text", key="rulebooks", value=str(paths))
    return tuple(paths)


def _facts(root: Table) -> Facts:
    ids: set[str] = set()
    violations = tuple(_violation(row, ids) for row in root.rows("violation"))
    known = {violation.id for violation in violations}
    measure_ids: set[str] = set()
    measures = tuple(_measure(row, measure_ids, known) for row in root.rows("measure"))
    return Facts(
        account=_account(root.table("account")),
        violations=violations,
        measures=measures,
        rectifications=tuple(_rectification(row, measure_ids) for row in root.rows("rectification")),
        credits=tuple(_credit(row) for row in root.rows("credit")),
        decisions=tuple(_decision(row, known) for row in root.rows("decision")),
        promotions=tuple(_promotion(row) for row in root.rows("promotion")),
    )


def _account(table: Table) -> Account:
    account = Account(
        registered_on=table.day("registered_on"),
        filing_complete=table.flag("filing_complete"),
        region=table.optional_text("region"),
    )
    table.close()
    return account


def _violation(row: Table, ids: set[str]) -> Violation:
    violation = Violation(
        id=unique(row, row.text("id"), ids),
        code=row.text("code"),
        severity=row.optional_choice("severity", _SEVERITIES),
        occurred_on=row.day("occurred_on"),
        recognised_on=row.day("recognised_on"),
        voided_on=row.optional_day("voided_on"),
    )
    row.close()
    return violation


def _measure(row: Table, ids: set[str], violations: set[str]) -> Measure:
    measure = Measure(
        id=unique(row, row.text("id"), ids),
        kind=MeasureKind(row.choice("kind", _KINDS)),
        violation=_reference(row, "violation", violations) if row.has("violation") else None,
        effective_on=row.day("effective_on"),
        ends_on=row.optional_day("ends_on"),
        lifted_on=row.optional_day("lifted_on"),
        annulled_on=row.optional_day("annulled_on"),
    )
    row.close()
    return measure


def _rectification(row: Table, measures: set[str]) -> Rectification:
    rectification = Rectification(
        measure=_reference(row, "measure", measures),
        due_on=row.day("due_on"),
        passed_on=row.optional_day("passed_on"),
    )
    row.close()
    return rectification


def _credit(row: Table) -> Credit:
    credit = Credit(on=row.day("on"), points=row.count("points"), reason=row.optional_text("reason") or "")
    row.close()
    return credit


def _decision(row: Table, violations: set[str]) -> Decision:
    decision = Decision(
        on=row.day("on"),
        violation=_reference(row, "violation", violations) if row.has("violation") else None,
        outcome=row.choice("outcome", ("declined",)) if row.has("outcome") else "declined",
        reason=row.optional_text("reason") or "",
        by=row.optional_text("by") or "",
    )
    row.close()
    return decision


def _promotion(row: Table) -> Promotion:
    promotion = Promotion(on=row.day("on"), tier=row.choice("tier", _TIERS))
    row.close()
    return promotion


def _reference(row: Table, key: str, ids: set[str]) -> str:
    identity = row.text(key)
    if identity not in ids:
        raise row.refusal("unknown_reference", key=key, value=identity)
    return identity


def _expectation(row: Table) -> Expectation:
    on = row.day("on")
    fields = tuple((key, _EXPECTED[key](row, key)) for key in row.names() if key in _EXPECTED)
    row.close()
    return Expectation(on, fields)


def _day_or_never(row: Table, key: str) -> str:
    value = row.raw(key)
    return "never" if value == "never" else as_day(row, key, value).isoformat()


def _move_list(row: Table, key: str) -> list[str]:
    value = row.raw(key)
    if not isinstance(value, list):
        raise row.refusal("bad_move", key=key, value=str(value))
    return [_move_text(row, key, each) for each in value]


def _move_text(row: Table, key: str, value: Any) -> str:
    words = value.split() if isinstance(value, str) else []
    if len(words) != 2 or words[1] not in {f"{a}→{b}" for a in _TIERS for b in _TIERS}:
        raise row.refusal("bad_move", key=key, value=str(value))
    return f"{as_day(row, key, words[0]).isoformat()} {words[1]}"


_EXPECTED: dict[str, Callable[[Table, str], Any]] = {
    "tier": lambda row, key: row.choice(key, _TIERS),
    "points": lambda row, key: row.count(key),
    "proposal": lambda row, key: row.choice(key, (*_KINDS, "none")),
    "eligible": lambda row, key: row.choice(key, (*_TIERS, "none")),
    "undetermined": lambda row, key: row.flag(key),
    "next_change_on": _day_or_never,
    "moves": _move_list,
}
