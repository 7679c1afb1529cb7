"""The one search: a page of its own, and as a piece below the field while somebody types."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registry.store.db import db
from registry.store.searching import Answers, search
from registry.web import guards

blueprint = Blueprint("search", __name__)

AT_ONCE, ON_PAGE = 4, 20
LONGEST = 200


def asked(limit: int, *, is_likeness_wanted: bool) -> Answers:
    """What the search of this request found."""
    text = request.args.get("q", "").strip()[:LONGEST]
    return search(db.session(), text, scope=guards.scope(), limit=limit, is_likeness_wanted=is_likeness_wanted)


@blueprint.get("/search")
@guards.permission("accounts.read")
def show() -> ResponseReturnValue:
    """What was found, by kind, each with what it was found by."""
    return render_template("search/show.html", found=asked(ON_PAGE, is_likeness_wanted=True), most=ON_PAGE)


@blueprint.get("/search/at-once")
@guards.permission("accounts.read")
def at_once() -> ResponseReturnValue:
    """The first of each kind, as the piece app.js puts below the field."""
    return render_template("search/at_once.html", found=asked(AT_ONCE, is_likeness_wanted=False))
