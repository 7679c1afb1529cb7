"""Words for platforms: those nobody knows with the platform each likely means, and what the office said of others."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.terms import Platform
from registry.services import platforms as services
from registry.store import platforms as store
from registry.store.db import db, transaction
from registry.store.rosters import Import
from registry.web import guards
from registry.web.formats import label, word
from registry.web.holders import above_county
from registry.web.paging import Paging, asked_key, asked_page, offset_of
from registry.web.rosters import enqueue

blueprint = Blueprint("platforms", __name__)
PER_PAGE = 20
"""Words on one page."""
MOST = 30
"""Words nobody knows that are listed, the most frequent first."""
NAMED = 5
"""Accounts named that a word could not move."""


@blueprint.get("/platforms/words")
@guards.permission("rosters.read")
def list_() -> ResponseReturnValue:
    """The words nobody knows, and what was said of others, the standing ones first."""
    session, page, code = db.session(), asked_page(), guards.actor().region_code
    unread = services.list_unread(session, region_code=code)
    return render_template(
        "platforms/list.html",
        unread=unread[:MOST],
        unread_count=len(unread),
        words=store.list_words(session, code, limit=PER_PAGE, offset=offset_of(page, PER_PAGE)),
        paging=Paging(page, store.count_words(session, code), PER_PAGE),
        has_places=above_county(),
    )


@blueprint.post("/platforms/words")
@guards.permission("rosters.import")
def say() -> ResponseReturnValue:
    """Say what a word always means; accounts and open previews that have it are read again."""
    platform = next((each for each in Platform if each == request.form.get("platform")), None)
    if platform is None:
        flash(_("请选这个叫法是哪个平台。"), "late")
        return _back()
    try:
        with transaction() as session:
            by, at = guards.actor(), now()
            said, found = services.say(session, request.form.get("word", ""), platform, by=by, at=at, on=today())
            job_ids = [job.id for job in services.read_again(session, said, by=by, at=at)]
            words = _("“%(word)s”以后都读作%(platform)s。", word=said.written, platform=label(platform))
            words += _outcome(found) + (_("有它的 %(n)s 份预览正在重新核对。", n=len(job_ids)) if job_ids else "")
    except Refusal as refusal:
        return _told(refusal)
    for job_id in job_ids:
        enqueue(job_id)
    flash(words, "done")
    return _back()


@blueprint.post("/platforms/words/<int:word_id>/revoke")
@guards.permission("rosters.import")
def revoke(word_id: int) -> ResponseReturnValue:
    """Take a word back."""
    try:
        with transaction() as session:
            said, found = services.revoke(session, word_id, by=guards.actor(), at=now(), on=today())
            words = _("“%(word)s”不再这样读。", word=said.written) + _outcome(found, is_back=True)
    except Refusal as refusal:
        return _told(refusal)
    flash(words, "done")
    return _back()


def _outcome(found: services.Moved, *, is_back: bool = False) -> str:
    """What became of the accounts, in words."""
    words = ""
    if found.moved:
        told = _("%(n)s 个账号退回“其他”。") if is_back else _("“其他”里的 %(n)s 个账号移了过去。")
        words += told % {"n": len(found.moved)}
    if found.kept:
        names = "、".join(account.name for account in found.kept[:NAMED])
        why = _("这些账号后来改过，或者已有相同的账号，没有动：") if is_back else _("平台上已有相同的账号，没有移：")
        words += why + names + (_("等 %(n)s 个。", n=len(found.kept)) if len(found.kept) > NAMED else _("。"))
    return words


def _told(refusal: Refusal) -> ResponseReturnValue:
    """Back with the words of why nothing was done; what is not the asker's stays refused."""
    if not refusal.code.startswith("platforms.") or refusal.code == "platforms.unknown":
        raise refusal
    flash(word(refusal.code, **refusal.params), "late")
    return _back()


def _back() -> ResponseReturnValue:
    """To the preview one came from, else to the list."""
    import_id = asked_key("import_id")
    if import_id is not None:
        return redirect(url_for("rosters.show", import_id=import_id))
    return redirect(url_for("platforms.list_", page=asked_page()))


@blueprint.app_template_filter("unread_platforms")
def unread_platforms(taken: Import) -> list[services.Unread]:
    """The words for platforms one preview met that nobody has said anything of."""
    return services.unread_of(db.session(), taken)


@blueprint.app_template_global("all_platforms")
def all_platforms() -> list[Platform]:
    """Every platform, for a choice."""
    return list(Platform)
