"""Pages of an office's own entries of the legal-basis library: stated, confirmed by another person, compared again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import bases
from registry.domain.bases import EntryState
from registry.services import basis_entries as services
from registry.services.bases import entry_as_basis
from registry.store.bases import get_entry
from registry.store.db import db
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.bases import asked_way_back
from registry.web.forms.bases import ArticleForm, RemarkForm
from registry.web.showing.bases import library

blueprint = Blueprint("basis_entries", __name__)


@blueprint.route("/bases/new", methods=["GET", "POST"])
@guards.permission("bases.draft")
def add() -> ResponseReturnValue:
    """State an article the library lacks, or with ``code`` the new wording of one it has."""
    code = request.args.get("code", "")
    changed = library().get(code, today()) if code else None
    form = ArticleForm().offer()
    if changed is not None and not form.is_submitted():
        form.fill(changed)
    made = attempt(
        form,
        lambda session: services.draft(session, form.stated, code=code, by=guards.actor(), at=now(), on=today()).id,
    )
    if made is None:
        return render_template("bases/add.html", form=form, changed=changed), status_of(form)
    flash(_("已起草，由另一位审核人或负责人核对原文后确认。"), "done")
    return redirect(url_for("basis_entries.show", entry_id=made))


@blueprint.route("/bases/entries/<int:entry_id>", methods=["GET", "POST"])
@guards.permission("bases.read")
def show(entry_id: int) -> ResponseReturnValue:
    """One entry as it was stated, and the form by which another person confirms it or it is taken back."""
    row = get_entry(db.session(), entry_id, office_id=guards.actor().office_id)
    form, is_right = RemarkForm(), "confirm" in request.form
    done = attempt(
        form,
        lambda session: services.settle(
            session, entry_id, is_right=is_right, remark=form.remark.data, by=guards.actor(), at=now(), on=today()
        ),
    )
    if done is None:
        basis, mine = entry_as_basis(row), row.drafted_by_id == guards.actor().user_id
        return render_template(
            "bases/entry.html", row=row, basis=basis, form=form, is_mine=mine, is_open=row.state is EntryState.DRAFT
        ), status_of(form)
    flash(_("已确认，从起施行日起作准。") if is_right else _("已撤回。"), "done")
    return redirect(url_for("bases.confirm", code=row.code) if is_right else url_for("bases.list_"))


@blueprint.post("/bases/<code>/check")
@guards.permission("bases.confirm")
def check_again(code: str) -> ResponseReturnValue:
    """Say with a word that an article was compared again and is unchanged."""
    form = RemarkForm()
    done = attempt(
        form,
        lambda session: services.check_again(
            session, code, words=form.remark.data, by=guards.actor(), at=now(), on=today()
        ),
    )
    if done is None:
        flash("；".join(map(str, [*form.form_errors, *form.remark.errors])), "late")
    else:
        flash(_("已复核：%(basis)s。", basis=bases.cite(library().get(code, today()))), "done")
    return redirect(asked_way_back() or url_for("bases.confirm", code=code))
