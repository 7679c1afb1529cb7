"""evaluate: the one question the engine answers. Which tier on this day, why, what next, what is proposed.

Pure and repeatable: the same facts in any order give the same outcome, no later fact changes an earlier
day, and what was voided or annulled never was. Correction is re-derivation: whoever keeps the ledger writes
the move as it was made and the correction beside it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.grading.facts import Facts, known
from registry.domain.grading.floors import Windows
from registry.domain.grading.ladder import proposal
from registry.domain.grading.near import near_misses
from registry.domain.grading.outcome import Move, Outcome, Path
from registry.domain.grading.points import causes, uncounted
from registry.domain.grading.restoration import path, rows_from
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import timetable
from registry.domain.grading.walk import Snapshot, Walk


def evaluate(facts: Facts, rulebooks: Iterable[Rulebook], on: date) -> Outcome:
    """The outcome for one account on one day.

    facts: everything on file, in any order, later facts included (they are not known yet on ``on``).
    rulebooks: all published versions; those of the account's region and its ancestors serve.
    Raises ``grading.overlap`` where two versions of one region overlap, ``grading.last_day`` on the
    calendar's last day, which stands for "no end" in every window.
    """
    if on == date.max:
        raise Refusal("grading.last_day", on=on)
    walk = Walk(known(facts, on), timetable(tuple(rulebooks), facts.account.region))
    days = walk.days(on)
    today = next(snapshot for day, snapshot in days if day == on)
    book = walk.timetable.on(on)
    windows = walk.windows(book) if book is not None else None
    counted = windows.counted_on(on) if windows else ()
    proposed = proposal(walk.triggers, on)
    moves, paths = tuple(walk.moves), _paths(walk, on, today, windows)
    ignored = tuple(sorted(walk.ignored, key=lambda each: (each.on, each.tier)))
    changes_on, next_move = _forecast(walk, today, days)
    return Outcome(
        on=on,
        version=book.version if book else None,
        tier=today.tier,
        points=today.points,
        heavy=sum(each.points for each in counted if each.is_heavy),
        light=sum(each.points for each in counted if not each.is_heavy),
        credits=windows.credits_on(on) if windows else 0,
        counted=counted,
        uncounted=uncounted(walk.weighed, counted, windows is not None),
        floor=today.floor,
        floor_rows=windows.reasons_on(on, today.points or 0, today.floor) if windows and today.floor else (),
        eligible=today.eligible,
        timeline=moves,
        proposal=proposed,
        near_misses=near_misses(windows, on, today.tier, today.points or 0, proposed) if windows and today.tier else (),
        paths=paths,
        next_change_on=changes_on,
        next_move=next_move,
        versions=_versions(walk, on),
        causes=causes(walk.weighed, walk.timetable, on),
        ignored_promotions=ignored,
    )


def _paths(walk: Walk, on: date, today: Snapshot, windows: Windows | None) -> tuple[Path, ...]:
    """The ways up from today's tier; none before the start or in a gap."""
    if windows is None or today.tier is None:
        return ()
    clock = walk.record.clock(on, walk.raised_on)
    return tuple(
        path(row, walk.record, on, clock, today.points or 0, windows) for row in rows_from(windows, today.tier)
    )


def _forecast(walk: Walk, today: Snapshot, days: Iterator[tuple[date, Snapshot]]) -> tuple[date | None, Move | None]:
    """The first later day that differs from today with no new fact; the first move time alone brings."""
    moved = len(walk.moves)
    changes_on: date | None = None
    for day, snapshot in days:
        if changes_on is None and snapshot != today:
            changes_on = day
        later = [move for move in walk.moves[moved:] if move.from_tier is not None]
        if later:
            return changes_on, later[0]
    return changes_on, None


def _versions(walk: Walk, on: date) -> tuple[str, ...]:
    """The versions that were in force from the start of the replay to ``on``, or that weighed a violation."""
    begin = min(walk.starts_on or on, on)
    used = [
        period.rulebook.version
        for period in walk.timetable.periods
        if period.rulebook and period.begins <= on and (period.ends is None or period.ends > begin)
    ]
    return tuple(dict.fromkeys([*(w.version for w in walk.weighed if w.version), *used]))
