"""Why this tier, as the page says it: the engine's lines worded, each with its row and its source."""

from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.domain.grading.explain import Line, explain
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.versions import version_on
from registry.domain.terms import Severity, Tier
from registry.services.grading import rulebooks
from registry.web.formats import label, word
from registry.web.showing import link
from registry.wording.grading import sentence

Item = tuple[str, str, Markup | None, str | None]
_ADDED = frozenset({"grading.why.points", "grading.why.measure", "grading.why.measures"})
"""Lines whose parts are sources under the line and not the line's own end."""


@dataclass(frozen=True)
class Reasons:
    """The conclusion in a sentence, then (mark, text, source, tone) for each row that carries it."""

    conclusion: str
    items: list[Item]


def read_reasons(outcome: Outcome) -> Reasons:
    """Read an outcome back in words."""
    first, *lines = explain(outcome)
    restored = {line.mark for line in lines if line.code == "grading.back.restored"}
    shown = [line for line in lines if not (line.code == "grading.back.path" and line.mark in restored)]
    return Reasons(sentence(first, gettext), [_item(_named(line)) for line in shown])


def _named(line: Line) -> Line:
    """The line with the rows it speaks of by their names."""
    if "rows" in line.params:
        rows = "、".join(row_name(row) for row in line.params["rows"].split("、"))
        line = replace(line, params={**line.params, "rows": rows})
    return replace(line, parts=tuple(_named(part) for part in line.parts))


def _item(line: Line) -> Item:
    tone = None if line.tone == "ink" else line.tone
    if line.code not in _ADDED:
        source = escape(line.article) if line.article else None
        return _mark(line), sentence(line, gettext), source, tone
    pieces = [_part(part) for part in line.parts]
    if line.article:
        pieces.append(escape(line.article))
    return _mark(line), word(line.code, **line.params), Markup("；").join(pieces), tone


def _mark(line: Line) -> str:
    """The row's id, or a word where no row speaks."""
    words = {
        "initial": _("入册"),
        "unclear": _("存疑"),
        "ignored": _("未采用"),
        "version": _("换版"),
        "void": _("更正"),
        "": _("另"),
    }
    return str(words.get(line.mark) or row_name(line.mark))


def row_name(row: str) -> str:
    """A row as an officer calls it: its id, or for a severity that sets the tier by itself that severity."""
    if not row.startswith("S:"):
        return row
    return str(_("%(severity)s违规", severity=label(Severity(row.removeprefix("S:")))))


def _part(part: Line) -> Markup:
    """One term of a sum, leading to the violation it comes from."""
    fact = str(part.params.get("fact") or "")
    words = word(part.code, **part.params)
    if fact.startswith("v") and fact[1:].isdigit():
        return link(url_for("violations.show", violation_id=int(fact[1:])), words)
    return escape(words)


def code_name(code: str) -> str:
    """The name of a violation's code in the latest rulebook that knows it; "" where none does."""
    for book in sorted(rulebooks(), key=lambda each: each.effective_from, reverse=True):
        row = book.code_rows.get(code)
        if row is not None:
            return row.name
    return ""


def name_violation(code: str) -> str:
    """A code with its name, as it stands in lists and on papers."""
    return f"{code} {code_name(code)}".strip()


def initial_tier(region_code: str, on: date) -> Tier | None:
    """The tier an account begins in by the rulebook in force; None where none is."""
    book = version_on(rulebooks(), region_code, on)
    return book.initial_tier if book else None


def limits_on(region_code: str, on: date) -> list[tuple[Tier, int]]:
    """The thresholds in force that lead below the tier an account begins in, for the gauge of a list."""
    book = version_on(rulebooks(), region_code, on)
    return [(row.tier, row.points) for row in book.thresholds if row.tier > book.initial_tier] if book else []
