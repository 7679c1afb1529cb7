"""Moves of the tier that wait for confirmation, where an office has chosen to confirm them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain.errors import NotFound
from registry.services import pending as services
from registry.store import pending as store
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.forms.overrides import PostponeForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, key_in, offset_of

blueprint = Blueprint("pending", __name__)


@blueprint.get("/tiers/pending")
@guards.permission("accounts.read")
def list_() -> ResponseReturnValue:
    """What waits, longest first; what is postponed stands last."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    total = store.count_waiting_tiers(session, scope=scope, on=None)
    rows = store.list_waiting_tiers(session, scope=scope, on=None, limit=PAGE_SIZE, offset=offset_of(page))
    return render_template("pending/list.html", rows=rows, paging=Paging(page, total))


@blueprint.post("/tiers/pending/confirm")
@guards.permission("tiers.confirm")
def confirm() -> ResponseReturnValue:
    """Confirm the moves that were seen: one, or all of a page."""
    with transaction() as session:
        number = services.confirm(session, posted_keys("id"), by=guards.actor(), at=now())
    flash(_("已确认 %(n)s 个账号的等级变动。", n=number), "done")
    return redirect(url_for("pending.list_"))


@blueprint.route("/tiers/pending/<int:pending_id>/postpone", methods=["GET", "POST"])
@guards.permission("tiers.confirm")
def postpone(pending_id: int) -> ResponseReturnValue:
    """Leave one unconfirmed for a while."""
    found = store.find_waiting_tiers(db.session(), [pending_id], scope=guards.scope())
    if not found:
        raise NotFound("pending.gone")
    form, row = PostponeForm(), found[0]
    act = {"until": form.until.data, "reason": form.reason.data, "by": guards.actor(), "at": now(), "on": today()}
    if attempt(form, lambda session: services.postpone(session, pending_id, **act)) is None:
        return render_template("pending/postpone.html", form=form, row=row), status_of(form)
    flash(_("已推迟，到那天重新待确认；规则等级不受影响。"), "done")
    return redirect(url_for("pending.list_"))


def posted_keys(name: str) -> list[int]:
    """The keys a form sent under ``name``."""
    return [key for text in request.form.getlist(name)[:PAGE_SIZE] if (key := key_in(text.strip())) is not None]
