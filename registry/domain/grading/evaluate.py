"""evaluate: the one question the engine answers. Which tier on this day, why, what next, what is proposed.

Pure and repeatable: the same facts in any order give the same outcome, no later fact changes an earlier
day, and what was voided or annulled never was. Correction is re-derivation: whoever keeps the ledger writes
the move as it was made and the correction beside it.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from registry.domain.errors import Refusal
from registry.domain.grading.facts import Account, Facts, known
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import Timetable, timetable
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
    told, table = known(facts, on), timetable(tuple(rulebooks), facts.account.region)
    if not (told.violations or told.measures or told.credits or told.decisions or told.promotions):
        return _of_nothing(told.account, table, on)
    return _replay(told, table, on)


@lru_cache(maxsize=1024)
def _of_nothing(account: Account, table: Timetable, on: date) -> Outcome:
    """The outcome of an account with no facts, which most accounts are: one for all that are alike."""
    return _replay(Facts(account), table, on)


def _replay(told: Facts, table: Timetable, on: date) -> Outcome:
    walk = Walk(View(told, table))
    walk.go(on)
    return Outcome(on, walk)
