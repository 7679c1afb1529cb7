"""Points: what each violation weighs, and what they sum to on a day.

A violation's own points never change once both its dates are known: the version in force when it was
committed, or the one in force when it was recognised where that is lighter (从旧兼从轻, 行政处罚法
第三十七条). Which of them count on a day, and how repeats multiply, is the version of that day's to say.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter

from registry.domain.grading.facts import Violation
from registry.domain.grading.months import add_months
from registry.domain.grading.parts import Cause, Counted, Uncounted
from registry.domain.grading.rulebook import HEAVY, LadderRow, Rulebook, SeverityRow
from registry.domain.grading.versions import Timetable
from registry.domain.terms import Tier

UNDETERMINED = frozenset({"gap", "no_severity", "severity_unlisted"})


@dataclass(frozen=True, slots=True)
class Weight:
    """What a severity weighs by the versions of act and recognition, and what it may call for.

    ``reason`` says why it has no points (parts.Uncounted lists them); ``rows``: the ladder of the version in force on
    the recognition, as ``Rulebook.rows_for`` orders it, none in a gap.
    """

    points: int
    is_heavy: bool
    row: SeverityRow | None
    tier: Tier | None
    version: str
    reason: str | None
    rows: tuple[LadderRow, ...] = ()
    rows_version: str = ""


@dataclass(slots=True, eq=False)
class Weighed:
    """A violation and what it weighs; ``order`` is its place where repeats are counted."""

    order: tuple[date, int, bool, date, str]
    violation: Violation
    weight: Weight


Span = tuple[date, date, int, int, bool, Tier | None, str, Weighed]
"""A violation inside its window: counts from its recognition (first) to the eve of the second date.

Then its points, those as a repeat, whether no credit is set against them, the tier it sets by itself, its code and the
violation. A bare tuple, for the replay makes and reads more of them than of anything else.
"""


@lru_cache(maxsize=4096)
def _weigh(timetable: Timetable, severity: str | None, act: int, recognition: int) -> Weight:
    """What a severity weighs; ``act`` and ``recognition``: in which period of the timetable they lie (0: before all)."""
    if not act:
        return _weightless("before_rules")
    book = timetable.periods[act - 1].rulebook
    if book is None:
        return _weightless("gap")
    if severity is None:
        return _weightless("no_severity")
    row = book.severity_rows.get(severity)
    if row is None:
        return _weightless("severity_unlisted")
    later = timetable.periods[recognition - 1].rulebook if recognition else None
    rows = later.rows_for("violation", severity) if later is not None and row.points else ()
    if later is not None and later is not book:
        lighter = later.severity_rows.get(severity)
        if lighter is not None and lighter.points < row.points:
            book, row = later, lighter
    return Weight(
        row.points, row.name in HEAVY, row, row.tier, book.version, None if row.points else "zero", rows,
        later.version if later is not None else "",
    )  # fmt: skip


def weigh_all(violations: Iterable[Violation], timetable: Timetable) -> list[Weighed]:
    """All violations in the order repeats are counted: by recognition, the heavier first on the same day.

    Act date and id only settle ties that change no sum.
    """
    starts, weighed = timetable.starts, []
    for violation in violations:
        act, recognition = violation.occurred_on, violation.recognised_on
        weight = _weigh(timetable, violation.severity, bisect_right(starts, act), bisect_right(starts, recognition))
        order = (recognition, -weight.points, not weight.is_heavy, act, violation.id)
        weighed.append(Weighed(order, violation, weight))
    weighed.sort(key=attrgetter("order"))
    return weighed


def spans(weighed: Iterable[Weighed], rulebook: Rulebook) -> list[Span]:
    """The windows of all violations that carry points, as this version sees them."""
    found: list[Span] = []
    for each in weighed:
        weight, violation = each.weight, each.violation
        if weight.points:
            since = violation.recognised_on
            until = add_months(since, rulebook.window_months)
            repeated = rulebook.repeated(weight.points)
            found.append((since, until, weight.points, repeated, weight.is_heavy, weight.tier, violation.code, each))
    return found


def total(heavy: int, light: int, credits: int) -> int:
    """Points on a day: credits are set against the light ones only and never below nought."""
    return heavy + max(0, light - credits)


def count(violations: list[Span], day: date) -> Iterator[Counted]:
    """The violations counted on ``day``, the 2nd and later of one code multiplied, as an outcome shows them."""
    codes: set[str] = set()
    for since, until, base, repeated, is_heavy, _, code, weighed in violations:
        if since <= day < until:
            violation, weight = weighed.violation, weighed.weight
            yield Counted(
                violation_id=violation.id,
                code=code,
                severity=violation.severity or "",
                recognised_on=since,
                base=base,
                points=repeated if code in codes else base,
                is_repeat=code in codes,
                is_heavy=is_heavy,
                expires_on=until,
                version=weight.version,
                article=weight.row.article if weight.row else None,
            )
            codes.add(code)


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
            reason=w.weight.reason or idle,
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
        Cause(w.weight.reason, w.violation.id)
        for w in weighed
        if w.weight.reason in UNDETERMINED and w.weight.reason and w.violation.recognised_on <= day
    ]
    return tuple(found)


def _weightless(reason: str) -> Weight:
    return Weight(0, False, None, None, "", reason)
