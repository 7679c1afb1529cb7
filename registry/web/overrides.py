"""Tiers set aside by people (人工调整等级): asked for, decided by another, lifted, reviewed, and how often it happens."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.grading.months import add_months
from registry.domain.terms import OverrideState, Tier
from registry.services import overrides as services
from registry.store import overrides as store
from registry.store.account_queries import get_account
from registry.store.db import db
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.forms import Form
from registry.web.forms.overrides import NoteForm, OverrideForm, RefusalForm, ReviewForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.showing.overrides import figures as read_figures
from registry.web.showing.overrides import year_span

blueprint = Blueprint("overrides", __name__)
OVER = (OverrideState.DECLINED, OverrideState.ENDED, OverrideState.LIFTED)
TABS: dict[str, tuple[OverrideState, ...]] = {
    "proposed": (OverrideState.PROPOSED,), "in_force": (OverrideState.IN_FORCE,), "review": (OverrideState.ENDED,),
    "over": OVER,
}  # fmt: skip
FIRST_YEAR = 2000


@blueprint.get("/overrides")
@guards.permission("overrides.read")
def list_() -> ResponseReturnValue:
    """What waits for a decision, is in force, has to be reviewed, or is over."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    numbers = store.count_overrides(session, scope=scope)
    numbers["over"] = sum(numbers[state] for state in OVER)
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else next((name for name in TABS if numbers[name]), "proposed")
    rows = store.list_overrides(
        session, scope=scope, states=TABS[tab], is_to_review=tab == "review", limit=PAGE_SIZE, offset=offset_of(page)
    )
    return render_template(
        "overrides/list.html", rows=rows, tab=tab, numbers=numbers, paging=Paging(page, numbers[tab])
    )


@blueprint.get("/overrides/figures")
@guards.permission("overrides.read")
def figures() -> ResponseReturnValue:
    """How often, asked for by whom, in which direction, by quarter."""
    this = today().year
    year = min(max(request.args.get("year", this, type=int), FIRST_YEAR), this)
    since, until = year_span(year)
    asked = store.list_asked(db.session(), scope=guards.scope(), since=since, until=until)
    return render_template("overrides/figures.html", year=year, this=this, figures=read_figures(asked))


@blueprint.route("/accounts/<int:account_id>/override", methods=["GET", "POST"])
@guards.permission("overrides.propose")
def propose(account_id: int) -> ResponseReturnValue:
    """Ask for another tier than the rules derive."""
    account = get_account(db.session(), account_id, scope=guards.scope())
    most_months = current_app.extensions["registry.settings"].override_months
    form = OverrideForm()
    form.offer(account.derived_tier)

    def act(session: Session) -> int:
        return services.propose(
            session, account_id, tier=Tier(form.tier.data), reason=form.reason.data, basis=form.basis.data,
            until_on=form.until_on.data, most_months=most_months, by=guards.actor(), at=now(), on=today(),
        ).id  # fmt: skip

    override_id = attempt(form, act)
    if override_id is not None:
        flash(_("已提请，等负责人审批；批准前没有任何效力。"), "done")
        return redirect(url_for("overrides.show", override_id=override_id))
    latest = add_months(today(), most_months)
    page = render_template("overrides/propose.html", form=form, account=account, latest=latest, months=most_months)
    return page, status_of(form)


@blueprint.get("/overrides/<int:override_id>")
@guards.permission("overrides.read")
def show(override_id: int) -> ResponseReturnValue:
    """One of them, with the acts that may follow."""
    return draw(override_id)


@blueprint.post("/overrides/<int:override_id>/approve")
@guards.permission("overrides.decide")
def approve(override_id: int) -> ResponseReturnValue:
    """Let it hold."""
    form, given = NoteForm(), stamp(override_id)
    return done(
        override_id, form, "approve", lambda s: services.approve(s, note=form.note.data or "", on=today(), **given),
        _("已批准，今天起和规则等级并列显示。"),
    )  # fmt: skip


@blueprint.post("/overrides/<int:override_id>/decline")
@guards.permission("overrides.decide")
def decline(override_id: int) -> ResponseReturnValue:
    """Decide against it."""
    form, given = RefusalForm(), stamp(override_id)
    return done(
        override_id,
        form,
        "decline",
        lambda s: services.decline(s, reason=form.reason.data, **given),
        _("已决定不予调整。"),
    )


@blueprint.post("/overrides/<int:override_id>/lift")
@guards.permission("overrides.decide")
def lift(override_id: int) -> ResponseReturnValue:
    """Take it back before its day."""
    form, given = RefusalForm(), stamp(override_id)
    return done(
        override_id, form, "lift", lambda s: services.lift(s, reason=form.reason.data, on=today(), **given),
        _("已提前解除，只按规则等级管理。"),
    )  # fmt: skip


@blueprint.post("/overrides/<int:override_id>/review")
@guards.permission("overrides.propose")
def review(override_id: int) -> ResponseReturnValue:
    """Close one whose term is over."""
    form, given = ReviewForm(), stamp(override_id)
    return done(
        override_id, form, "review", lambda s: services.review(s, note=form.reason.data, **given), _("已复核。")
    )


def stamp(override_id: int) -> dict[str, Any]:
    """Which one, who acts, and when."""
    return {"override_id": override_id, "by": guards.actor(), "at": now()}


def done(override_id: int, form: Form, name: str, act: Callable[[Session], object], words: str) -> ResponseReturnValue:
    """The page again after an act, or with what is wrong with the form ``name``."""
    if attempt(form, act) is None:
        return draw(override_id, **{name: form})
    flash(words, "done")
    return redirect(url_for("overrides.show", override_id=override_id))


def draw(override_id: int, **filled: Form) -> ResponseReturnValue:
    """The page of one override; ``filled``: the form just sent, where it is wrong."""
    row = store.get_override(db.session(), override_id, scope=guards.scope())
    blank = {"approve": NoteForm, "decline": RefusalForm, "lift": RefusalForm, "review": ReviewForm}
    forms = {name: filled.get(name) or kind(formdata=None) for name, kind in blank.items()}
    own, asking = guards.actor().region_code, row.office.region_code
    is_above = regions.covers(asking, row.account.region_code) and not regions.covers(own, asking)
    return render_template("overrides/show.html", row=row, forms=forms, is_above=is_above), status_of(*filled.values())
