"""Old ledgers: upload, the preview, settling whose a row is, entering, the second person's word, undoing."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import NotFound, Refusal
from registry.domain.terms import OldLedgerState, RowAction
from registry.services import old_ledgers as services
from registry.services.reading import read_old_ledger_in_child
from registry.store import old_ledgers as store
from registry.store.db import db, transaction
from registry.store.rosters import list_missing
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import word
from registry.web.forms.old_ledgers import OldLedgerForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of, posted_key
from registry.web.showing import old_ledgers as showing
from registry.web.showing import places

blueprint = Blueprint("old_ledgers", __name__)
SECONDS = 60
"""How long a file may take to be read while its officer waits for the page."""


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
    """The form with the counties the asker may write to; an office of a county has no choice."""
    form, code = OldLedgerForm(), guards.actor().region_code
    if regions.is_lowest(code):
        del form.region
    else:
        form.region.choices = [("", _("请选择")), *places.lowest_below(code)]
    return form


@blueprint.post("/old-ledgers/upload")
@guards.permission("rosters.import")
def upload() -> ResponseReturnValue:
    """Read a file in a process of its own and keep its preview."""
    form = _form()
    file = _read(form) if form.validate_on_submit() else None
    taken = attempt(form, lambda session: _keep(session, form, file)) if file else None
    return redirect(url_for("old_ledgers.show", ledger_id=taken)) if taken else _list(form)


def _read(form: OldLedgerForm) -> services.Upload | None:
    """The file as read, before any transaction; None where it was refused, which the form then says."""
    data, name = form.file.data.read(), form.file.data.filename or ""
    try:
        return services.read(read_old_ledger_in_child(data, name, today=today(), seconds=SECONDS), data, name)
    except Refusal as refusal:
        form.was_refused = True
        form.refuse(refusal, "file")
        return None


def _keep(session: Session, form: OldLedgerForm, file: services.Upload) -> int:
    by = guards.actor()
    county = form.region.data if "region" in form else by.region_code
    return services.upload(session, file, region_code=county, by=by, at=now(), on=today()).id


@blueprint.get("/old-ledgers/<int:ledger_id>")
@guards.permission("rosters.read")
def show(ledger_id: int) -> ResponseReturnValue:
    """An old ledger as it stands, one fate of its rows at a time: those that want a decision first."""
    session, page = db.session(), asked_page()
    taken = store.get_old_ledger(session, ledger_id, scope=guards.scope())
    view = request.args.get("view", "")
    if view not in list(RowAction):
        is_open = taken.state is OldLedgerState.PREVIEWED
        view = next((name for name in ("doubtful", "refused") if is_open and taken.counts.get(name)), "add")
    rows = store.list_old_rows(
        session, taken.id, actions=[RowAction(view)], limit=PAGE_SIZE, offset=offset_of(page)
    )  # fmt: skip
    accounts = {each.id: each for each in list_missing(session, showing.named_ids(rows), scope=guards.scope())}
    return render_template(
        "old_ledgers/show.html", taken=taken, view=view, lines=showing.lines_of(rows, accounts), tones=showing.TONES,
        paging=Paging(page, taken.counts.get(view, 0)), same=store.find_same_old_ledger(session, taken),
        is_mine=services.is_hand_in(session, taken, guards.actor()),
        digest=services.digest_of(session, taken.id),
    )  # fmt: skip


@blueprint.post("/old-ledgers/<int:ledger_id>/settle")
@guards.permission("rosters.import")
def settle(ledger_id: int) -> ResponseReturnValue:
    """Say which account a doubtful row is of."""
    row_id, account_id = posted_key("row") or 0, posted_key("account") or 0
    return _do(
        ledger_id,
        lambda session: services.settle(
            session, ledger_id, row_id, account_id, by=guards.actor(), at=now(), on=today()
        ),
    )  # fmt: skip


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
        return _told(ledger_id, refusal)
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))


@blueprint.post("/old-ledgers/<int:ledger_id>/confirm")
@guards.permission("violations.recognise")
def confirm(ledger_id: int) -> ResponseReturnValue:
    """The second person vouches for what was entered."""
    return _do(ledger_id, lambda session: services.confirm(session, ledger_id, by=guards.actor(), at=now()))


@blueprint.post("/old-ledgers/<int:ledger_id>/discard")
@guards.permission("rosters.import")
def discard(ledger_id: int) -> ResponseReturnValue:
    """Give a preview up."""
    return _do(ledger_id, lambda session: services.discard(session, ledger_id, by=guards.actor(), at=now()))


@blueprint.post("/old-ledgers/<int:ledger_id>/undo")
@guards.permission("rosters.import")
def undo(ledger_id: int) -> ResponseReturnValue:
    """Take the facts of the whole file out again."""
    return _do(ledger_id, lambda session: services.undo(session, ledger_id, by=guards.actor(), at=now()))


def _do(ledger_id: int, act: Callable[[Session], object]) -> ResponseReturnValue:
    """One act, then back to the page, with the words of why where it was refused."""
    try:
        with transaction() as session:
            act(session)
    except Refusal as refusal:
        return _told(ledger_id, refusal)
    view = "doubtful" if request.endpoint == "old_ledgers.settle" else None
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id, view=view))


def _told(ledger_id: int, refusal: Refusal) -> ResponseReturnValue:
    """Back to the page with the words; what is not the asker's stays refused."""
    if isinstance(refusal, NotFound) or not refusal.code.startswith("old_ledgers."):
        raise refusal
    flash(word(refusal.code, **refusal.params), "late")
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))
