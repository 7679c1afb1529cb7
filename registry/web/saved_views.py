"""A user's own saved filters of the lists (常用筛选): kept with the user, shown above the list."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.domain.errors import Refusal
from registry.services import saved_views as services
from registry.store.db import transaction
from registry.web import guards
from registry.web.formats import word

blueprint = Blueprint("saved_views", __name__)


def _back(page: str) -> ResponseReturnValue:
    query = request.form.get("query", "")
    return redirect(f"{url_for(page)}?{query}" if query else url_for(page))


def _page() -> str:
    page = request.form.get("page", "")
    return page if page in services.PAGES else abort(404)


@blueprint.post("/me/views")
@guards.permission("home.read")
def keep() -> ResponseReturnValue:
    """Save the filter of a list under a name; one of the same name is replaced."""
    page, name = _page(), request.form.get("name", "").strip()
    try:
        with transaction() as session:
            services.keep(session, guards.actor().user_id, page=page, name=name, query=request.form.get("query", ""))
    except Refusal as error:
        flash(word(error.code, **error.params), "late")
    else:
        flash(_("已存为常用筛选“%(name)s”。", name=name), "done")
    return _back(page)


@blueprint.post("/me/views/remove")
@guards.permission("home.read")
def remove() -> ResponseReturnValue:
    """Forget a saved filter."""
    page = _page()
    with transaction() as session:
        services.remove(session, guards.actor().user_id, page=page, name=request.form.get("name", ""))
    return _back(page)
