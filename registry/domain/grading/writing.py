"""From a Rulebook back to the TOML text it is read from: what the editor's forms change is kept as a file anyone can read.

The text is the rulebook (store/rulebooks.py), so nothing reading.py keeps may be lost here: each row is written from its own
fields, whichever they are, and reading the text again gives the same Rulebook.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from registry.domain.grading.cases import Case, Expectation
from registry.domain.grading.rulebook import Needs, Rulebook
from registry.domain.terms import MeasureKind, Severity

_HEAD = "# 等级是内部管理标签，不是处罚，不对外公布；处置由人决定，依据法律、法规、规章，不依据本文件。\n"
_KEYS = {"from_tier": "from", "to_tier": "to", "severities": "severity"}
"""Names of fields that the file spells otherwise."""
_FACTS = {
    "violation": "violations", "measure": "measures", "rectification": "rectifications", "credit": "credits",
    "decision": "decisions", "promotion": "promotions",
}  # fmt: skip
"""What an example's file calls the facts of each kind."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def to_toml(book: Rulebook) -> str:
    """The text of a rulebook, its rows in their order; ``parse`` of it gives ``book`` again."""
    parts = [_HEAD + "".join(f"{key} = {_value(value)}\n" for key, value in _scalars(book))]
    if book.tier_names:
        parts.append("[tiers]\n" + "".join(f"{tier} = {_value(name)}\n" for tier, name in book.tier_names))
    parts.append(
        "[severities]\n" + "".join(f"{row.name} = {_inline(_pairs(row, 'name'))}\n" for row in book.severities)
    )
    for key, rows in _tables(book):
        parts.extend(
            f"[[{key}]]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in _pairs(row)) for row in rows
        )
    parts.extend(_example(case) for case in book.examples)
    return "\n".join(parts)


def _scalars(book: Rulebook) -> Iterator[tuple[str, Any]]:
    """The values at the head of the file: what identifies it first, then the numbers."""
    first = ("version", "title", "region", "effective_from", "effective_to")
    names = [*first, *(each.name for each in fields(book) if each.name not in first)]
    for name in names:
        value = getattr(book, name)
        if not name.startswith("_") and value is not None and not isinstance(value, tuple):
            yield name, value


def _tables(book: Rulebook) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The tables of rows, as the file has them."""
    for each in fields(book):
        rows = getattr(book, each.name)
        if isinstance(rows, tuple) and each.name not in {"severities", "tier_names", "examples"}:
            yield each.name, rows


def _pairs(row: Any, *left_out: str) -> Iterator[tuple[str, Any]]:
    """Key and value of each field of a row that says something: what is as it would be unsaid is left out."""
    for each in fields(row):
        value = getattr(row, each.name)
        if each.name not in left_out and value is not None and value != _unsaid(each):
            yield _KEYS.get(each.name, each.name), value


def _unsaid(each: Field[Any]) -> Any:
    """What a field is where the file says nothing."""
    return None if each.default is MISSING else each.default


def _example(case: Case) -> str:
    """An example: its facts and what is expected, one to a line."""
    lines = ["[[examples]]\n", f"title = {_text(case.title)}\n", f"account = {_inline(_pairs(case.facts.account))}\n"]
    for key, name in _FACTS.items():
        lines.append(_lines(key, [_pairs(row) for row in getattr(case.facts, name)]))
    lines.append(_lines("expect", [_expected(each) for each in case.expectations]))
    return "".join(lines)


def _expected(each: Expectation) -> Iterator[tuple[str, Any]]:
    """The day and what is expected of it."""
    yield "on", each.on
    for key, value in each.fields:
        yield key, date.fromisoformat(value) if key == "next_change_on" and value != "never" else value


def _lines(key: str, rows: list[Iterator[tuple[str, Any]]]) -> str:
    """A list of tables, one to a line; nothing where there is none."""
    return f"{key} = [\n" + "".join(f"  {_inline(row)},\n" for row in rows) + "]\n" if rows else ""


def _value(value: Any) -> str:
    """A value as TOML spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Needs):
        return _inline(_pairs(value))
    return _list(value)


def _list(values: Any) -> str:
    """A list; a set in the order of its vocabulary."""
    if isinstance(values, frozenset):
        vocabulary = [str(each) for each in (*Severity, *MeasureKind)]
        values = sorted(values, key=vocabulary.index)
    return "[" + ", ".join(_value(each) for each in values) + "]"


def _inline(pairs: Iterator[tuple[str, Any]]) -> str:
    """A table on one line."""
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in pairs) + " }"


def _text(text: str) -> str:
    """A text in quotes, what may not stand in them escaped."""
    return '"' + "".join(_ESCAPES.get(each) or _escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    """A control character by its number, any other as it is."""
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x20 or number == 0x7F else character
