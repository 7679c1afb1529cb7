"""Working on the preview of an old ledger: columns, cells, whose a row is, that it is no repetition; the file given back."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain.errors import NotFound, Refusal
from registry.domain.rosters.old_ledger_columns import FIELDS
from registry.domain.terms import OldLedgerState
from registry.services import old_ledger_choosing as services
from registry.services import old_ledgers
from registry.services.old_ledger_preview import digest_of
from registry.services.reading import mark_in_child
from registry.store import old_ledgers as store
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.old_ledgers import do, told
from registry.web.paging import Paging, asked_page, offset_of, posted_key
from registry.web.rosters import XLSX, enqueue, uploads
from registry.web.showing import choosing
from registry.web.showing import mending_old_ledgers as showing

blueprint = Blueprint("old_ledger_choosing", __name__)
PER_PAGE = 20
"""Rows mended on one page."""
OPEN = {OldLedgerState.PREVIEWED, OldLedgerState.FAILED}


@blueprint.route("/old-ledgers/<int:ledger_id>/columns", methods=["GET", "POST"])
@guards.permission("rosters.import")
def columns(ledger_id: int) -> ResponseReturnValue:
    """What each column was taken for, to be corrected; whether hidden sheets are read."""
    session = db.session()
    taken = store.get_old_ledger(session, ledger_id, scope=guards.scope())
    if taken.state not in OPEN:
        return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))
    sheets = showing.sheets_of(taken)
    if request.method == "POST":
        chosen = choosing.columns_from(request.form, sheets)
        return _again(ledger_id, columns=chosen, hidden_sheets="hidden_sheets" in request.form)
    return render_template(
        "old_ledgers/columns.html", taken=taken, sheets=sheets, fields=FIELDS, digest=digest_of(session, ledger_id),
        choices=services.choices_of(session, taken), showing_how=choosing.how_words,
    )  # fmt: skip


@blueprint.route("/old-ledgers/<int:ledger_id>/mend", methods=["GET", "POST"])
@guards.permission("rosters.import")
def mend(ledger_id: int) -> ResponseReturnValue:
    """The rows with a cell that cannot enter, page by page, each cell to be typed anew."""
    session = db.session()
    taken = store.get_old_ledger(session, ledger_id, scope=guards.scope())
    if taken.state is not OldLedgerState.PREVIEWED:
        return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))
    if request.method == "POST":
        cells = choosing.mended_from(request.form)["cells"]
        if not cells:
            flash(_("没有填写任何一格，预览没有变动。"), "late")
            return redirect(url_for("old_ledger_choosing.mend", ledger_id=ledger_id, page=asked_page()))
        return _again(ledger_id, cells=cells)
    rows, page = showing.rows_to_mend(store.list_old_rows(session, ledger_id)), asked_page()
    typed = {place: text for place, text in services.choices_of(session, taken).cells.items() if showing.may_show(text)}
    return render_template(
        "old_ledgers/mend.html", taken=taken, rows=rows[offset_of(page, PER_PAGE) :][:PER_PAGE], typed=typed,
        paging=Paging(page, len(rows), PER_PAGE), digest=digest_of(session, ledger_id),
    )  # fmt: skip


def _again(ledger_id: int, **chosen: object) -> ResponseReturnValue:
    """Keep what was chosen and have the file read again; back to it with the words of why not."""
    try:
        with transaction() as session:
            digest, by = request.form.get("digest", ""), guards.actor()
            job_id = services.choose(session, ledger_id, digest=digest, by=by, at=now(), **chosen).id  # type: ignore[arg-type]  # named by its callers
    except Refusal as refusal:
        return told(ledger_id, refusal)
    enqueue(job_id)
    return redirect(url_for("old_ledgers.show", ledger_id=ledger_id))


@blueprint.post("/old-ledgers/<int:ledger_id>/settle")
@guards.permission("rosters.import")
def settle(ledger_id: int) -> ResponseReturnValue:
    """Say which account a doubtful row is of."""
    row_id, account_id = posted_key("row") or 0, posted_key("account") or 0
    return do(
        ledger_id,
        lambda session: services.settle(
            session, ledger_id, row_id, account_id, by=guards.actor(), at=now(), on=today()
        ),
        view="doubtful",
    )  # fmt: skip


@blueprint.post("/old-ledgers/<int:ledger_id>/tell-apart")
@guards.permission("rosters.import")
def tell_apart(ledger_id: int) -> ResponseReturnValue:
    """Say why a row is another fact than the one on file that it resembles."""
    row_id, why = posted_key("row") or 0, request.form.get("why", "")
    return do(
        ledger_id,
        lambda session: services.tell_apart(session, ledger_id, row_id, why, by=guards.actor(), at=now(), on=today()),
        view="add",
    )  # fmt: skip


@blueprint.post("/old-ledgers/<int:ledger_id>/take-back")
@guards.permission("rosters.import")
def take_back(ledger_id: int) -> ResponseReturnValue:
    """Take back what was said of a row."""
    row_id = posted_key("row") or 0
    return do(
        ledger_id,
        lambda session: services.take_back(session, ledger_id, row_id, by=guards.actor(), at=now(), on=today()),
    )


@blueprint.get("/old-ledgers/<int:ledger_id>/marked.xlsx")
@guards.permission("rosters.import")
def marked(ledger_id: int) -> ResponseReturnValue:
    """The officer's own workbook with 错误原因 and the cells marked; with ``bad`` only the rows that did not enter."""
    is_only_bad = "bad" in request.args
    try:
        with transaction() as session:
            taken = old_ledgers.give_back(session, ledger_id, by=guards.actor(), at=now())
            data, filename = old_ledgers.open_upload(taken, uploads()), taken.filename
            remarks = showing.remarks_of(store.list_old_rows(session, ledger_id), only_bad=is_only_bad)
            headers = {sheet["name"]: sheet["header_row"] for sheet in taken.sheets}
        made = mark_in_child(data, filename, remarks, header_rows=headers, only_bad=is_only_bad)
    except NotFound as gone:
        if gone.code != "files.missing":
            raise
        return told(ledger_id, Refusal("rosters.file_gone"))
    except Refusal as refusal:
        return told(ledger_id, refusal)
    name = _("%(name)s（标出错误）.xlsx", name=filename.rsplit(".", 1)[0])
    return send_file(BytesIO(made), mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)
