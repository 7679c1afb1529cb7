"""The rulebook: every number and name the regulation may change, as dated data with its article.

The meaning of the operations is code (points.py, floors.py, restoration.py, ladder.py); this is the shape
of what they read. A rulebook is an office's own normative document: published, reviewed, in force between
two dates. It makes no penalty (行政处罚法 第十六条): each rung of the ladder names the law it rests on in
``basis``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from registry.domain.grading.cases import Case
from registry.domain.grading.months import add_months
from registry.domain.terms import MeasureKind, Severity, Tier

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

TIERS: tuple[Tier, ...] = tuple(Tier)
"""Best to worst. Their letters sort the same way, so the worse of two tiers is their ``max``."""

RUNGS: Mapping[str, int] = {kind: height for height, kind in enumerate(MeasureKind)}
"""Height of each rung; the highest that fires is a trigger's call."""

HEAVY = frozenset({Severity.MAJOR, Severity.GRAVE})
"""Severities no credit is set against (较重, 严重)."""


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """Points of one severity, and the tier it sets by itself (None: none)."""

    name: Severity
    points: int
    tier: Tier | None = None
    article: str | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``points`` on, no better than ``tier``."""

    points: int
    tier: Tier
    article: str | None = None
    wording: str | None = None

    @property
    def id(self) -> str:
        """Its name in a timeline: T:6."""
        return f"T:{self.points}"


@dataclass(frozen=True, slots=True)
class FloorRow:
    """``count`` measures of ``kind`` inside ``within_months`` (None: no end) hold the account at ``tier``."""

    id: str
    kind: MeasureKind
    count: int
    within_months: int | None
    tier: Tier
    article: str | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class RestorationRow:
    """The way up by one step, by itself or by application."""

    id: str
    from_tier: Tier
    to_tier: Tier
    clean_months: int
    by_application: bool = False
    max_points: int | None = None
    filing_complete: bool = False
    article: str | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """History a ladder row asks for at the trigger's date: measures of a kind, or violations."""

    kind: MeasureKind | None = None
    severities: frozenset[str] = frozenset()
    count: int = 1
    within_months: int | None = None


@dataclass(frozen=True, slots=True)
class LadderRow:
    """What calls for which measure, who decides it, on what legal basis."""

    id: str
    trigger: str
    rung: MeasureKind
    severities: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    needs: Needs | None = None
    decides: str | None = None
    basis: str | None = None
    article: str | None = None
    wording: str | None = None

    def is_for(self, subject: str | None) -> bool:
        """Whether it speaks of a violation's severity (none named: of every one), or of the kind overdue."""
        return subject in self.of if self.trigger == "overdue" else not self.severities or subject in self.severities


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the violation taxonomy with the severity an officer starts from."""

    code: str
    name: str
    severity: Severity | None = None
    article: str | None = None


@dataclass(frozen=True)
class Rulebook:
    """One version, frozen. Read by ``reading.parse``, in force as ``versions.Timetable`` says."""

    version: str
    effective_from: date
    initial_tier: Tier
    window_months: int
    repeat_factor: Decimal
    credit_cap: int
    severities: tuple[SeverityRow, ...]
    thresholds: tuple[Threshold, ...] = ()
    floors: tuple[FloorRow, ...] = ()
    restoration: tuple[RestorationRow, ...] = ()
    ladder: tuple[LadderRow, ...] = ()
    codes: tuple[Code, ...] = ()
    effective_to: date | None = None
    region: str | None = None
    title: str | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    points_article: str | None = None
    tier_names: tuple[tuple[Tier, str], ...] = ()
    examples: tuple[Case, ...] = ()
    _tried: dict[tuple[str, str | None], tuple[LadderRow, ...]] = field(
        default_factory=dict, compare=False, repr=False, init=False
    )

    def __hash__(self) -> int:
        return hash((self.version, self.region, self.effective_from))

    @cached_property
    def severity_rows(self) -> Mapping[str, SeverityRow]:
        """Severity rows by name."""
        return {row.name: row for row in self.severities}

    @cached_property
    def code_rows(self) -> Mapping[str, Code]:
        """The taxonomy by code."""
        return {row.code: row for row in self.codes}

    @cached_property
    def ways_up(self) -> Mapping[Tier, tuple[RestorationRow, ...]]:
        """The rows leading up from each tier."""
        return _by_tier(self.restoration)

    @cached_property
    def own_ways_up(self) -> Mapping[Tier, tuple[RestorationRow, ...]]:
        """The rows leading up from each tier that fire alone, with no application."""
        return _by_tier(row for row in self.restoration if not row.by_application)

    @cached_property
    def steps(self) -> tuple[list[int], list[Tier]]:
        """The points of the thresholds in order, and the worst tier named below the first and from each on."""
        rows = sorted(self.thresholds, key=lambda row: row.points)
        tiers = [TIERS[0]]
        for row in rows:
            tiers.append(max(tiers[-1], row.tier))
        return [row.points for row in rows], tiers

    @cached_property
    def steps_to(self) -> Mapping[Tier, tuple[Threshold, ...]]:
        """The thresholds naming each tier, the last in the file first: that one is cited where several are reached."""
        return {tier: tuple(row for row in reversed(self.thresholds) if row.tier == tier) for tier in TIERS}

    def rows_for(self, trigger: str, subject: str | None) -> tuple[LadderRow, ...]:
        """Ladder rows a violation of a severity, or an overdue measure of a kind, is tried against.

        The highest rung first, of equal ones the first in the file: the first whose history is met is the call.
        """
        key = trigger, subject
        if key not in self._tried:
            fits = [row for row in self.ladder if row.trigger == trigger and row.is_for(subject)]
            self._tried[key] = tuple(sorted(fits, key=lambda row: -RUNGS[row.rung]))
        return self._tried[key]

    @cached_property
    def window_ends(self) -> Mapping[date, date]:
        """The first day a fact of a day no longer counts."""
        return _Table(lambda day: add_months(day, self.window_months))

    @cached_property
    def repeats(self) -> Mapping[int, int]:
        """Points of a second or later violation of one code: times ``repeat_factor``, rounded up, exactly."""
        top, bottom = self.repeat_factor.as_integer_ratio()
        return _Table(lambda points: -(-points * top // bottom))


class _Table(dict[_Key, _Value]):
    """What depends on nothing but its key, worked out once for each: a register asks for the same few over and over."""

    def __init__(self, work: Callable[[_Key], _Value]) -> None:
        self._work = work

    def __missing__(self, key: _Key) -> _Value:
        self[key] = found = self._work(key)
        return found


def _by_tier(rows: Iterable[RestorationRow]) -> Mapping[Tier, tuple[RestorationRow, ...]]:
    found = tuple(rows)
    return {tier: tuple(row for row in found if row.from_tier == tier) for tier in TIERS}
