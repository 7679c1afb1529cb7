"""Where the header of each sheet stands, chosen by an officer who has its first rows before him."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.errors import Refusal
from registry.domain.rosters.choices import NOT_READ
from registry.services.choosing import choices_of
from registry.services.header_rows import look_at_sheets
from registry.store import rosters as store
from registry.store.db import db
from registry.web import guards
from registry.web.choosing import choose_anew
from registry.web.formats import word
from registry.web.paging import key_in
from registry.web.rosters import uploads

blueprint = Blueprint("header_rows", __name__)


@blueprint.route("/rosters/<int:import_id>/header-rows", methods=["GET", "POST"])
@guards.permission("rosters.import")
def choose(import_id: int) -> ResponseReturnValue:
    """The first rows of each sheet, of which one is its header; or the sheet is not read at all."""
    session = db.session()
    taken = store.get_import(session, import_id, scope=guards.scope())
    choices = choices_of(session, taken)
    if request.method == "POST":
        parts = {"rows": choices.hidden_rows, "columns": choices.hidden_columns}
        hidden = {"sheets": "hidden_sheets" in request.form, **parts}
        return choose_anew(import_id, headers=headers_from(request.form), hidden=hidden)
    try:
        found = look_at_sheets(session, import_id, uploads=uploads(), by=guards.actor(), on=today())
    except Refusal as refusal:
        if not refusal.code.startswith("rosters.") or refusal.code == "rosters.unknown":
            raise
        flash(word(refusal.code, **refusal.params), "late")
        return redirect(url_for("rosters.show", import_id=import_id))
    told = {"found": found, "choices": choices, "not_read": NOT_READ}
    return render_template("choosing/header_rows.html", taken=taken, **told)


def headers_from(form: Mapping[str, str]) -> dict[str | None, int | None]:
    """What a form says of each sheet: ``head:sheet`` → a row, 0 for a sheet that is not read, "" for as it is recognised."""
    found: dict[str | None, int | None] = {}
    for key, text in form.items():
        kind, sep, name = key.partition(":")
        if kind == "head" and sep:
            found[name or None] = NOT_READ if text == str(NOT_READ) else key_in(form.get(f"other:{name}") or text)
    return found
