"""One field of many accounts: chosen from the list, shown, confirmed, and taken back as one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.rosters.fields import BY_NAME
from registry.services import bulk_edits as services
from registry.store.bulk_edits import get_bulk_edit
from registry.store.db import db, transaction
from registry.store.rosters import load_accounts
from registry.store.users import list_towns
from registry.web import guards
from registry.web.formats import label, word

blueprint = Blueprint("bulk_edits", __name__)


def _picked() -> list[int]:
    return [int(each) for each in request.form.getlist("account") if each.isascii() and each.isdigit()]


def shown(field: str, value: str | None) -> str:
    """A value of such a field in words."""
    vocabulary = BY_NAME[field].vocabulary
    if value is None:
        return str(_("未填"))
    return label(vocabulary(value)) if vocabulary else value


@blueprint.post("/accounts/bulk")
@guards.permission("accounts.amend")
def choose() -> ResponseReturnValue:
    """What to set for the accounts ticked in the list."""
    if not _picked():
        flash(_("先在列表里勾选账号。"), "late")
        return redirect(url_for("accounts.list_"))
    return _form()


def _form(problem: Refusal | None = None) -> ResponseReturnValue:
    session = db.session()
    towns = sorted({town.name for town in list_towns(session, scope=guards.scope())})
    options = {
        name: [(each.value, label(each)) for each in BY_NAME[name].vocabulary or ()] for name in ("category", "status")
    }
    found = load_accounts(session, _picked()[: services.MOST + 1]).values()
    mine = [each for each in found if regions.covers(guards.actor().region_code, each.region_code)]
    page = render_template(
        "bulk_edits/choose.html", accounts=mine, towns=towns, options=options, problem=problem,
        names={name: BY_NAME[name].label for name in services.FIELDS},
    )  # fmt: skip
    return page, 400 if problem else 200


@blueprint.post("/accounts/bulk/preview")
@guards.permission("accounts.amend")
def preview() -> ResponseReturnValue:
    """Each account with what it says and what it would say."""
    field, value = _asked()
    try:
        lines = services.plan(db.session(), _picked(), field, value, by=guards.actor())
    except Refusal as refusal:
        return _form(refusal)
    return render_template(
        "bulk_edits/preview.html", lines=lines, field=field, value=value, name=BY_NAME[field].label, shown=shown,
        left=len(set(_picked())) - len(lines),
    )  # fmt: skip


def _asked() -> tuple[str, str | None]:
    field = request.form.get("field", "")
    return field, request.form.get(f"value-{field}", "").strip()[:120] or None


@blueprint.post("/accounts/bulk/apply")
@guards.permission("accounts.amend")
def apply() -> ResponseReturnValue:
    """Set it for all of the preview."""
    field, value = _asked()
    seen = {account_id: request.form.get(f"old-{account_id}") or None for account_id in _picked()}
    try:
        with transaction() as session:
            edit_id = services.apply(session, seen, field, value, by=guards.actor(), at=now(), on=today()).id
    except Refusal as refusal:
        return _form(refusal)
    return redirect(url_for("bulk_edits.show", edit_id=edit_id))


@blueprint.get("/accounts/bulk/<int:edit_id>")
@guards.permission("accounts.amend")
def show(edit_id: int) -> ResponseReturnValue:
    """What was set, and what taking it back would do."""
    session = db.session()
    edit = get_bulk_edit(session, edit_id, scope=guards.scope())
    back, kept = services.decide(session, edit)
    known = load_accounts(session, [row[0] for row in edit.rows])
    return render_template(
        "bulk_edits/show.html", edit=edit, known=known, shown=shown, name=BY_NAME[edit.field].label,
        kept=set(edit.kept if edit.undone_at else kept), number=len(back),
    )  # fmt: skip


@blueprint.post("/accounts/bulk/<int:edit_id>/undo")
@guards.permission("accounts.amend")
def undo(edit_id: int) -> ResponseReturnValue:
    """Take it back."""
    get_bulk_edit(db.session(), edit_id, scope=guards.scope())  # one nobody has is not found, not refused
    try:
        with transaction() as session:
            services.undo(session, edit_id, by=guards.actor(), at=now(), on=today())
    except Refusal as refusal:
        flash(word(refusal.code, **refusal.params), "late")
    else:
        flash(_("已撤销这次批量修改。"), "done")
    return redirect(url_for("bulk_edits.show", edit_id=edit_id))
