"""The parts of an outcome: what counts, what sets the floor, which move was made, what is proposed, what is in the way."""

from dataclasses import dataclass
from datetime import date

from registry.domain.terms import MeasureKind, Tier


@dataclass(frozen=True, slots=True)
class Counted:
    """A violation inside the window, with the points it carries that day (its repeat applied).

    ``base`` is its points before the repeat, by ``version``; ``expires_on`` the first day it no longer
    counts.
    """

    violation_id: str
    code: str
    severity: str
    recognised_on: date
    base: int
    points: int
    is_repeat: bool
    is_heavy: bool
    expires_on: date
    version: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A violation on file that carries no points that day.

    reason: expired · zero (a notice) · before_rules (act before the first version) · gap · no_severity ·
    severity_unlisted (the version of the act does not know it) · no_rulebook (the day lies in a gap).
    """

    violation_id: str
    code: str
    severity: str | None
    recognised_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class FloorReason:
    """A row that sets the floor.

    kind: measures · points · severity. until: the day it ends by itself, where known.
    """

    row: str
    kind: str
    tier: Tier
    facts: tuple[str, ...]
    since: date
    until: date | None
    article: str | None
    measure_kind: MeasureKind | None = None
    count: int = 0
    months: int | None = None
    points: int = 0
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of tier. ``row`` and ``facts`` are what it cites; ``also`` the further rows that asked for it.

    row: a row's id, T:6, S:grave, initial, version. A restoration cites its clock (``clock:2026-02-15``), a
    move made by a new version that version, then the facts themselves.
    """

    on: date
    from_tier: Tier | None
    to_tier: Tier
    row: str
    facts: tuple[str, ...]
    article: str | None
    version: str
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.from_tier or ''}→{self.to_tier}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The measure the ladder calls for.

    facts: the unanswered triggers of that rung; on: the earliest of them; also: the further rows that call for the same.
    trigger: violation · overdue (facts are then the measures whose rectification is overdue).
    """

    rung: MeasureKind
    row: str
    trigger: str
    facts: tuple[str, ...]
    on: date
    version: str
    article: str | None = None
    basis: str | None = None
    decides: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What would make the tier worse: ``missing`` more points, or measures of a kind (by ``kind``)."""

    kind: str
    row: str
    tier: Tier
    missing: int
    measure_kind: MeasureKind | None = None
    months: int | None = None
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A way up from the present tier and what is missing for it.

    clean_on: the day its clean months are over; the lists are empty where nothing of that sort is in the way.
    """

    row: str
    to_tier: Tier
    by_application: bool
    clean_months: int
    clock_on: date
    clean_on: date
    is_clean: bool
    open_rectifications: tuple[str, ...]
    floor_rows: tuple[str, ...]
    max_points: int | None
    is_over_points: bool
    is_filing_missing: bool
    article: str | None

    @property
    def is_open(self) -> bool:
        """Whether every condition holds."""
        return self.is_clean and not (
            self.open_rectifications or self.floor_rows or self.is_over_points or self.is_filing_missing
        )


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is undetermined, and the violation concerned if any.

    code: no_rulebook · gap · no_severity · severity_unlisted.
    """

    code: str
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class IgnoredPromotion:
    """An application that moved nothing; reason: not_started · no_rulebook · no_row · conditions."""

    on: date
    tier: str
    reason: str
