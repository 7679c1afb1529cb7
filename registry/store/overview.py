"""What waits and how the register stands: the questions of the first page and of the lists' last column.

Each is one statement whatever the size of the register; the page counts them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import Session, joinedload

from registry.domain import regions
from registry.domain.cases.states import OPEN
from registry.domain.permissions import Actor, may
from registry.domain.terms import ImportState, MeasureState, Platform, RulebookState, Tier, ViolationState
from registry.store.account_queries import IS_DRAFTED
from registry.store.accounts import Account, Move
from registry.store.changes import ChangedDecision
from registry.store.measures import Measure, Rectification
from registry.store.pending import PendingTier, waiting_conditions
from registry.store.rosters import Import
from registry.store.rulebooks import RulebookVersion
from registry.store.scope import Scope
from registry.store.together import Question, ask
from registry.store.users import Office
from registry.store.violations import Violation

WAITING = frozenset(
    {
        MeasureState.PROPOSED,
        MeasureState.PAPER,
        MeasureState.APPROVED,
        MeasureState.RECTIFYING,
        MeasureState.OVERDUE,
    }
)
"""States of a measure in which somebody has to act."""


@dataclass
class UnderWay:
    """What is open on one account."""

    measures: list[Measure] = field(default_factory=list)
    clues: int = 0


@dataclass(frozen=True)
class Uncited:
    """An account whose proposed measure nobody drafted; ``since``: when what calls for it arose."""

    account: Account
    since: date | None


@dataclass(frozen=True)
class Superiors:
    """The offices above the asker's: a measure one of them drafted, or is to decide, is not the asker's to decide."""

    names: dict[int, str] = field(default_factory=dict)

    def decide(self, measure: Measure) -> str | None:
        """The name of the office above that decides the measure; None where the asker's own office may."""
        if measure.deciding_body in self.names.values():
            return measure.deciding_body
        return self.names.get(measure.office_id)


_LAST_DUE_ON = (
    select(func.max(Rectification.due_on))
    .join(Rectification.measure)
    .where(
        Measure.account_id == Account.id,
        Measure.annulled_on.is_(None),
        Rectification.passed_on.is_(None),
        Account.proposal_violation_id.is_(None),
    )
    .scalar_subquery()
)
"""Where no violation calls for the measure: the last day of the term that ran out."""


def superiors_of(region_code: str) -> Question[Superiors]:
    """The offices above one that sits on ``region_code``."""
    query = select(Office.id, Office.name).where(_sits_above(region_code))
    return Question(query, lambda rows: Superiors({int(row[0] or 0): row[1] or "" for row in rows}))


def list_superiors(session: Session, region_code: str) -> Superiors:
    """The same, asked by itself: one statement."""
    found: Superiors = ask(session, {"above": superiors_of(region_code)})["above"]
    return found


def _sits_above(region_code: str) -> ColumnElement[bool]:
    return Office.region_code.in_([each.code for each in regions.path(region_code)[:-1]])


@dataclass(frozen=True)
class Waiting:
    """How many wait for somebody other than who recorded, drafted or entered them."""

    clues: int
    decisions: int
    imports: int


def count_waiting(session: Session, asker: Actor, *, scope: Scope) -> Waiting:
    """How much waits for the asker, for the menu: one statement."""
    decides, confirms = may(asker, "measures.approve"), may(asker, "measures.confirm_paper")
    above = select(Office).where(_sits_above(asker.region_code)).subquery()
    mine = or_(
        and_(Measure.state == MeasureState.PROPOSED, Measure.drafted_by_id != asker.user_id, literal(decides)),
        and_(Measure.state == MeasureState.PAPER, Measure.paper_entered_by_id != asker.user_id, literal(confirms)),
    )
    clues = select(func.count()).where(
        scope.covers(Violation.region_code),
        Violation.state == ViolationState.RECORDED,
        Violation.recorded_by_id != asker.user_id,
        literal(may(asker, "violations.recognise")),
    )
    decisions = select(func.count()).where(
        scope.covers(Measure.region_code),
        mine,
        Measure.office_id.not_in(select(above.c.id)),
        Measure.deciding_body.not_in(select(above.c.name)),
    )
    imports = select(func.count()).where(
        scope.covers(Import.region_code),
        Import.state == ImportState.PREVIEWED,
        literal(may(asker, "rosters.import")),
    )
    row = session.execute(select(clues.scalar_subquery(), decisions.scalar_subquery(), imports.scalar_subquery())).one()
    return Waiting(row[0], row[1], row[2])


def find_under_way(session: Session, account_ids: Sequence[int]) -> dict[int, UnderWay]:
    """Open measures and unrecognised violations of these accounts: two statements."""
    found = {account_id: UnderWay() for account_id in account_ids}
    query = select(Measure).where(Measure.account_id.in_(account_ids), Measure.state.in_(OPEN))
    for measure in session.scalars(query.options(joinedload(Measure.rectification)).order_by(Measure.id.desc())):
        found[measure.account_id].measures.append(measure)
    clues = (
        select(Violation.account_id, func.count())
        .where(Violation.account_id.in_(account_ids), Violation.state == ViolationState.RECORDED)
        .group_by(Violation.account_id)
    )
    for account_id, number in session.execute(clues):
        found[account_id].clues = number
    return found


def list_waiting(session: Session, *, scope: Scope, limit: int) -> Sequence[Measure]:
    """Measures somebody has to act on, oldest first, with account, drafter and rectification; those with a term too."""
    has_term = and_(Measure.ends_on.is_not(None), Measure.state.in_((MeasureState.EFFECTIVE, MeasureState.PASSED)))
    query = (
        select(Measure)
        .where(scope.covers(Measure.region_code), or_(Measure.state.in_(WAITING), has_term))
        .options(joinedload(Measure.account), joinedload(Measure.drafted_by), joinedload(Measure.rectification))
    )
    return (
        session.scalars(query.order_by(Measure.state != MeasureState.OVERDUE, Measure.id).limit(limit)).unique().all()
    )


def list_clues(session: Session, *, scope: Scope, limit: int) -> Sequence[Violation]:
    """Violations on file that nobody recognised yet, oldest first, with account and recorder."""
    query = (
        select(Violation)
        .where(scope.covers(Violation.region_code), Violation.state == ViolationState.RECORDED)
        .options(joinedload(Violation.account), joinedload(Violation.recorded_by))
    )
    return session.scalars(query.order_by(Violation.id).limit(limit)).unique().all()


def list_uncited(session: Session, *, scope: Scope, limit: int) -> Sequence[Uncited]:
    """Accounts for which the rules call for a measure and nobody has drafted one, worst tier first."""
    query = (
        select(Account, Violation.recognised_on, _LAST_DUE_ON)
        .outerjoin(Violation, Violation.id == Account.proposal_violation_id)
        .where(
            scope.covers(Account.region_code),
            Account.archived_on.is_(None),
            Account.proposal.is_not(None),
            ~IS_DRAFTED,
        )
    )
    rows = session.execute(query.order_by(Account.tier.desc(), Violation.recognised_on, Account.id).limit(limit))
    return [Uncited(account, _called_since(*days)) for account, *days in rows.unique()]


def find_call_days(session: Session, account_ids: Sequence[int]) -> dict[int, date | None]:
    """When what calls for a measure arose, for each of these accounts: one statement."""
    query = select(Account.id, Violation.recognised_on, _LAST_DUE_ON)
    query = query.outerjoin(Violation, Violation.id == Account.proposal_violation_id)
    rows = session.execute(query.where(Account.id.in_(account_ids)))
    return {account_id: _called_since(*days) for account_id, *days in rows}


def _called_since(recognised_on: date | None, due_on: date | None) -> date | None:
    """The day of a recognition, or the day after a term to put things right ran out."""
    return recognised_on or (due_on + timedelta(days=1) if due_on else None)


@dataclass(frozen=True)
class Drafts:
    """Rulebooks not published yet that wait for one act of the asker: how many, since when, and the one where it is one."""

    count: int
    since: datetime | None
    only_id: int | None
    title: str | None


@dataclass(frozen=True)
class TierCounts:
    """How many moves of the tier wait for confirmation, how many changed decisions to be seen, and since when; and the
    rulebooks to be checked, published, or mended after they were sent back.
    """

    pending: int
    pending_since: date | None
    changed: int
    changed_since: date | None
    to_check: Drafts
    to_publish: Drafts
    to_mend: Drafts


def count_tiers_waiting(session: Session, asker: Actor, on: date, *, scope: Scope) -> TierCounts:
    """What about tiers and the rules that set them waits on ``on``, postponed moves apart: one statement."""
    pending = select(func.count(), func.min(PendingTier.since)).select_from(PendingTier).join(PendingTier.account)
    changed = select(func.count(), func.min(ChangedDecision.on)).select_from(ChangedDecision)
    changed = changed.join(ChangedDecision.account).where(
        scope.covers(Account.region_code), ChangedDecision.seen_at.is_(None)
    )
    one, other = pending.where(*waiting_conditions(scope, on)).subquery(), changed.subquery()
    drafts = [each.subquery() for each in _drafts_for(asker, scope)]
    joined = one.join(other, true())
    for each in drafts:
        joined = joined.join(each, true())
    row = session.execute(select(*one.c, *other.c, *(c for each in drafts for c in each.c)).select_from(joined)).one()
    to_check, to_publish, to_mend = (Drafts(*row[at : at + 4]) for at in (4, 8, 12))
    return TierCounts(row[0], row[1], row[2], row[3], to_check, to_publish, to_mend)


def _drafts_for(asker: Actor, scope: Scope) -> Iterator[Select[int, datetime | None, int, str]]:
    """The rulebooks the asker may check, may publish, and has to mend: nobody checks or publishes what he wrote."""
    row = RulebookVersion
    is_mine = or_(row.drafted_by_id == asker.user_id, row.edited_by_id == asker.user_id)
    is_draft, is_sent = row.state == RulebookState.DRAFT, row.submitted_at.is_not(None)
    for since, conditions in (
        (row.submitted_at, (is_draft, is_sent, ~is_mine, literal(may(asker, "rulebooks.check")))),
        (row.checked_at, (row.state == RulebookState.CHECKED, ~is_mine, literal(may(asker, "rulebooks.publish")))),
        (row.edited_at, (is_draft, ~is_sent, is_mine, row.reason.is_not(None))),
    ):
        figures = select(func.count(), func.min(since), func.min(row.id), func.min(row.title))
        yield figures.where(scope.covers(row.region_code), *conditions)


def list_open_imports(session: Session, *, scope: Scope, limit: int) -> Sequence[Import]:
    """The rosters previewed and not confirmed yet, and the one written last, whose rows set aside may want a look."""
    inside = scope.covers(Import.region_code)
    last = (
        select(Import.id)
        .where(inside, Import.state == ImportState.APPLIED)
        .order_by(Import.applied_at.desc(), Import.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Import).where(inside, or_(Import.state == ImportState.PREVIEWED, Import.id == last))
    return session.scalars(query.order_by(Import.id.desc()).limit(limit)).all()


def accounts_by(scope: Scope) -> Question[dict[tuple[Platform, Tier | None], int]]:
    """How many accounts in the lists there are by platform and tier."""
    query = select(Account.platform, Account.tier, func.count())
    query = query.where(scope.covers(Account.region_code), Account.archived_on.is_(None))
    return Question(
        query.group_by(Account.platform, Account.tier),
        lambda rows: {(Platform(row[0] or ""), Tier(row[1]) if row[1] else None): int(row[2] or 0) for row in rows},
    )


def recognised_in(spans: Sequence[tuple[date, date]], scope: Scope) -> Question[list[int]]:
    """How many violations that still stand were recognised in each span [from, to)."""
    columns = [
        func.count(case((and_(Violation.recognised_on >= begin, Violation.recognised_on < end), 1)))
        for begin, end in spans
    ]
    query = select(*columns).where(scope.covers(Violation.region_code), Violation.state == ViolationState.RECOGNISED)
    return Question(query, lambda rows: [int(number or 0) for number in rows[0]])


def moves_since(since: date, scope: Scope) -> Question[list[tuple[date, Tier | None, Tier]]]:
    """The moves made from ``since`` on as (day, from, to), corrections among them."""
    query = select(Move.on, Move.from_tier, Move.to_tier).join(Account, Account.id == Move.account_id)
    return Question(
        query.where(scope.covers(Account.region_code), Move.on >= since),
        lambda rows: sorted(
            ((date.fromisoformat(row[0] or ""), Tier(row[1]) if row[1] else None, Tier(row[2] or "")) for row in rows),
            key=lambda move: move[0],
        ),
    )


def split_by_state(measures: Iterable[Measure], *states: MeasureState) -> list[Measure]:
    """Those of the measures that stand in one of the states."""
    return [measure for measure in measures if measure.state in states]


def list_accounts_of(
    session: Session, holder_ids: Sequence[int], *, is_archived_too: bool = False
) -> dict[int, list[Account]]:
    """The accounts of these holders, worst tier first; those archived last, where they are wanted at all."""
    query = select(Account).where(Account.holder_id.in_(holder_ids))
    if not is_archived_too:
        query = query.where(Account.archived_on.is_(None))
    found: dict[int, list[Account]] = {holder_id: [] for holder_id in holder_ids}
    order = (Account.archived_on.is_not(None), Account.tier.desc(), Account.id)
    for account in session.scalars(query.order_by(*order)):
        found[account.holder_id or 0].append(account)
    return found


def list_violations_of(session: Session, account_ids: Sequence[int], *, scope: Scope) -> Sequence[Violation]:
    """Everything found against these accounts, latest first, what was voided included."""
    query = select(Violation).where(Violation.account_id.in_(account_ids), scope.covers(Violation.region_code))
    query = query.options(joinedload(Violation.account)).order_by(Violation.occurred_on.desc(), Violation.id.desc())
    return session.scalars(query).all()
