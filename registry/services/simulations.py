"""Simulating: what a draft, or another day, would make of every account of an office; asked for, run in steps, removed.

Nothing is changed by it: it reads the ledgers, evaluates them twice and keeps figures and the accounts that would move.
The evaluating is done outside of any writing transaction, so nobody at a desk waits for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.grading.facts import Facts
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.simulate import (
    Difference,
    Summary,
    Trial,
    all_along,
    compare,
    from_dict,
    to_dict,
    with_draft,
)
from registry.domain.grading.versions import timetable
from registry.domain.permissions import Actor, require
from registry.domain.terms import RulebookState
from registry.services import audit, jobs, rulebooks
from registry.store import simulations as store
from registry.store.accounts import Account
from registry.store.jobs import Job
from registry.store.ledger import read_facts
from registry.store.rulebooks import RulebookVersion, get_rulebook
from registry.store.scope import Scope, scope_of
from registry.store.simulations import SimulatedMove, Simulation

CHUNK = 300
"""Accounts whose ledgers are in memory at a time."""
MOST_KEPT = 20_000
"""How many moved accounts are listed; the figures count all of them."""
MOST_YEARS = 10
"""How far ahead a day may lie: rules live no longer than that, and a forecast knows no new facts."""
_MOST_ALIKE = 5_000
KIND = "rulebook.simulate"

Opening = Callable[[], AbstractContextManager[Session]]
"""How a step gets its session and, at the end, its commit: the roof's `transaction`."""
Tried = tuple[Account, Difference]


def ask(
    session: Session,
    *,
    rulebook_id: int | None,
    on: date | None,
    is_all_along: bool,
    by: Actor,
    at: datetime,
    today: date,
) -> tuple[Simulation, Job]:
    """Ask for a simulation over the asker's region and the job that runs it; the same question still open is not asked twice.

    ``rulebook_id``: the version to try, None for another day by the rules as they stand. ``on``: the day both sides are
    looked at (None: the version's first day, or today if that is past); without a version it is compared with ``today``.
    Raises Refusal "rulebooks.state" (withdrawn), "simulations.*" (a day that cannot be asked), "grading.overlap".
    """
    require(by, "rulebooks.draft", by.region_code)
    row = get_rulebook(session, rulebook_id, region_code=by.region_code) if rulebook_id is not None else None
    now_on, then_on = _days(row, on, is_all_along=is_all_along, today=today)
    text = row.text if row else None
    found = store.find_open_simulation(
        session, region_code=by.region_code, text=text, now_on=now_on, then_on=then_on, is_all_along=is_all_along
    )
    if found is None:
        found = Simulation(
            region_code=by.region_code, rulebook_id=rulebook_id, version=row.version if row else None, asked_at=at,
            is_all_along=is_all_along, asked_by_id=by.user_id, total=store.count_tried(session, scope=_scope(by)),
            text=text, now_on=now_on, then_on=then_on,
        )  # fmt: skip
        timetable(trial_of(session, found).then, by.region_code)
        session.add(found)
        session.flush()
        after = {"version": found.version, "on": str(then_on), "all_along": is_all_along}
        audit.record(
            session, "simulations.ask", by=by, at=at, object_type="simulation", object_id=found.id,
            region_code=found.region_code, after=after,
        )  # fmt: skip
    return found, jobs.submit(session, KIND, found.id, by=by, at=at)


def _scope(by: Actor) -> Scope:
    return scope_of(by.region_code)


def _days(row: RulebookVersion | None, on: date | None, *, is_all_along: bool, today: date) -> tuple[date, date]:
    """The two days to look at."""
    if row is None:
        if on is None or on == today:
            raise Refusal("simulations.day_missing")
        return today, checked_day(on, today)
    if row.state is RulebookState.WITHDRAWN:
        raise Refusal("rulebooks.state", state=row.state)
    first = today if is_all_along else max(today, row.effective_from)
    day = checked_day(on or first, today)
    if not is_all_along:
        check_bound(row.effective_from, row.effective_to, day)
    return day, day


def checked_day(on: date, today: date) -> date:
    """The day, unless it is too far ahead."""
    if on.year > today.year + MOST_YEARS:
        raise Refusal("simulations.too_far", years=MOST_YEARS)
    return on


def check_bound(first: date, last: date | None, on: date) -> None:
    """Refuse a day on which a version does not bind: nothing would differ."""
    if on < first or (last is not None and on > last):
        raise Refusal("simulations.not_in_force", on=on, first=first)


def trial_of(session: Session, asked: Simulation) -> Trial:
    """The two sides a simulation compares."""
    return make_trial(
        rulebooks.in_force(session),
        rulebooks.read(asked.text, asked.version or "") if asked.text is not None else None,
        (asked.now_on, asked.then_on),
        is_all_along=asked.is_all_along,
    )


def make_trial(
    books: tuple[Rulebook, ...], draft: Rulebook | None, days: tuple[date, date], *, is_all_along: bool
) -> Trial:
    """The two sides: the rulebooks as they stand, and with the draft, or on another day."""
    if draft is None:
        return Trial(books, books, *days)
    now, then = all_along(books, draft) if is_all_along else with_draft(books, draft)
    return Trial(now, then, *days)


def try_out(
    session: Session, trial: Trial, *, scope: Scope, after: int = 0, step: int = CHUNK
) -> Iterator[Sequence[Tried]]:
    """Every account of the scope beyond the id ``after`` by both sides, ``step`` at a time; stores nothing.

    Accounts nothing was ever filed on are alike wherever they were entered on the same day, and are evaluated once.
    """
    alike: dict[Facts, Difference] = {}
    while accounts := store.list_tried(session, scope=scope, after=after, limit=step):
        facts = read_facts(session, accounts)
        yield [(account, _differing(facts[account.id], trial, alike)) for account in accounts]
        after = max(facts)
        if len(alike) > _MOST_ALIKE:
            alike.clear()


def _differing(facts: Facts, trial: Trial, alike: dict[Facts, Difference]) -> Difference:
    if facts != Facts(facts.account):
        return compare(facts, trial)
    if facts not in alike:
        alike[facts] = compare(facts, trial)
    return alike[facts]


def run(
    session: Session,
    opening: Opening,
    simulation_id: int,
    *,
    tell: Callable[[int, int], None],
    step: int = CHUNK,
    most: int = MOST_KEPT,
) -> bool:
    """Go through the accounts, keeping after each step what it found; goes on where a killed run stood.

    ``session`` reads, ``opening`` opens the short transaction that writes a step. Returns False where the simulation was
    removed meanwhile.
    """
    asked = session.get(Simulation, simulation_id)
    if asked is None:
        return False
    if asked.finished_at is not None:
        return True
    trial, region_code, total = trial_of(session, asked), asked.region_code, asked.total
    summary, reached = from_dict(asked.summary), asked.reached
    place_of = places_of(region_code)
    tell(summary.accounts, max(total, summary.accounts))
    for tried in try_out(session, trial, scope=scope_of(region_code), after=reached, step=step):
        moved = count(summary, tried, place_of)
        reached = tried[-1][0].id
        with opening() as writing:
            if not _keep(writing, simulation_id, summary, moved, reached=reached, most=most):
                return False
        tell(summary.accounts, max(total, summary.accounts))
    return True


def count(
    summary: Summary, tried: Iterable[Tried], place_of: Callable[[str, str | None], str]
) -> list[dict[str, object]]:
    """Add some accounts to a summary; returns what is kept of those that move."""
    moved: list[dict[str, object]] = []
    for account, difference in tried:
        place = place_of(account.region_code, account.town)
        summary.add(difference, platform=account.platform.value, place=place)
        if difference.is_moved:
            moved.append({"account_id": account.id, "platform": account.platform, "place": place, **_sides(difference)})
    return moved


def _sides(difference: Difference) -> dict[str, object]:
    before, after = difference.before, difference.after
    return {
        "from_tier": before.tier, "to_tier": after.tier, "points_before": before.points, "points_after": after.points,
        "proposal_before": before.proposal, "proposal_after": after.proposal, "proposal_row": after.proposal_row,
        "row_before": before.row, "row_after": after.row, "article": (difference.article or "")[:200] or None,
        "version_before": before.version, "version_after": after.version,
    }  # fmt: skip


def places_of(region_code: str) -> Callable[[str, str | None], str]:
    """How the accounts of a region are told apart by place: by town in a county ("" where none is known), else by the code
    of the region directly below. ``region_code`` "" is the whole country.
    """
    if region_code and regions.is_lowest(region_code):
        return lambda _code, town: (town or "")[:60]
    below = [each.code for each in regions.children(region_code)]

    @lru_cache(maxsize=4_000)
    def found(code: str) -> str:
        return next((upper for upper in below if regions.covers(upper, code)), code)

    return lambda code, _town: found(code)


def _keep(
    session: Session, simulation_id: int, summary: Summary, moved: list[dict[str, object]], *, reached: int, most: int
) -> bool:
    """Put a step on file; False where the simulation was removed meanwhile."""
    asked = session.get(Simulation, simulation_id, with_for_update=True)
    if asked is None:
        return False
    room = moved[: max(0, most - asked.kept)]
    if room:
        session.execute(insert(SimulatedMove), [{"simulation_id": simulation_id, **each} for each in room])
    asked.summary, asked.reached, asked.kept = to_dict(summary), reached, asked.kept + len(room)
    return True


def finish(session: Session, simulation_id: int, *, at: datetime) -> None:
    """Say that a simulation is through."""
    asked = session.get(Simulation, simulation_id)
    if asked is not None and asked.finished_at is None:
        asked.finished_at = at


def remove(session: Session, simulation_id: int, *, by: Actor, at: datetime) -> None:
    """Remove a simulation of the actor's region before its time; one that is being run ends with its next step."""
    asked = store.get_simulation(session, simulation_id, scope=_scope(by))
    require(by, "rulebooks.draft", asked.region_code)
    audit.record(
        session, "simulations.remove", by=by, at=at, object_type="simulation", object_id=asked.id,
        region_code=asked.region_code, after={"version": asked.version, "on": str(asked.then_on)},
    )  # fmt: skip
    store.remove_simulation(session, simulation_id)
