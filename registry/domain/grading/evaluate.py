"""evaluate: the one question the engine answers. Which tier on this day, why, what next, what is proposed.

Pure and repeatable: the same facts in any order give the same outcome, no later fact changes an earlier
day, and what was voided or annulled never was. Correction is re-derivation: whoever keeps the ledger writes
the move as it was made and the correction beside it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.grading.facts import Facts, known
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import timetable
from registry.domain.grading.view import View
from registry.domain.grading.walk import Walk


def evaluate(facts: Facts, rulebooks: Iterable[Rulebook], on: date) -> Outcome:
    """The outcome for one account on one day.

    facts: everything on file, in any order, later facts included (they are not known yet on ``on``).
    rulebooks: all published versions; those of the account's region and its ancestors serve.
    Raises ``grading.overlap`` where two versions of one region overlap, ``grading.last_day`` on the
    calendar's last day, which stands for "no end" in every window.
    """
    if on == date.max:
        raise Refusal("grading.last_day", on=on)
    view = View(known(facts, on), timetable(tuple(rulebooks), facts.account.region))
    walk, days = Walk(view), view.days()
    begin = bisect_left(days, view.starts_on) if view.starts_on is not None else len(days)
    for day in walk.stops([*days[begin : bisect_left(days, on)], on]):
        if day > on:
            break
        walk.step(day)
    return Outcome(on, walk, days[bisect_right(days, on) :])
