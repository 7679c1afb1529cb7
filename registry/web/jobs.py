"""The work behind the pages: what is waiting, running, done, and why something failed."""

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.store import jobs as store
from registry.store.db import db
from registry.web import guards
from registry.web.formats import word
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of

blueprint = Blueprint("jobs", __name__)
TONES = {"waiting": "wait", "running": "soon", "done": "done", "failed": "late"}


@blueprint.get("/jobs")
@guards.permission("jobs.read")
def list_() -> ResponseReturnValue:
    """One's own jobs, the newest first; an administrator sees those of all users in the region."""
    session, page = db.session(), asked_page()
    scope, user_id = guards.scope(), _only()
    paging = Paging(page, store.count_jobs(session, scope=scope, user_id=user_id))
    jobs = store.list_jobs(session, scope=scope, user_id=user_id, limit=PAGE_SIZE, offset=offset_of(page))
    rows = [
        {**describe(job), "about": filename, "job": job, "tone": TONES.get(job.state, "wait")} for job, filename in jobs
    ]
    return render_template("jobs/list.html", rows=rows, paging=paging, is_everyones=user_id is None)


@blueprint.get("/jobs/<int:job_id>/progress")
@guards.permission("jobs.read")
def progress(job_id: int) -> ResponseReturnValue:
    """How far a job is: {state, done, total, url, message}; asked each second by app.js."""
    described = describe(store.get_job(db.session(), job_id, scope=guards.scope(), user_id=_only()))
    return jsonify({name: described[name] for name in ("state", "done", "total", "url", "message")})


def describe(job: store.Job) -> dict[str, Any]:
    """A job as pages show it; ``message`` says why it failed, ``url`` leads to its result."""
    done, total = (
        current_app.extensions["registry.queue"].progress(job.id) if job.state == "running" else (job.done, job.total)
    )
    failure = job.failure or {}
    return {
        "state": job.state,
        "done": done,
        "total": total,
        "url": _result_of(job),
        "message": word(failure["code"], **failure.get("params", {})) if failure else "",
    }


def _result_of(job: store.Job) -> str | None:
    """Where the file stands that a job is about."""
    if job.kind.startswith("ledger."):
        return url_for("old_ledgers.show", ledger_id=job.argument)
    if job.kind.startswith("papers."):
        return url_for("batches.show", batch_id=job.argument)
    if job.kind.startswith("rulebook."):
        return url_for("simulations.show", simulation_id=job.argument)
    return url_for("rosters.show", import_id=job.argument) if job.kind.startswith("roster.") else None


def _only() -> int | None:
    """The asker's own key, None for one who looks after all users."""
    return None if guards.asker_may("users.manage") else guards.actor().user_id
