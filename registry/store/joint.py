"""Joint work of offices: letters about a case with their answers, and offices that act for another for a term (代管)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.cases.vocabulary import LetterKind, LetterOutcome
from registry.domain.errors import NotFound
from registry.store.cases import Case
from registry.store.db import Base
from registry.store.together import Question
from registry.store.types import Instant, Term
from registry.store.users import Office, User


class CaseLetter(Base):
    """What one office tells or asks another about a case. ``about``: what the case was then, for readers who cannot open it."""

    __tablename__ = "case_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(Term(LetterKind))
    from_office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    to_office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    about: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date | None]
    sent_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[LetterOutcome | None] = mapped_column(Term(LetterOutcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    from_office: Mapped[Office] = relationship(foreign_keys=from_office_id)
    to_office: Mapped[Office] = relationship(foreign_keys=to_office_id)
    sent_by: Mapped[User] = relationship(foreign_keys=sent_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)

    @property
    def headline(self) -> str:
        """The case by its number, title and accounts."""
        return self.about.partition("\n")[0]

    @property
    def title(self) -> str:
        """The case by its title alone."""
        return self.headline.split("\u3000")[1] if "\u3000" in self.headline else ""

    @property
    def reported(self) -> str:
        """What the case was told to be about."""
        return self.about.partition("\n")[2].replace("\n", " ")


class StandIn(Base):
    """An office that acts for another from a day to a day; ended early, the day is kept."""

    __tablename__ = "stand_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    acting_office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]

    office: Mapped[Office] = relationship(foreign_keys=office_id)
    acting_office: Mapped[Office] = relationship(foreign_keys=acting_office_id)
    set_by: Mapped[User] = relationship()

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on <= self.until and (self.ended_on is None or on < self.ended_on)


_WITH = (joinedload(CaseLetter.from_office), joinedload(CaseLetter.to_office), joinedload(CaseLetter.case))


def list_letters(session: Session, office_id: int, *, limit: int, offset: int = 0) -> Sequence[CaseLetter]:
    """One page of the letters an office sent or received, the newest first."""
    query = select(CaseLetter).where(_sent_or_received(office_id)).options(*_WITH)
    return session.scalars(query.order_by(CaseLetter.id.desc()).limit(limit).offset(offset)).all()


def count_letters(session: Session, office_id: int) -> int:
    """How many letters an office sent or received."""
    return session.scalar(select(func.count()).select_from(CaseLetter).where(_sent_or_received(office_id))) or 0


def _sent_or_received(office_id: int) -> ColumnElement[bool]:
    return or_(CaseLetter.from_office_id == office_id, CaseLetter.to_office_id == office_id)


def list_unanswered(session: Session, office_id: int, *, limit: int) -> Sequence[CaseLetter]:
    """Letters an office has still to answer."""
    return session.scalars(select(CaseLetter).where(*_unanswered(office_id)).options(*_WITH).limit(limit)).all()


def unanswered_by(office_id: int) -> Question[int]:
    """How many letters an office has still to answer."""
    query = select(func.count()).select_from(CaseLetter).where(*_unanswered(office_id))
    return Question(query, lambda rows: int(rows[0][0] or 0))


def _unanswered(office_id: int) -> list[ColumnElement[bool]]:
    return [CaseLetter.to_office_id == office_id, CaseLetter.answer_by.is_not(None), CaseLetter.outcome.is_(None)]


def list_letters_of_case(session: Session, case_id: int) -> Sequence[CaseLetter]:
    """Letters about a case, the oldest first."""
    query = select(CaseLetter).where(CaseLetter.case_id == case_id).options(*_WITH)
    return session.scalars(query.order_by(CaseLetter.id)).all()


def get_letter(session: Session, letter_id: int, *, office_id: int) -> CaseLetter:
    """A letter the office sent or received, or NotFound."""
    found = session.get(CaseLetter, letter_id)
    if found is None or office_id not in (found.from_office_id, found.to_office_id):
        raise NotFound("joint.unknown")
    return found


def list_stand_ins(session: Session, office_id: int) -> Sequence[StandIn]:
    """Where the office acts for another or another acts for it, the newest first."""
    own = or_(
        StandIn.office_id == office_id, StandIn.acting_office_id == office_id, StandIn.set_by.has(office_id=office_id)
    )
    both = (joinedload(StandIn.office), joinedload(StandIn.acting_office), joinedload(StandIn.set_by))
    return session.scalars(select(StandIn).where(own).options(*both).order_by(StandIn.id.desc())).all()


def find_stand_in(session: Session, *, acting_office_id: int, office_id: int, on: date) -> StandIn | None:
    """The term under which one office acts for another on a day."""
    query = select(StandIn).where(StandIn.office_id == office_id, StandIn.acting_office_id == acting_office_id)
    return next((row for row in session.scalars(query) if row.holds(on)), None)


def list_neighbours(session: Session, office_id: int) -> Sequence[Office]:
    """Every other office of the register: whom one may write to."""
    return session.scalars(select(Office).where(Office.id != office_id).order_by(Office.region_code)).all()
