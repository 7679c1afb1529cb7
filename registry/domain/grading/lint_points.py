"""Lint of what makes points: severities, thresholds, the cap on credits, the codes to start from."""

from collections.abc import Iterator
from itertools import pairwise

from registry.domain.grading.findings import Finding, error, warning
from registry.domain.grading.rulebook import HEAVY, TIERS, Rulebook
from registry.domain.terms import Severity


def pointed(book: Rulebook) -> frozenset[str]:
    """The severities that carry points: a violation of no points triggers nothing and is no history."""
    return frozenset(str(row.name) for row in book.severities if row.points > 0)


def of_severities(book: Rulebook) -> Iterator[Finding]:
    """A severity left out, one lighter than a milder one, a tier or a cap that never works."""
    rows = book.severity_rows
    yield from (error("severity_missing", "severities", severity, severity=severity) for severity in Severity
                if severity not in rows)  # fmt: skip
    listed = [rows[severity] for severity in Severity if severity in rows]
    for milder, graver in pairwise(listed):
        if graver.points < milder.points:
            yield error("severity_order", "severities", graver.name, severity=graver.name, points=graver.points,
                        other=milder.name, other_points=milder.points)  # fmt: skip
        if (graver.tier or TIERS[0]) < (milder.tier or TIERS[0]):
            yield error("severity_tier_order", "severities", graver.name, severity=graver.name, other=milder.name)
    for row in listed:
        if row.tier is not None and (row.points == 0 or row.tier == TIERS[0]):
            yield error("severity_tier_dead", "severities", row.name, severity=row.name, tier=row.tier)
    if book.credit_cap and not pointed(book) - {str(severity) for severity in HEAVY}:
        yield warning("dead_column", "head", column="credit_cap")


def of_thresholds(book: Rulebook) -> Iterator[Finding]:
    """Thresholds that name a tier better than, or the same as, one reached before them, or that nobody can reach."""
    if not book.thresholds:
        yield warning("no_thresholds", "thresholds")
    worst = None
    for row in sorted(book.thresholds, key=lambda each: each.points):
        if not pointed(book):
            yield error("threshold_unreached", "thresholds", row.id)
        if row.tier == TIERS[0]:
            yield error("row_idle", "thresholds", row.id, tier=row.tier)
        elif worst is not None and row.tier < worst.tier:
            yield error("threshold_order", "thresholds", row.id, tier=row.tier, other=worst.id, other_tier=worst.tier)
        elif worst is not None and row.tier == worst.tier:
            yield error("row_covered", "thresholds", row.id, other=worst.id)
        worst = row if worst is None or row.tier > worst.tier else worst


def of_codes(book: Rulebook) -> Iterator[Finding]:
    """Codes whose severity this rulebook does not weigh, that leave it open, or that share one name."""
    if not book.codes:
        yield warning("no_codes", "codes")
    first: dict[str, str] = {}
    for row in book.codes:
        if row.severity is None:
            yield warning("code_open", "codes", row.code)
        elif row.severity not in book.severity_rows:
            yield error("code_severity", "codes", row.code, severity=row.severity)
        if first.setdefault(row.name, row.code) != row.code:
            yield warning("code_twice", "codes", row.code, other=first[row.name])
