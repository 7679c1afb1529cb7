"""The clocks of a case: by when something has to be done, and how that day was computed.

Terms the law leaves to the office are dated data (data/clocks.toml), never numbers in code; each clock names its ground
(domain brief §7.7, controls list 7).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from registry.domain.workdays import add_workdays


@dataclass(frozen=True, slots=True)
class Clock:
    """``days`` after ``starts``, working days where ``unit`` is "workday"; ``ground`` says why so long."""

    id: str
    days: int
    unit: str
    starts: str
    ground: str

    def due_on(self, start: date) -> date:
        """The last day of the term that begins on ``start``."""
        if self.unit == "workday":
            return add_workdays(start, self.days).on
        return start + timedelta(days=self.days)


def get_clock(clock_id: str) -> Clock:
    """The clock of that id (KeyError where there is none)."""
    return _clocks()[clock_id]


@cache
def _clocks() -> dict[str, Clock]:
    text = (files("registry.domain") / "data" / "clocks.toml").read_text(encoding="utf-8")
    rows: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return {name: Clock(name, row["days"], row["unit"], row["starts"], row["ground"]) for name, row in rows.items()}
