"""Pages of printing many papers: ordered from the lists of accounts and measures, followed while the job runs, taken away."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain.errors import NotFound, Refusal
from registry.services import batches as services
from registry.store.batches import get_batch
from registry.store.db import db, transaction
from registry.store.jobs import find_open_job
from registry.web import guards
from registry.web.documents import hand_out, press
from registry.web.formats import day, word

blueprint = Blueprint("batches", __name__)
BACK = {"measures": "measures.list_", "accounts": "accounts.list_"}


@blueprint.post("/documents/batches")
@guards.permission("documents.read")
def ask() -> ResponseReturnValue:
    """Order the papers of the measures or accounts that were ticked."""
    ticked = {
        name: [int(key) for key in request.form.getlist(name) if key.isdecimal()] for name in ("measure", "account")
    }
    try:
        with transaction() as session:
            batch, job = services.ask(session, form=request.form.get("form", "pdf"), measure_ids=ticked["measure"],
                                      account_ids=ticked["account"], by=guards.actor(), at=now())  # fmt: skip
            batch_id, job_id = batch.id, job.id
    except Refusal as refusal:
        flash(word(refusal.code, **refusal.params), "late")
        return redirect(url_for(BACK.get(request.form.get("back", ""), "documents.list_")))
    current_app.extensions["registry.queue"].enqueue(job_id)
    return redirect(url_for("batches.show", batch_id=batch_id))


@blueprint.get("/documents/batches/<int:batch_id>")
@guards.permission("documents.read")
def show(batch_id: int) -> ResponseReturnValue:
    """How far the order is, and its file when it is made."""
    batch = get_batch(db.session(), batch_id, user_id=guards.actor().user_id)
    job = find_open_job(db.session(), services.KIND, batch.id)
    return render_template("batches/show.html", batch=batch, job=job)


@blueprint.get("/documents/batches/<int:batch_id>/file")
@guards.permission("documents.read")
def take(batch_id: int) -> ResponseReturnValue:
    """The file."""
    batch = get_batch(db.session(), batch_id, user_id=guards.actor().user_id)
    if not batch.sha256:
        raise NotFound("documents.batch_unknown")
    name = _("%(n)s份文书 %(on)s", n=len(batch.documents), on=day(batch.asked_at))
    return hand_out(press().store.get(batch.sha256), "pdf" if batch.form == "pdf" else "zip", name)
