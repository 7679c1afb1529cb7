"""The towns and streets of a county, as its office keeps them; the published list is there to start from."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain import regions
from registry.services import users as services
from registry.store import users as store
from registry.store.db import db, transaction
from registry.store.scope import scope_of
from registry.web import guards
from registry.web.forms.users import TownsForm

blueprint = Blueprint("towns", __name__)


@blueprint.route("/towns", methods=["GET", "POST"])
@guards.permission("towns.manage")
def list_() -> ResponseReturnValue:
    """A county's list, one name a line; ``region`` chooses the county, ``published`` fills in the published list."""
    asker = guards.actor()
    counties = [place for place in regions.within(asker.region_code) if regions.is_lowest(place.code)]
    code = request.args.get("region", counties[0].code)
    if code not in {place.code for place in counties}:
        abort(404)
    form = TownsForm()
    if form.validate_on_submit():
        with transaction() as opened:
            kept = services.set_towns(
                opened, region_code=code, towns=read_towns(form.names.data, code), by=asker, at=now()
            )
        flash(_("已保存，共 %(n)s 个乡镇街道。", n=kept), "done")
        return redirect(url_for("towns.list_", region=code))
    towns = [town.name for town in store.list_towns(db.session(), scope=scope_of(code))]
    is_published = "published" in request.args and not form.is_submitted()
    if not form.is_submitted():
        form.names.data = "\n".join(merged(towns, code) if is_published else towns)
    page = render_template(
        "towns/list.html", form=form, counties=counties, code=code, towns=towns, is_published=is_published
    )
    return page, 400 if form.is_submitted() else 200


def read_towns(text: str, region_code: str) -> list[tuple[str, str | None]]:
    """The names of ``text``, one a line, each with its published code where it has one."""
    codes = {name: code for code, name in regions.towns_of(region_code)}
    names = [" ".join(line.split()) for line in text.splitlines()]
    return [(name, codes.get(name)) for name in names if name]


def merged(towns: list[str], region_code: str) -> list[str]:
    """The published list, followed by what the office added to it."""
    published = [name for _code, name in regions.towns_of(region_code)]
    return [*published, *(name for name in towns if name not in published)]
