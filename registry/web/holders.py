"""Holders: who is behind the accounts, and all accounts of one beside each other."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.services import holders as services
from registry.services import records
from registry.store import account_queries as store
from registry.store import overview, variants
from registry.store.db import db
from registry.web import guards
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.showing.reasons import limits_on, name_violation

blueprint = Blueprint("holders", __name__)


@blueprint.get("/holders")
@guards.permission("holders.read")
def list_() -> ResponseReturnValue:
    """The holders with accounts in the lists, those with most accounts first."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    text = request.args.get("q", "").strip()[:100]
    total = store.count_holders(session, scope=scope, text=text)
    rows = store.list_holders(session, scope=scope, text=text, limit=PAGE_SIZE, offset=offset_of(page))
    accounts = overview.list_accounts_of(session, [holder.id for holder, _number in rows])
    return render_template(
        "holders/list.html",
        rows=rows,
        accounts=accounts,
        text=text,
        paging=Paging(page, total),
        has_places=above_county(),
    )


def above_county() -> bool:
    """Whether the asker's office has several counties, so that a row must say which."""
    return not guards.scope().prefix or len(guards.scope().prefix) < 6


@blueprint.get("/holders/<int:holder_id>")
@guards.permission("holders.read")
def show(holder_id: int) -> ResponseReturnValue:
    """One holder, its accounts, and what was found against any of them; one that was merged is the one that was kept."""
    session, scope = db.session(), guards.scope()
    holder = store.get_holder(session, holder_id, scope=scope)
    kept = variants.standing(session, holder)
    if kept is not holder:
        return redirect(url_for("holders.show", holder_id=kept.id))
    accounts = overview.list_accounts_of(session, [holder_id], is_archived_too=True)[holder_id]
    return render_template(
        "holders/show.html",
        holder=holder,
        former=variants.list_former_names(session, holder_id),
        accounts=accounts,
        id_no=records.mask({"id_no": services.unseal(holder, holder.id_no_sealed)})["id_no"],
        contacts=list(dict.fromkeys(account.contact for account in accounts if account.contact)),
        violations=overview.list_violations_of(session, [account.id for account in accounts], scope=scope),
        under_way=overview.find_under_way(session, [account.id for account in accounts]),
        limits=limits_on(holder.region_code, today()),
        name_violation=name_violation,
    )
