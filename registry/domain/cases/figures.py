"""Statistics of the procedure: cases by measure, office and month, how many decisions fell, how long each stage took.

Counted from the steps of the cases alone, so that every number can be followed back to a file.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.cases.vocabulary import ROAD, CaseState

REVERSALS = ("revoke", "overturn")


@dataclass(frozen=True)
class Passed:
    """A case as the statistics see it. ``steps``: (act, state after it, day), in their order."""

    office: str
    kind: str
    found_on: date
    steps: tuple[tuple[str, CaseState, date], ...]

    def has(self, *acts: str) -> bool:
        """Whether one of such acts was done."""
        return any(act in acts for act, _, _ in self.steps)


@dataclass(frozen=True)
class Tally:
    """One line: how many clues, filed, decided, closed, reversed; ``rate`` of the decided that fell, None of none."""

    name: str
    clues: int
    filed: int
    decided: int
    closed: int
    reversed: int

    @property
    def rate(self) -> float | None:
        """Reversed of the decided."""
        return self.reversed / self.decided if self.decided else None


@dataclass(frozen=True)
class Stage:
    """How long cases stood in a state: how many left it, the mean and the longest in days."""

    state: CaseState
    number: int
    mean: float
    longest: int


def tally(cases: Iterable[Passed], key: Callable[[Passed], str]) -> list[Tally]:
    """The cases grouped by ``key``, in the order of its words."""
    groups: dict[str, list[Passed]] = {}
    for each in cases:
        groups.setdefault(key(each), []).append(each)
    return [_tally(name, groups[name]) for name in sorted(groups)]


def _tally(name: str, cases: Sequence[Passed]) -> Tally:
    decided = [each for each in cases if each.has("decide")]
    return Tally(
        name, len(cases), sum(each.has("approve_filing") for each in cases), len(decided),
        sum(each.has("close") for each in cases), sum(each.has(*REVERSALS) for each in decided),
    )  # fmt: skip


def month_of(case: Passed) -> str:
    """The month the clue came in, as 2026-11."""
    return f"{case.found_on:%Y-%m}"


def stages(cases: Iterable[Passed]) -> list[Stage]:
    """How long each state of the road lasted, for those that were left."""
    spent: dict[CaseState, list[int]] = {}
    for case in cases:
        here, since = CaseState.CLUE, case.found_on
        for _, state, on in case.steps:
            if state is not here:
                spent.setdefault(here, []).append((on - since).days)
                here, since = state, on
    return [
        Stage(state, len(spent[state]), sum(spent[state]) / len(spent[state]), max(spent[state]))
        for state in ROAD
        if state in spent
    ]
