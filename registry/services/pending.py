"""Where an office confirms before a tier moves: the move derived waits, the account shows what was confirmed last.

The tier the rules derive stands in the engine and in the ledger of moves all the same, proposals of measures too; what
waits is only what the office shows. A confirmation is an office's own choice (grading.md) and no decision on a person.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain import regions
from registry.domain.errors import Refusal
from registry.domain.grading.months import add_months
from registry.domain.grading.outcome import Outcome
from registry.domain.permissions import Actor, require
from registry.domain.terms import PendingState, TierMode
from registry.services import audit
from registry.store.accounts import Account
from registry.store.pending import PendingTier, find_waiting_tier, find_waiting_tiers
from registry.store.scope import scope_of

LONGEST_MONTHS = 3
"""Beyond that a postponement would be an override without its second person and its reason on every page."""


def must_wait(modes: Mapping[str, TierMode], region_code: str) -> bool:
    """Whether the nearest office over a region confirms before a tier moves."""
    nearest = next((modes[each.code] for each in reversed(regions.path(region_code)) if each.code in modes), None)
    return nearest is TierMode.CONFIRMED


def hold(session: Session, account: Account, outcome: Outcome, *, at: datetime) -> None:
    """Let the tier derived wait on the account; what waited for another tier is overtaken."""
    if outcome.tier is None or account.tier is None or account.pending_tier == outcome.tier:
        return
    release(session, account, at=at)
    move = outcome.timeline[-1]
    session.add(
        PendingTier(
            account_id=account.id, from_tier=account.tier, to_tier=outcome.tier, since=move.on, row=move.row,
            rulebook_version=move.version or None, state=PendingState.WAITING, arisen_at=at,
        )
    )  # fmt: skip
    account.pending_tier, account.pending_since = outcome.tier, move.on


def release(session: Session, account: Account, *, at: datetime) -> None:
    """Nothing waits on the account any more: it stands as it is shown, or was moved at once."""
    if account.pending_tier is None:
        return
    waiting = find_waiting_tier(session, account.id)
    if waiting is not None:
        waiting.state, waiting.decided_at = PendingState.LAPSED, at
    account.pending_tier = account.pending_since = None
    session.flush()


def confirm(session: Session, ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Let the accounts show the tiers that were seen waiting; returns how many.

    ``ids``: of the moves the officer saw. One overtaken since by another move is not confirmed.
    Raises Refusal("pending.gone") where none of them waits any more.
    """
    waiting = _open(session, ids, by)
    for each in waiting:
        account = each.account
        account.tier, account.tier_since = each.to_tier, each.since
        account.pending_tier = account.pending_since = None
        account.updated_at = at
        each.state, each.decided_at, each.decided_by_id = PendingState.CONFIRMED, at, by.user_id
        audit.record(
            session, "accounts.confirm_tier", by=by, at=at, object_type="account", object_id=account.id,
            region_code=account.region_code, before={"tier": each.from_tier},
            after={"tier": each.to_tier, "rulebook": each.rulebook_version},
        )  # fmt: skip
    return len(waiting)


def postpone(
    session: Session, pending_id: int, *, until: date, reason: str, by: Actor, at: datetime, on: date
) -> PendingTier:
    """Leave a move unconfirmed up to a day, for a reason; on that day it is back in the queue.

    The tier derived stands in the rules meanwhile. Raises Refusal for a missing reason, or a day past or too far.
    """
    (waiting,) = _open(session, [pending_id], by)
    if not reason.strip():
        raise Refusal("pending.reason_missing")
    if not on < until <= add_months(on, LONGEST_MONTHS):
        raise Refusal("pending.day_unfit", months=LONGEST_MONTHS)
    waiting.postponed_until, waiting.reason, waiting.decided_by_id = until, reason.strip(), by.user_id
    account = waiting.account
    audit.record(
        session, "accounts.postpone_tier", by=by, at=at, object_type="account", object_id=account.id,
        region_code=account.region_code, reason=reason, before={"tier": waiting.from_tier},
        after={"tier": waiting.to_tier, "on": str(until)},
    )  # fmt: skip
    return waiting


def _open(session: Session, ids: Sequence[int], by: Actor) -> Sequence[PendingTier]:
    """Those of the moves that still wait, where the actor may confirm them."""
    require(by, "tiers.confirm", by.region_code)
    waiting = find_waiting_tiers(session, ids, scope=scope_of(by.region_code), is_held=True)
    if not waiting:
        raise Refusal("pending.gone")
    return waiting
