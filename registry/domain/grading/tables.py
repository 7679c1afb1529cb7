"""Reading TOML tables strictly: each refusal says which file, which table and row, which key.

Serves the rulebook and the case file alike. A key nobody asked for is refused too: a misspelt
``repeat_facter`` must not pass for a rule that was left out.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from registry.domain.errors import Refusal, Said

TOP = Said("grading.toml.top")
"""Where a refusal speaks of what stands in no table."""
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_PROBLEMS = (
    ("Expected '='", "no_equals"), ("Expected newline", "no_newline"), ("Invalid statement", "statement"),
    ("Invalid initial character", "key"), ("Invalid value", "value"), ("Invalid date", "date"), ("Unterminated", "string"),
    ("Unclosed", "open"), ("Expected ']", "open"), ("Expected", "other"), ("Cannot", "twice"), ("Duplicate", "twice"),
    ("Unescaped", "escape"), ("Illegal character", "character"), ("Found invalid character", "character"),
)  # fmt: skip
"""How the parser's own words begin, and what we say for them."""


def loads(text: str, name: str) -> "Table":
    """The root table of a TOML text; ``grading.not_toml`` where it is none. Decimals stay decimal."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation) as error:
        raise Refusal("grading.not_toml", file=name, problem=_problem(str(error))) from error
    return Table(data, name, "")


def _problem(words: str) -> Said:
    """The parser's complaint in our words, with its line and column."""
    code = next((code for start, code in _PROBLEMS if words.startswith(start)), "other")
    said, place = Said(f"grading.toml.{code}"), _PLACE.search(words)
    if place is None:
        return Said("grading.toml.at_end", {"problem": said})
    return Said("grading.toml.at", {"line": int(place[1]), "column": int(place[2]), "problem": said})


class Table:
    """One TOML table being read; ``close`` refuses whatever was not asked for."""

    def __init__(self, data: Mapping[str, Any], file: str, where: str) -> None:
        self._data = data
        self._file = file
        self._where = where
        self._asked: set[str] = set()

    def refusal(self, code: str, **params: Any) -> Refusal:
        """A refusal located at this table."""
        return Refusal(f"grading.{code}", file=self._file, where=self._where or TOP, **params)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """The keys as the file has them, in its order."""
        return tuple(self._data)

    def raw(self, key: str) -> Any:
        """The value as it stands; ``grading.key_missing`` where there is none."""
        self._asked.add(key)
        if key not in self._data:
            raise self.refusal("key_missing", key=key)
        return self._data[key]

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal("bad_text", key=key, value=str(value))
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if self.has(key) else None

    def day(self, key: str) -> date:
        """A date, written bare or as ISO text."""
        return as_day(self, key, self.raw(key))

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        return self.day(key) if self.has(key) else None

    def count(self, key: str, least: int = 0) -> int:
        """A whole number of at least ``least``."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refusal("bad_number", key=key, value=str(value))
        if value < least:
            raise self.refusal("too_small", key=key, value=value, least=least)
        return value

    def optional_count(self, key: str, least: int = 0) -> int | None:
        """A whole number, or None where the key is absent."""
        return self.count(key, least) if self.has(key) else None

    def decimal(self, key: str, least: int) -> Decimal:
        """A decimal number of at least ``least``, finite."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.refusal("bad_number", key=key, value=str(value))
        if value < least:
            raise self.refusal("too_small", key=key, value=str(value), least=least)
        return Decimal(value)

    def flag(self, key: str) -> bool:
        """true or false; absent is false."""
        if not self.has(key):
            return False
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.refusal("bad_flag", key=key, value=str(value))
        return value

    def choice(self, key: str, choices: Collection[str]) -> str:
        """One of a closed vocabulary."""
        return self._chosen(key, self.raw(key), choices)

    def optional_choice(self, key: str, choices: Collection[str]) -> str | None:
        """One of a closed vocabulary, or None where the key is absent."""
        return self.choice(key, choices) if self.has(key) else None

    def choices(self, key: str, choices: Collection[str]) -> frozenset[str]:
        """One, or a list, of a closed vocabulary; absent is the empty set."""
        if not self.has(key):
            return frozenset()
        value = self.raw(key)
        values = value if isinstance(value, list) else [value]
        if not values:
            raise self.refusal("bad_choice", key=key, value="[]", choices=", ".join(choices))
        return frozenset(self._chosen(key, each, choices) for each in values)

    def _chosen(self, key: str, value: Any, choices: Collection[str]) -> str:
        if not isinstance(value, str) or value not in choices:
            raise self.refusal("bad_choice", key=key, value=str(value), choices=", ".join(choices))
        return value

    def table(self, key: str) -> "Table":
        """A table inside this one."""
        value = self.raw(key)
        if not isinstance(value, dict):
            raise self.refusal("not_a_table", key=key)
        return Table(value, self._file, f"{self._where} {key}" if self._where else f"[{key}]")

    def rows(self, key: str) -> "Iterator[Table]":
        """The rows of ``[[key]]``, counted from 1; absent is none."""
        if not self.has(key):
            return
        value = self.raw(key)
        if not isinstance(value, list):
            raise self.refusal("not_a_table", key=key)
        for number, row in enumerate(value, start=1):
            if not isinstance(row, dict):
                raise self.refusal("not_a_table", key=key)
            yield Table(row, self._file, f"{self._where} [[{key}]] #{number}".lstrip())

    def close(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                raise self.refusal("key_unknown", key=key)


def as_day(table: Table, key: str, value: Any) -> date:
    """A TOML date, or ISO text, as a date; a time of day is refused."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise table.refusal("bad_date", key=key, value=str(value))


def unique(table: Table, identity: str, seen: set[str]) -> str:
    """Note ``identity`` as used; ``grading.id_twice`` where it already was."""
    if identity in seen:
        raise table.refusal("id_twice", id=identity)
    seen.add(identity)
    return identity
