"""The offices: which there are in the asker's region and below, and what each prints on its papers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now
from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.terms import TierMode
from registry.services import users as services
from registry.store import users as store
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.forms.users import AddOfficeForm, OfficeForm

blueprint = Blueprint("offices", __name__)


@blueprint.get("/offices")
@guards.permission("offices.manage")
def list_() -> ResponseReturnValue:
    """The offices of the asker's region and below."""
    session = db.session()
    offices = store.list_offices(session, scope=guards.scope())
    return render_template(
        "offices/list.html", offices=offices, heads=store.count_users_by_office(session, scope=guards.scope())
    )


@blueprint.route("/offices/new", methods=["GET", "POST"])
@guards.permission("offices.manage")
def add() -> ResponseReturnValue:
    """Found an office on a region of the asker's."""
    form = AddOfficeForm()
    asker = guards.actor()
    form.region_code.choices = [
        (place.code, f"{regions.full_name(place.code)} {place.code}") for place in regions.within(asker.region_code)
    ]
    if form.validate_on_submit():
        try:
            with transaction() as opened:
                given = {"name": form.name.data, "region_code": form.region_code.data, **_printed(form)}
                services.add_office(opened, **given, by=asker, at=now())
        except Refusal as error:
            form.refuse(error, "name")
        else:
            flash(_("已添加单位 %(name)s，接着给它添加用户。", name=form.name.data), "done")
            return redirect(url_for("offices.list_"))
    return render_template("offices/add.html", form=form), 400 if form.is_submitted() else 200


@blueprint.route("/offices/<int:office_id>", methods=["GET", "POST"])
@guards.permission("offices.manage")
def edit(office_id: int) -> ResponseReturnValue:
    """Amend what an office prints on its papers, and how the tiers of its accounts move."""
    office = store.get_office(db.session(), office_id, scope=guards.scope())
    form = OfficeForm(obj=office)
    if form.validate_on_submit():
        with transaction() as opened:
            mode = TierMode(form.tier_mode.data)
            services.amend_office(opened, office_id, **_printed(form), tier_mode=mode, by=guards.actor(), at=now())
        flash(_("已保存，以后定稿的文书和等级变动按新的办。"), "done")
        return redirect(url_for("offices.list_"))
    return render_template("offices/edit.html", form=form, office=office), 400 if form.is_submitted() else 200


def _printed(form: OfficeForm) -> dict[str, Any]:
    """What an office prints on its papers."""
    fields = ("document_prefix", "address", "phone")
    return {name: form[name].data or "" for name in fields}
