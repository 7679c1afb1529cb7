"""What a report shows: figures side by side of a period, the one before and the same a year before. Pure but for the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from registry.domain.china_time import china_day
from registry.domain.periods import Period
from registry.domain.terms import MeasureKind, Platform, Severity, Tier
from registry.store.reports import Sent, Stock
from registry.web.formats import label, region_name


@dataclass(frozen=True)
class Line:
    """One figure: its words, the numbers of the period and of those beside it, where its rows are, and whether it is part of the one above."""

    words: str
    numbers: Sequence[int]
    url: str | None = None
    is_part: bool = False

    @property
    def more(self) -> int:
        """By how much it grew against the period before."""
        return self.numbers[0] - self.numbers[1]


@dataclass(frozen=True)
class Row:
    """The accounts of one platform or county by tier; ``unknown``: those no rules grade."""

    words: str
    tiers: Mapping[Tier, int]
    unknown: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.tiers.values()) + self.unknown


def name_of(period: Period) -> str:
    """2026年11月, or 2026年."""
    year, month = period.first.year, period.first.month
    return str(_("%(y)s年", y=year) if period.is_year else _("%(y)s年%(m)s月", y=year, m=month))


def stock_lines(stocks: Sequence[Stock]) -> list[Line]:
    """Accounts at the end of each period, by tier and together."""
    counted = [tiers_of(each) for each in stocks]
    tiers = [Line(_("%(tier)s 级", tier=tier.value), [each[tier] for each in counted], is_part=True) for tier in Tier]
    unknown = [each[None] for each in counted]
    lines = [Line(_("在册账号"), [sum(each.values()) for each in stocks]), *tiers]
    return [*lines, Line(_("未定级"), unknown, is_part=True)] if any(unknown) else lines


def tiers_of(stock: Stock) -> dict[Tier | None, int]:
    """Accounts by tier, None those no rules grade."""
    return {
        tier: sum(number for (_region, _platform, each), number in stock.items() if each is tier)
        for tier in (*Tier, None)
    }


def act_groups(acts: Mapping[str, Sequence[int]]) -> list[tuple[str, list[Line]]]:
    """What was done, in the order of the work: (heading, lines)."""
    severities = [Line(label(each), acts[f"recognised.{each.value}"], is_part=True) for each in Severity]
    measures = [Line(label(each), acts[f"effective.{each.value}"]) for each in MeasureKind]
    return [
        (_("账号和等级"), [
            Line(_("新登记"), acts["registered"]), Line(_("归档"), acts["archived"]),
            Line(_("等级上调（次）"), acts["raised"]), Line(_("等级下调（次）"), acts["lowered"]),
        ]),
        (_("违规"), [
            Line(_("认定违规"), acts["recognised"]), *(each for each in severities if any(each.numbers)),
            Line(_("认定后撤销"), acts["voided"]),
        ]),
        (_("处置生效"), [*measures, Line(_("处置撤销"), acts["annulled"]), Line(_("整改复查通过"), acts["passed"])]),
        (_("案件"), [
            Line(_("收到线索"), acts["clues"]), Line(_("立案"), acts["filed"]), Line(_("决定"), acts["decided"]),
            Line(_("结案"), acts["closed"]),
        ]),
    ]  # fmt: skip


def by_platform(stock: Stock) -> list[Row]:
    """The platforms with most accounts first."""
    found = [_row(label(each), stock, platform=each) for each in Platform]
    return sorted((row for row in found if row.total), key=lambda row: -row.total)


def by_region(stock: Stock) -> list[Row]:
    """The counties in the order of their codes."""
    return [_row(region_name(code), stock, region_code=code) for code in sorted({code for code, _p, _t in stock})]


def _row(words: str, stock: Stock, *, platform: Platform | None = None, region_code: str | None = None) -> Row:
    mine = [
        (tier, number)
        for (code, each, tier), number in stock.items()
        if platform in {None, each} and region_code in {None, code}
    ]
    tiers = {tier: sum(number for each, number in mine if each is tier) for tier in Tier}
    return Row(words, tiers, sum(number for tier, number in mine if tier is None))


def sent_rows(sent: Iterable[Sent], on: date) -> list[tuple[str, int, date, int]]:
    """Who handed in rosters: the unit, how many of them, the day of the last and how many days it is ago."""
    found = [(each.unit or _("没有写填报单位"), each.number, china_day(each.last_at)) for each in sent]
    return [(*each, (on - each[2]).days) for each in found]
