"""Measures (提醒 约谈 暂停更新 下架 关停), their rectification, and the declined proposals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.terms import MeasureKind, MeasureState, TargetKind, Tier
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.together import Question, ask
from registry.store.types import Instant, Term
from registry.store.users import User
from registry.store.violations import Violation


class Measure(Base):
    """One rung, from proposal to its end. Its state moves only along domain/cases/states.py."""

    __tablename__ = "measures"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    violation_id: Mapped[int | None] = mapped_column(ForeignKey("violations.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    kind: Mapped[MeasureKind] = mapped_column(Term(MeasureKind))
    state: Mapped[MeasureState] = mapped_column(Term(MeasureState), index=True)
    ladder_row: Mapped[str | None] = mapped_column(String(24))
    target_kind: Mapped[TargetKind] = mapped_column(Term(TargetKind))
    target: Mapped[str] = mapped_column(String(1000))
    deciding_body: Mapped[str] = mapped_column(String(120))
    executing_body: Mapped[str] = mapped_column(String(120))
    basis_code: Mapped[str] = mapped_column(String(40))
    grounds: Mapped[str] = mapped_column(Text)
    skip_reason: Mapped[str] = mapped_column(Text, default="")

    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    paper_approver: Mapped[str | None] = mapped_column(String(40))
    paper_post: Mapped[str | None] = mapped_column(String(40))
    paper_signed_on: Mapped[date | None]
    paper_scan_sha256: Mapped[str | None] = mapped_column(String(64))
    paper_scan_name: Mapped[str | None] = mapped_column(String(200))
    paper_entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    paper_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    effective_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    lifted_on: Mapped[date | None]
    annulled_on: Mapped[date | None]
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    account: Mapped[Account] = relationship()
    violation: Mapped[Violation | None] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=drafted_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    paper_entered_by: Mapped[User | None] = relationship(foreign_keys=paper_entered_by_id)
    paper_confirmed_by: Mapped[User | None] = relationship(foreign_keys=paper_confirmed_by_id)
    rectification: Mapped["Rectification | None"] = relationship(back_populates="measure")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class Rectification(Base):
    """What the holder has to put right, by when, and how the recheck went."""

    __tablename__ = "rectifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), unique=True)
    demand: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(index=True)
    rechecked_on: Mapped[date | None]
    passed_on: Mapped[date | None]
    recheck_note: Mapped[str] = mapped_column(Text, default="")
    rechecked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    measure: Mapped[Measure] = relationship(back_populates="rectification")


class Credit(Base):
    """Points taken off light violations (rectified early, training), inside the window and up to the rulebook's cap."""

    __tablename__ = "credits"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"))
    on: Mapped[date]
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """A proposal a competent person declined: it answers its trigger from that day on."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    violation_id: Mapped[int | None] = mapped_column(ForeignKey("violations.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"))
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Promotion(Base):
    """An approved application upward (B → A)."""

    __tablename__ = "promotions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    on: Mapped[date]
    tier: Mapped[Tier] = mapped_column(Term(Tier))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def get_measure(session: Session, measure_id: int, *, scope: Scope) -> Measure:
    """Return a measure of the scope, with account, violation and rectification, or raise NotFound."""
    found = session.scalar(
        select(Measure)
        .where(Measure.id == measure_id, scope.covers(Measure.region_code))
        .options(joinedload(Measure.account), joinedload(Measure.violation), joinedload(Measure.rectification))
    )
    if found is None:
        raise NotFound("measures.unknown", measure=measure_id)
    return found


def list_measures(
    session: Session, *, scope: Scope, states: Iterable[MeasureState] = (), kind: MeasureKind | None = None,
    account_id: int | None = None, limit: int | None = None, offset: int = 0,
) -> Sequence[Measure]:  # fmt: skip
    """The newest measures first, with account, drafter and rectification."""
    query = (
        select(Measure)
        .where(*_narrowed(scope, states, kind, account_id))
        .options(joinedload(Measure.account), joinedload(Measure.drafted_by), joinedload(Measure.rectification))
    )
    return session.scalars(query.order_by(Measure.id.desc()).limit(limit).offset(offset)).unique().all()


def count_measures_by(
    session: Session, *, scope: Scope, states: Iterable[MeasureState]
) -> dict[tuple[MeasureKind, MeasureState], int]:
    """How many measures there are by kind and state."""
    found: dict[tuple[MeasureKind, MeasureState], int] = ask(session, {"by": measures_by(scope, states)})["by"]
    return found


def measures_by(scope: Scope, states: Iterable[MeasureState]) -> Question[dict[tuple[MeasureKind, MeasureState], int]]:
    """The same, to be asked together with others."""
    query = select(Measure.kind, Measure.state, func.count()).where(*_narrowed(scope, states, None, None))
    return Question(
        query.group_by(Measure.kind, Measure.state),
        lambda rows: {(MeasureKind(row[0] or ""), MeasureState(row[1] or "")): int(row[2] or 0) for row in rows},
    )


def list_overdue(session: Session, *, on: date, limit: int) -> Sequence[Measure]:
    """Measures whose rectification term is over on ``on`` and which nobody has passed."""
    return session.scalars(
        select(Measure)
        .join(Measure.rectification)
        .where(Measure.state == MeasureState.RECTIFYING, Rectification.due_on < on)
        .order_by(Measure.id)
        .limit(limit)
    ).all()


def _narrowed(
    scope: Scope, states: Iterable[MeasureState], kind: MeasureKind | None, account_id: int | None
) -> list[ColumnElement[bool]]:
    found = [scope.covers(Measure.region_code)]
    states = tuple(states)
    if states:
        found.append(Measure.state.in_(states))
    if kind is not None:
        found.append(Measure.kind == kind)
    if account_id is not None:
        found.append(Measure.account_id == account_id)
    return found
