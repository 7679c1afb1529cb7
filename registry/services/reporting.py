"""Exporting the ledgers of violations and of measures, and 处置统计: written while only reading, then put on file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from registry.domain import ledger_columns, regions, statistics
from registry.domain.china_time import china_day
from registry.domain.errors import Refusal
from registry.domain.identifiers import mask_inside
from registry.domain.ledger_columns import SEQUENCE, Column, chosen
from registry.domain.permissions import Actor
from registry.domain.rosters.delimited import write_csv
from registry.domain.rosters.xlsx import Book, CellValue
from registry.domain.rosters.xlsx_parts import Sheet
from registry.domain.statistics import Effected, Table
from registry.domain.terms import label
from registry.services import audit, rulebooks
from registry.services.bases import cite_basis
from registry.services.exporting import Form, Written, check
from registry.store import exports as store
from registry.store.measures import Measure
from registry.store.scope import scope_of
from registry.store.statistics import count_effected
from registry.store.violation_queries import ViolationFilter
from registry.store.violations import Violation

LONGEST_YEARS = 20
"""A table by month of a longer period is no page."""
"""An act of the early morning is of its day here, not of the day before."""
TOTAL = "合计"
FIRST_HEADERS = {"region": "地区", "month": "月份"}
NOTES = (
    "注：1.按生效日期统计，已撤销的处置不计。2.本系统不登记行政处罚，“警告或罚款”由办案系统填报。"
    "3.关停应用程序计入“关闭违法网站”。",
)


@dataclass(frozen=True, slots=True)
class Report:
    """How a ledger leaves: of which region, under which title, in which form, masked or for what reason."""

    region_code: str
    title: str
    unit_line: str
    form: Form = "xlsx"
    first: date | None = None
    last: date | None = None
    is_plain: bool = False
    reason: str = ""
    columns: Sequence[str] = ()
    """The names of the ledger's columns that are wanted (domain/ledger_columns.py); none named = all."""


def write_violations(
    session: Session, stream: IO[bytes], report: Report, wanted: ViolationFilter, *, by: Actor | None, on: date
) -> Written:
    """Write the ledger of violations; the names of the codes are those of the rulebook in force ``on`` that day."""
    _check(report, by)
    book = rulebooks.rulebook_of(session, report.region_code, on=on)
    names = {row.code: row.name for row in book.codes} if book else {}
    found = store.walk_violations(
        session, wanted, scope=scope_of(report.region_code), first=report.first, last=report.last
    )
    rows = (_violation(number, row, names, report) for number, row in enumerate(found, 1))
    return _written(_write(stream, report, "违规台账", ledger_columns.VIOLATIONS, rows), report)


def write_measures(
    session: Session, stream: IO[bytes], report: Report, wanted: store.MeasureFilter, *, by: Actor | None
) -> Written:
    """Write the ledger of measures."""
    _check(report, by)
    found = store.walk_measures(session, wanted, scope=scope_of(report.region_code))
    rows = (_measure(number, row, papers, report) for number, (row, papers) in enumerate(found, 1))
    return _written(_write(stream, report, "处置台账", ledger_columns.MEASURES, rows), report)


def count_statistics(session: Session, region_code: str, first: date, last: date, *, rows: str) -> Table:
    """处置统计 of a region and a period, a row for each region below it or for each month (``rows``: region, month)."""
    found = count_effected(session, first, last, scope=scope_of(region_code))
    places = {below.code: below.name for below in regions.children(region_code) if not below.nominal}
    own = regions.get(region_code).name

    def row_of(code: str, day: date) -> str:
        if rows == "month":
            return f"{day.year}年{day.month}月"
        return next((name for upper, name in places.items() if regions.covers(upper, code)), own)

    effected = [Effected(row_of(code, day), kind, target, number) for code, day, kind, target, number in found]
    wanted = _months(first, last) if rows == "month" else list(places.values()) or [own]
    return statistics.tabulate(effected, dict.fromkeys([*wanted, *(each.row for each in effected)]))


def write_statistics(
    session: Session, stream: IO[bytes], report: Report, *, rows: str, by: Actor | None
) -> tuple[Written, Table]:
    """Write 处置统计 of the report's period; it holds figures only."""
    _check(report, by)
    assert report.first is not None and report.last is not None  # statistics have a period  # noqa: PT018
    table = count_statistics(session, report.region_code, report.first, report.last, rows=rows)
    lines = [statistics.cells(name, figures) for name, figures in table.rows.items()]
    lines.append(statistics.cells(TOTAL, table.total))
    headers = (FIRST_HEADERS[rows], *statistics.HEADERS.values())
    columns = [Column(header, header, 16 if place else 18) for place, header in enumerate(headers)]
    _write(stream, report, "处置统计", columns, lines, notes=[*NOTES, *_outside(table)])
    return _written(len(table.rows), report), table


def note(session: Session, written: Written, what: str, *, by: Actor | None, at: datetime) -> None:
    """Put an export of ``what`` (violations, measures, statistics, procedure) on file; it must precede handing the file out."""
    filed: dict[str, Any] = {
        "by": by, "at": at, "object_type": "region", "object_id": written.region_code,
        "region_code": written.region_code, "reason": written.reason, "after": written.after,
    }  # fmt: skip
    if what == "violations":
        audit.record(session, "exports.violations", **filed)
    elif what == "measures":
        audit.record(session, "exports.measures", **filed)
    elif what == "procedure":
        audit.record(session, "exports.procedure", **filed)
    else:
        audit.record(session, "exports.statistics", **filed)


def _check(report: Report, by: Actor | None) -> None:
    if report.first is not None and report.last is not None:
        if report.last < report.first:
            raise Refusal("exports.period_backwards", first=report.first, last=report.last)
        if report.last.year - report.first.year > LONGEST_YEARS:
            raise Refusal("exports.period_too_long", years=LONGEST_YEARS)
    check(by, report.region_code, is_plain=report.is_plain, reason=report.reason)


def _written(count: int, report: Report) -> Written:
    period = {"from": report.first, "to": report.last}
    after: dict[str, Any] = {"rows": count, "plain": report.is_plain, "form": report.form}
    after |= {name: str(day) for name, day in period.items() if day is not None}
    return Written(count, report.region_code, report.reason or None, after)


def _write(
    stream: IO[bytes], report: Report, name: str, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]],
    *, notes: Sequence[str] = (),
) -> int:  # fmt: skip
    places = chosen(columns, report.columns)
    headers, widths = [columns[at].header for at in places], [columns[at].width for at in places]
    rows = rows if len(places) == len(columns) else ([row[at] for at in places] for row in rows)
    if report.form != "xlsx":
        return write_csv(rows, stream, headers=headers, form=report.form)
    book, is_ledger = Book(stream), columns[0].name == SEQUENCE
    sheet = Sheet(
        name,
        headers,
        widths,
        report.title,
        report.unit_line,
        notes,
        frozen=2 if is_ledger else 1,
        is_filtered=is_ledger,
    )
    count = book.add(sheet, rows)
    book.close()
    return count


def _violation(number: int, row: Violation, names: dict[str, str], report: Report) -> list[CellValue]:
    account, free = row.account, _free(report)
    return [
        number, row.id, free(account.written_name), label(account.platform), account.uid, regions.get(row.region_code).name, row.code,
        names.get(row.code), label(row.severity) if row.severity else None, free(row.facts), row.url, row.occurred_on,
        label(row.source), china_day(row.recorded_at), row.recorded_by.name, label(row.state), row.recognised_on,
        row.recognised_by.name if row.recognised_by else None, row.voided_on, free(row.void_reason),
    ]  # fmt: skip


def _measure(number: int, row: Measure, papers: Sequence[store.Paper], report: Report) -> list[CellValue]:
    account, order, free = row.account, row.rectification, _free(report)
    approver = row.paper_approver or (row.decided_by.name if row.decided_by else None)
    return [
        number, row.id, free(account.written_name), label(account.platform), account.uid, regions.get(row.region_code).name,
        label(row.kind), label(row.state), label(row.target_kind), free(row.target), row.deciding_body,
        row.executing_body, cite_basis(row), free(row.grounds),
        _numbers(papers), row.violation.code if row.violation else None, row.violation_id, china_day(row.drafted_at), row.drafted_by.name,
        row.decided_on, approver, row.effective_on, row.ends_on, row.ended_on, row.lifted_on, row.annulled_on,
        free(order.demand) if order else None, order.due_on if order else None, order.rechecked_on if order else None,
        order.passed_on if order else None,
    ]  # fmt: skip


def _numbers(papers: Sequence[store.Paper]) -> str | None:
    """The numbers of the papers issued in a measure, a line each; of several, or of one made void, what it is."""
    lines = [
        (f"{label(kind)} " if len(papers) > 1 else "") + doc_no + ("（已作废）" if void_reason is not None else "")
        for kind, doc_no, void_reason in papers
    ]
    return "\n".join(lines) or None


def _free(report: Report) -> Any:
    """What is done to a free text: numbers of persons in it are masked, unless they were asked for."""
    return lambda text: text or None if report.is_plain or not text else mask_inside(text)


def _months(first: date, last: date) -> Iterator[str]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12}年{number % 12 + 1}月"


def _outside(table: Table) -> list[str]:
    """A line on what the national table has no column for."""
    if not table.outside:
        return []
    return ["未列入本表：" + "、".join(f"{label(kind)} {number} 次" for kind, number in sorted(table.outside.items()))]
