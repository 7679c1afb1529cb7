"""Pages of the legal-basis library: every article with how sure we are of it, and its confirmation by an officer."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import bases
from registry.domain.terms import MeasureKind
from registry.services import bases as services
from registry.store.db import db
from registry.store.documents import BasisConfirmation, find_confirmation, list_confirmations
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label
from registry.web.forms.bases import ConfirmBasisForm
from registry.web.users import is_local

blueprint = Blueprint("bases", __name__)


@blueprint.get("/bases")
@guards.permission("bases.read")
def list_() -> ResponseReturnValue:
    """The library, by instrument; narrowed to what may carry one kind of measure where asked."""
    kind = MeasureKind(request.args["kind"]) if request.args.get("kind") in set(MeasureKind) else None
    rows = [basis for basis in bases.all_bases() if kind is None or kind in basis.for_kinds]
    confirmed = list_confirmations(db.session(), guards.actor().office_id)
    sure = sum(basis.is_verified or basis.code in confirmed for basis in rows)
    kinds = [("", _("全部"))] + [(each.value, label(each)) for each in MeasureKind]
    groups = [(title, list(articles)) for title, articles in groupby(rows, key=lambda basis: basis.title)]
    return render_template(
        "bases/list.html", chapters=groups, confirmed=confirmed, kind=kind, kinds=kinds, sure=sure, total=len(rows)
    )


@blueprint.route("/bases/<code>", methods=["GET", "POST"])
@guards.permission("bases.read")
def confirm(code: str) -> ResponseReturnValue:
    """One article: what we know of it, who confirmed it, and the form to confirm it."""
    basis = bases.get(code)
    row = find_confirmation(db.session(), guards.actor().office_id, code)
    form, back = ConfirmBasisForm(obj=row), asked_way_back()
    if attempt(form, lambda session: put_on_file(session, code, form)) is None:
        return render_template("bases/confirm.html", basis=basis, form=form, row=row, back=back), status_of(form)
    flash(_("已核对，依据这一条的处置可以办理生效。"), "done")
    return redirect(back or url_for("bases.list_"))


def asked_way_back() -> str | None:
    """The page of this site one came from and goes back to; an address elsewhere is none."""
    target = request.args.get("next", "")
    return target if is_local(target) else None


def put_on_file(session: Session, code: str, form: ConfirmBasisForm) -> BasisConfirmation:
    """Put the confirmation on file for the asker's office."""
    return services.confirm(
        session,
        code,
        article_text=form.article_text.data,
        coverage=form.coverage.data,
        competence=form.competence.data,
        by=guards.actor(),
        at=now(),
        on=today(),
    )
