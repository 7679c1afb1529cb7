"""What the rows of an old ledger are compared with, and what is decided of each: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.domain.rosters.old_ledger_shapes import LedgerRow
from registry.domain.rosters.places import county_of, split_place
from registry.domain.terms import RowAction


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account in reach; ``names`` its present and former ones, ``county`` the code of its county."""

    id: int
    platform: str
    uid: str | None
    url: str | None
    names: tuple[str, ...]
    holder: str | None
    county: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The counties a file may speak of: name → code, and the first day that is no history in each (code → day)."""

    codes: Mapping[str, str]
    before: Mapping[str, date]

    def county(self, row: LedgerRow) -> str | None:
        """The county a row is of by its own words, or the only one there is; None where that is left to its account."""
        written = row.values["county"]
        if written is None:
            return next(iter(self.before)) if len(self.before) == 1 else None
        return county_of(split_place(written)[0] or written, self.codes.values())

    def first_day(self, county: str | None) -> date:
        """The first day that is no history there; of no county in particular, the latest of all."""
        if county is None:
            return max(self.before.values())
        return self.before.get(county) or min(self.before.values())  # a county newer than the table: the strictest


@dataclass(frozen=True, slots=True)
class Settled:
    """What officers said of single rows, by (sheet, row): whose they are, and why one is no repetition."""

    accounts: Mapping[tuple[str | None, int], int] = field(default_factory=dict)
    others: Mapping[tuple[str | None, int], str] = field(default_factory=dict)


NOTHING = Settled()


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact on file: from an old ledger, or (``is_own``) a violation or measure of the register itself."""

    account_id: int
    kind: str
    on: str
    summary: str
    is_own: bool = False


@dataclass(slots=True)
class Decided:
    """A row with its fate; ``candidates`` are the accounts a doubtful one may be of."""

    row: LedgerRow
    action: RowAction
    account_id: int | None = None
    candidates: list[int] = field(default_factory=list)
