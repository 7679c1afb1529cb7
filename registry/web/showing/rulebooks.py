"""What the pages of a rulebook draw: its rows in words, the scale, what differs from another version, the road of a version."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from registry.domain.grading.differing import differences
from registry.domain.grading.rulebook import Code, Rulebook
from registry.domain.grading.versions import version_on
from registry.domain.permissions import PERMISSIONS
from registry.domain.terms import RulebookState, Severity, Tier
from registry.services import rulebooks as services
from registry.store.db import db
from registry.store.rulebooks import RulebookVersion
from registry.store.users import list_colleagues
from registry.web.formats import day, minute, region_name
from registry.wording import rulebook_changes as changes
from registry.wording import rulebooks as words

SCALE = 700
"""Width of the scale's drawing, in its own units."""
TONES = {
    "draft": "wait", "checked": "soon", "to_come": "soon", "in_force": "done", "superseded": "park", "withdrawn": "park",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A stretch of the scale: from ``first`` to ``last`` points (None: and more) no better than ``tier``."""

    tier: Tier
    first: int
    last: int | None
    x: float
    width: float


def parts_of(book: Rulebook) -> dict[str, Any]:
    """A rulebook's tables as its page takes them."""
    return {
        "book": book,
        "spans": spans_of(book),
        "examples": examples_of(book),
        "chapters": groups_of(book),
        "floors": [(row, words.floor(row, _), words.keeps(row, _)) for row in book.floors],
        "restoration": [(row, words.conditions(row, _)) for row in book.restoration],
        "ladder": [(row, words.trigger(row, _), words.history(row, _)) for row in book.ladder],
    }


def spans_of(book: Rulebook) -> list[Span]:
    """The scale of points cut at the thresholds; below the first stands the best tier, open to application only."""
    edges = [(0, Tier.A), *((row.points, row.tier) for row in book.thresholds)]
    top = (edges[-1][0] or 1) * 1.3
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


def replaced(book: Rulebook) -> Rulebook | None:
    """The version that is in force in the book's region on the eve of its first day, itself apart."""
    others = [each for each in services.in_force(db.session()) if each.version != book.version]
    eve = date.fromordinal(book.effective_from.toordinal() - 1)
    return version_on(others, book.region, eve)


@dataclass(frozen=True)
class Change:
    """A row that differs, in words."""

    table: str
    name: str
    old: str
    new: str


def changed_rows(book: Rulebook) -> tuple[Rulebook | None, list[Change]]:
    """The version a book replaces, and what it says otherwise, row by row."""
    before = replaced(book)
    if before is None:
        return None, []
    found = differences(before, book)
    return before, [
        Change(each.table, changes.name_of(each, _), changes.said(each.old, _), changes.said(each.new, _))
        for each in found
    ]


def binding(region: str, on: date) -> str:
    """Whose rulebook binds a region on a day, and why; "" where none does."""
    book, name = version_on(services.in_force(db.session()), region, on), region_name(region)
    if book is None:
        return ""
    if book.region is None:
        return str(
            _(
                "%(place)s适用随系统提供的规则 %(version)s：本地和上级现在都没有自己的规则。",
                place=name,
                version=book.version,
            )
        )
    if book.region == region:
        return str(
            _(
                "%(place)s适用自己的规则 %(version)s：本地有自己的规则，上级的就不适用。",
                place=name,
                version=book.version,
            )
        )
    return str(
        _(
            "%(place)s适用%(upper)s的规则 %(version)s：本地现在没有自己的规则，由最近的、有规则的上级的规则管。",
            place=name, upper=region_name(book.region), version=book.version,
        )
    )  # fmt: skip


def standing(version: str, region: str | None, begins: date, state: RulebookState | None, on: date) -> str:
    """Where a version stands on a day: a code of ``TONES``. ``state`` None: packaged, and so published."""
    if state is not None and state is not RulebookState.PUBLISHED:
        return state.value
    if begins > on:
        return "to_come"
    current = version_on(services.in_force(db.session()), region, on)
    return "in_force" if current is not None and current.version == version else "superseded"


def road(row: RulebookVersion, on: date) -> list[tuple[str, str, str]]:
    """The steps of a version with who and when."""
    drafted = _("%(who)s %(at)s 起草", who=row.drafted_by.name, at=minute(row.drafted_at))
    if row.edited_at != row.drafted_at:
        drafted += _("；%(who)s %(at)s 最后修改", who=row.edited_by.name, at=minute(row.edited_at))
    if row.submitted_by is not None:
        drafted += _("；%(who)s %(at)s 送核对", who=row.submitted_by.name, at=minute(row.submitted_at))
    is_sent = row.submitted_at is not None or row.state is not RulebookState.DRAFT
    checked, published = _by(row.checked_by, row.checked_at), _by(row.published_by, row.published_at)
    is_binding = row.state is RulebookState.PUBLISHED and row.effective_from <= on
    steps = [
        (_("起草"), drafted, "done" if is_sent else "now"),
        (_("核对"), checked, "done" if checked else "now" if is_sent else "ahead"),
        (_("公布"), published, "done" if published else "now" if row.state is RulebookState.CHECKED else "ahead"),
        (_("施行"), _("%(on)s 起", on=day(row.effective_from)), "done" if is_binding else "ahead"),
    ]
    if row.state is RulebookState.WITHDRAWN:
        return [*steps[:3], (_("已撤回"), _by(row.withdrawn_by, row.withdrawn_at), "now")]
    return steps


@dataclass(frozen=True)
class Turn:
    """Whose turn it is with a version. ``who``: the names of the office's people who may; ``is_asked``: somebody has to act."""

    words: str
    who: list[str]
    is_asked: bool = True


def turn_of(row: RulebookVersion, on: date) -> Turn | None:
    """Whose turn it is, and who may do it in the office; None where the road is over."""
    if row.state is RulebookState.PUBLISHED:
        waits = _("已公布，%(on)s 起自动生效，不用再办什么。", on=day(row.effective_from))
        return Turn(waits, [], is_asked=False) if row.effective_from > on else None
    if row.state is RulebookState.DRAFT and row.submitted_at is None:
        return Turn(_("现在轮到起草：改好以后送核对。"), _able(row, "rulebooks.draft"))
    if row.state is RulebookState.DRAFT:
        return Turn(_("现在轮到核对：由没有起草、修改过它的人核对。"), _able(row, "rulebooks.check", is_other=True))
    if row.state is RulebookState.CHECKED:
        return Turn(
            _("现在轮到公布：由没有起草、修改过它的负责人公布。"), _able(row, "rulebooks.publish", is_other=True)
        )
    return None


def _able(row: RulebookVersion, permission: str, *, is_other: bool = False) -> list[str]:
    """The names of those in the office who have the right; ``is_other``: its writers left out."""
    writers = {row.drafted_by_id, row.edited_by_id} if is_other else set()
    found = list_colleagues(db.session(), row.region_code, roles=PERMISSIONS[permission])
    return [each.name for each in found if each.id not in writers]


def _by(user: Any, at: Any) -> str:
    """Who and when; "" where it was not done."""
    return f"{user.name} {minute(at)}" if user is not None else ""
