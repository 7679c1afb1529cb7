"""What lint finds in a rulebook: a code, the table and row it stands in, and what the sentence needs.

An error says that a row cannot do what it was written for, or that the law asks for what is missing: such a rulebook is not
published. A warning says what an office may want so, and should have seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.domain.errors import Said
from registry.domain.terms import MeasureKind, Severity


class Level(StrEnum):
    """Whether a finding stands in the way of publishing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``table``: head · severities · thresholds · floors · restoration · ladder · codes; ``row``: its id, "" none.

    The sentence is `rulebooks.lint.<code>` with ``params`` (wording/rulebook_lint.py).
    """

    level: Level
    code: str
    table: str
    row: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def error(code: str, table: str, row: str = "", **params: Any) -> Finding:
    """A finding that stands in the way of publishing."""
    return Finding(Level.ERROR, code, table, str(row), params)


def warning(code: str, table: str, row: str = "", **params: Any) -> Finding:
    """A finding to be seen, and left so where the office wants it so."""
    return Finding(Level.WARNING, code, table, str(row), params)


def said(found: Finding) -> Said:
    """A finding as a sentence: the row, then what is wrong with it; a column by the name officers know it by."""
    params = dict(found.params)
    if "column" in params:
        params["column"] = Said(f"rulebooks.lint_column.{params['column']}")
    row = Severity(found.row) if found.table == "severities" and found.row else found.row
    place = Said(f"rulebooks.lint_at.{found.table}" if row else f"rulebooks.lint_table.{found.table}", {"row": row})
    return Said("rulebooks.lint_said", {"place": place, "finding": Said(f"rulebooks.lint.{found.code}", params)})


def said_check(check: Mapping[str, Any]) -> dict[str, Any]:
    """A check of an example (`Tried.checks`) as its sentence takes it: the day, what was looked at, expected and got."""
    return {
        "on": check["on"],
        "field": Said(f"rulebooks.example_field.{check['field']}"),
        "expected": _said_value(check["field"], check["expected"]),
        "got": _said_value(check["field"], check["got"]),
    }


def _said_value(field_name: str, value: Any) -> Any:
    """A value of a case file by the name officers know it by."""
    if value in ("none", "never", None) or value == []:
        return Said("rulebooks.example_none")
    if isinstance(value, bool):
        return Said("rulebooks.example_yes" if value else "rulebooks.example_no")
    return MeasureKind(value) if field_name == "proposal" and value in set(MeasureKind) else value
