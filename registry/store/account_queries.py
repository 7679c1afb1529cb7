"""The questions asked of accounts and holders; each takes the asker's scope."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from registry.domain.cases.states import OPEN, UNDECIDED
from registry.domain.errors import NotFound
from registry.domain.identifiers import normalise_name
from registry.domain.terms import AccountStatus, Category, MeasureState, Platform, Tier
from registry.store.accounts import Account, FormerName, Holder, Move
from registry.store.audit import AuditEntry
from registry.store.measures import Measure
from registry.store.scope import Scope

LOW_TIERS = (Tier.C, Tier.D)
"""The tiers an office has to keep an eye on."""


@dataclass(frozen=True)
class AccountFilter:
    """What a list of accounts is narrowed to; empty = not at all. A region outside the scope finds nothing.

    ``is_proposed``: a measure is called for and nobody has drafted it; ``is_low``: C or D; ``moved_since``: the tier changed
    on that day or later; ``is_incomplete``: known by its name only, or nothing is said of its holder.
    """

    text: str = ""
    platform: Platform | None = None
    tier: Tier | None = None
    region_code: str = ""
    town: str = ""
    status: AccountStatus | None = None
    category: Category | None = None
    proposal: str = ""
    is_archived: bool = False
    is_proposed: bool = False
    is_low: bool = False
    is_incomplete: bool = False
    moved_since: date | None = None


def get_account(session: Session, account_id: int, *, scope: Scope) -> Account:
    """Return an account of the scope or raise NotFound."""
    found = session.scalar(
        select(Account)
        .where(Account.id == account_id, scope.covers(Account.region_code))
        .options(joinedload(Account.holder))
    )
    if found is None:
        raise NotFound("accounts.unknown", account=account_id)
    return found


def lock_account(session: Session, account_id: int) -> None:
    """Let no other act on the account check and write until this one has ended (SQLite has one writer anyway)."""
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())


def find_by_key(session: Session, key: str) -> Account | None:
    """Return the account of that key, wherever it is: a key is unique in the whole register."""
    return session.scalar(select(Account).where(Account.key == key))


def find_account(session: Session, platform: Platform, uid: str, *, scope: Scope) -> Account | None:
    """Return the account of that platform and id."""
    return session.scalar(
        select(Account).where(Account.platform == platform, Account.uid == uid, scope.covers(Account.region_code))
    )


def account_conditions(wanted: AccountFilter, scope: Scope) -> list[ColumnElement[bool]]:
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
    return [*found, *_marked(wanted)]


def _marked(wanted: AccountFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions of the ready-made views."""
    if wanted.is_proposed:
        yield and_(Account.proposal.is_not(None), ~IS_DRAFTED)
    if wanted.is_low:
        yield Account.tier.in_(LOW_TIERS)
    if wanted.is_incomplete:
        yield or_(Account.key_is_weak.is_(True), Account.holder_id.is_(None))
    if wanted.moved_since is not None:
        moved = select(Move.account_id).where(Move.on >= wanted.moved_since, Move.from_tier.is_not(None))
        yield Account.id.in_(moved)


def _below(region_code: str) -> ColumnElement[bool]:
    from registry.store.scope import scope_of

    return scope_of(region_code).covers(Account.region_code) if region_code.isdigit() else false()


def is_initials(text: str) -> bool:
    """Whether a text may be the pinyin initials of a name: two letters or more, digits among them."""
    return len(text) > 1 and text.isascii() and text.isalnum() and any(map(str.isalpha, text))


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a text is part of a name, uid, address or holder's name, in any case; its % and _ stand for themselves."""
    former = select(FormerName.account_id).where(FormerName.name.icontains(text, autoescape=True))
    holder = select(Holder.id).where(or_(Holder.name.icontains(text, autoescape=True), Holder.uscc == text.upper()))
    letters = (Account.initials.contains(text.lower(), autoescape=True),) if is_initials(text) else ()
    return or_(
        *letters,
        Account.name_key.contains(normalise_name(text) or text, autoescape=True),
        Account.name.icontains(text, autoescape=True),
        Account.uid.icontains(text, autoescape=True),
        Account.url.icontains(text, autoescape=True),
        Account.id.in_(former),
        Account.holder_id.in_(holder),
    )


def list_accounts(
    session: Session,
    wanted: AccountFilter,
    *,
    scope: Scope,
    sort: str = "-updated",
    limit: int,
    offset: int = 0,
) -> Sequence[Account]:
    """One page of accounts with their holders: one statement."""
    query = select(Account).where(and_(*account_conditions(wanted, scope))).options(joinedload(Account.holder))
    return session.scalars(query.order_by(*_order(sort), Account.id.desc()).limit(limit).offset(offset)).all()


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    """The order ``sort`` asks for: a key of SORTS, "-" before it for down; the unknown stands last."""
    key, is_down = sort.removeprefix("-"), sort.startswith("-")
    if key not in SORTS:
        return (Account.updated_at.desc(),)
    column = SORTS[key]
    ordered = column.desc() if is_down else column.asc()
    return (ordered.nulls_last(), Account.updated_at.desc())


IS_DRAFTED = (
    exists()
    .where(Measure.account_id == Account.id, Measure.state.in_(UNDECIDED), Measure.kind == Account.proposal)
    .correlate(Account)
)
"""The measure called for is drafted already and waits for its decision or its effect. One in force for an earlier
violation is no answer to a later one."""
_UNDER_WAY = exists().where(Measure.account_id == Account.id, Measure.state.in_(OPEN)).correlate(Account)
_OVERDUE = exists().where(Measure.account_id == Account.id, Measure.state == MeasureState.OVERDUE).correlate(Account)
SORTS: dict[str, SQLColumnExpression[Any]] = {
    "open": case((_OVERDUE, 3), (Account.proposal.is_not(None), 2), (_UNDER_WAY, 1), else_=0),
    "updated": Account.updated_at,
    "name": Account.name_key,
    "tier": Account.tier,
    "points": Account.points,
    "town": Account.town,
    "followers": Account.followers,
    "registered": Account.registered_on,
}
"""What a list may be sorted by; ``open`` puts what waits for somebody first when sorted down."""


def count_views(
    session: Session, wanted: AccountFilter, views: Mapping[str, AccountFilter], *, scope: Scope
) -> tuple[int, dict[str, int]]:
    """How many accounts the filter finds, and how many each ready-made view: one statement for all."""
    columns = [func.count(case((and_(*account_conditions(each, scope)), 1))) for each in (wanted, *views.values())]
    total, *numbers = session.execute(
        select(*columns).select_from(Account).where(scope.covers(Account.region_code))
    ).one()
    return total, dict(zip(views, numbers, strict=True))


def list_for_comparing(session: Session, *, scope: Scope) -> Sequence[Account]:
    """Every account of the scope, archived ones too, as a roster is compared with them."""
    return session.scalars(
        select(Account).where(scope.covers(Account.region_code)).options(joinedload(Account.holder)).order_by(Account.id)
    ).unique().all()  # fmt: skip


Turn = tuple[Scope, date]
"""Where, and from which day on, another version of the rules is in force."""


def list_due(
    session: Session, *, on: date, limit: int, after: int = 0, turns: Sequence[Turn] = ()
) -> Sequence[Account]:
    """The next accounts (by id, beyond ``after``) on which the clock alone changes something up to ``on``.

    ``turns``: there, all that were last graded before that day are due too.

    They are held until the transaction ends: of two runs at once the second finds what the first has done.
    """
    is_due = [Account.next_change_on <= on]
    is_due += [and_(scope.covers(Account.region_code), Account.evaluated_on < day) for scope, day in turns]
    query = select(Account).where(or_(*is_due), Account.id > after).options(selectinload(Account.holder))
    return session.scalars(query.order_by(Account.id).limit(limit).with_for_update()).all()


def list_former_names(session: Session, account_ids: Sequence[int]) -> dict[int, list[FormerName]]:
    """The former names of these accounts, latest last; accounts without any are missing."""
    found: dict[int, list[FormerName]] = {}
    query = (
        select(FormerName).where(FormerName.account_id.in_(account_ids)).order_by(FormerName.until_on, FormerName.id)
    )
    for row in session.scalars(query):
        found.setdefault(row.account_id, []).append(row)
    return found


def list_moves(session: Session, account_id: int) -> Sequence[Move]:
    """The moves of an account as they were made, oldest first."""
    return session.scalars(select(Move).where(Move.account_id == account_id).order_by(Move.id)).all()


def list_acts(session: Session, account_id: int) -> Sequence[AuditEntry]:
    """The entries on where an account was kept: handed over, archived, brought back; oldest first."""
    acts = ("accounts.transfer", "accounts.archive", "accounts.restore")
    query = select(AuditEntry).where(AuditEntry.act.in_(acts), AuditEntry.object_id == str(account_id))
    return session.scalars(query.order_by(AuditEntry.id)).all()


def list_case_acts(
    session: Session, *, violation_ids: Sequence[int], measure_ids: Sequence[int]
) -> Sequence[AuditEntry]:
    """The entries of the acts on these violations and measures, oldest first: one statement."""
    wanted = or_(
        and_(AuditEntry.object_type == "violation", AuditEntry.object_id.in_([str(each) for each in violation_ids])),
        and_(AuditEntry.object_type == "measure", AuditEntry.object_id.in_([str(each) for each in measure_ids])),
    )
    return session.scalars(select(AuditEntry).where(wanted).order_by(AuditEntry.id)).all()


def list_towns_in_use(session: Session, *, scope: Scope) -> Sequence[str]:
    """The towns accounts are filed under."""
    query = select(Account.town).where(scope.covers(Account.region_code), Account.town.is_not(None)).distinct()
    return [town for town in session.scalars(query.order_by(Account.town)) if town]


def get_holder(session: Session, holder_id: int, *, scope: Scope) -> Holder:
    """Return a holder of the scope, with its accounts, or raise NotFound."""
    found = session.scalar(
        select(Holder)
        .where(Holder.id == holder_id, scope.covers(Holder.region_code))
        .options(selectinload(Holder.accounts))
    )
    if found is None:
        raise NotFound("holders.unknown", holder=holder_id)
    return found


def list_holders(
    session: Session, *, scope: Scope, text: str = "", limit: int, offset: int = 0
) -> Sequence[tuple[Holder, int]]:
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
        found.append(or_(Holder.name.icontains(text, autoescape=True), Holder.uscc == text.upper()))
    return found
