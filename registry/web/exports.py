"""Exports: the roster, the two ledgers and the figures as files. Each is written while only reading, put on file, handed out."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.cases.states import RUNNING
from registry.domain.errors import Refusal
from registry.domain.statistics import HEADERS
from registry.domain.terms import MeasureKind
from registry.services import exporting, reporting
from registry.services.exporting import Written
from registry.services.reporting import Report
from registry.store.account_queries import AccountFilter, count_views
from registry.store.db import db, transaction
from registry.store.exports import MeasureFilter
from registry.web import guards
from registry.web.acts import status_of
from registry.web.formats import region_name
from registry.web.forms.exports import (
    ExportForm,
    LedgerExportForm,
    MeasuresExportForm,
    RosterExportForm,
    StatisticsForm,
    ViolationsExportForm,
)
from registry.web.measures import IN_FORCE, TABS
from registry.web.showing import filters, places
from registry.web.violations import asked_filter

blueprint = Blueprint("exports", __name__)
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MAIN_COLUMNS = (
    "name", "platform", "uid", "holder", "contact", "phone", "town", "followers", "tier", "status", "supervisor",
)  # fmt: skip
"""What fits one page of A4 across."""
Note = Callable[[Session, Written], None]


@blueprint.route("/exports", methods=["GET", "POST"])
@guards.permission("rosters.export")
def roster() -> ResponseReturnValue:
    """The roster with the columns and sheets asked for; the filter of the list it was reached from is kept."""
    wanted = filters.read_filter(request.args, today())
    form = _opened(RosterExportForm(), _("%(place)s自媒体账号台账"), wanted.region_code)
    if request.method == "GET" and request.args.get("columns") == "main":
        form.columns.data = list(MAIN_COLUMNS)
    wanted = replace(wanted, region_code=_region_of(form))
    said = [words for name, words in filters.chosen(wanted) if name != "region"]
    by = guards.actor()

    def write(stream: IO[bytes]) -> Written:
        wish = exporting.Wish(
            wanted, form.title.data, _line(form, *said), form.columns.data, form.split.data, form.form.data,
            **_openness(form),
        )  # fmt: skip
        return exporting.write(db.session(), stream, wish, by=by)

    answer = _hand_out(form, write, lambda session, written: exporting.note(session, written, by=by, at=now()))
    return answer or _roster_page(form, wanted, said)


def _roster_page(form: RosterExportForm, wanted: AccountFilter, said: Sequence[str]) -> ResponseReturnValue:
    number, _views = count_views(db.session(), wanted, {}, scope=guards.scope())
    page = render_template("exports/roster.html", form=form, kept=filters.kept(request.args), said=said, number=number)
    return page, status_of(form)


@blueprint.route("/exports/violations", methods=["GET", "POST"])
@guards.permission("violations.read")
def violations() -> ResponseReturnValue:
    """The ledger of violations; the filter of its list is kept."""
    form, wanted = _opened(ViolationsExportForm(), _("%(place)s违规台账")), asked_filter()

    def write(stream: IO[bytes]) -> Written:
        return reporting.write_violations(
            db.session(), stream, _report(form), wanted, by=guards.actor(), on=today()
        )  # fmt: skip

    answer = _hand_out(form, write, _noting("violations"))
    return answer or _ledger_page(form, "violations")


@blueprint.route("/exports/measures", methods=["GET", "POST"])
@guards.permission("measures.read")
def measures() -> ResponseReturnValue:
    """The ledger of measures; the filter of its list is kept."""
    form, kind = _opened(MeasuresExportForm(), _("%(place)s处置台账")), request.args.get("kind")
    wanted = MeasureFilter(
        {**TABS, IN_FORCE: RUNNING}.get(request.args.get("tab", ""), frozenset()),
        MeasureKind(kind) if kind in set(MeasureKind) else None,
    )

    def write(stream: IO[bytes]) -> Written:
        period = replace(wanted, first=form.first.data, last=form.last.data)
        return reporting.write_measures(db.session(), stream, _report(form), period, by=guards.actor())

    answer = _hand_out(form, write, _noting("measures"))
    return answer or _ledger_page(form, "measures")


def _ledger_page(form: LedgerExportForm, what: str) -> ResponseReturnValue:
    """The form of a ledger; all its columns are ticked where the address asks for that."""
    narrowed = {name: value for name, value in request.args.items() if name != "columns"}
    if request.method == "GET" and request.args.get("columns") == "all":
        form.columns.data = [choice.value for choice in form.columns.choices]
    page = render_template("exports/ledger.html", form=form, what=what, narrowed=narrowed)
    return page, status_of(form)


@blueprint.route("/exports/statistics", methods=["GET", "POST"])
@guards.permission("measures.read")
def statistics() -> ResponseReturnValue:
    """处置统计 of a period, on the page and as a file; the period stands in the address."""
    by, day = guards.actor(), today()
    first, last = _day("from") or date(day.year, 1, 1), _day("to") or day
    rows = request.args.get("rows") or ("month" if regions.is_lowest(by.region_code) else "region")
    rows = rows if rows in reporting.FIRST_HEADERS else "month"
    form = _opened(StatisticsForm(), _("%(place)s处置统计"))

    def write(stream: IO[bytes]) -> Written:
        line = _line(form, _("统计期间：%(first)s 至 %(last)s", first=first, last=last))
        report = Report(by.region_code, form.title.data, line, form.form.data, first, last)
        return reporting.write_statistics(db.session(), stream, report, rows=rows, by=by)[0]

    answer = _hand_out(form, write, _noting("statistics"))
    if answer:
        return answer
    table = reporting.count_statistics(db.session(), by.region_code, first, max(first, last), rows=rows)
    asked = {"from": first, "to": last, "rows": rows}
    page = render_template("exports/statistics.html", form=form, table=table, headers=HEADERS, asked=asked)
    return page, status_of(form)


def _opened(form: Any, title: str, region_code: str = "") -> Any:
    """The form with what can be known filled in; an office of a county has no region to choose."""
    by = guards.actor()
    if form.region is not None:
        form.region.choices = [("", region_name(by.region_code)), *places.choices_below(by.region_code)]
        if regions.is_lowest(by.region_code):
            del form.region
        elif request.method == "GET":
            form.region.data = region_code
    if form.is_plain is not None and not guards.asker_may("accounts.reveal"):
        del form.is_plain, form.reason
    if request.method == "GET":
        form.title.data = title % {"place": region_name(region_code or by.region_code)}
        form.unit.data = by.office_name
    return form


def _region_of(form: ExportForm) -> str:
    chosen = form.region.data if "region" in form else ""
    return chosen or guards.actor().region_code


def _openness(form: ExportForm) -> dict[str, Any]:
    """Masked, or in the clear for a reason."""
    if "is_plain" not in form:
        return {}
    return {"is_plain": form.is_plain.data, "reason": (form.reason.data or "") if form.is_plain.data else ""}


def _report(form: LedgerExportForm) -> Report:
    first, last = form.first.data, form.last.data
    line = _line(form, _("期间：%(first)s 至 %(last)s", first=first or "", last=last or "") if first or last else "")
    return Report(
        _region_of(form),
        form.title.data,
        line,
        form.form.data,
        first,
        last,
        columns=form.columns.data,
        **_openness(form),
    )


def _line(form: ExportForm, *more: str) -> str:
    """The line under the title."""
    unit = [_("填报单位：%(name)s", name=form.unit.data)] if form.unit.data else []
    return "　".join([*unit, _("截至 %(day)s", day=today()), *(words for words in more if words)])


def _noting(what: str) -> Note:
    return lambda session, written: reporting.note(session, written, what, by=guards.actor(), at=now())


def _hand_out(form: ExportForm, write: Callable[[IO[bytes]], Written], note: Note) -> Response | None:
    """The file a form asks for; None where the form is not yet filled, or where it was refused, which it then says."""
    if not form.validate_on_submit():
        return None
    with ExitStack() as open_until_whole:
        stream = open_until_whole.enter_context(TemporaryFile())
        try:
            written = write(stream)
            with transaction() as session:
                note(session, written)
        except Refusal as error:
            _refuse(form, error)
            return None
        open_until_whole.pop_all()  # from here on the answer closes it
    stream.seek(0)
    kind = form.form.data
    name = f"{form.title.data}_{today()}.{'xlsx' if kind == 'xlsx' else 'csv'}"
    return send_file(stream, TYPES.get(kind, "text/csv"), as_attachment=True, download_name=name, max_age=0)


def _refuse(form: ExportForm, error: Refusal) -> None:
    """Say a refusal on the form, as web/acts does; what the asker may not do at all is raised on."""
    if error.code.startswith("permission."):
        raise error
    form.was_refused = True
    field = form.FIELDS.get(error.code)
    form.refuse(error, field if field in form else None)


def _day(name: str) -> date | None:
    """A day of the address bar; nonsense is none."""
    with suppress(ValueError):
        return date.fromisoformat(request.args.get(name, ""))
    return None
