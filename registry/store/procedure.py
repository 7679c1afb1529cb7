"""What an office sets for its own procedure: clocks, working days, and for which articles it is competent."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.cases.clocks import OwnClock
from registry.store.db import Base
from registry.store.together import Question
from registry.store.types import Instant
from registry.store.users import User


class OfficeClock(Base):
    """An office's own term for a clock, from a day on; the latest that has begun holds. Never altered, only followed."""

    __tablename__ = "office_clocks"
    __table_args__ = (UniqueConstraint("office_id", "clock", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    clock: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    set_by: Mapped[User] = relationship()


class OfficeDay(Base):
    """A day the office works or rests, against the published calendar or before one is published."""

    __tablename__ = "office_days"
    __table_args__ = (UniqueConstraint("office_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    day: Mapped[date]
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)


class Competence(Base):
    """Whether an office may itself decide on an article, and on what ground (三定、授权、委托)."""

    __tablename__ = "competences"
    __table_args__ = (UniqueConstraint("office_id", "basis_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    basis_code: Mapped[str] = mapped_column(String(40))
    is_competent: Mapped[bool]
    ground: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    set_by: Mapped[User] = relationship()


def list_office_clocks(session: Session, office_id: int) -> Sequence[OfficeClock]:
    """The office's own terms, the latest last."""
    query = select(OfficeClock).where(OfficeClock.office_id == office_id).options(joinedload(OfficeClock.set_by))
    return session.scalars(query.order_by(OfficeClock.since, OfficeClock.id)).all()


def own_clocks(session: Session, office_id: int) -> list[OwnClock]:
    """The office's own terms as the domain takes them."""
    rows = list_office_clocks(session, office_id)
    return [OwnClock(row.clock, row.days, row.unit, row.ground, row.since) for row in rows]


def list_office_days(session: Session, office_id: int) -> Sequence[OfficeDay]:
    """The office's own table of days, the latest first."""
    return session.scalars(
        select(OfficeDay).where(OfficeDay.office_id == office_id).order_by(OfficeDay.day.desc())
    ).all()


def own_days(session: Session, office_id: int) -> dict[date, bool]:
    """Day → is a working day, as the domain takes it."""
    return {row.day: row.is_working for row in list_office_days(session, office_id)}


def days_of(office_id: int) -> Question[dict[date, bool]]:
    """The same, to be asked together with others."""
    query = select(OfficeDay.day, OfficeDay.is_working).where(OfficeDay.office_id == office_id)
    return Question(query, lambda rows: {date.fromisoformat(row[0] or ""): row[1] in ("1", "true") for row in rows})


def find_office_day(session: Session, office_id: int, day: date) -> OfficeDay | None:
    """The office's own word on a day."""
    return session.scalar(select(OfficeDay).where(OfficeDay.office_id == office_id, OfficeDay.day == day))


def find_competence(session: Session, office_id: int, basis_code: str) -> Competence | None:
    """The office's own word on an article."""
    return session.scalar(
        select(Competence).where(Competence.office_id == office_id, Competence.basis_code == basis_code)
    )


def list_competences(session: Session, office_id: int) -> dict[str, Competence]:
    """The office's competence table by the code of the article."""
    query = select(Competence).where(Competence.office_id == office_id).options(joinedload(Competence.set_by))
    return {row.basis_code: row for row in session.scalars(query)}
