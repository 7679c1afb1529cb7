"""Decisions a correction or a new version of the rules changed, to be seen by an officer: nothing changes in silence."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain.terms import ChangedKind, MeasureKind, Tier
from registry.services import changes as services
from registry.store import changes as store
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.formats import label
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.pending import posted_keys

blueprint = Blueprint("changes", __name__)


@blueprint.get("/changes")
@guards.permission("changes.read")
def list_() -> ResponseReturnValue:
    """What nobody has seen yet, or what was seen, the latest first."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    is_seen = request.args.get("view") == "seen"
    numbers = store.count_changes(session, scope=scope)
    rows = store.list_changes(session, scope=scope, is_seen=is_seen, limit=PAGE_SIZE, offset=offset_of(page))
    return render_template(
        "changes/list.html", rows=rows, is_seen=is_seen, numbers=numbers, paging=Paging(page, numbers[is_seen]),
        said=said,
    )  # fmt: skip


@blueprint.post("/changes/see")
@guards.permission("changes.see")
def see() -> ResponseReturnValue:
    """Confirm to have seen one, or all of a page."""
    with transaction() as session:
        number = services.see(session, posted_keys("id"), by=guards.actor(), at=now())
    flash(_("已确认看过 %(n)s 件。原来的决定和记录都留在台账里。", n=number), "done")
    return redirect(url_for("changes.list_"))


def said(kind: ChangedKind, value: str | None) -> str:
    """What a decision was or is, in words: a tier, or a kind of measure."""
    if value is None:
        return str(_("无"))
    return f"{value} {label(Tier(value))}" if kind is ChangedKind.TIER else label(MeasureKind(value))
