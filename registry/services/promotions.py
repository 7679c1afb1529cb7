"""An approved application upward (B → A): the rules say when an account is eligible, a head decides (grading.md, Facts)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit, grading
from registry.store.account_queries import get_account
from registry.store.accounts import Account
from registry.store.measures import Promotion
from registry.store.scope import scope_of


def promote(session: Session, account_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> Account:
    """Approve the step upward an account is eligible for.

    Raises Refusal("accounts.not_eligible") where its conditions do not hold on that day.
    """
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.promote", account.region_code)
    if not reason.strip():
        raise Refusal("accounts.reason_missing")
    eligible = grading.assess(session, account, on=on).eligible
    if eligible is None:
        raise Refusal("accounts.not_eligible", name=account.name)
    session.add(Promotion(account_id=account.id, on=on, tier=eligible, reason=reason, by_id=by.user_id))
    account.updated_at = at
    grading.regrade(session, account, on=on, at=at, is_decided=True)
    audit.record(
        session, "accounts.promote", by=by, at=at, object_type="account", object_id=account.id, region_code=account.region_code,
        reason=reason, after={"tier": eligible},
    )  # fmt: skip
    return account
