"""Lint: what in a rulebook cannot work, contradicts itself, or lacks what publishing asks for.

A rulebook is read by people and obeyed by a machine; a row that never fires reads like law and is none. Every row names its
article, every measure its legal basis (行政处罚法 第四条: what has no basis in law is void).
"""

from collections.abc import Iterator

from registry.domain.basis_library import PACKAGED, Library
from registry.domain.grading.findings import Finding, Level, error, warning
from registry.domain.grading.lint_citations import of_citations
from registry.domain.grading.lint_floors import of_floors, of_restoration
from registry.domain.grading.lint_ladder import of_ladder
from registry.domain.grading.lint_points import of_codes, of_severities, of_thresholds
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import Tier

RANGES = {
    "window_months": (1, 60),
    "repeat_factor": (1, 5),
    "credit_cap": (0, 100),
    "points": (0, 1000),
    "within_months": (1, 120),
    "count": (1, 20),
    "clean_months": (0, 60),
}
"""What a number of a rulebook may be, both ends included; beyond them it is a slip of the pen (1.5 written 15)."""


def lint(book: Rulebook, *, library: Library = PACKAGED) -> list[Finding]:
    """Everything found in a rulebook, errors first, each in the order of its table.

    ``library``: the legal-basis library of the office, in which the cited articles are looked for.
    """
    found = [
        *_of_head(book),
        *of_severities(book),
        *of_thresholds(book),
        *of_floors(book),
        *of_restoration(book),
        *of_ladder(book),
        *of_codes(book),
        *of_citations(book, library),
        *_of_numbers(book),
        *_of_articles(book),
    ]
    return sorted(found, key=lambda finding: finding.level is Level.WARNING)


def errors(found: list[Finding]) -> list[Finding]:
    """The findings that stand in the way of publishing."""
    return [finding for finding in found if finding.level is Level.ERROR]


def _of_head(book: Rulebook) -> Iterator[Finding]:
    if book.initial_tier > Tier.B:
        yield warning("initial_bad", "head", tier=book.initial_tier)


def _of_numbers(book: Rulebook) -> Iterator[Finding]:
    found: list[tuple[str, str, str, object]] = [
        ("head", "", "window_months", book.window_months),
        ("head", "", "repeat_factor", book.repeat_factor),
        ("head", "", "credit_cap", book.credit_cap),
        *(("severities", row.name, "points", row.points) for row in book.severities),
        *(("thresholds", row.id, "points", row.points) for row in book.thresholds),
    ]
    for floor in book.floors:
        found += [
            ("floors", floor.id, "count", floor.count),
            ("floors", floor.id, "within_months", floor.within_months),
        ]
    found += [("restoration", row.id, "clean_months", row.clean_months) for row in book.restoration]
    for row in book.ladder:
        if row.needs is not None:
            found.append(("ladder", row.id, "count", row.needs.count))
            found.append(("ladder", row.id, "within_months", row.needs.within_months))
    for table, row_id, column, value in found:
        least, most = RANGES[column]
        if value is not None and not least <= value <= most:  # type: ignore[operator]  # int and Decimal compare
            yield error("out_of_range", table, row_id, column=column, value=value, least=least, most=most)


def _of_articles(book: Rulebook) -> Iterator[Finding]:
    """Rows that name no article; the counting of points names its own (`points_article`)."""
    if not book.points_article:
        yield error("article_missing_head", "head")
    rows = [
        *(("severities", str(row.name), row.article) for row in book.severities),
        *(("thresholds", row.id, row.article) for row in book.thresholds),
        *(("floors", row.id, row.article) for row in book.floors),
        *(("restoration", row.id, row.article) for row in book.restoration),
        *(("ladder", row.id, row.article) for row in book.ladder),
        *(("codes", row.code, row.article) for row in book.codes),
    ]
    yield from (error("article_missing", table, row_id) for table, row_id, article in rows if not article)
