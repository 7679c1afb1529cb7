"""The living style page: every component as it is drawn now, for whoever writes the next page. Administrators only."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from registry.domain.terms import Tier
from registry.web import guards
from registry.web.forms.users import PasswordForm
from registry.web.paging import Paging

blueprint = Blueprint("style", __name__)

COLOURS = (
    "ink", "ink-2", "ink-3", "paper", "sheet", "sunk", "rule", "rule-2", "act", "act-deep", "act-wash", "late", "soon", "done",
    "park", "tier-a", "tier-b", "tier-c", "tier-d",
)  # fmt: skip
"""The named colours of static/tokens.css."""
SIZES = ("t1", "t2", "t3", "t4", "t5", "t6")
DAY = date(2026, 11, 2)


@blueprint.get("/_style")
@guards.permission("users.manage")
def show() -> ResponseReturnValue:
    """Colours, sizes of type, and each component with a plain example."""
    form = PasswordForm(formdata=None)
    wrong = PasswordForm(formdata=None, prefix="wrong-")
    wrong.password.errors = ["…"]
    return render_template(
        "style/show.html", colours=COLOURS, sizes=SIZES, tiers=list(Tier), form=form, wrong=wrong, paging=Paging(2, 230),
        day=DAY, Tier=Tier,
    )  # fmt: skip
