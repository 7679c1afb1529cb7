"""simulate: what another rulebook, or another day, would make of an account; and of many accounts, in figures.

The same ledger evaluated twice, side by side. Nothing here is an act: a draft binds nobody, and what it would have done is
shown before anybody is bound by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.domain.grading.evaluate import evaluate
from registry.domain.grading.facts import Facts
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import TIERS, Rulebook
from registry.domain.terms import MeasureKind, Tier

UNGRADED = ""
"""Stands for "no tier yet" in a matrix: an account entered later, or before the first rulebook."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The two sides of a comparison: by which rulebooks, and on which day, before and after."""

    now: tuple[Rulebook, ...]
    then: tuple[Rulebook, ...]
    now_on: date
    then_on: date


@dataclass(frozen=True, slots=True)
class Side:
    """An account on one side: tier, points, the measure called for with its row, the row and article that set the tier."""

    tier: Tier | None
    points: int | None
    proposal: MeasureKind | None
    proposal_row: str | None = None
    row: str | None = None
    article: str | None = None
    version: str | None = None
    is_undetermined: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One account before and after."""

    before: Side
    after: Side

    @property
    def is_moved(self) -> bool:
        """Whether its tier or the measure called for differs; points alone bind nobody."""
        return self.before.tier != self.after.tier or self.before.proposal != self.after.proposal

    @property
    def direction(self) -> str:
        """worse · better · entered (graded on one side only) · same."""
        before, after = self.before.tier, self.after.tier
        if before == after:
            return "same"
        if before is None or after is None:
            return "entered"
        return "worse" if after > before else "better"

    @property
    def article(self) -> str | None:
        """The article of the row a change is told by: of the one that holds no longer where the tier is better."""
        is_eased = self.direction == "better" and self.before.row != self.after.row
        return (self.before if is_eased else self.after).article


def with_draft(books: Iterable[Rulebook], draft: Rulebook) -> tuple[tuple[Rulebook, ...], tuple[Rulebook, ...]]:
    """The rulebooks without the draft and with it, as it would bind: from its own day on.

    A version of its name and region among ``books`` is the draft itself, published already; where it is the only one, it
    is compared with what the draft makes of it.
    """
    stem = _stem(draft.region)
    others = tuple(book for book in books if book.version != draft.version or _stem(book.region) != stem)
    return others or tuple(books), (*others, draft)


def all_along(books: Iterable[Rulebook], draft: Rulebook) -> tuple[tuple[Rulebook, ...], tuple[Rulebook, ...]]:
    """The same as if the draft had bound its region from the first rulebook's day on: the ledger tried again by it.

    An account of a region below that has a rulebook of its own stays under that one.
    """
    others, _ = with_draft(books, draft)
    first = min((draft.effective_from, *(book.effective_from for book in others)))
    kept = tuple(book for book in others if _stem(book.region) != _stem(draft.region))
    return others, (*kept, replace(draft, effective_from=first, effective_to=None))


def _stem(region: str | None) -> str:
    """The part of a code that names the region, however many zeros it is written with; "" for the nation."""
    code = region or ""
    while code.endswith("00"):
        code = code[:-2]
    return code


def compare(facts: Facts, trial: Trial) -> Difference:
    """An account by both sides of a trial; raises what `evaluate` raises."""
    before = side_of(evaluate(facts, trial.now, trial.now_on))
    return Difference(before, side_of(evaluate(facts, trial.then, trial.then_on)))


def side_of(outcome: Outcome) -> Side:
    """What a comparison keeps of an outcome."""
    row, article = _cause(outcome)
    called = outcome.proposal
    return Side(
        tier=outcome.tier,
        points=outcome.points,
        proposal=called.rung if called else None,
        proposal_row=called.row if called else None,
        row=row,
        article=article,
        version=outcome.version,
        is_undetermined=outcome.is_undetermined,
    )


def _cause(outcome: Outcome) -> tuple[str | None, str | None]:
    """The row that sets the tier today and its article; where none does any more, that of the move which brought it."""
    for reason in outcome.floor_rows:
        if reason.tier == outcome.tier:
            return reason.row, reason.article
    if outcome.timeline:
        return outcome.timeline[-1].row, outcome.timeline[-1].article
    return None, None


@dataclass
class Tally:
    """How many accounts of a platform or a place there are, and what happens to them."""

    accounts: int = 0
    worse: int = 0
    better: int = 0
    entered: int = 0
    arising: int = 0
    falling: int = 0

    def add(self, difference: Difference) -> None:
        """Count one account."""
        self.accounts += 1
        direction = difference.direction
        if direction != "same":
            setattr(self, direction, getattr(self, direction) + 1)
        before, after = difference.before.proposal, difference.after.proposal
        if before != after:
            self.arising += after is not None
            self.falling += before is not None


@dataclass
class Summary:
    """A trial in figures. ``matrix``: (tier before, after) → accounts, UNGRADED where there is none; ``proposals``: rung →
    [called for before, after, arising, falling away]; a proposal of another rung falls away and arises.
    """

    accounts: int = 0
    moved: int = 0
    repointed: int = 0
    undetermined: int = 0
    matrix: dict[tuple[str, str], int] = field(default_factory=dict)
    proposals: dict[str, list[int]] = field(default_factory=dict)
    platforms: dict[str, Tally] = field(default_factory=dict)
    places: dict[str, Tally] = field(default_factory=dict)

    def add(self, difference: Difference, *, platform: str, place: str) -> None:
        """Count one account of a platform in a place."""
        before, after = difference.before, difference.after
        self.accounts += 1
        self.moved += difference.is_moved
        self.repointed += before.points != after.points
        self.undetermined += after.is_undetermined
        cell = (before.tier or UNGRADED, after.tier or UNGRADED)
        self.matrix[cell] = self.matrix.get(cell, 0) + 1
        self._call(before.proposal, after.proposal)
        self.platforms.setdefault(platform, Tally()).add(difference)
        self.places.setdefault(place, Tally()).add(difference)

    def _call(self, before: MeasureKind | None, after: MeasureKind | None) -> None:
        for at, rung in enumerate((before, after)):
            if rung is not None:
                figures = self.proposals.setdefault(rung.value, [0, 0, 0, 0])
                figures[at] += 1
                figures[3 - at] += before != after

    @property
    def worse(self) -> int:
        """Accounts whose tier gets worse."""
        return sum(each.worse for each in self.platforms.values())

    @property
    def better(self) -> int:
        """Accounts whose tier gets better."""
        return sum(each.better for each in self.platforms.values())

    @property
    def arising(self) -> int:
        """Proposals that arise."""
        return sum(figures[2] for figures in self.proposals.values())

    @property
    def falling(self) -> int:
        """Proposals that fall away."""
        return sum(figures[3] for figures in self.proposals.values())

    def tiers(self) -> list[str]:
        """The rows and columns of the matrix: every tier, and UNGRADED where an account has none on a side."""
        has_ungraded = any(UNGRADED in cell for cell in self.matrix)
        return [*(tier.value for tier in TIERS), *([UNGRADED] if has_ungraded else [])]


def to_dict(summary: Summary) -> dict[str, Any]:
    """A summary as JSON keeps it; the matrix as {"B": {"C": 3}}."""
    matrix: dict[str, dict[str, int]] = {}
    for (before, after), number in sorted(summary.matrix.items()):
        matrix.setdefault(before, {})[after] = number
    return {
        "accounts": summary.accounts,
        "moved": summary.moved,
        "repointed": summary.repointed,
        "undetermined": summary.undetermined,
        "matrix": matrix,
        "proposals": summary.proposals,
        "platforms": {name: _figures(each) for name, each in summary.platforms.items()},
        "places": {name: _figures(each) for name, each in summary.places.items()},
    }


FIGURES: Sequence[str] = ("accounts", "worse", "better", "entered", "arising", "falling")


def _figures(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in FIGURES}


def from_dict(kept: Mapping[str, Any]) -> Summary:
    """A summary as `to_dict` wrote it; an empty one from nothing."""
    matrix = {
        (before, after): number for before, row in kept.get("matrix", {}).items() for after, number in row.items()
    }
    return Summary(
        **{name: kept.get(name, 0) for name in ("accounts", "moved", "repointed", "undetermined")},
        matrix=matrix,
        proposals={rung: list(figures) for rung, figures in kept.get("proposals", {}).items()},
        platforms={name: Tally(**figures) for name, figures in kept.get("platforms", {}).items()},
        places={name: Tally(**figures) for name, figures in kept.get("places", {}).items()},
    )
