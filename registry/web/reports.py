"""月报 and 年报, and how the register stood on any past day: from the same numbers, to be read and printed."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registry.clock import midnight_after, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.periods import FIRST_YEAR, period_of
from registry.store import reports
from registry.store.db import db
from registry.web import guards
from registry.web.showing import reports as showing

blueprint = Blueprint("reports", __name__)


@blueprint.get("/reports")
@guards.permission("accounts.read")
def show() -> ResponseReturnValue:
    """The report of a month or a year, with the period before and the same a year before beside it."""
    on, session, scope = today(), db.session(), guards.scope()
    try:
        period, problem = period_of(request.args.get("period", "").strip(), today=on), None
    except Refusal as refusal:
        period, problem = period_of("", today=on), refusal
    stocks = reports.count_stock(session, [min(each.last, on) for each in period.beside], scope=scope)
    page = render_template(
        "reports/show.html",
        period=period, on=on, until=min(period.last, on), names=[showing.name_of(each) for each in period.beside],
        stock=showing.stock_lines(stocks), done=showing.act_groups(reports.count_acts(session, period.beside, scope=scope)),
        platforms=showing.by_platform(stocks[0]), counties=showing.by_region(stocks[0]),
        is_lowest=regions.is_lowest(guards.actor().region_code), problem=problem, first_year=FIRST_YEAR,
    )  # fmt: skip
    return page, 400 if problem else 200


@blueprint.get("/reports/day")
@guards.permission("accounts.read")
def day() -> ResponseReturnValue:
    """How the register stood at the end of a day, and when each sending unit's last roster had come in."""
    on, session, scope = today(), db.session(), guards.scope()
    try:
        asked, is_wrong = min(date.fromisoformat(request.args.get("on") or on.isoformat()), on), False
    except ValueError:
        asked, is_wrong = on, True
    (stock,) = reports.count_stock(session, [asked], scope=scope)
    page = render_template(
        "reports/day.html",
        asked=asked, on=on, tiers=showing.tiers_of(stock), platforms=showing.by_platform(stock),
        counties=showing.by_region(stock), sent=showing.sent_rows(reports.list_sent(session, midnight_after(asked), scope=scope), asked),
        is_lowest=regions.is_lowest(guards.actor().region_code), is_wrong=is_wrong,
    )  # fmt: skip
    return page, 400 if is_wrong else 200
