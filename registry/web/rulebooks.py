"""The rulebook in force as a page a lawyer can read, sign and print: every number of the grading stands on it."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import today
from registry.domain.errors import NotFound
from registry.domain.grading.rulebook import Code, Rulebook
from registry.domain.terms import Role, Severity, Tier
from registry.services import rulebooks as services
from registry.store.db import db
from registry.web import guards
from registry.web.formats import label
from registry.wording import rulebooks as words

blueprint = Blueprint("rulebooks", __name__)
SCALE = 700
"""Width of the scale's drawing, in its own units."""


@blueprint.app_template_filter("role")
def role(value: str | None) -> str:
    """The label of the role a row names."""
    return label(Role(value)) if value else ""


@dataclass(frozen=True)
class Span:
    """A stretch of the scale: from ``first`` to ``last`` points (None: and more) no better than ``tier``."""

    tier: Tier
    first: int
    last: int | None
    x: float
    width: float


@blueprint.get("/rulebook")
@guards.permission("rulebooks.read")
def show() -> ResponseReturnValue:
    """The rulebook in force today where the asker's office is."""
    book = services.rulebook_of(db.session(), guards.actor().region_code, on=today())
    if book is None:
        raise NotFound("rulebooks.none")
    versions = sorted(services.in_force(db.session()), key=lambda each: each.effective_from, reverse=True)
    return render_template(
        "rulebooks/show.html",
        book=book,
        versions=versions,
        spans=spans_of(book),
        examples=examples_of(book),
        chapters=groups_of(book),
        floors=[(row, words.floor(row, _), words.keeps(row, _)) for row in book.floors],
        restoration=[(row, words.conditions(row, _)) for row in book.restoration],
        ladder=[(row, words.trigger(row, _), words.history(row, _)) for row in book.ladder],
    )


def spans_of(book: Rulebook) -> list[Span]:
    """The scale of points cut at the thresholds; below the first stands the best tier, open to application only."""
    edges = [(0, Tier.A), *((row.points, row.tier) for row in book.thresholds)]
    top = edges[-1][0] * 1.3
    found = []
    for (first, tier), following in zip(edges, [*(points for points, _tier in edges[1:]), None], strict=True):
        end = top if following is None else following
        found.append(
            Span(
                tier,
                first,
                None if following is None else following - 1,
                first * SCALE / top,
                (end - first) * SCALE / top,
            )
        )
    return found


def examples_of(book: Rulebook) -> dict[Severity, list[Code]]:
    """The codes that start from each severity."""
    found: dict[Severity, list[Code]] = {each: [] for each in Severity}
    for code in book.codes:
        if code.severity is not None:
            found[code.severity].append(code)
    return found


def groups_of(book: Rulebook) -> list[tuple[str, str, list[Code]]]:
    """The taxonomy by the article it stands on: 6, 7, and the office's own, each with the title its articles share."""
    names = {"6": _("违法信息"), "7": _("不良信息")}
    stems = groupby(book.codes, key=lambda code: str(names.get(code.code.split("-")[0], _("账号和运营行为"))))
    found = [(heading, list(codes)) for heading, codes in stems]
    return [(heading, shared_title(codes), codes) for heading, codes in found]


def shared_title(codes: list[Code]) -> str:
    """《…》 where every code cites the same instrument, else ""."""
    titles = {(code.article or "").partition("》")[0] + "》" for code in codes}
    return titles.pop() if len(titles) == 1 else ""
