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
from operator import itemgetter

from registry.domain.grading.facts import Violation
from registry.domain.grading.parts import Cause, Counted, Uncounted
from registry.domain.grading.rulebook import HEAVY, LadderRow, Rulebook, SeverityRow
from registry.domain.grading.versions import Timetable
from registry.domain.terms import Tier

_PLACE = itemgetter(0, 1, 2, 3, 4)
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


Weighed = tuple[date, int, bool, date, str, Violation, Weight]
"""A violation and what it weighs. What comes first is its place where repeats are counted: its recognition, its points (below
nought, so that the heavier stands first), whether credits are set against it, its act and its id. A bare tuple, as `Span` is.
"""

Span = tuple[date, date, int, int, int, bool, Tier | None, Weighed]
"""A violation inside its window: counts from its recognition (first) to the eve of the second date.

Then the place of the last one of its code before it (-1: none), its points, those as a repeat, whether no credit is set against
them, the tier it sets by itself, and the violation. A bare tuple, for the replay makes and reads more of them than of anything
else.
"""


class Weights(dict[tuple[str | None, int, int], Weight]):
    """What each severity weighs under one timetable, worked out when it is first asked for.

    A key is the severity, and in which periods of the timetable act and recognition lie (0: before all).
    """

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable

    def __missing__(self, key: tuple[str | None, int, int]) -> Weight:
        self[key] = found = _weigh(self._timetable, *key)
        return found


@lru_cache(maxsize=512)
def _weights(timetable: Timetable) -> Weights:
    return Weights(timetable)


def _weigh(timetable: Timetable, severity: str | None, act: int, recognition: int) -> Weight:
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
    weights, starts, weighed = _weights(timetable), timetable.starts, []
    for violation in violations:
        act, recognition = violation.occurred_on, violation.recognised_on
        weight = weights[violation.severity, bisect_right(starts, act), bisect_right(starts, recognition)]
        weighed.append((recognition, -weight.points, not weight.is_heavy, act, violation.id, violation, weight))
    if len(weighed) > 1:
        weighed.sort(key=_PLACE)
    return weighed


def spans(weighed: Iterable[Weighed], rulebook: Rulebook) -> list[Span]:
    """The windows of all violations that carry points, as this version sees them."""
    found: list[Span] = []
    ends, repeats, places = rulebook.window_ends, rulebook.repeats, dict[str, int]()
    for each in weighed:
        if each[1]:
            since, _, is_light, _, _, violation, weight = each
            points, code = weight.points, violation.code
            before = places.get(code, -1)
            places[code] = len(found)
            found.append((since, ends[since], before, points, repeats[points], not is_light, weight.tier, each))
    return found


def total(heavy: int, light: int, credits: int) -> int:
    """Points on a day: credits are set against the light ones only and never below nought."""
    return heavy + max(0, light - credits)


def count(violations: list[Span], day: date) -> Iterator[Counted]:
    """The violations counted on ``day``, the 2nd and later of one code multiplied, as an outcome shows them."""
    codes: set[str] = set()
    for since, until, _, base, repeated, is_heavy, _, (*_, violation, weight) in violations:
        if since <= day < until:
            code = violation.code
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
            violation_id=violation.id,
            code=violation.code,
            severity=violation.severity,
            recognised_on=violation.recognised_on,
            reason=weight.reason or idle,
        )
        for *_, violation, weight in weighed
        if violation.id not in ids
    )


def causes(weighed: Iterable[Weighed], timetable: Timetable, day: date) -> tuple[Cause, ...]:
    """What is undetermined on ``day``: the whole day in a gap, else violations lacking what they need.

    A violation stays undetermined until it is completed, even past its window.
    """
    found = [Cause("no_rulebook")] if timetable.on(day) is None else []
    found += [
        Cause(weight.reason, violation.id)
        for *_, violation, weight in weighed
        if weight.reason in UNDETERMINED and weight.reason and violation.recognised_on <= day
    ]
    return tuple(found)


def _weightless(reason: str) -> Weight:
    return Weight(0, False, None, None, "", reason)
