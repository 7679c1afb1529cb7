"""Cases (案件) and what hangs on them: steps, officers, evidence, clocks, and the accounts, violations and measures they host."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from registry.domain.cases.figures import Passed
from registry.domain.cases.vocabulary import CaseState
from registry.domain.errors import NotFound
from registry.domain.terms import Source
from registry.store.accounts import Account
from registry.store.db import Base
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.types import Instant, Json, Term
from registry.store.users import Office, User
from registry.store.violations import Violation


class CaseAccount(Base):
    """An account a case is about."""

    __tablename__ = "case_accounts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)


class CaseViolation(Base):
    """A violation a case is about."""

    __tablename__ = "case_violations"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    violation_id: Mapped[int] = mapped_column(ForeignKey("violations.id"), primary_key=True, index=True)


class CaseMeasure(Base):
    """A measure decided in a case; it moves by the case's acts only."""

    __tablename__ = "case_measures"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), primary_key=True, unique=True)


class Case(Base):
    """One case from clue to archive. Its state moves only along domain/cases/procedure.py.

    ``reporter_sealed``: who reported, as ciphertext under the field key, never printed. ``plan``: the measure intended
    since the investigation was concluded, as services/case_plans.py keeps it.
    """

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("office_id", "series", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    series: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    number: Mapped[int]
    case_no: Mapped[str] = mapped_column(String(60))
    state: Mapped[CaseState] = mapped_column(Term(CaseState), index=True)
    source: Mapped[Source] = mapped_column(Term(Source))
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    reporter_sealed: Mapped[str | None] = mapped_column(Text)
    found_on: Mapped[date]
    act_ended_on: Mapped[date | None]
    long_limit_reason: Mapped[str] = mapped_column(Text, default="")
    is_major: Mapped[bool] = mapped_column(default=False)
    plan: Mapped[dict[str, Any] | None] = mapped_column(Json)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    opened_by: Mapped[User] = relationship()
    accounts: Mapped[list[Account]] = relationship(secondary="case_accounts", order_by="Account.id")
    violations: Mapped[list[Violation]] = relationship(secondary="case_violations", order_by="Violation.id")
    measures: Mapped[list[Measure]] = relationship(secondary="case_measures", order_by="Measure.id")
    steps: Mapped[list["CaseStep"]] = relationship(order_by="CaseStep.id", back_populates="case")
    officers: Mapped[list["CaseOfficer"]] = relationship(order_by="CaseOfficer.id")
    evidence: Mapped[list["CaseEvidence"]] = relationship(order_by="CaseEvidence.id")
    clocks: Mapped[list["CaseClock"]] = relationship(order_by="CaseClock.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class CaseStep(Base):
    """One act done in a case; append-only. ``actor``: who did it, as he or she was then; ``details``: what the act asked."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    state: Mapped[CaseState] = mapped_column(Term(CaseState))
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[dict[str, Any]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text, default="")
    article: Mapped[str] = mapped_column(String(200), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    paper_no: Mapped[str] = mapped_column(String(80), default="")
    details: Mapped[dict[str, Any]] = mapped_column(Json)

    case: Mapped[Case] = relationship(back_populates="steps")
    by: Mapped[User] = relationship()
    document: Mapped[Document | None] = relationship()


class CaseOfficer(Base):
    """An officer on a case, with the certificate as it was when assigned; recused, the row stays."""

    __tablename__ = "case_officers"
    __table_args__ = (UniqueConstraint("case_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    certificate_no: Mapped[str] = mapped_column(String(40))
    certificate_until: Mapped[date | None]
    assigned_on: Mapped[date]
    recused_on: Mapped[date | None]
    recusal_reason: Mapped[str] = mapped_column(Text, default="")

    user: Mapped[User] = relationship()


class CaseEvidence(Base):
    """A piece of evidence: the file by its hash, from where, taken when and by whom (行政处罚法 第四十六条)."""

    __tablename__ = "case_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    origin: Mapped[str] = mapped_column(String(1000))
    captured_on: Mapped[date]
    captured_by: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class CaseClock(Base):
    """A clock that runs in a case. ``counted_to``: the last day before it was moved off a day of rest; ``changes``: each
    extension and standstill with its reason and the days before and after.
    """

    __tablename__ = "case_clocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12))
    starts: Mapped[str] = mapped_column(String(80))
    ground: Mapped[str] = mapped_column(Text)
    started_on: Mapped[date]
    counted_to: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    is_known: Mapped[bool]
    stopped_on: Mapped[date | None]
    suspended_on: Mapped[date | None]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json)


def get_case(session: Session, case_id: int, *, scope: Scope) -> Case:
    """Return a case of the scope or raise NotFound."""
    found = session.scalar(
        select(Case)
        .where(Case.id == case_id, scope.covers(Case.region_code))
        .options(selectinload(Case.steps), selectinload(Case.officers).joinedload(CaseOfficer.user))
    )
    if found is None:
        raise NotFound("cases.unknown", case=case_id)
    return found


def list_cases(
    session: Session, *, scope: Scope, states: Iterable[CaseState] = (), user_id: int | None = None,
    limit: int | None = None, offset: int = 0,
) -> Sequence[Case]:  # fmt: skip
    """The cases last acted in first, with accounts, officers and clocks; ``user_id``: opened by or assigned to that one."""
    query = select(Case).where(*_narrowed(scope, states, user_id))
    query = query.options(
        selectinload(Case.accounts),
        selectinload(Case.clocks),
        selectinload(Case.officers).joinedload(CaseOfficer.user),
    )
    query = query.order_by(Case.updated_at.desc(), Case.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).unique().all()


def count_cases_by_state(session: Session, *, scope: Scope, user_id: int | None = None) -> dict[CaseState, int]:
    """How many cases stand in each state."""
    query = select(Case.state, func.count()).where(*_narrowed(scope, (), user_id)).group_by(Case.state)
    return {state: number for state, number in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def find_case_of_measure(session: Session, measure_id: int) -> Case | None:
    """The case a measure was decided in."""
    query = select(Case).join(CaseMeasure, CaseMeasure.case_id == Case.id).where(CaseMeasure.measure_id == measure_id)
    return session.scalar(query)


def list_cases_of_account(session: Session, account_id: int, *, scope: Scope) -> Sequence[Case]:
    """The cases about an account, the newest first."""
    query = select(Case).join(CaseAccount, CaseAccount.case_id == Case.id)
    query = query.where(CaseAccount.account_id == account_id, scope.covers(Case.region_code))
    return session.scalars(query.order_by(Case.id.desc())).all()


def list_waiting_cases(
    session: Session, *, scope: Scope, states: Iterable[CaseState], until: date, limit: int
) -> Sequence[Case]:
    """Cases in one of ``states``, or with a clock that runs and is due by ``until``, with accounts, clocks and steps: two statements."""
    runs = (CaseClock.stopped_on.is_(None), CaseClock.suspended_on.is_(None), CaseClock.due_on <= until)
    due = select(CaseClock.case_id).where(*runs)
    query = select(Case).where(scope.covers(Case.region_code), or_(Case.state.in_(tuple(states)), Case.id.in_(due)))
    query = query.options(joinedload(Case.accounts), joinedload(Case.clocks), selectinload(Case.steps))
    return session.scalars(query.order_by(Case.updated_at).limit(limit)).unique().all()


def list_passed(session: Session, *, scope: Scope, since: date) -> list[Passed]:
    """The cases found since a day as the statistics see them: two statements."""
    query = select(Case).where(scope.covers(Case.region_code), Case.found_on >= since).order_by(Case.id)
    query = query.options(selectinload(Case.steps), joinedload(Case.office))
    return [
        Passed(
            case.office.name,
            str(case.plan["kind"]) if case.plan else "",
            case.found_on,
            tuple((step.act, step.state, step.on) for step in case.steps),
        )
        for case in session.scalars(query).unique()
    ]


def get_case_evidence(session: Session, evidence_id: int, *, scope: Scope) -> CaseEvidence:
    """Return a piece of evidence whose case lies in the scope, or raise NotFound."""
    query = select(CaseEvidence).join(Case, CaseEvidence.case_id == Case.id)
    found = session.scalar(query.where(CaseEvidence.id == evidence_id, scope.covers(Case.region_code)))
    if found is None:
        raise NotFound("cases.evidence_unknown", evidence=evidence_id)
    return found


def _narrowed(scope: Scope, states: Iterable[CaseState], user_id: int | None) -> list[ColumnElement[bool]]:
    found = [scope.covers(Case.region_code)]
    states = tuple(states)
    if states:
        found.append(Case.state.in_(states))
    if user_id is not None:
        assigned = select(CaseOfficer.case_id).where(CaseOfficer.user_id == user_id, CaseOfficer.recused_on.is_(None))
        found.append(or_(Case.opened_by_id == user_id, Case.id.in_(assigned)))
    return found
