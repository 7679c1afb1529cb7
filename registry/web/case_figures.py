"""Statistics of the procedure: by measure, office and month, reversals, time per stage; the same as a table to take away."""

import csv
from datetime import date
from io import StringIO

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain.cases.figures import Passed, Tally, month_of, stages, tally
from registry.domain.grading.months import add_months
from registry.domain.rosters.delimited import harmless
from registry.domain.terms import MeasureKind
from registry.services import reporting
from registry.services.exporting import Written
from registry.store.cases import list_passed
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.formats import label, word

blueprint = Blueprint("case_figures", __name__)
MONTHS = 12


def _asked() -> date:
    """From which month on: asked for, else a year back."""
    given = request.values.get("since", "")
    try:
        return date.fromisoformat(f"{given}-01")
    except ValueError:
        return add_months(today().replace(day=1), 1 - MONTHS)


def _kind(case: Passed) -> str:
    return label(MeasureKind(case.kind)) if case.kind else _("还没有拟处置")


def _groups(cases: list[Passed]) -> list[tuple[str, list[Tally]]]:
    return [
        (_("按处置措施"), tally(cases, _kind)),
        (_("按单位"), tally(cases, lambda each: each.office)),
        (_("按收到线索的月份"), tally(cases, month_of)),
    ]


@blueprint.get("/cases/statistics")
@guards.permission("cases.read")
def show() -> ResponseReturnValue:
    """The figures on a page."""
    since = _asked()
    cases = list_passed(db.session(), scope=guards.scope(), since=since)
    return render_template(
        "cases/statistics.html", tallies=_groups(cases), stages=stages(cases), since=since, total=len(cases)
    )


@blueprint.post("/cases/statistics.csv")
@guards.permission("cases.read")
def take() -> ResponseReturnValue:
    """The same figures as CSV (UTF-8 with a mark, which Excel and WPS read); what leaves the house is on file."""
    since, by = _asked(), guards.actor()
    cases = list_passed(db.session(), scope=guards.scope(), since=since)
    told = {"rows": len(cases), "from": since.isoformat(), "form": "csv_utf8"}
    with transaction() as session:
        reporting.note(session, Written(len(cases), by.region_code, None, told), "procedure", by=by, at=now())
    name = f"attachment; filename=procedure-{since:%Y-%m}.csv"
    return Response("\ufeff" + _table(cases), mimetype="text/csv", headers={"Content-Disposition": name})


def _table(cases: list[Passed]) -> str:
    """The figures one group below the other; names may not become formulas."""
    out = StringIO()
    rows = csv.writer(out)
    for heading, found in _groups(cases):
        rows.writerow([heading, _("线索"), _("立案"), _("决定"), _("结案"), _("撤销"), _("撤销率")])
        for each in found:
            rate = "" if each.rate is None else f"{each.rate:.1%}"
            rows.writerow([harmless(each.name), each.clues, each.filed, each.decided, each.closed, each.reversed, rate])
    rows.writerow([_("环节"), _("办过的件数"), _("平均天数"), _("最长天数")])
    for stage in stages(cases):
        rows.writerow([word(f"cases.state.{stage.state}"), stage.number, f"{stage.mean:.1f}", stage.longest])
    return out.getvalue()
