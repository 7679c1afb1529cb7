"""Commands that write ledgers and figures: violations, measures, statistics; personal data masked, as .xlsx or .csv."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering, opened
from registry.cli.outputs import TABLES, form_of, writable

if TYPE_CHECKING:
    from registry.domain.ledger_columns import Column
    from registry.services.reporting import Report

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def export() -> None:
    """台账和统计 (ledgers and figures)."""


def asked(function: Any) -> Any:
    """The options every export has: where to, of which region, of which period."""
    for option in (
        click.option("--to", "last", type=DAY, help="止日，含当日 (last day)"),
        click.option("--from", "first", type=DAY, help="起日 (first day)"),
        click.option("--region", "region_code", required=True, help="导出哪个区划 (region to export)"),
        click.argument("file"),
    ):
        function = option(function)
    return function


COLUMNS = click.option(
    "--columns", "wish", default="all", show_default=True,
    help="列：all 全部，usual 常用列，或用逗号隔开的列名 (all, usual, or names with commas)",
)  # fmt: skip


def columns_of(wish: str, ledger: "Sequence[Column]") -> list[str]:
    """The names of the columns a ledger is asked for in; a name it has not is wrong usage."""
    from registry.domain.ledger_columns import usual

    names = [each.name for each in ledger]
    wanted = {"all": names, "usual": usual(ledger)}.get(wish) or [each.strip() for each in wish.split(",")]
    unknown = [each for each in wanted if each not in names]
    if unknown:
        raise click.BadParameter(f"{unknown[0]}；{'、'.join(names)}", param_hint="--columns")
    return wanted


def report_of(
    file: str,
    region_code: str,
    first: datetime | None,
    last: datetime | None,
    called: str,
    *,
    is_periodic: bool = False,
    columns: "Sequence[str]" = (),
) -> "Report":
    """What the options ask for; a statistic without a period is of this year up to today."""
    from registry.clock import today
    from registry.domain import regions
    from registry.services.reporting import Report

    begin, end = first.date() if first else None, last.date() if last else None
    if is_periodic:
        end = end or today()
        begin = begin or date(end.year, 1, 1)
    line = f"截至 {today()}" if begin is None and end is None else f"统计期间：{begin or ''} 至 {end or today()}"
    title = regions.get(region_code).name + called
    return Report(region_code, title, line, form_of(file, TABLES), begin, end, columns=columns)


@export.command("violations")
@asked
@COLUMNS
@answering
def violations(file: str, region_code: str, first: datetime | None, last: datetime | None, wish: str) -> Answer:
    """导出违规台账，按发生日期 (the ledger of violations, by the day they occurred)."""
    from registry.clock import now, today
    from registry.domain.ledger_columns import VIOLATIONS
    from registry.services import reporting
    from registry.store.db import db, transaction
    from registry.store.violation_queries import ViolationFilter

    report = report_of(file, region_code, first, last, "违规台账", columns=columns_of(wish, VIOLATIONS))
    with opened(), writable(file) as output:
        written = reporting.write_violations(
            db.session(), output.stream, report, ViolationFilter(), by=None, on=today()
        )
        with transaction() as session:
            reporting.note(session, written, "violations", by=None, at=now())
            output.place()
    return Answer({"file": file, "rows": written.rows}, f"已导出 {written.rows} 行：{file}")


@export.command("measures")
@asked
@COLUMNS
@answering
def measures(file: str, region_code: str, first: datetime | None, last: datetime | None, wish: str) -> Answer:
    """导出处置台账，按生效日期 (the ledger of measures, by the day they took effect)."""
    from registry.clock import now
    from registry.domain.ledger_columns import MEASURES
    from registry.services import reporting
    from registry.store.db import db, transaction
    from registry.store.exports import MeasureFilter

    report = report_of(file, region_code, first, last, "处置台账", columns=columns_of(wish, MEASURES))
    wanted = MeasureFilter(first=report.first, last=report.last)
    with opened(), writable(file) as output:
        written = reporting.write_measures(db.session(), output.stream, report, wanted, by=None)
        with transaction() as session:
            reporting.note(session, written, "measures", by=None, at=now())
            output.place()
    return Answer({"file": file, "rows": written.rows}, f"已导出 {written.rows} 行：{file}")


@export.command("statistics")
@asked
@answering
def statistics(file: str, region_code: str, first: datetime | None, last: datetime | None) -> Answer:
    """导出处置统计，栏目与全国统计口径一致 (figures of measures in the national columns)."""
    from registry.clock import now
    from registry.domain import regions
    from registry.domain.statistics import HEADERS
    from registry.services import reporting
    from registry.store.db import db, transaction

    report = report_of(file, region_code, first, last, "处置统计", is_periodic=True)
    rows = "month" if regions.is_lowest(region_code) else "region"
    with opened(), writable(file) as output:
        written, table = reporting.write_statistics(db.session(), output.stream, report, rows=rows, by=None)
        with transaction() as session:
            reporting.note(session, written, "statistics", by=None, at=now())
            output.place()
    total = {header: table.total.get(column) for column, header in HEADERS.items()}
    words = "　".join(f"{header} {number}" for header, number in total.items() if number is not None)
    return Answer({"file": file, "rows": written.rows, "total": total}, f"{words}\n已写好：{file}")


COMMANDS = (export,)
