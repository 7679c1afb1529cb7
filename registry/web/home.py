"""The health check, and the first page: what waits for the asker today, then how the register stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.cases.states import RUNNING
from registry.domain.grading.months import add_months
from registry.domain.permissions import Actor, may
from registry.domain.workdays import add_workdays
from registry.store import audit, overview, together, users
from registry.store.cases import list_waiting_cases
from registry.store.db import db
from registry.store.joint import list_unanswered, unanswered_by
from registry.store.measures import measures_by
from registry.store.old_ledgers import entered_in, list_unconfirmed
from registry.store.overrides import list_waiting_overrides, waiting_in
from registry.store.parking import parked_in
from registry.store.procedure import days_of
from registry.store.scope import Scope
from registry.store.together import Question
from registry.web import guards
from registry.web.audit import act_words
from registry.web.showing import charts, standing, waiting, waiting_cases, waiting_records, waiting_tiers
from registry.web.showing.bases import is_stale, library

blueprint = Blueprint("home", __name__)
QUEUE = 200
"""Lines of each sort read for the queue; what lies beyond is in the lists."""
FIGURES = ("accounts", "running", "recognised", "moves")
FAR_DAYS = 21
"""Three working days end within so many days, whatever holidays lie between."""


@blueprint.get("/healthz")
@guards.public
def healthz() -> ResponseReturnValue:
    """Answers {"status": "ok"} while the process runs and the database answers."""
    db.session.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})


@blueprint.get("/")
@guards.permission("home.read")
def show() -> ResponseReturnValue:
    """What waits for me, and the register in figures; who keeps the house sees the house instead."""
    session, scope, asker, on = db.session(), guards.scope(), guards.actor(), today()
    values: dict[str, Any] = {"on": on, "now": now(), "clocks": waiting.group_names()}
    small = ask_small(session, asker, on, scope=scope)
    if may(asker, "accounts.amend"):
        values["lines"] = wait_for(session, asker, on, small, scope=scope)
        values["places"] = not regions.is_lowest(asker.region_code)
    if may(asker, "accounts.read"):
        values["figures"] = standing.read(on=on, **{name: small[name] for name in FIGURES})
    if may(asker, "audit.read"):
        values["entries"] = last_acts(session, scope=scope)
        values["act_words"] = act_words
    if may(asker, "users.manage"):
        values["users"] = users.list_users(session, scope=scope)
        values["offices"] = users.list_offices(session, scope=scope)
    return render_template("home/show.html", **values)


def last_acts(session: Session, *, scope: Scope) -> list[audit.AuditEntry]:
    """The last acts on file, comings and goings apart."""
    entries = audit.list_entries(session, scope=scope, limit=100)
    return [entry for entry in entries if not entry.act.startswith("users.sign")][:12]


def ask_small(session: Session, asker: Actor, on: date, *, scope: Scope) -> dict[str, Any]:
    """All the page wants to know that is a figure, a day or a name, and which sorts of lines there are at all: one statement."""
    this, asked = on.replace(day=1), dict[str, Question[Any]]()
    if may(asker, "accounts.read"):
        asked |= {
            "accounts": overview.accounts_by(scope),
            "running": measures_by(scope, RUNNING | overview.WAITING),
            "recognised": overview.recognised_in([(this, add_months(this, 1)), (add_months(this, -1), this)], scope),
            "moves": overview.moves_since(add_months(this, 1 - charts.MONTHS), scope),
        }
    if may(asker, "accounts.amend"):
        asked |= {
            "parked": parked_in(scope), "above": overview.superiors_of(asker.region_code), "days": days_of(asker.office_id),
            "letters": unanswered_by(asker.office_id), "ledgers": entered_in(scope), "overrides": waiting_in(scope),
        }  # fmt: skip
    return together.ask(session, asked) if asked else {}


def wait_for(session: Session, asker: Actor, on: date, small: Mapping[str, Any], *, scope: Scope) -> list[waiting.Line]:
    """The asker's queue: a fixed number of statements, however long it is."""
    return waiting.queue(
        asker,
        measures=overview.list_waiting(session, scope=scope, limit=QUEUE),
        clues=overview.list_clues(session, scope=scope, limit=QUEUE),
        uncited=overview.list_uncited(session, scope=scope, limit=QUEUE),
        imports=overview.list_open_imports(session, scope=scope, limit=QUEUE),
        old_ledgers=list_unconfirmed(session, scope=scope, limit=QUEUE) if small["ledgers"] else (),
        about_tiers=wait_about_tiers(session, asker, on, small, scope=scope),
        about_cases=wait_about_cases(session, asker, on, small, scope=scope),
        above=small["above"],
        on=on,
    )


def wait_about_tiers(
    session: Session, asker: Actor, on: date, small: Mapping[str, Any], *, scope: Scope
) -> list[waiting.Line]:
    """The lines about tiers and the rules that set them: two statements at most."""
    overrides = list_waiting_overrides(session, scope=scope, limit=QUEUE) if small["overrides"] else ()
    counts = overview.count_tiers_waiting(session, asker, on, scope=scope)
    return [
        *waiting_tiers.of_overrides(overrides, asker, on),
        *waiting_tiers.of_counts(counts, asker, on),
        *waiting_tiers.of_rulebooks(counts, asker, on),
    ]


def wait_about_cases(
    session: Session, asker: Actor, on: date, small: Mapping[str, Any], *, scope: Scope
) -> list[waiting.Line]:
    """The lines about cases: clocks over or due within three working days of the office, and what waits for a word."""
    ahead = on + timedelta(days=FAR_DAYS)
    cases = list_waiting_cases(session, scope=scope, states=waiting_cases.ASKING, until=ahead, limit=QUEUE)
    until = add_workdays(on, 3, small["days"]).on if cases else on
    letters = list_unanswered(session, asker.office_id, limit=QUEUE) if small["letters"] else ()
    return [
        *waiting_cases.of_clocks(cases, asker, on, until=until),
        *waiting_cases.of_askings(cases, asker, on),
        *waiting_cases.of_letters(letters, on),
        *waiting_records.of_parked(small["parked"], asker, on),
        *waiting_records.of_stale(sum(is_stale(each) for each in library().all_on(on)), asker, on),
    ]
