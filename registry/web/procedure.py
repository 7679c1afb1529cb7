"""The help page of the procedure, drawn from the one table of the domain, and what an office sets for its own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import bases
from registry.domain.cases import clocks
from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import Part
from registry.domain.workdays import is_known
from registry.services import procedure as services
from registry.store.db import db
from registry.store.procedure import list_competences, list_office_clocks, list_office_days, own_clocks
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.forms import Form
from registry.web.forms.procedure import ClockForm, CompetenceForm, DayForm
from registry.web.showing.bases import library
from registry.web.showing.procedure import draw

blueprint = Blueprint("procedure", __name__)


@blueprint.get("/help/procedure")
@guards.permission("home.read")
def show() -> ResponseReturnValue:
    """The road of a case from clue to archive, and every act with who may, its form, its clock and its gate."""
    parts = [(part, [row for row in PROCEDURE if row.part is part]) for part in Part]
    own = own_clocks(db.session(), guards.actor().office_id)
    terms = {each.id: clocks.clock_on(each.id, today(), own) for each in clocks.all_clocks()}
    return render_template("procedure/show.html", parts=parts, terms=terms, diagram=draw())


@blueprint.get("/procedure/settings")
@guards.permission("procedure.settle")
def settings() -> ResponseReturnValue:
    """The office's own terms, working days and competences, each with the form that adds to it."""
    return _page()


def _forms() -> dict[str, Form]:
    articles = [(each.code, bases.cite(each)) for each in library().all_on(today())]
    return {"clock": ClockForm().offer(), "day": DayForm().offer(), "competence": CompetenceForm().offer(articles)}


def _page(**given: Form) -> ResponseReturnValue:
    """Draw the page; a form that came back with errors replaces the fresh one of its name."""
    session, office_id = db.session(), guards.actor().office_id
    fresh = _forms()
    html = render_template(
        "procedure/settings.html", forms={**fresh, **given}, clocks=list_office_clocks(session, office_id),
        days=list_office_days(session, office_id), competences=list_competences(session, office_id),
        names=dict(fresh["competence"].basis.choices),
        unpublished=[year for year in (today().year, today().year + 1) if not is_known(today().replace(year=year, month=3, day=1))],
    )  # fmt: skip
    return html, status_of(*given.values())


@blueprint.post("/procedure/clocks")
@guards.permission("procedure.settle")
def set_clock() -> ResponseReturnValue:
    """Set the office's own term for a clock."""
    form = _forms()["clock"]
    done = attempt(form, lambda session: services.set_clock(
        session, form.clock.data, days=form.days.data, unit=form.unit.data, ground=form.ground.data,
        since=form.since.data, by=guards.actor(), at=now(),
    ))  # fmt: skip
    return _page(clock=form) if done is None else _done()


@blueprint.post("/procedure/days")
@guards.permission("procedure.settle")
def set_day() -> ResponseReturnValue:
    """Say whether the office works on a day."""
    form = _forms()["day"]
    done = attempt(form, lambda session: services.set_day(
        session, form.day.data, is_working=form.is_working.data == "yes", note=form.note.data, by=guards.actor(), at=now()
    ))  # fmt: skip
    return _page(day=form) if done is None else _done()


@blueprint.post("/procedure/competences")
@guards.permission("procedure.settle")
def set_competence() -> ResponseReturnValue:
    """Say whether the office may decide on an article."""
    form = _forms()["competence"]
    done = attempt(form, lambda session: services.set_competence(
        session, form.basis.data, is_competent=form.is_competent.data == "yes", ground=form.ground.data,
        by=guards.actor(), at=now(), on=today(),
    ))  # fmt: skip
    return _page(competence=form) if done is None else _done()


def _done() -> ResponseReturnValue:
    flash(_("已记下，从现在起的案件按此办；已经起算的期限不变。"), "done")
    return redirect(url_for("procedure.settings"))
