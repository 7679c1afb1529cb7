"""The rulebooks an office writes: drafted, checked, published by another, in force from a day on, never edited after.

The text (TOML) is the rulebook; the columns beside it only let one find it. Which version is in force where and when is
worked out from all published ones (domain/grading/versions.py).
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain import regions
from registry.domain.errors import NotFound
from registry.domain.terms import RulebookState
from registry.store.db import Base
from registry.store.scope import scope_of
from registry.store.types import Instant, Term
from registry.store.users import User


class RulebookVersion(Base):
    """One version. ``region_code``: the region it binds, with everything below that has none of its own; ``lock`` keeps two
    editors from overwriting each other; ``submitted_at``: since when the draft, as it stands, waits to be checked.
    """

    __tablename__ = "rulebooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    version: Mapped[str] = mapped_column(String(24), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[RulebookState] = mapped_column(Term(RulebookState), index=True)
    text: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime] = mapped_column(Instant)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    lock: Mapped[int] = mapped_column(default=1)

    drafted_by: Mapped[User] = relationship(foreign_keys=drafted_by_id)
    edited_by: Mapped[User] = relationship(foreign_keys=edited_by_id)
    submitted_by: Mapped[User | None] = relationship(foreign_keys=submitted_by_id)
    checked_by: Mapped[User | None] = relationship(foreign_keys=checked_by_id)
    published_by: Mapped[User | None] = relationship(foreign_keys=published_by_id)
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=withdrawn_by_id)

    __mapper_args__ = {"version_id_col": lock}  # noqa: RUF012 - SQLAlchemy's own spelling


PEOPLE = (
    RulebookVersion.drafted_by, RulebookVersion.edited_by, RulebookVersion.submitted_by, RulebookVersion.checked_by,
    RulebookVersion.published_by, RulebookVersion.withdrawn_by,
)  # fmt: skip


def list_published_texts(session: Session) -> Sequence[tuple[str, str]]:
    """Version and text of every published rulebook, wherever it binds, by its number."""
    query = select(RulebookVersion.version, RulebookVersion.text).where(
        RulebookVersion.state == RulebookState.PUBLISHED
    )
    return [(version, text) for version, text in session.execute(query.order_by(RulebookVersion.id))]


def list_published_since(session: Session, at: datetime) -> Sequence[str]:
    """The versions published at an instant or later, wherever they bind."""
    query = select(RulebookVersion.version).where(RulebookVersion.state == RulebookState.PUBLISHED)
    return session.scalars(query.where(RulebookVersion.published_at >= at)).all()


def list_rulebooks(session: Session, *, region_code: str) -> Sequence[RulebookVersion]:
    """The versions of the offices below a region, of itself and of those above it, the latest first."""
    query = select(RulebookVersion).where(_concerns(region_code)).options(*(joinedload(each) for each in PEOPLE))
    return session.scalars(query.order_by(RulebookVersion.effective_from.desc(), RulebookVersion.id.desc())).all()


def get_rulebook(session: Session, rulebook_id: int, *, region_code: str, is_locked: bool = False) -> RulebookVersion:
    """A version that binds, or will bind, the region or lies below it; raises NotFound otherwise."""
    query = select(RulebookVersion).where(RulebookVersion.id == rulebook_id, _concerns(region_code))
    if is_locked:
        query = query.with_for_update(of=RulebookVersion).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound("rulebooks.unknown", rulebook_id=rulebook_id)
    return found


def _concerns(region_code: str) -> ColumnElement[bool]:
    """That a version is of the region, of one above it, whose rules bind it, or of one below."""
    above = [each.code for each in regions.path(region_code)]
    return or_(RulebookVersion.region_code.in_(above), scope_of(region_code).covers(RulebookVersion.region_code))


def has_version(session: Session, version: str) -> bool:
    """Whether a version of that name is on file; names are unique in the whole register, since moves cite them."""
    return session.scalar(select(RulebookVersion.id).where(RulebookVersion.version == version)) is not None
