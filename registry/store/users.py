"""Offices, their towns, and the users who sign in: tables and the questions asked of them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.permissions import Actor
from registry.domain.terms import Role, TierMode
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Json, Term


class Office(Base):
    """A network-information office; it sits on a region and sees that region and below.

    ``tier_mode``: whether the tiers of its accounts move at once or when it has confirmed them.
    """

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    document_prefix: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    tier_mode: Mapped[TierMode] = mapped_column(Term(TierMode), default=TierMode.AT_ONCE)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Town(Base):
    """A township or street office (乡镇/街道) of an office's own list; rosters are checked against it."""

    __tablename__ = "towns"
    __table_args__ = (UniqueConstraint("region_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(60))
    code: Mapped[str | None] = mapped_column(String(12))


class User(Base):
    """One who signs in; never deleted, only shut off, since past acts bear the name."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(40), default="")
    role: Mapped[Role] = mapped_column(Term(Role))
    password_hash: Mapped[str] = mapped_column(String(255))
    certificate_no: Mapped[str] = mapped_column(String(40), default="")
    certificate_until: Mapped[date | None]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    signed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    saved_views: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, server_default="[]")

    office: Mapped[Office] = relationship(lazy="joined")

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the user may be signed in (flask-login's word for it)."""
        return self.is_enabled

    def get_id(self) -> str:
        """What the session cookie holds: the key, and a mark of the password, so that a new one ends other sessions."""
        return f"{self.id}.{hashlib.sha256(self.password_hash.encode()).hexdigest()[:16]}"

    @property
    def actor(self) -> Actor:
        """The user as one who acts."""
        return Actor(
            user_id=self.id,
            username=self.username,
            name=self.name,
            role=self.role,
            post=self.post,
            office_id=self.office_id,
            office_name=self.office.name,
            region_code=self.office.region_code,
        )


def find_user(session: Session, username: str) -> User | None:
    """Return the user of that sign-in name."""
    return session.scalar(select(User).where(User.username == username))


def get_user(session: Session, user_id: int, *, scope: Scope) -> User:
    """Return a user of the scope's offices or raise NotFound."""
    found = session.scalar(select(User).join(User.office).where(User.id == user_id, scope.covers(Office.region_code)))
    if found is None:
        raise NotFound("users.unknown", user=user_id)
    return found


def get_actor(session: Session, username: str) -> Actor:
    """Return the actor of that sign-in name; raises NotFound where there is none or the user is shut off."""
    user = find_user(session, username)
    if user is None or not user.is_enabled:
        raise NotFound("users.unknown", user=username)
    return user.actor


def list_users(session: Session, *, scope: Scope) -> Sequence[User]:
    """All users of the scope's offices, by office and name."""
    return session.scalars(
        select(User)
        .join(User.office)
        .where(scope.covers(Office.region_code))
        .options(joinedload(User.office))
        .order_by(Office.region_code, User.username)
    ).all()


def list_colleagues(session: Session, region_code: str, *, roles: Iterable[Role]) -> Sequence[User]:
    """Those of the offices on a region itself who may sign in and have one of the roles, by name."""
    return session.scalars(
        select(User)
        .join(User.office)
        .where(Office.region_code == region_code, User.is_enabled, User.role.in_(list(roles)))
        .order_by(User.username)
    ).all()


def list_certified(session: Session) -> list[tuple[int, str]]:
    """Each (user, certificate number) of those who hold one."""
    rows = session.execute(select(User.id, User.certificate_no).where(User.certificate_no != ""))
    return [(key, number) for key, number in rows]


def count_users(session: Session) -> int:
    """How many users there are at all."""
    return session.scalar(select(func.count()).select_from(User)) or 0


def count_users_by_office(session: Session, *, scope: Scope) -> dict[int, int]:
    """How many users may sign in at each office of the scope, by the office's key."""
    query = (
        select(Office.id, func.count())
        .join(User, User.office_id == Office.id)
        .where(User.is_enabled, scope.covers(Office.region_code))
    )
    return {key: number for key, number in session.execute(query.group_by(Office.id))}  # noqa: C416 - rows are no pairs to mypy


def find_office(session: Session, name: str) -> Office | None:
    """Return the office of that name."""
    return session.scalar(select(Office).where(Office.name == name))


def get_office(session: Session, office_id: int, *, scope: Scope) -> Office:
    """Return an office of the scope or raise NotFound."""
    found = session.scalar(select(Office).where(Office.id == office_id, scope.covers(Office.region_code)))
    if found is None:
        raise NotFound("offices.unknown", office=office_id)
    return found


def list_offices(session: Session, *, scope: Scope) -> Sequence[Office]:
    """All offices of the scope, from the province down."""
    return session.scalars(
        select(Office).where(scope.covers(Office.region_code)).order_by(Office.region_code, Office.id)
    ).all()


def list_towns(session: Session, *, scope: Scope) -> Sequence[Town]:
    """All towns of the scope."""
    return session.scalars(select(Town).where(scope.covers(Town.region_code)).order_by(Town.region_code, Town.id)).all()
