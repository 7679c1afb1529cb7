"""Lint of the ladder: acts no row answers, rows that never fire, rows another always outranks, rows that contradict.

All rows are tried and the highest rung that fires is the call; so a row works only where no higher one fires whenever it does.
"""

from collections.abc import Iterator

from registry.domain.grading.findings import Finding, error, warning
from registry.domain.grading.lint_points import pointed
from registry.domain.grading.rulebook import RUNGS, LadderRow, Needs, Rulebook
from registry.domain.terms import MeasureKind, Severity

_REMINDER = str(MeasureKind.REMINDER)


def of_ladder(book: Rulebook) -> Iterator[Finding]:
    """Everything found in the ladder, gaps first."""
    carrying = pointed(book)
    yield from _gaps(book, carrying)
    live = {row.id: _subjects(row, carrying) for row in book.ladder}
    for number, row in enumerate(book.ladder):
        if not live[row.id]:
            yield error("ladder_no_subject", "ladder", row.id)
        elif row.needs is not None and not _can_be_met(row.needs, carrying):
            yield error("ladder_no_history", "ladder", row.id)
        else:
            yield from _idle_subjects(row, live[row.id])
            if row.needs is not None and _is_always_met(row):
                yield warning("dead_column", "ladder", row.id, column="needs")
            yield from _beside(row, book.ladder, number, live)


def _gaps(book: Rulebook, carrying: frozenset[str]) -> Iterator[Finding]:
    """Severities no row answers, or answers only with a history; kinds proposed whose rectification may fall overdue."""
    for severity in Severity:
        rows = [row for row in book.ladder if row.trigger == "violation" and severity in _subjects(row, carrying)]
        if severity in carrying and not rows:
            yield error("severity_unanswered", "ladder", severity=severity)
        elif severity in carrying and all(row.needs is not None and not _is_always_met(row) for row in rows):
            yield warning("first_unanswered", "ladder", severity=severity, rows=[row.id for row in rows])
    highest = max(MeasureKind, key=lambda kind: RUNGS[kind])
    proposed = {row.rung for row in book.ladder} - {MeasureKind.REMINDER, highest}
    answered = {kind for row in book.ladder if row.trigger == "overdue" for kind in row.of}
    for kind in MeasureKind:
        if kind in proposed and kind not in answered:
            yield warning("overdue_unanswered", "ladder", kind=kind)


def _subjects(row: LadderRow, carrying: frozenset[str]) -> frozenset[str]:
    """What can set a row off: severities that carry points, or the kinds of measure whose rectification may fall overdue."""
    if row.trigger == "overdue":
        return row.of - {_REMINDER}
    return row.severities & carrying if row.severities else carrying


def _idle_subjects(row: LadderRow, live: frozenset[str]) -> Iterator[Finding]:
    named: tuple[MeasureKind | Severity, ...] = tuple(MeasureKind) if row.trigger == "overdue" else tuple(Severity)
    idle = [each for each in named if each in (row.of | row.severities) - live]
    if idle:
        yield warning("subject_dead", "ladder", row.id, subjects=idle)


def _can_be_met(needs: Needs, carrying: frozenset[str]) -> bool:
    """A reminder and a violation of no points are no history."""
    return needs.kind is not MeasureKind.REMINDER if needs.kind is not None else bool(needs.severities & carrying)


def _is_always_met(row: LadderRow) -> bool:
    """Whether the trigger itself already is the history: the violation counts on its own day."""
    needs = row.needs
    if needs is None:
        return True
    if row.trigger == "overdue":
        is_own = needs.kind is not None and row.of == {needs.kind}
        return is_own and needs.count == 1 and needs.within_months is None
    return needs.kind is None and needs.count == 1 and bool(row.severities) and row.severities <= needs.severities


def _beside(
    row: LadderRow, ladder: tuple[LadderRow, ...], number: int, live: dict[str, frozenset[str]]
) -> Iterator[Finding]:
    """What the other rows leave of this one: the same twice, two calls for one condition, or never the highest."""
    twin = next((o for o in ladder if o is not row and _condition(o, live) == _condition(row, live)
                 and (RUNGS[o.rung] > RUNGS[row.rung] or (o.rung == row.rung and o in ladder[:number]))), None)  # fmt: skip
    if twin is not None:
        code = "duplicate" if twin.rung == row.rung else "contradiction_rung"
        yield error(code, "ladder", row.id, other=twin.id, rung=row.rung, other_rung=twin.rung)
        return
    others = [o for o in ladder if o is not row and o.trigger == row.trigger and _fires_with(o, row)]
    higher = [o for o in others if RUNGS[o.rung] > RUNGS[row.rung]]
    if live[row.id] <= frozenset[str]().union(*(live[o.id] for o in higher)):
        yield error("ladder_outranked", "ladder", row.id, others=[o.id for o in higher if live[o.id] & live[row.id]])
        return
    same = [o for o in others if RUNGS[o.rung] == RUNGS[row.rung] and not _fires_with(row, o)]
    if live[row.id] <= frozenset[str]().union(*(live[o.id] for o in (*higher, *same))):
        yield warning("ladder_same_call", "ladder", row.id, others=[o.id for o in same], rung=row.rung)


def _condition(row: LadderRow, live: dict[str, frozenset[str]]) -> tuple[str, frozenset[str], Needs | None]:
    return row.trigger, live[row.id], row.needs


def _fires_with(other: LadderRow, row: LadderRow) -> bool:
    """Whether the history ``other`` asks for is there whenever that of ``row`` is."""
    more, less = row.needs, other.needs
    if less is None or _is_always_met(other):
        return True
    if more is None or more.kind != less.kind or not more.severities <= less.severities:
        return False
    is_as_long = less.within_months is None or (
        more.within_months is not None and less.within_months >= more.within_months
    )
    return less.count <= more.count and is_as_long
