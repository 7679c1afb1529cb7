"""The questions asked of accounts and holders; each takes the asker's scope."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from registry.domain.errors import NotFound
from registry.domain.identifiers import normalise_name
from registry.domain.terms import AccountStatus, Category, Platform, Tier
from registry.store.accounts import Account, FormerName, Holder, Move
from registry.store.scope import Scope

SORTS = {
    "updated": Account.updated_at.desc(),
    "name": Account.name_key,
    "tier": Account.tier.desc(),
    "points": Account.points.desc(),
    "followers": Account.followers.desc().nulls_last(),
    "registered": Account.registered_on.desc(),
}


@dataclass(frozen=True)
class AccountFilter:
    """What a list of accounts is narrowed to; empty = not at all. ``region_code`` lies inside the scope or nothing is found."""

    text: str = ""
    platform: Platform | None = None
    tier: Tier | None = None
    region_code: str = ""
    town: str = ""
    status: AccountStatus | None = None
    category: Category | None = None
    proposal: str = ""
    is_archived: bool = False


def get_account(session: Session, account_id: int, *, scope: Scope) -> Account:
    """Return an account of the scope or raise NotFound."""
    found = session.scalar(
        select(Account).where(Account.id == account_id, scope.covers(Account.region_code)).options(joinedload(Account.holder))
    )
    if found is None:
        raise NotFound("accounts.unknown", account=account_id)
    return found


def find_by_key(session: Session, key: str) -> Account | None:
    """Return the account of that key, wherever it is: a key is unique in the whole register."""
    return session.scalar(select(Account).where(Account.key == key))


def find_account(session: Session, platform: Platform, uid: str, *, scope: Scope) -> Account | None:
    """Return the account of that platform and id."""
    return session.scalar(select(Account).where(Account.platform == platform, Account.uid == uid, scope.covers(Account.region_code)))


def _conditions(wanted: AccountFilter, scope: Scope) -> list[ColumnElement[bool]]:
    """The filter as conditions; the text looks at name, former names, uid, URL, holder and credit code."""
    found: list[ColumnElement[bool]] = [scope.covers(Account.region_code)]
    found.append(Account.archived_on.is_not(None) if wanted.is_archived else Account.archived_on.is_(None))
    for field in ("platform", "tier", "town", "status", "category", "proposal"):
        value = getattr(wanted, field)
        if value:
            found.append(getattr(Account, field) == value)
    if wanted.region_code:
        found.append(_below(wanted.region_code))
    if wanted.text:
        found.append(_matches(wanted.text))
    return found


def _below(region_code: str) -> ColumnElement[bool]:
    from registry.store.scope import scope_of

    return scope_of(region_code).covers(Account.region_code) if region_code.isdigit() else false()


def _matches(text: str) -> ColumnElement[bool]:
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    key = f"%{normalise_name(text)}%" if normalise_name(text) else pattern
    former = select(FormerName.account_id).where(FormerName.name.like(pattern, escape="\\"))
    holder = select(Holder.id).where(or_(Holder.name.like(pattern, escape="\\"), Holder.uscc == text.upper()))
    return or_(
        Account.name_key.like(key),
        Account.name.like(pattern, escape="\\"),
        Account.uid.like(pattern, escape="\\"),
        Account.url.like(pattern, escape="\\"),
        Account.id.in_(former),
        Account.holder_id.in_(holder),
    )


def list_accounts(
    session: Session, wanted: AccountFilter, *, scope: Scope, sort: str = "updated", limit: int, offset: int = 0
) -> Sequence[Account]:
    """One page of accounts with their holders: one statement."""
    query = select(Account).where(and_(*_conditions(wanted, scope))).options(joinedload(Account.holder))
    return session.scalars(query.order_by(SORTS.get(sort, SORTS["updated"]), Account.id.desc()).limit(limit).offset(offset)).all()


def count_accounts(session: Session, wanted: AccountFilter, *, scope: Scope) -> int:
    """How many accounts the filter finds."""
    return session.scalar(select(func.count()).select_from(Account).where(and_(*_conditions(wanted, scope)))) or 0


def walk_accounts(session: Session, wanted: AccountFilter, *, scope: Scope) -> Iterator[Account]:
    """Every account the filter finds, in the order of entry, in bounded memory."""
    query = select(Account).where(and_(*_conditions(wanted, scope))).options(joinedload(Account.holder)).order_by(Account.id)
    yield from session.scalars(query.execution_options(yield_per=500)).unique()


def list_for_comparing(session: Session, *, scope: Scope) -> Sequence[Account]:
    """Every account of the scope, archived ones too, as a roster is compared with them."""
    return session.scalars(
        select(Account).where(scope.covers(Account.region_code)).options(joinedload(Account.holder)).order_by(Account.id)
    ).unique().all()  # fmt: skip


def list_due(session: Session, *, on: date, limit: int, after: int = 0) -> Sequence[Account]:
    """The next accounts (by id, beyond ``after``) on which the clock alone changes something up to ``on``."""
    query = select(Account).where(Account.next_change_on <= on, Account.id > after).options(selectinload(Account.holder))
    return session.scalars(query.order_by(Account.id).limit(limit)).all()


def list_moves(session: Session, account_id: int) -> Sequence[Move]:
    """The moves of an account as they were made, oldest first."""
    return session.scalars(select(Move).where(Move.account_id == account_id).order_by(Move.id)).all()


def count_by(session: Session, column: str, *, scope: Scope) -> dict[object, int]:
    """How many accounts in the lists there are by tier, platform or region."""
    field = {"tier": Account.tier, "platform": Account.platform, "region_code": Account.region_code}[column]
    rows = session.execute(
        select(field, func.count()).where(scope.covers(Account.region_code), Account.archived_on.is_(None)).group_by(field)
    )
    return {key: number for key, number in rows}


def list_towns_in_use(session: Session, *, scope: Scope) -> Sequence[str]:
    """The towns accounts are filed under."""
    query = select(Account.town).where(scope.covers(Account.region_code), Account.town.is_not(None)).distinct()
    return [town for town in session.scalars(query.order_by(Account.town)) if town]


def get_holder(session: Session, holder_id: int, *, scope: Scope) -> Holder:
    """Return a holder of the scope, with its accounts, or raise NotFound."""
    found = session.scalar(
        select(Holder).where(Holder.id == holder_id, scope.covers(Holder.region_code)).options(selectinload(Holder.accounts))
    )
    if found is None:
        raise NotFound("holders.unknown", holder=holder_id)
    return found


def list_holders(session: Session, *, scope: Scope, text: str = "", limit: int, offset: int = 0) -> Sequence[tuple[Holder, int]]:
    """One page of holders and how many accounts each has, most accounts first."""
    number = func.count(Account.id)
    query = (
        select(Holder, number)
        .join(Account, and_(Account.holder_id == Holder.id, Account.archived_on.is_(None)))
        .where(*_holder_conditions(scope, text))
        .group_by(Holder.id)
        .order_by(number.desc(), Holder.id)
    )
    return [(holder, amount) for holder, amount in session.execute(query.limit(limit).offset(offset))]


def count_holders(session: Session, *, scope: Scope, text: str = "") -> int:
    """How many holders with accounts in the lists there are."""
    query = select(func.count(Account.holder_id.distinct())).join(Account.holder).where(Account.archived_on.is_(None))
    return session.scalar(query.where(*_holder_conditions(scope, text))) or 0


def _holder_conditions(scope: Scope, text: str) -> Iterable[ColumnElement[bool]]:
    found = [scope.covers(Holder.region_code)]
    if text:
        found.append(or_(Holder.name.contains(text, autoescape=True), Holder.uscc == text.upper()))
    return found
