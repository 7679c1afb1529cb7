"""What an office may see: its own region and below, as a condition every query takes (rule 11).

GB/T 2260 codes carry their ancestors as a prefix, so "below" is a half-open range of codes and an index serves it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from registry.domain import regions


@dataclass(frozen=True)
class Scope:
    """The region codes an asker may see; ``prefix`` has 2, 4 or 6 digits, "" is everything (the system itself)."""

    prefix: str

    def covers(self, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition that ``column`` lies inside this scope."""
        if not self.prefix:
            return true()
        return and_(column >= self.prefix, column < str(int(self.prefix) + 1))


EVERYTHING = Scope("")


def scope_of(region_code: str) -> Scope:
    """Return the scope of an office that sits on ``region_code``."""
    return Scope(regions.prefix(region_code))
