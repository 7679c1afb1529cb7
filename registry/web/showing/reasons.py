"""Why this tier, as the page says it: the engine's lines worded, each with its row and its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.domain.grading.explain import Line, explain
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import FloorRow, RestorationRow, Rulebook
from registry.domain.terms import Tier
from registry.services.rulebooks import in_force, rulebook_of
from registry.store.accounts import Account
from registry.store.db import db
from registry.web.formats import word
from registry.web.showing import link
from registry.web.showing.bases import cite_bases
from registry.wording import explanations, outcomes
from registry.wording import rulebooks as rows
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
    """Read an outcome back in words; each counted act with the provision it violates."""
    first, *lines = explain(outcome)
    books = in_force(db.session())
    breached = {each.violation_id: explanations.provision_of(each, books) for each in outcome.counted}
    restored = {line.mark for line in lines if line.code == "grading.back.restored"}
    shown = [line for line in lines if not (line.code == "grading.back.path" and line.mark in restored)]
    conclusion = explanations.conclude(outcome, books, gettext) or sentence(first, gettext)
    return Reasons(conclusion, [_item(_named(line, outcome.version), breached) for line in shown])


def _named(line: Line, version: str | None) -> Line:
    """The line with the rows it speaks of by the names they have in its version, else in the outcome's."""
    version = line.version or version
    if "rows" in line.params:
        names = "、".join(row_name(row, version) for row in line.params["rows"].split("、"))
        line = replace(line, params={**line.params, "rows": names})
    if "row" in line.params:
        line = replace(line, params={**line.params, "row": row_name(line.params["row"], version)})
    return replace(line, version=version, parts=tuple(_named(part, version) for part in line.parts))


def _item(line: Line, breached: Mapping[str, str]) -> Item:
    tone = None if line.tone == "ink" else line.tone
    if line.code not in _ADDED:
        source = cite_row(line.mark, line.article, line.version) if line.article else None
        return _mark(line), sentence(line, gettext), source, tone
    pieces = [_part(part, breached) for part in line.parts]
    if line.article:
        pieces.append(cite_row(line.mark, line.article, line.version))
    return _mark(line), word(line.code, **line.params), Markup("；").join(pieces), tone


def _mark(line: Line) -> str:
    """What sort of row speaks: points, a measure, a way back, the ladder; or a word where none does."""
    words = {
        "initial": _("入册"),
        "unclear": _("存疑"),
        "ignored": _("未采用"),
        "version": _("换版"),
        "void": _("更正"),
        "": _("另"),
    }
    return str(words.get(line.mark) or sort_of(line.mark, line.version))


def sort_of(row: str, version: str | None = None) -> str:
    """What sort a row of the rulebook is of, in two characters for the margin; a word that is no row stays."""
    book = _book_of(row, version)
    if row.startswith(("T:", "S:")):
        return str(_("积分")) if row.startswith("T:") else str(_("程度"))
    if book is None:
        return row
    found = next(each for each in rows.rows_of(book) if each.id == row)
    return str(
        _("处置") if isinstance(found, FloorRow) else _("恢复") if isinstance(found, RestorationRow) else _("建议")
    )


def row_name(row: str, version: str | None = None) -> str:
    """A row as an officer calls it: what it asks for, never its code."""
    return rows.row_name(row, _book_of(row, version), gettext)


def _book_of(row: str, version: str | None = None) -> Rulebook | None:
    """The rulebook of that version, or else the latest, that has this row under an id of its own."""
    books = sorted(in_force(db.session()), key=lambda each: each.effective_from, reverse=True)
    for book in sorted(books, key=lambda each: each.version != version):
        if any(each.id == row for each in rows.rows_of(book)):
            return book
    return None


def anchor_of(row: str) -> str:
    """The id of a row on the rulebook's page."""
    return f"row-{row.replace(':', '-')}"


def cite_row(row: str, words: str | None = None, version: str | None = None) -> Markup:
    """Words (else the row's own name) that lead to the row on the page of its version; plain where it is no row of it."""
    said = words or row_name(row, version)
    is_row = row.startswith(("T:", "S:")) or _book_of(row, version) is not None
    return link(url_for("rulebooks.show", version=version, _anchor=anchor_of(row)), said) if is_row else escape(said)


def cite_call(account: Account, since: date) -> Markup:
    """The row that calls for an account's measure, by the rulebook of the day on which what calls for it arose."""
    book = rulebook_of(db.session(), account.region_code, on=since)
    return cite_row(account.proposal_row or "", version=book.version if book is not None else None)


def article_of(row: str, version: str | None = None) -> str | None:
    """The article of the rulebook a row of that version stands on."""
    return next((each.article for each in rows.rows_of(_book_of(row, version)) if each.id == row), None)


def cite_lines(lines: Sequence[outcomes.Line]) -> list[Item]:
    """The lines of a forecast as components/reason.html takes them, each row leading to the rulebook."""
    return [(line.mark, line.text, _source(line), line.tone) for line in lines]


def _source(line: outcomes.Line) -> Markup | None:
    """The law under a line, each article led to the library with a word where it is not safe to rely on, and the row that says so."""
    pieces = [cite_bases(line.source)] if line.source else []
    if line.row:
        article = article_of(line.row, line.version)
        pieces = [cite_row(line.row, article or _("规则库"), line.version)] + [
            each for each in pieces if each != article
        ]
    return Markup("；").join(pieces) if pieces else None


def _part(part: Line, breached: Mapping[str, str]) -> Markup:
    """One term of a sum, leading to the violation it comes from, with the provision that was violated."""
    fact = str(part.params.get("fact") or "")
    words = word(part.code, **part.params)
    is_fact = fact.startswith("v") and fact[1:].isdigit()
    shown = link(url_for("violations.show", violation_id=int(fact[1:])), words) if is_fact else escape(words)
    provision = breached.get(fact)
    return Markup(" ").join([shown, cite_bases(word("explanations.breach", article=provision))]) if provision else shown


def code_name(code: str) -> str:
    """The name of a violation's code in the latest rulebook that knows it; "" where none does."""
    for book in sorted(in_force(db.session()), key=lambda each: each.effective_from, reverse=True):
        row = book.code_rows.get(code)
        if row is not None:
            return row.name
    return ""


def name_violation(code: str) -> str:
    """A code with its name, as it stands in lists and on papers."""
    return f"{code} {code_name(code)}".strip()


def initial_tier(region_code: str, on: date) -> Tier | None:
    """The tier an account begins in by the rulebook in force; None where none is."""
    book = rulebook_of(db.session(), region_code, on=on)
    return book.initial_tier if book else None


def limits_on(region_code: str, on: date) -> list[tuple[Tier, int]]:
    """The thresholds in force that lead below the tier an account begins in, for the gauge of a list."""
    book = rulebook_of(db.session(), region_code, on=on)
    return [(row.tier, row.points) for row in book.thresholds if row.tier > book.initial_tier] if book else []
