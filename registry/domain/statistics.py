"""处置统计: how many measures took effect in a period, in the columns in which the national office publishes them.

The columns are those of the yearly communiqués of the 国家互联网信息办公室 (domain brief §3): 约谈, 警告或罚款, 暂停功能或更新,
下架移动应用程序, 处置小程序, 关闭违法网站, 关闭账号. The register keeps no penalties (行政处罚法 art. 9), so that 警告或罚款 stays
blank for the case system's figure: a zero would be a statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.domain.terms import MeasureKind, TargetKind


class Column(StrEnum):
    """The columns of the national table, in its order."""

    INTERVIEW = "interview"
    PENALTY = "penalty"
    SUSPENSION = "suspension"
    APP = "app"
    MINI_PROGRAM = "mini_program"
    WEBSITE = "website"
    ACCOUNT = "account"


HEADERS: dict[Column, str] = {
    Column.INTERVIEW: "约谈",
    Column.PENALTY: "警告或罚款",
    Column.SUSPENSION: "暂停功能或更新",
    Column.APP: "下架移动应用程序",
    Column.MINI_PROGRAM: "处置小程序",
    Column.WEBSITE: "关闭违法网站",
    Column.ACCOUNT: "关闭账号",
}
_BY_TARGET: dict[tuple[MeasureKind, TargetKind], Column] = {
    (MeasureKind.DELISTING, TargetKind.APP): Column.APP,
    (MeasureKind.DELISTING, TargetKind.MINI_PROGRAM): Column.MINI_PROGRAM,
    (MeasureKind.SHUTDOWN, TargetKind.MINI_PROGRAM): Column.MINI_PROGRAM,
    (MeasureKind.SHUTDOWN, TargetKind.APP): Column.WEBSITE,
    (MeasureKind.SHUTDOWN, TargetKind.WEBSITE): Column.WEBSITE,
    (MeasureKind.SHUTDOWN, TargetKind.ACCOUNT): Column.ACCOUNT,
}
"""What a taking down or closing counts as depends on what it is aimed at; closing an app's access is reckoned with sites."""


@dataclass(frozen=True, slots=True)
class Effected:
    """So many measures of one kind that took effect, in one row of the table (a county, a month)."""

    row: str
    kind: MeasureKind
    target: TargetKind
    number: int


@dataclass(slots=True)
class Table:
    """The table: rows by name, each with its figures; ``outside`` is what no column of the national table names."""

    rows: dict[str, dict[Column, int]]
    outside: dict[MeasureKind, int] = field(default_factory=dict)

    @property
    def total(self) -> dict[Column, int]:
        """The sum of all rows, by column."""
        return {column: sum(row[column] for row in self.rows.values()) for column in COUNTED}


COUNTED = tuple(column for column in Column if column is not Column.PENALTY)
"""The columns the register has figures for."""


def column_of(kind: MeasureKind, target: TargetKind) -> Column | None:
    """The column a measure counts in; None for reminders and for content taken down, which the table does not name."""
    if kind is MeasureKind.INTERVIEW:
        return Column.INTERVIEW
    if kind is MeasureKind.SUSPENSION:
        return Column.SUSPENSION
    return _BY_TARGET.get((kind, target))


def tabulate(found: Iterable[Effected], rows: Iterable[str]) -> Table:
    """The table with ``rows`` in their order, those without any measure too."""
    table = Table({row: dict.fromkeys(COUNTED, 0) for row in rows})
    for each in found:
        column = column_of(each.kind, each.target)
        if column is None:
            table.outside[each.kind] = table.outside.get(each.kind, 0) + each.number
        else:
            table.rows[each.row][column] += each.number
    return table


def cells(name: str, figures: Mapping[Column, int]) -> list[str | int | None]:
    """One row as it is written: its name, then a figure for each column, None where the register has none."""
    return [name, *(figures.get(column) for column in Column)]
