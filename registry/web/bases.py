"""Pages of the legal-basis library: every article with how sure we are of it, its confirmation, and when it was compared again."""

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain.bases import EntryState, LegalBasis
from registry.domain.basis_library import Standing
from registry.domain.terms import MeasureKind
from registry.services import bases as services
from registry.store.bases import list_entries
from registry.store.db import db
from registry.store.documents import BasisConfirmation, find_confirmation, list_confirmations
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label
from registry.web.forms.bases import ConfirmBasisForm, RemarkForm
from registry.web.showing import bases as showing
from registry.web.users import is_local

blueprint = Blueprint("bases", __name__)
blueprint.add_app_template_filter(showing.cite_bases)
blueprint.add_app_template_filter(showing.cite_as)
VIEWS = (Standing.STALE, Standing.UNVERIFIED, Standing.VERIFIED)
"""The list narrowed to how sure one is."""


@blueprint.get("/bases")
@guards.permission("bases.read")
def list_() -> ResponseReturnValue:
    """The library, by instrument; narrowed to what may carry one kind of measure, or to how sure one is, where asked."""
    office_id = guards.actor().office_id
    kind = MeasureKind(request.args["kind"]) if request.args.get("kind") in set(MeasureKind) else None
    view = Standing(request.args["view"]) if request.args.get("view") in set(VIEWS) else None
    every = [each for each in showing.library().all_on(today()) if kind is None or kind in each.for_kinds]
    standings = {each.code: showing.standing(each) for each in every}
    rows = [each for each in every if view is None or standings[each.code] is view]
    return render_template(
        "bases/list.html", chapters=[(title, list(articles)) for title, articles in groupby(rows, key=heading_of)],
        confirmed=list_confirmations(db.session(), office_id), kind=kind, view=view, standings=standings,
        kinds=[("", _("全部")), *((each.value, label(each)) for each in MeasureKind)],
        counts={each: sum(found is each for found in standings.values()) for each in VIEWS}, total=len(every),
        waiting=[each for each in list_entries(db.session(), office_id) if each.state is EntryState.DRAFT],
        months=showing.months(), remark=RemarkForm(formdata=None),
    )  # fmt: skip


def heading_of(basis: LegalBasis) -> str:
    """What the articles of one table share."""
    return basis.title


@blueprint.route("/bases/<code>", methods=["GET", "POST"])
@guards.permission("bases.read")
def confirm(code: str) -> ResponseReturnValue:
    """One article: what we know of it, who confirmed it, its versions, and the forms to confirm it or to check it again."""
    row = find_confirmation(db.session(), guards.actor().office_id, code)
    form, back = ConfirmBasisForm(obj=row), asked_way_back()
    shown = file_of(code)
    if attempt(form, lambda session: put_on_file(session, code, form)) is None:
        return render_template("bases/confirm.html", form=form, row=row, back=back, **shown), status_of(form)
    flash(_("已核对，依据这一条的处置可以办理生效。"), "done")
    return redirect(back or url_for("bases.list_"))


def file_of(code: str) -> dict[str, Any]:
    """What the page of one article shows beside its forms."""
    library = showing.library()
    basis = library.get(code, today())
    return {
        "basis": basis, "standing": showing.standing(basis), "versions": library.versions(code), "months": showing.months(),
        "checks": library.checks.get(code, ())[::-1], "remark": RemarkForm(formdata=None), "is_fixed": basis.entry_id is not None,
    }  # fmt: skip


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
