"""Copies of issued papers: printed one by one with a number, a whole file; and told from a forgery."""

import hashlib

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.services import copies, dossiers
from registry.services.documents import Format
from registry.store import document_queries as queries
from registry.store.account_queries import get_account
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.documents import file_name, hand_out, press, teller
from registry.web.forms.documents import VerifyForm
from registry.web.paging import asked_key

blueprint = Blueprint("copies", __name__)


@blueprint.post("/documents/<int:document_id>/copies")
@guards.permission("documents.issue")
def add(document_id: int) -> ResponseReturnValue:
    """Print the next numbered copy of an issued paper."""
    form: Format = "docx" if "docx" in request.form else "pdf"
    with transaction() as session:
        copy, data = copies.take_copy(
            session, document_id, form, is_preprinted="preprinted" in request.form, press=press(), by=guards.actor(),
            at=now(),
        )  # fmt: skip
        name = f"{file_name(copy.document, copy.document.account)} {_('第%(n)s份', n=copy.number)}"
    return hand_out(data, form, name)


@blueprint.route("/documents/verify", methods=["GET", "POST"])
@guards.permission("documents.read")
def verify() -> ResponseReturnValue:
    """Say which paper a file or a hash belongs to, and whether it stands."""
    form = VerifyForm()
    found = attempt(form, lambda session: _look_up(session, form))
    return render_template("copies/verify.html", form=form, found=found), status_of(form)


def _look_up(session: Session, form: VerifyForm) -> copies.Verified:
    taken = request.files.get("file")
    data = taken.read() if taken else b""
    digest = hashlib.sha256(data).hexdigest() if data else copies.digest_of(form.digest.data or "")
    return copies.verify(session, digest, scope=guards.scope())


@blueprint.get("/documents/numbers")
@guards.permission("documents.read")
def numbers() -> ResponseReturnValue:
    """The numbers of a year, series by series: how far each has come, and the void ones with their reason."""
    session, scope = db.session(), guards.scope()
    years = list(queries.list_years(session, scope=scope)) or [today().year]
    year = asked_key("year") or years[0]
    found = queries.list_numbers(session, year, scope=scope)
    return render_template("copies/numbers.html", series=found, year=year, years=years)


@blueprint.get("/accounts/<int:account_id>/dossier")
@guards.permission("documents.issue")
def dossier(account_id: int) -> ResponseReturnValue:
    """The account's whole file as one PDF."""
    session = db.session()
    account = get_account(session, account_id, scope=guards.scope())
    data = dossiers.bind(session, account.id, tell=teller(), press=press(), by=guards.actor(), on=today())
    return hand_out(data, "pdf", f"{_('卷宗')} {account.name} {today().isoformat()}")
