"""Pages of printing many papers: ordered from the lists of accounts and measures, followed while the job runs, taken away."""

from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain.errors import NotFound, Refusal
from registry.services import batches as services
from registry.services.files import Store
from registry.store.batches import get_batch
from registry.store.db import db, transaction
from registry.store.document_queries import DocumentFilter
from registry.store.jobs import find_open_job
from registry.web import guards
from registry.web.documents import asked_filter, hand_out
from registry.web.formats import day, word

blueprint = Blueprint("batches", __name__)
BACK = {"measures": "measures.list_", "accounts": "accounts.list_"}


@blueprint.post("/documents/batches")
@guards.permission("documents.read")
def ask() -> ResponseReturnValue:
    """Order the papers of the measures or accounts that were ticked, or (back=documents) all the list of papers shows."""
    ticked = {
        name: [int(key) for key in request.form.getlist(name) if key.isdecimal()] for name in ("measure", "account")
    }
    try:
        with transaction() as session:
            batch, job = services.ask(session, form=request.form.get("form", "pdf"), measure_ids=ticked["measure"],
                                      account_ids=ticked["account"], listed=_listed(), by=guards.actor(), at=now())  # fmt: skip
            batch_id, job_id = batch.id, job.id
    except Refusal as refusal:
        flash(word(refusal.code, **refusal.params), "late")
        return redirect(url_for(BACK.get(request.form.get("back", ""), "documents.list_"), **cast(Any, request.args)))
    current_app.extensions["registry.queue"].enqueue(job_id)
    return redirect(url_for("batches.show", batch_id=batch_id))


def _listed() -> DocumentFilter | None:
    """The filter of the list of papers, where all it shows is ordered; the address carries it."""
    return asked_filter() if request.form.get("back") == "documents" else None


@blueprint.get("/documents/batches/<int:batch_id>")
@guards.permission("documents.read")
def show(batch_id: int) -> ResponseReturnValue:
    """How far the order is, and its file when it is made."""
    batch = get_batch(db.session(), batch_id, user_id=guards.actor().user_id)
    job = find_open_job(db.session(), services.KIND, batch.id)
    done, total = current_app.extensions["registry.queue"].progress(job.id) if job else (0, 0)
    return render_template(
        "batches/show.html", batch=batch, job=job, done=done, total=total, kept_days=services.KEPT_DAYS,
        until=batch.asked_at + timedelta(days=services.KEPT_DAYS), is_over=services.is_over(batch, now()),
    )  # fmt: skip


@blueprint.get("/documents/batches/<int:batch_id>/file")
@guards.permission("documents.read")
def take(batch_id: int) -> ResponseReturnValue:
    """The file."""
    batch = get_batch(db.session(), batch_id, user_id=guards.actor().user_id)
    if not batch.sha256:
        raise NotFound("documents.batch_unknown")
    name = _("%(n)s份文书 %(on)s", n=len(batch.documents), on=day(batch.asked_at))
    files = Store(current_app.extensions["registry.settings"].batches_dir)
    return hand_out(files.get(batch.sha256), "pdf" if batch.form == "pdf" else "zip", name)
