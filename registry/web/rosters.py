"""Rosters: upload, the preview, applying, giving up, undoing a whole import; the template and the export."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.rosters.listing import write_list
from registry.domain.rosters.template import write_template
from registry.domain.terms import ImportState, RowAction
from registry.services import exporting, jobs
from registry.services import rosters as services
from registry.services.choosing import choices_of
from registry.services.files import Store
from registry.services.header_rows import is_mendable
from registry.services.undo_plan import plan_undo
from registry.store import added_rows
from registry.store import rosters as store
from registry.store.db import db, transaction
from registry.store.jobs import Job, find_last_job
from registry.web import guards
from registry.web.acts import attempt, status_of
from registry.web.formats import label, region_name, word
from registry.web.forms.rosters import PlainExportForm, UploadForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.showing import chosen, filters, places
from registry.web.showing import rosters as showing
from registry.web.showing.choosing import is_to_mend

blueprint = Blueprint("rosters", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST = 10
"""How many rows of each list the overview of an import shows."""
MOST_KEPT = 100
"""How many accounts kept by an undo are named."""
OPEN = ("waiting", "running")
WORKED_ON = {ImportState.READING, ImportState.PREVIEWED, ImportState.APPLIED}
LISTS = {
    "changed": (RowAction.CHANGE,),
    "added": (RowAction.ADD,),
    "aside": (RowAction.DOUBTFUL, RowAction.REFUSED),
}
"""The lists of rows an import's page opens, by the name of their view."""


@blueprint.get("/rosters")
@guards.permission("rosters.read")
def list_() -> ResponseReturnValue:
    """The upload form and the past imports, the newest first."""
    return _list(_upload_form())


def _list(form: UploadForm) -> ResponseReturnValue:
    session, scope, page = db.session(), guards.scope(), asked_page()
    rows = store.list_imports(session, scope=scope, limit=PAGE_SIZE, offset=offset_of(page))
    paging = Paging(page, store.count_imports(session, scope=scope))
    twins = store.find_open_twins(session, rows, scope=scope)
    return render_template("rosters/list.html", form=form, rows=rows, twins=twins, paging=paging), status_of(form)


def _upload_form() -> UploadForm:
    """The form with the counties the asker may write to, or all of them by each row; an office of a county has no choice."""
    form, code = UploadForm(), guards.actor().region_code
    if regions.is_lowest(code):
        del form.region
    else:
        each_row = (code, _("按每一行写明的县（市、区）或乡镇分别登记"))
        form.region.choices = [("", _("请选择")), each_row, *places.lowest_below(code)]
    return form


@blueprint.post("/rosters/upload")
@guards.permission("rosters.import")
def upload() -> ResponseReturnValue:
    """Take a file in, to be read behind the page."""
    form = _upload_form()
    begun = attempt(form, lambda session: _begin(session, form))
    if begun is None:
        return _list(form)
    import_id, job_id = begun
    enqueue(job_id)
    return redirect(url_for("rosters.show", import_id=import_id))


def _begin(session: Session, form: UploadForm) -> tuple[int, int]:
    by, at, file = guards.actor(), now(), form.file.data
    county = form.region.data if "region" in form else by.region_code
    taken = services.upload(
        session, file.read(), file.filename or "", region_code=county, uploads=uploads(), by=by, at=at
    )
    return taken.id, jobs.submit(session, "roster.read", taken.id, by=by, at=at).id


def enqueue(job_id: int) -> None:
    """Hand a committed job to the queue."""
    current_app.extensions["registry.queue"].enqueue(job_id)


def uploads() -> Store:
    """The folder of uploaded rosters that are not settled yet."""
    return Store(current_app.extensions["registry.settings"].uploads_dir)


@blueprint.get("/rosters/<int:import_id>")
@guards.permission("rosters.read")
def show(import_id: int) -> ResponseReturnValue:
    """An import as it stands: being read or written, refused, previewed, applied, undone or given up."""
    session = db.session()
    taken = store.get_import(session, import_id, scope=guards.scope())
    job = find_last_job(session, taken.id, prefix="roster.")
    if job is not None and job.state in OPEN and taken.state in WORKED_ON:
        return _working(taken, job)
    if taken.state in {ImportState.READING, ImportState.FAILED, ImportState.DISCARDED}:
        told = {"failure": taken.failure or (job and job.failure), "is_mendable": _may_mend(taken)}
        return render_template("rosters/failed.html", taken=taken, **told)
    failure = job.failure if job is not None and taken.state in {ImportState.PREVIEWED, ImportState.APPLIED} else None
    view = request.args.get("view", "")
    page = _rows_page(session, taken, view) if view in {"problems", *LISTS} else _overview(session, taken)
    page |= _alike(session, taken)
    page["decided"] = chosen.list_said(choices_of(session, taken)) if taken.choices_sealed and not view else []
    page["is_to_mend"] = is_to_mend(taken)
    return render_template("rosters/show.html", taken=taken, failure=failure, showing=showing, **page)


def _may_mend(taken: store.Import) -> bool:
    """Whether the asker may still bring a refused file in, by saying where its header stands."""
    return taken.state is ImportState.FAILED and is_mendable(taken) and guards.asker_may("rosters.import")


def _alike(session: Session, taken: store.Import) -> dict[str, Any]:
    """What is on file with the same content as a preview: the import that was applied, and others that wait as it does."""
    if taken.state is not ImportState.PREVIEWED:
        return {"same": None, "twins": []}
    scope, content = guards.scope(), taken.content_sha256
    same = store.find_same_file(session, taken.sha256, scope=scope, but=taken.id, content_sha256=content)
    return {"same": same, "twins": store.find_open_twins(session, [taken], scope=scope)[taken.id]}


def _working(taken: store.Import, job: Job) -> ResponseReturnValue:
    done, total = current_app.extensions["registry.queue"].progress(job.id)
    is_own = job.user_id == guards.actor().user_id or guards.asker_may("users.manage")
    return render_template("rosters/working.html", taken=taken, job=job, is_own=is_own, done=done, total=total)


def _overview(session: Session, taken: store.Import) -> dict[str, Any]:
    """The gravest findings and the first rows of each list."""
    lines = showing.lines_of(taken)
    kept = (taken.undo_result or {}).get("kept", [])
    return {
        "view": "",
        "lines": [line for line in lines if line.kind != "note"][:FIRST] or lines[:FIRST],
        "kinds": showing.count_kinds(lines),
        "changed": store.list_rows(session, taken.id, actions=LISTS["changed"], limit=FIRST),
        "added": added_rows.list_added(session, taken.id, limit=FIRST),
        "kept": kept[:MOST_KEPT],
        "account_names": _names(session, [each["account_id"] for each in kept]),
    }


def _rows_page(session: Session, taken: store.Import, view: str) -> dict[str, Any]:
    """One list in full, page by page."""
    lines, page, kind = showing.lines_of(taken), asked_page(), request.args.get("kind", "")
    kinds, offset = showing.count_kinds(lines), offset_of(page)
    found: dict[str, Any] = {"view": view, "kinds": kinds, "kind": kind if kind in kinds else ""}
    if view == "problems":
        wanted = [line for line in lines if line.kind == kind] if kind in kinds else lines
        return {**found, "lines": wanted[offset : offset + PAGE_SIZE], "paging": Paging(page, len(wanted))}
    if view == "added":
        added = added_rows.list_added(session, taken.id, limit=PAGE_SIZE, offset=offset)
        return {**found, "rows": added, "paging": Paging(page, added_rows.count_added(session, taken.id))}
    rows = store.list_rows(session, taken.id, actions=LISTS[view], limit=PAGE_SIZE, offset=offset)
    total = store.count_rows(session, taken.id, actions=LISTS[view])
    return {**found, "rows": rows, "paging": Paging(page, total)}


def _names(session: Session, account_ids: list[int]) -> dict[int, str]:
    return store.list_named(session, account_ids, scope=guards.scope(), limit=MOST_KEPT) if account_ids else {}


@blueprint.post("/rosters/<int:import_id>/apply")
@guards.permission("rosters.import")
def apply(import_id: int) -> ResponseReturnValue:
    """Confirm the preview that was shown; the writing goes on behind the page."""
    try:
        with transaction() as session:
            digest = request.form.get("digest", "")
            job_id = services.ask_apply(session, import_id, digest=digest, by=guards.actor(), at=now()).id
    except Refusal as refusal:
        return _told(import_id, refusal)
    enqueue(job_id)
    return redirect(url_for("rosters.show", import_id=import_id))


def _told(import_id: int, refusal: Refusal) -> ResponseReturnValue:
    """Back to the import with the words of why nothing was done; what is not the asker's stays refused."""
    if not refusal.code.startswith("rosters.") or refusal.code == "rosters.unknown":
        raise refusal
    flash(word(refusal.code, **refusal.params), "late")
    return redirect(url_for("rosters.show", import_id=import_id))


@blueprint.post("/rosters/<int:import_id>/discard")
@guards.permission("rosters.import")
def discard(import_id: int) -> ResponseReturnValue:
    """Give an import up; the file goes too."""
    try:
        with transaction() as session:
            taken = services.discard(session, import_id, by=guards.actor(), at=now())
            filename, stored = taken.filename, taken.upload_sha256
    except Refusal as refusal:
        return _told(import_id, refusal)
    uploads().drop(stored or "")
    flash(_("没有导入“%(name)s”，台账没有变动。", name=filename), "done")
    return redirect(url_for("rosters.list_"))


@blueprint.route("/rosters/<int:import_id>/undo", methods=["GET", "POST"])
@guards.permission("rosters.import")
def undo(import_id: int) -> ResponseReturnValue:
    """What undoing would do: names, fields, tiers; and having it done behind the page."""
    try:
        if request.method == "POST":
            with transaction() as session:
                job_id = services.ask_undo(session, import_id, by=guards.actor(), at=now()).id
            enqueue(job_id)
            return redirect(url_for("rosters.show", import_id=import_id))
        plan = plan_undo(db.session(), import_id, by=guards.actor(), on=today())
    except Refusal as refusal:
        return _told(import_id, refusal)
    told = {"most": MOST_KEPT, "titles": showing.titles, "show": showing.show}
    return render_template("rosters/undo.html", taken=plan.taken, plan=plan, **told)


@blueprint.get("/rosters/<int:import_id>/problems.xlsx")
@guards.permission("rosters.read")
def problems(import_id: int) -> ResponseReturnValue:
    """The findings as a list to work through in the office's own file."""
    taken = store.get_import(db.session(), import_id, scope=guards.scope())
    stream = BytesIO()
    write_list(
        showing.list_cells(taken), stream, title=_("花名册问题清单"), subtitle=taken.filename,
        headers=showing.list_headers(), widths=[9, 14, 7, 6, 22, 16, 24, 48, 32], sheet_name=_("问题清单"),
    )  # fmt: skip
    return _workbook(stream, _("问题清单_%(name)s.xlsx", name=taken.filename.rsplit(".", 1)[0]))


@blueprint.get("/rosters/template.xlsx")
@guards.permission("rosters.read")
def template() -> ResponseReturnValue:
    """A blank roster to fill in."""
    stream = BytesIO()
    write_template(stream)
    return _workbook(stream, _("自媒体账号花名册（空白）.xlsx"))


@blueprint.get("/rosters/export")
@guards.permission("rosters.export")
def export() -> ResponseReturnValue:
    """The accounts of a list's filter as a workbook, personal fields masked."""
    return _export(is_plain=False, reason="")


@blueprint.route("/rosters/export/plain", methods=["GET", "POST"])
@guards.permission("accounts.reveal")
def export_plain() -> ResponseReturnValue:
    """The same with telephone and identity numbers in the clear, for a reason that stays on file."""
    form, kept = PlainExportForm(), filters.kept(request.args)
    if form.validate_on_submit():
        return _export(is_plain=True, reason=form.reason.data)
    wanted = filters.read_filter(request.args, today())
    page = render_template("rosters/export_plain.html", form=form, kept=kept, chosen=filters.chosen(wanted))
    return page, status_of(form)


def _export(*, is_plain: bool, reason: str) -> ResponseReturnValue:
    by, wanted = guards.actor(), filters.read_filter(request.args, today())
    place = region_name(wanted.region_code or by.region_code)
    said = [_("填报单位：%(name)s", name=by.office_name), _("截至 %(day)s", day=today())]
    said += [words for name, words in filters.chosen(wanted) if name != "region"]
    wish = exporting.Wish(
        wanted, _("%(place)s自媒体账号台账", place=place), "　".join(said), is_plain=is_plain, reason=reason
    )
    stream = TemporaryFile()  # noqa: SIM115 - the answer closes it
    written = exporting.write(db.session(), stream, wish, by=by)
    with transaction() as session:
        exporting.note(session, written, by=by, at=now())
    return _workbook(stream, _("%(place)s自媒体账号台账_%(day)s.xlsx", place=place, day=today()))


def _workbook(stream: IO[bytes], filename: str) -> ResponseReturnValue:
    """A workbook as a download; its name survives every browser (RFC 5987)."""
    stream.seek(0)
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=filename, max_age=0)


@blueprint.app_template_filter("import_state")
def state_words(state: ImportState) -> tuple[str, str]:
    """The state of an import and its tone."""
    tones = {
        ImportState.READING: "wait", ImportState.PREVIEWED: "soon", ImportState.APPLIED: "done",
        ImportState.UNDONE: "park", ImportState.FAILED: "late", ImportState.DISCARDED: "wait",
    }  # fmt: skip
    return label(state), tones[state]
