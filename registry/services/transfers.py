"""Handing an account over to another county (属地变更), with its whole record."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit, holders, records
from registry.services.accounts import check_county, rekey
from registry.store.account_queries import get_account
from registry.store.accounts import Account
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.scope import scope_of
from registry.store.violations import Violation


def transfer(session: Session, account_id: int, *, region_code: str, reason: str, by: Actor, at: datetime) -> Account:
    """Move an account and everything filed on it to another county; afterwards only offices above that county see it.

    It takes the head of the county that gives it away, or of an office above. Raises Refusal where the place is no county or the same one, an account there bears its key, or no reason is given.
    """
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.transfer", account.region_code)
    if not reason.strip():
        raise Refusal("accounts.reason_missing")
    check_county(region_code)
    if region_code == account.region_code:
        raise Refusal("accounts.same_county", region=region_code)
    before = {"region_code": account.region_code, "town": account.town}
    audit.record(
        session, "accounts.transfer", by=by, at=at, object_type="account", object_id=account.id,
        region_code=account.region_code, reason=reason, before=before, after={"region_code": region_code},
    )  # fmt: skip
    for table in (Violation, Measure, Document):
        session.execute(update(table).where(table.account_id == account.id).values(region_code=region_code))
    _take_holder(session, account, region_code, at=at)
    left = account.region_code
    account.region_code, account.town, account.updated_at = region_code, None, at
    rekey(session, account, seen_from=left)
    session.flush()
    return account


def _take_holder(session: Session, account: Account, region_code: str, *, at: datetime) -> None:
    """Take the holder along; where it keeps accounts behind or is on file there, the account goes to that
    county's own.
    """
    holder = account.holder
    if holder is None:
        return
    values = records.plain(account)
    if len(holder.accounts) == 1 and holders.find(session, values, region_code=region_code) is None:
        holder.region_code = region_code
        return
    account.holder = holders.resolve(session, values, region_code=region_code, at=at)
    if account.holder is not None and values["phone"]:
        account.phone_sealed, account.phone_mark = holders.seal(account.holder, values["phone"])
