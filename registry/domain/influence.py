"""Influence L1–L4: how far an account reaches, by its followers alone.

A fact, not a judgement: influence never touches the tier. The thresholds are dated data (data/influence.toml)
with their source; code has none. A count older than the first table is measured by that first table.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from registry.domain.terms import Influence


@dataclass(frozen=True, slots=True)
class InfluenceTable:
    """Thresholds in force from a day on: (level, least followers), highest first, with their source."""

    effective_from: date
    levels: tuple[tuple[Influence, int], ...]
    source: str


def influence_of(followers: int | None, on: date) -> Influence | None:
    """The level of ``followers`` by the table in force ``on`` that day; None where followers are unknown."""
    if followers is None or followers < 0:
        return None
    return next((level for level, least in table_on(on).levels if followers >= least), None)


@lru_cache(maxsize=64)
def table_on(on: date) -> InfluenceTable:
    """The table in force on a day; before the first one, the first."""
    tables = all_tables()
    return next((table for table in reversed(tables) if table.effective_from <= on), tables[0])


@cache
def all_tables() -> tuple[InfluenceTable, ...]:
    """Every packaged table, oldest first."""
    text = (files("registry.domain") / "data" / "influence.toml").read_text(encoding="utf-8")
    tables = (_table(entry) for entry in tomllib.loads(text)["tables"])
    return tuple(sorted(tables, key=lambda table: table.effective_from))


def _table(entry: dict[str, Any]) -> InfluenceTable:
    levels = [(Influence(row["level"]), int(row["followers"])) for row in entry["levels"]]
    levels.sort(key=lambda row: row[1], reverse=True)
    return InfluenceTable(entry["effective_from"], tuple(levels), entry["source"])
