"""Acts on accounts: register, amend, transfer, archive, restore, reveal. Nothing is ever deleted."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain import identifiers, influence, regions, soundness
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.rosters.differences import OPEN_TEXTS, PROSE
from registry.domain.rosters.fields import DERIVED
from registry.services import audit, grading, holders, records
from registry.services.holder_book import Book
from registry.store.account_queries import find_by_key, get_account
from registry.store.accounts import Account, FormerName, Holder
from registry.store.ledger import begins_on
from registry.store.scope import scope_of

PERSONAL = ("id_no", "phone")
PLAIN_FIELDS = tuple(field for field in records.OWN_FIELDS if field not in DERIVED)
"""The columns of an account that its record fills as it stands."""


def register(
    session: Session,
    values: Mapping[str, Any],
    *,
    region_code: str,
    by: Actor,
    at: datetime,
    on: date,
    approximate: Iterable[str] = (),
) -> Account:
    """Enter a new account; ``values`` holds roster fields (name and platform needed), unknown ones absent or None.

    Raises Refusal("accounts.exists") where the key is taken, "accounts.needs_county" where the place is no county,
    the finding's own code where a value cannot stand as it is (domain/soundness).
    """
    require(by, "accounts.amend", region_code)
    check_county(region_code)
    _refuse_unsound(values, str(values["platform"]), on=on)
    key = records.key_of(values, region_code)
    _refuse_taken(session, key.text, region_code=region_code)
    account = enter(session, values, region_code=region_code, at=at, on=on, approximate=approximate)
    session.flush()
    grading.regrade(session, account, on=on, at=at)
    _audit(session, "accounts.register", account, by=by, at=at, after=dict(values))
    return account


def enter(
    session: Session,
    values: Mapping[str, Any],
    *,
    region_code: str,
    at: datetime,
    on: date,
    approximate: Iterable[str] = (),
    extra: Mapping[str, str] | None = None,
) -> Account:
    """Add the account itself, unchecked, ungraded and unaudited; a roster's are entered by services/bulk.py."""
    key = records.key_of(values, region_code)
    account = Account(
        region_code=region_code, key=key.text, key_is_weak=key.weak, registered_on=on, created_at=at, updated_at=at,
        declared_tier=values.get("tier"), extra=dict(extra or {}), approximate=sorted(approximate),
    )  # fmt: skip
    account.holder = holders.resolve(session, values, region_code=region_code, at=at)
    _put(account, values, on=on)
    session.add(account)
    return account


def amend(
    session: Session, account_id: int, changes: Mapping[str, Any], *, by: Actor, at: datetime, on: date,
    version: int | None = None, approximate: Iterable[str] = (),
) -> Account:  # fmt: skip
    """Set the fields of ``changes``; a None erases. A new name is a rename, the old one stays as 曾用名.

    ``version``: the version the officer saw; raises Refusal("store.changed_meanwhile") where it is the account's
    no more. What changes must be sound as in ``register``; what a roster left on file may stay.
    """
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.amend", account.region_code)
    if version is not None and version != account.version:
        raise Refusal("store.changed_meanwhile")
    former = account.holder
    before, changed = alter(session, account, changes, at=at, on=on, approximate=approximate)
    _refuse_unsound(changed, account.platform, on=on)
    session.flush()
    was = records.sealed(former, before)  # what was said of another holder stays under that one's key
    _audit(session, "accounts.amend", account, by=by, at=at, before=was, after=changed)
    return account


def alter(
    session: Session, account: Account, changes: Mapping[str, Any], *, at: datetime, on: date,
    approximate: Iterable[str] = (), extra: Mapping[str, str] | None = None, book: Book | None = None,
    regrade_later: list[Account] | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Set fields of an account, unchecked and unaudited; returns (old, new) of those that really changed.

    ``book`` and ``regrade_later`` are a roster's: its plan has looked whether a new key is free, and its accounts are
    graded at one stroke.
    """
    before = records.plain(account)
    changes = records.restore(before, changes)
    if book:
        changes = holders.without_former_name(session, account.holder, changes, book=book)
    changed = {field: value for field, value in changes.items() if field != "tier" and before.get(field) != value}
    if account.written_name != changed.get("name", account.written_name):
        session.add(FormerName(account_id=account.id, name=account.written_name, until_on=on))
    after = {**before, **changed}
    if any(field in changed for field in holders.FIELDS) or (changed.get("phone") and account.holder is None):
        account.holder = _rehold(session, account, after, changed, at=at, book=book)
    was_filed = account.filing_complete, begins_on(account)
    _put(account, after, on=on)
    account.approximate = sorted((set(account.approximate) - set(changed)) | set(approximate))
    account.extra = {**account.extra, **(extra or {})}
    account.updated_at = at
    rekey(session, account, seen_from=None if book else account.region_code)
    is_filed = account.filing_complete, begins_on(account)
    if is_filed != was_filed and regrade_later is not None:
        regrade_later.append(account)
    elif is_filed != was_filed:
        grading.regrade(session, account, on=on, at=at)
    return {field: before[field] for field in changed}, changed


def check_county(region_code: str) -> None:
    """Raise Refusal where a place has counties below it: accounts are kept at the lowest level."""
    if not regions.is_lowest(region_code):
        raise Refusal("accounts.needs_county", region=region_code)


def archive(session: Session, account_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> Account:
    """Take an account out of the lists; everything on it stays."""
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.archive", account.region_code)
    need_reason(reason)
    if account.archived_on is not None:
        raise Refusal("accounts.archived_already", name=account.name)
    account.archived_on, account.archive_reason, account.updated_at = on, reason, at
    _audit(session, "accounts.archive", account, by=by, at=at, reason=reason)
    return account


def restore(session: Session, account_id: int, *, reason: str, by: Actor, at: datetime) -> Account:
    """Bring an archived account back into the lists."""
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.archive", account.region_code)
    need_reason(reason)
    if account.archived_on is None:
        raise Refusal("accounts.not_archived", name=account.name)
    account.archived_on, account.archive_reason, account.updated_at = None, None, at
    _audit(session, "accounts.restore", account, by=by, at=at, reason=reason)
    return account


def reveal(session: Session, account_id: int, *, reason: str, by: Actor, at: datetime) -> dict[str, str | None]:
    """Return the personal fields, and the free texts in which numbers may stand, in the clear, to one who gives a
    reason; that it was read is on file (rule 7).
    """
    account = get_account(session, account_id, scope=scope_of(by.region_code))
    require(by, "accounts.reveal", account.region_code)
    need_reason(reason)
    _audit(session, "accounts.reveal", account, by=by, at=at, reason=reason)
    values = records.plain(account)
    return {field: values[field] for field in (*PERSONAL, *PROSE, *OPEN_TEXTS)}


def _put(account: Account, values: Mapping[str, Any], *, on: date) -> None:
    """Put the record's own fields in place."""
    for field in PLAIN_FIELDS:
        setattr(account, field, values.get(field))
    for field, value in derived_values(values, on=on).items():
        setattr(account, field, value)
    phone = values.get("phone")
    account.phone_sealed, account.phone_mark = (
        holders.seal(account.holder, phone) if phone and account.holder else (None, None)
    )


def derived_values(values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The columns of an account that follow from its record; the tier follows from the ledger alone."""
    return {
        "name_key": identifiers.normalise_name(values["name"])[:120],
        "initials": identifiers.initials_of(values["name"])[:240],
        "filing_complete": bool(values.get("filing_no")),
        "influence": influence.influence_of(values.get("followers"), on) or values.get("influence"),
    }


def _rehold(
    session: Session,
    account: Account,
    after: Mapping[str, Any],
    changed: Mapping[str, Any],
    *,
    at: datetime,
    book: Book | None,
) -> Holder | None:
    """The holder the account has from now on: the one of a number just learned, its own put right, or another one.

    Another one takes along only what was said of it; an account of which no holder is known any more has none.
    """
    holder, region_code = account.holder, account.region_code
    numbers = {field: changed[field] for field in ("uscc", "id_no") if changed.get(field)}
    known = holders.find(session, numbers, region_code=region_code, book=book) if numbers else None
    if known is not None:
        holders.complete(known, changed)
        return known
    if holder is not None and not _is_another(holder, changed):
        holders.correct(holder, changed)
        return holder
    said = {field: changed.get(field) for field in holders.FIELDS}
    said |= {"holder": after.get("holder"), "phone": after.get("phone")}
    return holders.resolve(session, said, region_code=region_code, at=at, book=book)


def _is_another(holder: Holder, changed: Mapping[str, Any]) -> bool:
    """A new name means another holder where its number is new too, or where no number ties its accounts together;
    a name taken away leaves the other accounts theirs.
    """
    if "holder" not in changed:
        return False
    if changed["holder"] is None:
        return len(holder.accounts) > 1
    if changed.get("uscc") or changed.get("id_no"):
        return True
    return not (holder.uscc or holder.id_no_mark) and len(holder.accounts) > 1


def rekey(session: Session, account: Account, *, seen_from: str | None) -> None:
    """Give the account the key its fields and its county now call for; a later uid completes an account that had none.

    Raises Refusal where another bears it, named only to the county it is ``seen_from`` (None: not looked for).
    """
    holder = account.holder.written_name if account.holder else None
    own = {field: records.own(account, field) for field in ("platform", "uid", "url", "name")} | {"holder": holder}
    key = records.key_of(own, account.region_code)
    if key.text == account.key:
        return
    taken = find_by_key(session, key.text) if seen_from else None
    if taken is not None and seen_from and taken.id != account.id:
        _refuse_taken(session, key.text, region_code=seen_from)
    account.key, account.key_is_weak = key.text, key.weak


def _refuse_taken(session: Session, key: str, *, region_code: str) -> None:
    """Raise Refusal where the key is taken; of an account in another county nothing is told but that it is there."""
    taken = find_by_key(session, key)
    if taken is not None and taken.region_code == region_code:
        raise Refusal("accounts.exists", name=taken.name, account=taken.id)
    if taken is not None:
        raise Refusal("accounts.exists_elsewhere")


def _refuse_unsound(values: Mapping[str, Any], platform: str, *, on: date) -> None:
    """Raise the finding as a Refusal where a value cannot stand as it is; ``field`` tells whose it is."""
    found = soundness.find_fault(values, platform, on)
    if found is not None:
        field, fault = found
        raise Refusal(fault.code, field=field, **fault.params)


def need_reason(reason: str) -> None:
    """Raise Refusal("accounts.reason_missing") where no reason is given."""
    if not reason.strip():
        raise Refusal("accounts.reason_missing")


def _audit(
    session: Session, act: str, account: Account, *, by: Actor, at: datetime, reason: str | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    audit.record(
        session, act, by=by, at=at, object_type="account", object_id=account.id, region_code=account.region_code,
        reason=reason, before=before, after=None if after is None else records.sealed(account.holder, after),
    )  # fmt: skip
