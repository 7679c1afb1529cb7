"""The help page of the procedure, drawn from the one table of the domain, and what an office sets for its own."""

from collections.abc import Callable

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
ACTS: dict[str, Callable[..., object]] = {
    "clocks": services.set_clock,
    "days": services.set_day,
    "competences": services.set_competence,
}
"""What each form of the page of settings does, by the last word of its address."""


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
    return {"clocks": ClockForm().offer(), "days": DayForm().offer(), "competences": CompetenceForm().offer(articles)}


def _page(**given: Form) -> ResponseReturnValue:
    """Draw the page; a form that came back with errors replaces the fresh one of its name."""
    session, office_id = db.session(), guards.actor().office_id
    fresh = _forms()
    html = render_template(
        "procedure/settings.html", forms={**fresh, **given}, clocks=list_office_clocks(session, office_id),
        days=list_office_days(session, office_id), competences=list_competences(session, office_id),
        names=dict(fresh["competences"].basis_code.choices),
        unpublished=[year for year in (today().year, today().year + 1) if not is_known(today().replace(year=year, month=3, day=1))],
    )  # fmt: skip
    return html, status_of(*given.values())


@blueprint.post("/procedure/<any(clocks, days, competences):name>")
@guards.permission("procedure.settle")
def settle(name: str) -> ResponseReturnValue:
    """Set a term, say whether a day is worked, or whether the office may decide on an article."""
    form = _forms()[name]
    done = attempt(form, lambda session: ACTS[name](session, **form.told, by=guards.actor(), at=now()))
    if done is None:
        return _page(**{name: form})
    flash(_("已记下，从现在起的案件按此办；已经起算的期限不变。"), "done")
    return redirect(url_for("procedure.settings"))
