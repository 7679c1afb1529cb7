"""How often tiers are set aside: by quarter and direction, by who asked, by which tier became which."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from registry.domain.china_time import CHINA
from registry.domain.terms import OverrideState, Tier
from registry.store.overrides import Asked, Override


@dataclass
class Row:
    """Counts of one quarter, person or pair of tiers. raised: towards A; granted: approved, whatever became of it."""

    asked: int = 0
    raised: int = 0
    lowered: int = 0
    granted: int = 0
    declined: int = 0

    def add(self, derived: Tier | None, tier: Tier, state: OverrideState) -> None:
        """Count one."""
        self.asked += 1
        self.raised += derived is not None and tier < derived
        self.lowered += derived is not None and tier > derived
        self.declined += state is OverrideState.DECLINED
        self.granted += state not in (OverrideState.DECLINED, OverrideState.PROPOSED)


@dataclass
class Figures:
    """The figures of one year."""

    quarters: dict[int, Row] = field(default_factory=lambda: {number: Row() for number in range(1, 5)})
    people: dict[str, Row] = field(default_factory=dict)
    pairs: Counter[tuple[Tier | None, Tier]] = field(default_factory=Counter)
    total: Row = field(default_factory=Row)


def figures(asked: Iterable[Asked]) -> Figures:
    """The figures of overrides asked for within one year, people in the order of how often they asked."""
    found = Figures()
    for at, name, derived, tier, state in asked:
        quarter = (at.astimezone(CHINA).month + 2) // 3
        for row in (found.quarters[quarter], found.people.setdefault(name, Row()), found.total):
            row.add(derived, tier, state)
        found.pairs[derived, tier] += 1
    found.people = dict(sorted(found.people.items(), key=lambda item: -item[1].asked))
    return found


def year_span(year: int) -> tuple[datetime, datetime]:
    """The instants at which a year begins and ends in China."""
    return datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)


def held_on(overrides: Iterable[Override], on: date) -> Override | None:
    """The override that stood beside the tier on a day."""
    for each in overrides:
        if (
            each.from_on is not None
            and each.from_on <= on <= each.until_on
            and (not each.ended_on or on < each.ended_on)
        ):
            return each
    return None
