"""How the register stands, in figures somebody would act on: each leads to its rows. Pure but for the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.cases.states import RUNNING
from registry.domain.terms import MeasureKind, MeasureState, Platform, Tier
from registry.web.showing.charts import Month, count_months, net_of_month

PLATFORMS = 6
"""Platforms with a bar of their own; the others share one."""


@dataclass(frozen=True)
class PlatformBar:
    """Accounts of one platform by tier; ``platform`` None: all the others together, ``several`` of them."""

    platform: Platform | None
    tiers: dict[Tier, int]
    total: int
    several: int = 1

    @property
    def low(self) -> int:
        """How many are in C or D."""
        return self.tiers[Tier.C] + self.tiers[Tier.D]


@dataclass(frozen=True)
class Standing:
    """The figures of the first page."""

    tiers: dict[Tier, int]
    net: dict[Tier, int]
    total: int
    recognised: int
    recognised_before: int
    measures: list[tuple[MeasureKind, int, int]]
    running: int
    overdue: int
    undecided: int
    unfinished: int
    platforms: list[PlatformBar]
    months: list[Month]

    @property
    def low(self) -> int:
        """How many accounts are in C or D."""
        return self.tiers[Tier.C] + self.tiers[Tier.D]


def read(
    *,
    accounts: Mapping[tuple[Platform, Tier | None], int],
    running: Mapping[tuple[MeasureKind, MeasureState], int],
    recognised: Sequence[int],
    moves: Sequence[tuple[date, Tier | None, Tier]],
    on: date,
) -> Standing:
    """Put the counts in order. ``recognised``: this month's and the last one's."""
    in_force = {key: number for key, number in running.items() if key[1] in RUNNING}
    return Standing(
        tiers={tier: sum(n for (_, t), n in accounts.items() if t is tier) for tier in Tier},
        net=net_of_month(moves, on),
        total=sum(accounts.values()),
        recognised=recognised[0],
        recognised_before=recognised[1],
        measures=[
            (kind, _of_kind(in_force, kind), in_force.get((kind, MeasureState.OVERDUE), 0)) for kind in MeasureKind
        ],
        running=sum(in_force.values()),
        overdue=_in_states(running, MeasureState.OVERDUE),
        undecided=_in_states(running, MeasureState.PROPOSED, MeasureState.PAPER),
        unfinished=_in_states(running, MeasureState.RECTIFYING, MeasureState.OVERDUE),
        platforms=_platforms(accounts),
        months=count_months(moves, on),
    )


def _of_kind(measures: Mapping[tuple[MeasureKind, MeasureState], int], kind: MeasureKind) -> int:
    return sum(number for (each, _), number in measures.items() if each is kind)


def _in_states(measures: Mapping[tuple[MeasureKind, MeasureState], int], *states: MeasureState) -> int:
    return sum(number for (_, state), number in measures.items() if state in states)


def _platforms(accounts: Mapping[tuple[Platform, Tier | None], int]) -> list[PlatformBar]:
    """The platforms with most accounts first, the small ones together at the end."""
    found = []
    for platform in Platform:
        tiers = {tier: accounts.get((platform, tier), 0) for tier in Tier}
        total = sum(tiers.values()) + accounts.get((platform, None), 0)
        if total:
            found.append(PlatformBar(platform, tiers, total))
    found.sort(key=lambda bar: -bar.total)
    shown, rest = (found, []) if len(found) <= PLATFORMS else (found[: PLATFORMS - 1], found[PLATFORMS - 1 :])
    if rest:
        tiers = {tier: sum(bar.tiers[tier] for bar in rest) for tier in Tier}
        shown.append(PlatformBar(None, tiers, sum(bar.total for bar in rest), len(rest)))
    return shown
