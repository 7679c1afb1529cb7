"""Lint of the law a rulebook cites: every article named must stand in the office's own legal-basis library.

A measure that rests on an article nobody can look up rests on nothing (行政处罚法 第四条、第三十八条). The library is asked
as it stands on the rulebook's first day: what has lapsed by then, or begins later, is said.
"""

import re
from collections.abc import Iterator

from registry.domain.bases import LegalBasis
from registry.domain.basis_library import Library
from registry.domain.citations import Citation, citations
from registry.domain.grading.findings import Finding, error, warning
from registry.domain.grading.rulebook import LadderRow, Rulebook
from registry.domain.terms import MeasureKind

_INSTRUMENT = re.compile(r"《([^《》]+)》")
_Index = dict[tuple[str, str], LegalBasis]


def of_citations(book: Rulebook, library: Library) -> Iterator[Finding]:
    """What the ladder's bases and the rows' articles cite and the library lacks, or holds with no force on the first day."""
    known = library.all_on(book.effective_from)
    index = {(_bare(each.title), each.article): each for each in known}
    titles = {_bare(each.title) for each in known}
    for row in book.ladder:
        yield from _of_basis(row, titles)
        yield from _of_text(book, "ladder", row.id, row.basis, titles, index)
    for table, row_id, article in _articles(book):
        yield from _of_text(book, table, row_id, article, titles, index)


def _articles(book: Rulebook) -> Iterator[tuple[str, str, str | None]]:
    """Every cell that names an article: table, row, text."""
    yield "head", "", book.points_article
    yield from (("severities", str(row.name), row.article) for row in book.severities)
    for table, rows in (("thresholds", book.thresholds), ("floors", book.floors), ("restoration", book.restoration)):
        yield from ((table, row.id, row.article) for row in rows)
    yield from (("ladder", row.id, row.article) for row in book.ladder)
    yield from (("codes", row.code, row.article) for row in book.codes)


def _of_basis(row: LadderRow, titles: set[str]) -> Iterator[Finding]:
    """A measure needs a law behind it and somebody to decide it; a reminder is no measure against anybody."""
    if row.decides is None:
        yield error("decides_missing", "ladder", row.id, rung=row.rung)
    named = _INSTRUMENT.findall(row.basis or "")
    if not named and row.rung is not MeasureKind.REMINDER:
        yield error("basis_missing", "ladder", row.id, rung=row.rung)
    unknown = [title for title in dict.fromkeys(named) if _bare(title) not in titles]
    if unknown:
        yield warning("basis_unknown", "ladder", row.id, titles=[f"《{title}》" for title in unknown])


def _of_text(
    book: Rulebook, table: str, row_id: str, text: str | None, titles: set[str], index: _Index
) -> Iterator[Finding]:
    """The articles one cell cites, each once; an instrument the ladder was told to lack is not named a second time."""
    found = {_cited(each): index.get((_bare(each.title), each.article)) for each in citations(text or "")
             if table != "ladder" or _bare(each.title) in titles}  # fmt: skip
    absent = [words for words, basis in found.items() if basis is None]
    idle = [words for words, basis in found.items() if basis is not None and not basis.is_in_force(book.effective_from)]
    if absent:
        yield warning("article_unknown", table, row_id, articles=absent)
    if idle:
        yield warning("article_idle", table, row_id, articles=idle, on=book.effective_from)


def _cited(citation: Citation) -> str:
    return f"《{citation.title}》{citation.article}"


def _bare(title: str) -> str:
    return title.removeprefix("中华人民共和国")
