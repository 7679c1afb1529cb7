"""Simulations: ask what a draft, or another day, would change; read the result; and what one violation more would do."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.simulate import UNGRADED, from_dict
from registry.domain.terms import MeasureKind, Platform, RulebookState, Severity, Tier
from registry.services import grading, rulebooks, simulation_files
from registry.services import simulations as services
from registry.store import simulations as store
from registry.store.account_queries import get_account
from registry.store.accounts import Account
from registry.store.db import db, transaction
from registry.store.jobs import find_last_job
from registry.store.rulebooks import list_rulebooks
from registry.store.simulations import MovedFilter, Simulation
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.exports import TYPES
from registry.web.formats import label, region_name
from registry.web.forms.simulations import ALL_ALONG, SimulationForm
from registry.web.paging import PAGE_SIZE, Paging, asked_key, asked_page, key_in, offset_of
from registry.web.rosters import OPEN, enqueue
from registry.wording import outcomes
from registry.wording import simulations as words

blueprint = Blueprint("simulations", __name__)
WHAT = ("worse", "better", "arising", "falling")


@blueprint.route("/simulations", methods=["GET", "POST"])
@guards.permission("rulebooks.draft")
def begin() -> ResponseReturnValue:
    """Ask for a simulation of the version the address names, or see those asked for so far."""
    form = _form()
    asked = attempt(form, partial(_ask, form))
    if asked is not None:
        simulation_id, job_id = asked
        enqueue(job_id)
        return redirect(url_for("simulations.show", simulation_id=simulation_id))
    session, scope, page = db.session(), guards.scope(), asked_page()
    rows = store.list_simulations(session, scope=scope, limit=PAGE_SIZE, offset=offset_of(page))
    paging = Paging(page, store.count_simulations(session, scope=scope))
    html = render_template("simulations/begin.html", form=form, rows=rows, paging=paging, from_dict=from_dict)
    return html, status_of(form)


def _form() -> SimulationForm:
    """The form with the versions that may be tried."""
    form = SimulationForm()
    found = list_rulebooks(db.session(), region_code=guards.actor().region_code)
    open_ones = [row for row in found if row.state is not RulebookState.WITHDRAWN]
    form.rulebook.choices = [("", _("不换规则，只看另一天")), *((str(row.id), _said(row)) for row in open_ones)]
    if request.method == "GET":
        form.rulebook.data = str(asked_key("rulebook_id") or "")
    return form


def _said(row: Any) -> str:
    return str(_("%(name)s（%(state)s，%(on)s 起）", name=row.version, state=label(row.state), on=row.effective_from))


def _ask(form: SimulationForm, session: Session) -> tuple[int, int]:
    is_all_along = form.mode.data == ALL_ALONG and bool(form.rulebook.data)
    asked, job = services.ask(
        session, rulebook_id=key_in(form.rulebook.data or ""), on=form.on.data, is_all_along=is_all_along,
        by=guards.actor(), at=now(), today=today(),
    )  # fmt: skip
    return asked.id, job.id


@blueprint.get("/simulations/<int:simulation_id>")
@guards.permission("accounts.read")
def show(simulation_id: int) -> ResponseReturnValue:
    """A simulation: how far it is, or its result with the accounts that would move."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    asked = store.get_simulation(session, simulation_id, scope=scope)
    if asked.finished_at is None:
        return _working(asked)
    wanted = _wanted()
    paging = Paging(page, store.count_moved(session, asked.id, wanted, scope=scope))
    moved = store.list_moved(session, asked.id, wanted, scope=scope, limit=PAGE_SIZE, offset=offset_of(page))
    books = _books(asked)
    rows = [(move, words.reason(move.difference, books, _)) for move in moved]
    return render_template(
        "simulations/show.html", asked=asked, title=_title(asked), summary=from_dict(asked.summary), rows=rows, paging=paging,
        wanted=wanted, place_name=simulation_files.place_name, platform_name=lambda name: label(Platform(name)), Tier=Tier,
        MeasureKind=MeasureKind,
        may_remove=guards.asker_may("rulebooks.draft", asked.region_code),
    )  # fmt: skip


def _working(asked: Simulation) -> ResponseReturnValue:
    """The page while the job waits or runs, or where it failed."""
    job = find_last_job(db.session(), asked.id, prefix="rulebook.")
    is_open = job is not None and job.state in OPEN
    done, total = current_app.extensions["registry.queue"].progress(job.id) if job is not None else (0, 0)
    is_own = job is not None and job.user_id == guards.actor().user_id
    return render_template(
        "simulations/working.html", asked=asked, title=_title(asked), job=job, is_open=is_open, is_own=is_own, done=done,
        total=total or asked.total,
    )  # fmt: skip


def _title(asked: Simulation) -> str:
    if asked.version is None:
        return str(_("试算：%(now)s 与 %(then)s", now=asked.now_on, then=asked.then_on))
    return str(_("试算：%(version)s", version=asked.version))


def _wanted() -> MovedFilter:
    """The filter the address bar asks for; nonsense is left out."""
    platform, what = request.args.get("platform"), request.args.get("what", "")
    wanted = MovedFilter(
        platform=Platform(platform) if platform in set(Platform) else None,
        place=request.args.get("place"),
        what=what if what in WHAT else "",
    )
    ends = (request.args.get("from"), request.args.get("to"))
    if all(each in {*Tier, UNGRADED} for each in ends):
        before, after = (Tier(each) if each else None for each in ends)
        return replace(wanted, cell=(before, after))
    return wanted


def _books(asked: Simulation) -> dict[str, Rulebook]:
    """The rulebooks of both sides by their version, to name their rows."""
    trial = services.trial_of(db.session(), asked)
    return {book.version: book for book in (*trial.now, *trial.then)}


@blueprint.get("/simulations/<int:simulation_id>/export")
@guards.permission("rosters.export")
def export(simulation_id: int) -> ResponseReturnValue:
    """The figures and the moved accounts as a workbook."""
    session, by = db.session(), guards.actor()
    asked = store.get_simulation(session, simulation_id, scope=guards.scope())
    if asked.finished_at is None:
        raise Refusal("simulations.unfinished")
    title = _title(asked)
    line = _(
        "%(place)s　比较日 %(now)s 与 %(then)s",
        place=region_name(asked.region_code),
        now=asked.now_on,
        then=asked.then_on,
    )
    books = _books(asked)
    stream = TemporaryFile()  # noqa: SIM115 - the answer closes it
    count = simulation_files.write(
        session, stream, asked, title, line, say=lambda move: words.reason(move.difference, books, _), by=by
    )
    with transaction() as writing:
        simulation_files.note(writing, writing.get_one(Simulation, simulation_id), count, by=by, at=now())
    stream.seek(0)
    return send_file(stream, TYPES["xlsx"], as_attachment=True, download_name=f"{title}_{today()}.xlsx", max_age=0)


@blueprint.post("/simulations/<int:simulation_id>/remove")
@guards.permission("rulebooks.draft")
def remove(simulation_id: int) -> ResponseReturnValue:
    """Remove a simulation."""
    with transaction() as session:
        services.remove(session, simulation_id, by=guards.actor(), at=now())
    flash(_("试算已删除。"), "done")
    return redirect(url_for("simulations.begin"))


@blueprint.get("/accounts/<int:account_id>/what-if")
@guards.permission("violations.read")
def what_if(account_id: int) -> ResponseReturnValue:
    """What one violation more would do to an account; nothing is recorded."""
    account = get_account(db.session(), account_id, scope=guards.scope())
    book = rulebooks.of(account, on=today())
    asked = {name: request.args.get(name, "") for name in ("code", "severity", "on")}
    change = _change(account, book, asked) if book is not None and asked["code"] in book.code_rows else None
    return render_template(
        "simulations/what_if.html", account=account, asked=asked, change=change,
        codes=[(row.code, f"{row.code} {row.name}") for row in book.codes] if book else [],
        severities=[(each.value, label(each)) for each in Severity],
    )  # fmt: skip


def _change(account: Account, book: Rulebook, asked: dict[str, str]) -> outcomes.Change:
    """Both outcomes of the day recognised, in words; a severity left open is the code's usual one."""
    usual = book.code_rows[asked["code"]].severity
    severity = asked["severity"] if asked["severity"] in book.severity_rows else usual
    occurred_on = today()
    with suppress(ValueError):
        occurred_on = min(date.fromisoformat(asked["on"]), occurred_on)
    before, after = grading.what_if(
        db.session(), account, code=asked["code"], severity=severity, occurred_on=occurred_on, on=today()
    )
    return outcomes.of_violation(
        before, after, fact=grading.IMAGINED, code=asked["code"], rulebook=book, books=rulebooks.in_force(db.session()),
        when="recognised", translate=_,
    )  # fmt: skip
