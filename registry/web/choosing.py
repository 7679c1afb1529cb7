"""Choosing in a preview: how far the roster may go, what each column is, and row by row what is mended or settled."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.rosters.fields import FIELDS
from registry.domain.rosters.shapes import CellProblem
from registry.domain.terms import AccountStatus, ImportMode, ImportState, RowAction
from registry.services import choosing as services
from registry.services import missing as vanished
from registry.services.conflicts import behind
from registry.store import rosters as store
from registry.store.db import db, transaction
from registry.store.scope import scope_of
from registry.store.users import list_towns
from registry.web import guards
from registry.web.formats import label, word
from registry.web.paging import PAGE_SIZE, Paging, asked_page, key_in, offset_of
from registry.web.rosters import enqueue
from registry.web.showing import choosing as showing
from registry.web.showing import chosen
from registry.web.showing.rosters import conflicts_of, digests_of, three_sides

blueprint = Blueprint("choosing", __name__)
PER_PAGE = 20
"""Rows mended on one page; each has a field or two to fill in."""
ASIDE = (RowAction.DOUBTFUL, RowAction.REFUSED)


@blueprint.route("/rosters/<int:import_id>/columns", methods=["GET", "POST"])
@guards.permission("rosters.import")
def columns(import_id: int) -> ResponseReturnValue:
    """What each column was taken for, to be corrected; what of the file is hidden; how far the roster may go."""
    session = db.session()
    taken = store.get_import(session, import_id, scope=guards.scope())
    if taken.state is not ImportState.PREVIEWED:
        return redirect(url_for("rosters.show", import_id=import_id))
    if request.method == "POST":
        sheets = showing.sheets_of(taken)
        found, headers = showing.columns_from(request.form, sheets), showing.headers_from(request.form, sheets)
        mode = next((each for each in ImportMode if each == request.form.get("mode")), taken.mode)
        hidden = {name: f"hidden_{name}" in request.form for name in ("sheets", "rows", "columns")}
        given = {"town": request.form.get("town"), "whole": request.form.get("whole")}
        return choose_anew(import_id, columns=found, mode=mode, hidden=hidden, headers=headers, **given)
    choices = services.choices_of(session, taken)
    return render_template(
        "choosing/columns.html", taken=taken, sheets=showing.sheets_of(taken), fields=FIELDS, modes=list(ImportMode),
        choices=choices, showing_how=showing.how_words, as_above=services.AS_ABOVE,
        towns=[town.name for town in list_towns(session, scope=scope_of(taken.region_code))],
    )  # fmt: skip


@blueprint.route("/rosters/<int:import_id>/mend", methods=["GET", "POST"])
@guards.permission("rosters.import")
def mend(import_id: int) -> ResponseReturnValue:
    """The rows that need somebody, page by page: a cell typed anew, a doubt settled, a conflict decided."""
    session = db.session()
    taken = store.get_import(session, import_id, scope=guards.scope())
    if taken.state is not ImportState.PREVIEWED and (request.method == "GET" or taken.state is not ImportState.FAILED):
        return redirect(url_for("rosters.show", import_id=import_id))
    if request.method == "POST":
        found = showing.mended_from(request.form)
        if not any(found.values()):
            flash(_("没有填写或选择任何一项，预览没有变动。"), "late")
            return redirect(url_for("choosing.mend", import_id=import_id, page=asked_page()))
        faults = services.find_faults(found["cells"], services.choices_of(session, taken).platforms, on=today())
        return _mend_page(session, taken, faults) if faults else choose_anew(import_id, on=today(), **found)
    return _mend_page(session, taken, {})


def _mend_page(session: Session, taken: store.Import, faults: Mapping[Any, CellProblem]) -> ResponseReturnValue:
    """The page, with what was typed kept and told at its cell where it cannot stand."""
    rows, page = showing.rows_to_mend(taken, _aside(session, taken)), asked_page()
    shown = rows[offset_of(page, PER_PAGE) :][:PER_PAGE]
    names = _names(session, [each for row in shown for each in row.candidates])
    _stand_behind(session, shown)
    return render_template(
        "choosing/mend.html", taken=taken, rows=shown, names=names, typed=services.choices_of(session, taken).cells,
        paging=Paging(page, len(rows), PER_PAGE), is_personal_field=showing.is_personal, given=request.form,
        counties=regions.counties_of(taken.region_code), wrong=showing.told_faults(faults),
        conflicts_of=conflicts_of,
    ), 422 if faults else 200  # fmt: skip


def _stand_behind(session: Session, rows: Sequence[showing.RowToMend]) -> None:
    """Give rows in conflict their three sides."""
    both = [row for row in rows if row.conflicts and not row.twin]
    known = (
        {
            each.id: each
            for each in store.list_missing(session, [i for row in both for i in row.candidates], scope=guards.scope())
        }
        if both
        else {}
    )
    found = [(row, known[row.candidates[0]]) for row in both if row.candidates and row.candidates[0] in known]
    told = behind(session, [(account, digests_of(row.conflicts)) for row, account in found])
    for (row, _account), each in zip(found, told, strict=True):
        row.sides = three_sides(row.conflicts, each)


@blueprint.route("/rosters/<int:import_id>/missing", methods=["GET", "POST"])
@guards.permission("rosters.import")
def missing(import_id: int) -> ResponseReturnValue:
    """The accounts the file no longer names; once it is written, what became of each is said here."""
    session = db.session()
    taken = store.get_import(session, import_id, scope=guards.scope())
    if request.method == "POST":
        return _settle_missing(session, taken)
    page = asked_page()
    shown = list(taken.missing)[offset_of(page) :][:PAGE_SIZE]
    rows = store.list_missing(session, shown, scope=guards.scope())
    paging = Paging(page, len(taken.missing))
    return render_template("choosing/missing.html", taken=taken, rows=rows, paging=paging, offered=vanished.OFFERED)


def _settle_missing(session: Session, taken: store.Import) -> ResponseReturnValue:
    """Say what became of the ticked accounts, in one act; a status is asked about once more, name by name."""
    ticked = [key for each in request.form.getlist("account") if (key := key_in(each)) is not None]
    status = next((each for each in AccountStatus if each == request.form.get("status")), None)
    if ticked and status is not None and "sure" not in request.form:
        rows = store.list_missing(session, ticked, scope=guards.scope())
        return render_template("choosing/missing_sure.html", taken=taken, rows=rows, status=status)
    if ticked:
        _mark_missing(taken.id, ticked, status)
    else:
        flash(_("请先勾选账号。"), "late")
    return redirect(url_for("choosing.missing", import_id=taken.id))


def _mark_missing(import_id: int, ticked: list[int], status: AccountStatus | None) -> None:
    try:
        with transaction() as session:
            vanished.settle(session, import_id, ticked, status=status, by=guards.actor(), at=now(), on=today())
    except Refusal as refusal:
        if not refusal.code.startswith("rosters.") or refusal.code == "rosters.unknown":
            raise
        flash(word(refusal.code, **refusal.params), "late")
    else:
        words = _("%(n)s 个账号标为“%(status)s”。", n=len(ticked), status=label(status)) if status else ""
        flash(words or _("%(n)s 个账号仍在用，不再列出。", n=len(ticked)), "done")


@blueprint.post("/rosters/<int:import_id>/taken-back")
@guards.permission("rosters.import")
def take_back(import_id: int) -> ResponseReturnValue:
    """Take back one thing said of a cell or a row: the file's own words count again."""
    key = chosen.key_from(request.form.get("key", ""))
    return choose_anew(import_id, taken_back=[key] if key else [])


@blueprint.post("/rosters/<int:import_id>/part")
@guards.permission("rosters.import")
def part(import_id: int) -> ResponseReturnValue:
    """Say that the file names only some of the accounts: none is missing, then."""
    return choose_anew(import_id, whole="no")


def _aside(session: Session, taken: store.Import) -> Mapping[tuple[str, int], store.ImportRow]:
    """The rows set aside, by their place."""
    return {(row.sheet, row.row): row for row in store.list_rows(session, taken.id, actions=ASIDE)}


def _names(session: Session, account_ids: list[int]) -> dict[int, str]:
    return store.list_named(session, account_ids, scope=guards.scope(), limit=PER_PAGE * 2) if account_ids else {}


def choose_anew(import_id: int, **given: object) -> ResponseReturnValue:
    """Keep the choices and have the preview made anew; back to it with the words of why not."""
    try:
        with transaction() as session:
            digest = request.form.get("digest", "")
            job = services.choose(session, import_id, digest=digest, by=guards.actor(), at=now(), **given)  # type: ignore[arg-type]  # named by its callers
            job_id = job.id
    except Refusal as refusal:
        if not refusal.code.startswith("rosters.") or refusal.code == "rosters.unknown":
            raise
        flash(word(refusal.code, **refusal.params), "late")
        return redirect(url_for("rosters.show", import_id=import_id))
    enqueue(job_id)
    flash(_("已保存，正在按您说的重新核对；还没有写入任何内容。"), "done")
    return redirect(url_for("rosters.show", import_id=import_id))
