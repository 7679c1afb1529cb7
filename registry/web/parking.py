"""Rows set aside by imports (待核): one queue of all of them, each settled when somebody knows what it is."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from registry.clock import now, today
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.services import parking as services
from registry.services.conflicts import behind
from registry.services.traces import parked_values
from registry.store import parking as store
from registry.store.db import db, transaction
from registry.store.rosters import list_missing
from registry.web import guards
from registry.web.formats import word
from registry.web.paging import Paging, asked_key, asked_page, key_in, offset_of
from registry.web.showing import rosters as showing

blueprint = Blueprint("parking", __name__)
PER_PAGE = 20
"""Rows on one page: each carries what it would enter and how it may be settled."""
HOWS: tuple[services.How, ...] = ("add", "change", "drop")
SIDES: tuple[services.Side, ...] = ("ours", "theirs")


@blueprint.get("/rosters/parked")
@guards.permission("rosters.read")
def list_() -> ResponseReturnValue:
    """The rows that wait, the oldest import first."""
    session, scope, page, import_id = db.session(), guards.scope(), asked_page(), asked_key("import_id")
    rows = store.list_parked(
        session, scope=scope, import_id=import_id, limit=PER_PAGE, offset=offset_of(page, PER_PAGE)
    )
    named = [each for row, _taken in rows for each in row.candidates]
    known = {each.id: each for each in list_missing(session, named, scope=scope)} if named else {}
    whom = {row.id: [known[each] for each in row.candidates if each in known] for row, _taken in rows}
    differences = {row.id: services.differences(row, taken, whom[row.id]) for row, taken in rows}
    paging = Paging(page, store.count_parked(session, scope=scope, import_id=import_id), PER_PAGE)
    return render_template(
        "parking/list.html",
        rows=rows,
        differences=differences,
        placeless=services.find_placeless(session, rows, scope=scope),
        sides=_sides_of(session, differences),
        paging=paging,
        import_id=import_id,
        showing=showing,
        values_of=parked_values,
        counties_of=regions.counties_of,
    )


@blueprint.post("/rosters/parked/<int:row_id>")
@guards.permission("rosters.import")
def settle(row_id: int) -> ResponseReturnValue:
    """Settle one row; what the register does not take is said, and the row waits on."""
    store.check_row(db.session(), row_id, scope=guards.scope())
    told = request.form.get("how", "")
    account_id = key_in(told)
    how = next((each for each in HOWS if each == ("change" if account_id is not None else told)), None)
    back = redirect(url_for("parking.list_", page=asked_page(), import_id=asked_key("import_id")))
    if how is None:
        flash(_("请先选这一行怎么办。"), "late")
        return back
    _settle(row_id, how, account_id, request.form.get("region") or None)
    return back


def _sides(account_id: int | None) -> dict[str, services.Side]:
    """Which side the form takes of each field that both changed, were the row this account."""
    found: dict[str, services.Side] = {}
    for key, given in request.form.items():
        side = next((each for each in SIDES if each == given), None)
        if side is not None and key.startswith(f"side:{account_id}:"):
            found[key.split(":", 2)[2]] = side
    return found


def _sides_of(
    session: Session, differences: Mapping[int, Sequence[services.Difference]]
) -> dict[tuple[int, int], list[showing.Conflict]]:
    """The three sides of each conflict, by row and account."""
    both = [(row_id, each) for row_id, found in differences.items() for each in found if each.conflicts]
    told = behind(session, [(each.account, showing.digests_of(each.conflicts)) for _row, each in both])
    return {
        (row_id, each.account.id): showing.three_sides(each.conflicts, back)
        for (row_id, each), back in zip(both, told, strict=True)
    }


def _settle(row_id: int, how: services.How, account_id: int | None, region_code: str | None) -> None:
    """Do it, or say why the register does not take it; the row waits on then."""
    by = guards.actor()
    try:
        with transaction() as session:
            row = services.settle(
                session, row_id, how=how, account_id=account_id, sides=_sides(account_id), region_code=region_code,
                by=by, at=now(), on=today(),
            )  # fmt: skip
            done = row.settled_how or "placed"
    except Refusal as refusal:
        if not refusal.code.startswith("rosters.") or refusal.code == "rosters.unknown":
            raise
        flash(word(refusal.code), "late")
    else:
        said = {
            "add": _("已登记为新账号"), "change": _("已并入台账里的账号"), "drop": _("这一行不登记"),
            "placed": _("属于哪里已记下；台账里有相近的账号，请接着定是不是同一个"),
        }  # fmt: skip
        flash(said[done], "done")
