"""Old ledgers: upload, the preview, entering, the second person's word, giving up, undoing."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import NotFound, Refusal
from registry.domain.terms import OldLedgerState, RowAction
from registry.services import jobs
from registry.services import old_ledgers as services
from registry.services.old_ledger_preview import digest_of, shown
from registry.store import old_ledgers as store
from registry.store.db import db, transaction
from registry.store.jobs import Job, find_last_job
from registry.store.rosters import list_missing
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import word
from registry.web.forms.old_ledgers import OldLedgerForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.rosters import OPEN, enqueue, uploads
from registry.web.showing import old_ledgers as showing
from registry.web.showing import places

blueprint = Blueprint("old_ledgers", __name__)
S = OldLedgerState
MOST_NAMED = 100
"""How many accounts of an undo are named."""


@blueprint.get("/old-ledgers")
@guards.permission("rosters.read")
def list_() -> ResponseReturnValue:
    """The upload form and the old ledgers so far, the newest first."""
    return _list(_form())


def _list(form: OldLedgerForm) -> ResponseReturnValue:
    session, scope, page = db.session(), guards.scope(), asked_page()
    rows = store.list_old_ledgers(session, scope=scope, limit=PAGE_SIZE, offset=offset_of(page))
    paging = Paging(page, store.count_old_ledgers(session, scope=scope))
    html = render_template("old_ledgers/list.html", form=form, rows=rows, paging=paging, tones=showing.TONES)
    return html, status_of(form)


def _form() -> OldLedgerForm:
    """The form with the counties the asker may write to, or all of them by each row; an office of a county has no choice."""
    form, code = OldLedgerForm(), guards.actor().region_code
    if regions.is_lowest(code):
        del form.region
    else:
        each_row = (code, _("按每一行写明的县（市、区）或账号分别登记"))
        form.region.choices = [("", _("请选择")), each_row, *places.lowest_below(code)]
    return form


@blueprint.post("/old-ledgers/upload")
@guards.permission("rosters.import")
def upload() -> ResponseReturnValue:
    """Take a file in, to be read behind the page."""
    form = _form()
    begun = attempt(form, lambda session: _begin(session, form))
    if begun is None:
        return _list(form)
    ledger_id, job_id = begun
    enqueue(job_id)
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))


def _begin(session: Session, form: OldLedgerForm) -> tuple[int, int]:
    by, at, file = guards.actor(), now(), form.file.data
    county = form.region.data if "region" in form else by.region_code
    taken = services.upload(
        session, file.read(), file.filename or "", region_code=county, uploads=uploads(), by=by, at=at
    )
    return taken.id, jobs.submit(session, "ledger.read", taken.id, by=by, at=at).id


@blueprint.get("/old-ledgers/<int:ledger_id>")
@guards.permission("rosters.read")
def show(ledger_id: int) -> ResponseReturnValue:
    """An old ledger as it stands: being read, refused, previewed, entered, confirmed, given up or undone."""
    session = db.session()
    taken = store.get_old_ledger(session, ledger_id, scope=guards.scope())
    job = find_last_job(session, taken.id, prefix="ledger.")
    if taken.state is S.READING and job is not None and job.state in OPEN:
        return _working(taken, job)
    if taken.state in {S.READING, S.FAILED}:
        failure = taken.failure or (job and job.failure)
        return render_template("old_ledgers/failed.html", taken=taken, failure=failure)
    return render_template("old_ledgers/show.html", taken=taken, **_rows(session, taken))


def _working(taken: store.OldLedger, job: Job) -> ResponseReturnValue:
    done, total = current_app.extensions["registry.queue"].progress(job.id)
    is_own = job.user_id == guards.actor().user_id or guards.asker_may("users.manage")
    return render_template("old_ledgers/working.html", taken=taken, job=job, is_own=is_own, done=done, total=total)


def _rows(session: Session, taken: store.OldLedger) -> dict[str, Any]:
    """The rows of one fate at a time: while nothing is entered, those that want a decision first."""
    view, page = request.args.get("view", ""), asked_page()
    if view not in list(RowAction):
        is_open = taken.state is S.PREVIEWED
        view = next((name for name in ("doubtful", "refused") if is_open and taken.counts.get(name)), "add")
    rows = store.list_old_rows(
        session, taken.id, actions=[RowAction(view)], limit=PAGE_SIZE, offset=offset_of(page)
    )  # fmt: skip
    accounts = {each.id: each for each in list_missing(session, showing.named_ids(rows), scope=guards.scope())}
    return {
        "view": view, "lines": showing.lines_of(rows, accounts), "tones": showing.TONES,
        "paging": Paging(page, taken.counts.get(view, 0)), "same": store.find_same_old_ledger(session, taken),
        "is_mine": services.is_hand_in(session, taken, guards.actor()), "digest": digest_of(session, taken.id),
        "is_wide": not regions.is_lowest(taken.region_code),
        "undo_reason": shown(taken.undo_reason) if taken.undo_reason else "",
    }  # fmt: skip


@blueprint.post("/old-ledgers/<int:ledger_id>/refresh")
@guards.permission("rosters.import")
def refresh(ledger_id: int) -> ResponseReturnValue:
    """Compare the preview with the register as it is now: an account may have been entered meanwhile."""
    return do(ledger_id, lambda session: services.refresh(session, ledger_id, by=guards.actor(), on=today()))


@blueprint.post("/old-ledgers/<int:ledger_id>/apply")
@guards.permission("rosters.import")
def apply(ledger_id: int) -> ResponseReturnValue:
    """Enter the rows of the preview; where the register moved meanwhile, show the new preview instead."""
    try:
        with transaction() as session:
            digest = request.form.get("digest", "")
            services.apply(session, ledger_id, digest=digest, by=guards.actor(), at=now(), on=today())
    except Refusal as refusal:
        if refusal.code == "old_ledgers.changed_since":
            with transaction() as session:
                services.refresh(session, ledger_id, by=guards.actor(), on=today())
        return told(ledger_id, refusal)
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))


@blueprint.post("/old-ledgers/<int:ledger_id>/confirm")
@guards.permission("violations.recognise")
def confirm(ledger_id: int) -> ResponseReturnValue:
    """The second person vouches for what was entered."""
    return do(ledger_id, lambda session: services.confirm(session, ledger_id, by=guards.actor(), at=now()))


@blueprint.post("/old-ledgers/<int:ledger_id>/discard")
@guards.permission("rosters.import")
def discard(ledger_id: int) -> ResponseReturnValue:
    """Give a file up before it enters."""
    return _end(ledger_id, lambda session: services.discard(session, ledger_id, by=guards.actor(), at=now()))


@blueprint.route("/old-ledgers/<int:ledger_id>/undo", methods=["GET", "POST"])
@guards.permission("rosters.import")
def undo(ledger_id: int) -> ResponseReturnValue:
    """What undoing would withdraw; and withdrawing it, with the reason where it was confirmed."""
    if request.method == "POST":
        reason = request.form.get("reason", "")
        return _end(
            ledger_id,
            lambda session: services.undo(session, ledger_id, reason=reason, by=guards.actor(), at=now()),
            back="old_ledgers.undo",
        )
    try:
        plan = services.plan_undo(db.session(), ledger_id, by=guards.actor())
    except Refusal as refusal:
        return told(ledger_id, refusal)
    return render_template("old_ledgers/undo.html", taken=plan.taken, plan=plan, most=MOST_NAMED)


def _end(
    ledger_id: int, act: Callable[[Session], object], *, back: str = "old_ledgers.show"
) -> ResponseReturnValue:  # fmt: skip
    """An act after which the file is of no more use and goes."""
    gone = ""

    def act_and_let_go(session: Session) -> None:
        nonlocal gone
        act(session)
        gone = services.let_go_of_upload(session, ledger_id)

    answer = do(ledger_id, act_and_let_go, back=back)
    if gone:
        uploads().drop(gone)
    return answer


def do(
    ledger_id: int, act: Callable[[Session], object], *, back: str = "old_ledgers.show", **onward: Any
) -> ResponseReturnValue:
    """One act, then the page again; where it was refused, ``back`` with the words of why."""
    try:
        with transaction() as session:
            act(session)
    except Refusal as refusal:
        return told(ledger_id, refusal, back)
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id, **onward))


def told(ledger_id: int, refusal: Refusal, back: str = "old_ledgers.show") -> ResponseReturnValue:
    """Back to a page with the words; what is not the asker's stays refused."""
    if isinstance(refusal, NotFound) or not refusal.code.startswith(("old_ledgers.", "rosters.")):
        raise refusal
    flash(word(refusal.code, **refusal.params), "late")
    is_still_there = refusal.code in {"old_ledgers.reason_missing", "old_ledgers.reason_too_long"}
    return redirect(url_for(back if is_still_there else "old_ledgers.show", ledger_id=ledger_id))
