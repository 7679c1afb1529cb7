"""Points: what each violation weighs, and what they sum to on a day.

A violation's own points never change once both its dates are known: the version in force when it was
committed, or the one in force when it was recognised where that is lighter (从旧兼从轻, 行政处罚法
第三十七条). Which of them count on a day, and how repeats multiply, is the version of that day's to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.domain.grading.facts import Violation
from registry.domain.grading.months import add_months
from registry.domain.grading.outcome import Cause, Counted, Uncounted
from registry.domain.grading.rulebook import HEAVY, Rulebook, SeverityRow
from registry.domain.grading.versions import Timetable

UNDETERMINED = frozenset({"gap", "no_severity", "severity_unlisted"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A violation with its own points; ``reason`` says why it has none (outcome.Uncounted lists them)."""

    violation: Violation
    points: int
    is_heavy: bool
    row: SeverityRow | None
    version: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """A violation inside its window: counts from its recognition to the eve of ``until``."""

    since: date
    until: date
    weighed: Weighed


def weigh(violation: Violation, timetable: Timetable) -> Weighed:
    """The violation's own points, and the version they come from."""
    if timetable.is_before_first(violation.occurred_on):
        return _weightless(violation, "before_rules")
    book = timetable.on(violation.occurred_on)
    if book is None:
        return _weightless(violation, "gap")
    if violation.severity is None:
        return _weightless(violation, "no_severity")
    row = book.severity_rows.get(violation.severity)
    if row is None:
        return _weightless(violation, "severity_unlisted")
    later = timetable.on(violation.recognised_on)
    if later is not None and later is not book:
        lighter = later.severity_rows.get(violation.severity)
        if lighter is not None and lighter.points < row.points:
            book, row = later, lighter
    reason = "zero" if row.points == 0 else None
    return Weighed(violation, row.points, row.name in HEAVY, row, book.version, reason)


def weigh_all(violations: Iterable[Violation], timetable: Timetable) -> tuple[Weighed, ...]:
    """All violations in the order repeats are counted: by recognition, the heavier first on the same day.

    Act date and id only settle ties that change no sum.
    """
    weighed = [weigh(violation, timetable) for violation in violations]
    return tuple(
        sorted(
            weighed,
            key=lambda w: (
                w.violation.recognised_on,
                -w.points,
                not w.is_heavy,
                w.violation.occurred_on,
                w.violation.id,
            ),
        )
    )


def spans(weighed: Iterable[Weighed], rulebook: Rulebook) -> tuple[Span, ...]:
    """The windows of all violations that carry points, as this version sees them."""
    return tuple(
        Span(w.violation.recognised_on, add_months(w.violation.recognised_on, rulebook.window_months), w)
        for w in weighed
        if w.points
    )


def on_day(violations: tuple[Span, ...], rulebook: Rulebook, day: date) -> Iterator[tuple[Span, int]]:
    """The violations counted on ``day`` with their points, the 2nd and later of one code multiplied."""
    codes = set()
    for span in violations:
        if span.since > day:
            break
        if day < span.until:
            code = span.weighed.violation.code
            points = span.weighed.points
            yield span, (rulebook.repeated(points) if code in codes else points)
            codes.add(code)


def total(heavy: int, light: int, credits: int) -> int:
    """Points on a day: credits are set against the light ones only and never below nought."""
    return heavy + max(0, light - credits)


def count(violations: tuple[Span, ...], rulebook: Rulebook, day: date) -> tuple[Counted, ...]:
    """The violations counted on ``day`` as an outcome shows them."""
    shown: list[Counted] = []
    codes: set[str] = set()
    for span, points in on_day(violations, rulebook, day):
        weighed, violation = span.weighed, span.weighed.violation
        shown.append(
            Counted(
                violation_id=violation.id,
                code=violation.code,
                severity=violation.severity or "",
                recognised_on=violation.recognised_on,
                base=weighed.points,
                points=points,
                is_repeat=violation.code in codes,
                is_heavy=weighed.is_heavy,
                expires_on=span.until,
                version=weighed.version,
                article=weighed.row.article if weighed.row else None,
            )
        )
        codes.add(violation.code)
    return tuple(shown)


def uncounted(weighed: Iterable[Weighed], shown: tuple[Counted, ...], has_rulebook: bool) -> tuple[Uncounted, ...]:
    """The violations on file that carry no points that day, and why."""
    ids = {each.violation_id for each in shown}
    idle = "expired" if has_rulebook else "no_rulebook"
    return tuple(
        Uncounted(
            violation_id=w.violation.id,
            code=w.violation.code,
            severity=w.violation.severity,
            recognised_on=w.violation.recognised_on,
            reason=w.reason or idle,
        )
        for w in weighed
        if w.violation.id not in ids
    )


def causes(weighed: Iterable[Weighed], timetable: Timetable, day: date) -> tuple[Cause, ...]:
    """What is undetermined on ``day``: the whole day in a gap, else violations lacking what they need.

    A violation stays undetermined until it is completed, even past its window.
    """
    found = [Cause("no_rulebook")] if timetable.on(day) is None else []
    found += [
        Cause(w.reason, w.violation.id)
        for w in weighed
        if w.reason in UNDETERMINED and w.reason and w.violation.recognised_on <= day
    ]
    return tuple(found)


def _weightless(violation: Violation, reason: str) -> Weighed:
    return Weighed(violation, 0, False, None, "", reason)
