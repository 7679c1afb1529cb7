"""Jobs that run behind the page, and the days the daily grading has run for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.terms import ImportState
from registry.store.db import Base
from registry.store.old_ledgers import OldLedger
from registry.store.rosters import Import
from registry.store.scope import Scope
from registry.store.types import Instant, Json
from registry.store.users import Office, User


class Job(Base):
    """A row committed with the act that needs the work; enqueued after; swept up again where it never started."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    argument: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User | None] = relationship(lazy="joined")


class GradeRun(Base):
    """A day for which the clock's own changes were stored."""

    __tablename__ = "grade_runs"

    on: Mapped[date] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(Instant)
    due: Mapped[int]
    moved: Mapped[int]
    proposed: Mapped[int]


def get_job(session: Session, job_id: int, *, scope: Scope, user_id: int | None = None) -> Job:
    """Return a job of the scope's users, or of ``user_id`` alone; raises NotFound."""
    found = session.scalar(select(Job).where(Job.id == job_id, _of(scope, user_id)))
    if found is None:
        raise NotFound("jobs.unknown")
    return found


def find_open_job(session: Session, kind: str, argument: int, *, is_unbegun: bool = False) -> Job | None:
    """The job of that kind and argument that waits or, unless it has to be unbegun, runs; if there is one."""
    states = ("waiting",) if is_unbegun else ("waiting", "running")
    query = select(Job).where(Job.kind == kind, Job.argument == argument, Job.state.in_(states))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


def find_last_job(session: Session, argument: int, *, prefix: str) -> Job | None:
    """The latest job about ``argument`` whose kind begins with ``prefix`` ("roster.")."""
    query = select(Job).where(Job.argument == argument, Job.kind.startswith(prefix, autoescape=True))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


def _lapsed(before: datetime) -> ColumnElement[bool]:
    """Imports uploaded before an instant, not confirmed, and not worked on since."""
    worked = select(Job.id).where(Job.argument == Import.id, Job.kind.startswith("roster.", autoescape=True))
    states = (ImportState.READING, ImportState.PREVIEWED, ImportState.FAILED)
    is_old = and_(Import.state.in_(states), Import.uploaded_at < before)
    return and_(is_old, ~worked.where(Job.created_at >= before).exists())


def list_lapsed(session: Session, *, before: datetime) -> Sequence[int]:
    """The imports nobody confirmed or worked on since that instant."""
    return session.scalars(select(Import.id).where(_lapsed(before)).order_by(Import.id)).all()


def is_lapsed(session: Session, import_id: int, *, before: datetime) -> bool:
    """Whether an import is one of them."""
    return session.scalar(select(Import.id).where(Import.id == import_id, _lapsed(before))) is not None


def list_jobs(
    session: Session, *, scope: Scope, user_id: int | None = None, limit: int, offset: int = 0
) -> Sequence[tuple[Job, str | None]]:
    """The newest jobs first, each with the file it is about: a roster or an old ledger."""
    roster = and_(Import.id == Job.argument, Job.kind.startswith("roster.", autoescape=True))
    ledger = and_(OldLedger.id == Job.argument, Job.kind.startswith("ledger.", autoescape=True))
    query = select(Job, func.coalesce(Import.filename, OldLedger.filename))
    query = query.outerjoin(Import, roster).outerjoin(OldLedger, ledger).where(_of(scope, user_id))
    query = query.order_by(Job.id.desc())
    return [(job, filename) for job, filename in session.execute(query.limit(limit).offset(offset))]


def count_jobs(session: Session, *, scope: Scope, user_id: int | None = None) -> int:
    """How many such jobs there are."""
    return session.scalar(select(func.count()).select_from(Job).where(_of(scope, user_id))) or 0


def _of(scope: Scope, user_id: int | None) -> ColumnElement[bool]:
    """Started by the user, where one is given; else by anybody of the scope."""
    if user_id is not None:
        return Job.user_id == user_id
    offices = select(User.id).join(Office, Office.id == User.office_id).where(scope.covers(Office.region_code))
    return Job.user_id.in_(offices)


def find_last_run(session: Session, *, before: date) -> date | None:
    """The last day before ``before`` whose grading was run to its end."""
    return session.scalar(select(func.max(GradeRun.on)).where(GradeRun.on < before))


def count_jobs_by_state(session: Session, *, scope: Scope) -> dict[str, int]:
    """How many jobs of the scope's users there are by state."""
    query = select(Job.state, func.count()).where(_of(scope, None)).group_by(Job.state)
    return {row.state: row[1] for row in session.execute(query)}


def last_grade_run(session: Session) -> GradeRun | None:
    """The last day for which the clock's own changes were stored."""
    return session.scalar(select(GradeRun).order_by(GradeRun.on.desc()).limit(1))
