"""Giving an office its own workbook back, with the reason beside each bad row; mended, it can be uploaded again."""

from io import BytesIO

from flask import Blueprint, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain.errors import NotFound, Refusal
from registry.domain.rosters.annotate import Mended, Remark
from registry.domain.rosters.shapes import Level
from registry.services import rosters as services
from registry.services.choosing import Cells, choices_of
from registry.services.reading import mark_in_child
from registry.store.db import transaction
from registry.store.rosters import Import
from registry.web import guards
from registry.web.formats import word
from registry.web.rosters import XLSX, uploads

blueprint = Blueprint("returning", __name__)


@blueprint.get("/rosters/<int:import_id>/marked.xlsx")
@guards.permission("rosters.import")
def marked(import_id: int) -> ResponseReturnValue:
    """The officer's own workbook with 错误原因 and the cells marked; with ``bad`` only the rows that need somebody."""
    try:
        with transaction() as session:
            taken = services.give_back(session, import_id, by=guards.actor(), at=now())
            data, filename = services.open_upload(taken, uploads()), taken.filename
            remarks, headers = remarks_of(taken), {sheet["name"]: sheet["header_row"] for sheet in taken.sheets}
            mended = mended_in(taken, choices_of(session, taken).cells)
        only_bad = "bad" in request.args
        made = mark_in_child(data, filename, remarks, header_rows=headers, only_bad=only_bad, mended=mended)
    except NotFound as gone:
        if gone.code != "files.missing":
            raise
        return _told(import_id, "rosters.file_gone")
    except Refusal as refusal:
        if not refusal.code.startswith("rosters."):
            raise
        return _told(import_id, refusal.code, **refusal.params)
    name = _("%(name)s（标出错误）.xlsx", name=filename.rsplit(".", 1)[0])
    return send_file(BytesIO(made), mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)


def remarks_of(taken: Import) -> list[Remark]:
    """Every finding that asks for a look, in words at its place; notes only tell and stay out."""
    return [
        Remark(each["sheet"], each["row"], each["column"], word(each["code"], **each["params"]), Level(each["level"]))
        for each in taken.problems
        if each["row"] is not None and each["level"] != Level.NOTE
    ]


def mended_in(taken: Import, cells: Cells) -> list[Mended]:
    """What was typed in the page, at the column of its field; a field without a column has no place in the file."""
    letters = {sheet["name"]: sheet["letters"] for sheet in taken.sheets}
    return [
        Mended(sheet, row, letters[sheet][name], text)
        for (sheet, row, name), text in cells.items()
        if name in letters.get(sheet, {})
    ]


def _told(import_id: int, code: str, **params: object) -> ResponseReturnValue:
    flash(word(code, **params), "late")
    return redirect(url_for("rosters.show", import_id=import_id))
