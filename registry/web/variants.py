"""Variant names of holders: what is likely one and the same side by side, merged or dismissed with one click."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from registry.clock import now
from registry.domain.errors import NotFound, Refusal
from registry.services import records
from registry.services import variants as services
from registry.store import variants as store
from registry.store.accounts import Account
from registry.store.db import db, transaction
from registry.web import guards
from registry.web.formats import word
from registry.web.holders import above_county
from registry.web.paging import LARGEST_KEY, Paging, asked_page, offset_of

blueprint = Blueprint("variants", __name__)
PER_PAGE = 10
"""Clusters on one page: each is a small table."""
LATEST = 5
"""Merges told of below the clusters; the history has them all."""
HISTORY = 20
"""Merges or dismissals on one page of the history."""


@blueprint.get("/holders/variants")
@guards.permission("holders.read")
def list_() -> ResponseReturnValue:
    """The clusters, the surest first, and the merges made."""
    session, scope = db.session(), guards.scope()
    found = services.clusters(session, scope=scope)
    page = min(asked_page(), Paging(1, len(found), PER_PAGE).pages)
    shown = found[offset_of(page, PER_PAGE) :][:PER_PAGE]
    behind: dict[int, list[Account]] = {holder_id: [] for cluster in shown for holder_id in cluster.members}
    for account in store.list_accounts_behind(session, list(behind)):
        behind[account.holder_id or 0].append(account)
    return render_template(
        "variants/list.html",
        clusters=shown,
        behind=behind,
        phones={holder_id: phones_of(accounts) for holder_id, accounts in behind.items()},
        merges=store.list_merges(session, scope=scope, limit=LATEST),
        paging=Paging(page, len(found), PER_PAGE),
        has_places=above_county(),
        word=word,
    )


@blueprint.get("/holders/variants/history")
@guards.permission("holders.read")
def history() -> ResponseReturnValue:
    """Every merge, or everything that was said to be apart, the latest first."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    view = "dismissals" if request.args.get("view") == "dismissals" else "merges"
    counts = store.count_merges(session, scope=scope), store.count_dismissals(session, scope=scope)
    span = {"limit": HISTORY, "offset": offset_of(page, HISTORY)}
    merges = store.list_merges(session, scope=scope, **span) if view == "merges" else []
    apart = store.list_dismissals(session, scope=scope, **span) if view == "dismissals" else []
    return render_template(
        "variants/history.html",
        view=view,
        counts=counts,
        merges=merges,
        dismissals=apart,
        names=store.list_holder_names(session, [each for said in apart for each in said.members]),
        paging=Paging(page, counts[view == "dismissals"], HISTORY),
    )


def phones_of(accounts: list[Account]) -> list[str]:
    """The phones behind these accounts, masked, each once."""
    masked = [records.masked(account)["phone"] for account in accounts if account.phone_sealed]
    return sorted({phone for phone in masked if phone})


@blueprint.post("/holders/variants/merge")
@guards.permission("holders.merge")
def merge() -> ResponseReturnValue:
    """Merge the holders ticked into the one chosen."""
    members, kept = chosen(), request.form.get("kept", type=int)
    if kept not in members or len(members) < 2:
        flash(_("请选定保留哪一个，并至少勾选两个主体。"), "late")
        return back()
    others = members - {kept}
    act(lambda session: services.merge(session, kept, others, by=guards.actor(), at=now()), _("已合并；可在下面撤销。"))
    return back()


@blueprint.post("/holders/variants/dismiss")
@guards.permission("holders.merge")
def dismiss() -> ResponseReturnValue:
    """Say that the holders ticked are not the same."""
    members = chosen()
    act(lambda session: services.dismiss(session, members, by=guards.actor(), at=now()), _("已记下，不再提示。"))
    return back()


@blueprint.post("/holders/variants/<int:merge_id>/undo")
@guards.permission("holders.merge")
def undo(merge_id: int) -> ResponseReturnValue:
    """Take a merge back."""
    act(lambda session: services.undo(session, merge_id, by=guards.actor(), at=now()), _("已撤销这次合并。"))
    if request.args.get("back") == "history":
        return redirect(url_for("variants.history", page=asked_page()))
    return back()


@blueprint.post("/holders/variants/dismissals/<int:dismissal_id>/take-back")
@guards.permission("holders.merge")
def take_back(dismissal_id: int) -> ResponseReturnValue:
    """Say no longer that some holders are not the same."""
    done = _("已收回；如果仍然相像，会重新提示。")
    act(lambda session: services.take_back(session, dismissal_id, by=guards.actor(), at=now()), done)
    return redirect(url_for("variants.history", view="dismissals", page=asked_page()))


def act(service: Callable[..., Any], done: str) -> None:
    """Do it, or say why it cannot be; who may not, or asks for what is not there, is refused as everywhere."""
    try:
        with transaction() as session:
            service(session)
    except Refusal as refusal:
        if refusal.code == "accounts.exists":
            flash(_("合并后会有两个相同的账号（%(name)s），请先处理重复的账号。", name=refusal.params["name"]), "late")
        elif refusal.code.startswith("variants.") and not isinstance(refusal, NotFound):
            flash(word(refusal.code, **refusal.params), "late")
        else:
            raise
    else:
        flash(done, "done")


def chosen() -> set[int]:
    """The holders ticked."""
    return {key for key in request.form.getlist("member", type=int) if 0 < key <= LARGEST_KEY}


def back() -> Response:
    """To the page one came from."""
    return redirect(url_for("variants.list_", page=asked_page()))
