"""Accounts and the holders behind them: tables. The questions asked of them stand in account_queries.py."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.domain.identifiers import mask_inside
from registry.domain.terms import AccountStatus, Category, HolderType, Influence, Platform, Tier
from registry.store.db import Base
from registry.store.types import Instant, Json, Term


class Named:
    """What bears a name. ``name`` is the name as it is shown anywhere: a person's number in it is masked, since one that
    somebody wrote into a name is no less a person's (个人信息保护法 第六条). In a query it is the column itself.

    ``written_name`` is the name as it was written: for comparing, for keys, and for those who may see.
    """

    written_name: Mapped[str]

    @hybrid_property
    def name(self) -> str:
        """The name as it is shown."""
        return mask_inside(self.written_name)

    @name.inplace.setter
    def _write_name(self, name: str) -> None:
        self.written_name = name

    @name.inplace.expression
    @classmethod
    def _name_column(cls) -> ColumnElement[str]:
        return cls.__table__.c.name  # type: ignore[attr-defined, no-any-return]  # every one of them is a table


class Holder(Named, Base):
    """The person or body behind accounts. Its key seals every personal field that concerns it; erasure destroys the key."""

    __tablename__ = "holders"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    written_name: Mapped[str] = mapped_column("name", String(120), index=True)
    holder_type: Mapped[HolderType | None] = mapped_column(Term(HolderType))
    uscc: Mapped[str | None] = mapped_column(String(40), index=True)
    id_no_sealed: Mapped[str | None] = mapped_column(Text)
    id_no_mark: Mapped[str | None] = mapped_column(String(64), index=True)
    wrapped_key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)

    accounts: Mapped[list["Account"]] = relationship(back_populates="holder")


class Account(Named, Base):
    """A self-media account. ``tier`` … ``next_change_on`` are the last evaluation, kept for lists; the ledger is the source.

    ``pending_tier``: what the rules derive, where an office confirms it first; ``tier`` is then what was confirmed last.
    ``override_tier`` … ``override_reason``: what a person set in the tier's place up to a day, shown beside it.

    ``platform_written``: how a roster called the platform of an account of 其他, for the day somebody says which it is.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        Index("ix_accounts_region_tier", "region_code", "tier"),
        Index("ix_accounts_region_updated", "region_code", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6))
    town: Mapped[str | None] = mapped_column(String(60))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("holders.id"), index=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    key_is_weak: Mapped[bool] = mapped_column(default=False)
    name_key: Mapped[str] = mapped_column(String(120), index=True)
    initials: Mapped[str] = mapped_column(String(240), default="", server_default="")

    platform: Mapped[Platform] = mapped_column(Term(Platform))
    uid: Mapped[str | None] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(1000))
    written_name: Mapped[str] = mapped_column("name", String(120))
    category: Mapped[Category | None] = mapped_column(Term(Category))
    contact: Mapped[str | None] = mapped_column(String(60))
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    phone_mark: Mapped[str | None] = mapped_column(String(64), index=True)
    address: Mapped[str | None] = mapped_column(String(200))
    followers: Mapped[int | None]
    followers_on: Mapped[str | None] = mapped_column(String(10))
    opened_on: Mapped[str | None] = mapped_column(String(10))
    verified: Mapped[str | None] = mapped_column(String(120))
    licence: Mapped[str | None] = mapped_column(String(200))
    mcn: Mapped[str | None] = mapped_column(String(120))
    filing_no: Mapped[str | None] = mapped_column(String(120))
    influence: Mapped[Influence | None] = mapped_column(Term(Influence))
    status: Mapped[AccountStatus | None] = mapped_column(Term(AccountStatus))
    supervisor: Mapped[str | None] = mapped_column(String(120))
    remark: Mapped[str | None] = mapped_column(Text)
    declared_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    approximate: Mapped[list[str]] = mapped_column(Json, default=list)
    extra: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    platform_written: Mapped[str | None] = mapped_column(String(60))

    registered_on: Mapped[date]
    filing_complete: Mapped[bool] = mapped_column(default=False)
    tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    tier_since: Mapped[date | None]
    points: Mapped[int | None]
    proposal: Mapped[str | None] = mapped_column(String(24), index=True)
    proposal_row: Mapped[str | None] = mapped_column(String(24))
    proposal_violation_id: Mapped[int | None]
    eligible: Mapped[Tier | None] = mapped_column(Term(Tier))
    undetermined: Mapped[bool] = mapped_column(default=False)
    next_change_on: Mapped[date | None] = mapped_column(index=True)
    evaluated_on: Mapped[date | None]
    timeline: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    pending_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    pending_since: Mapped[date | None]
    override_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    override_until: Mapped[date | None]
    override_reason: Mapped[str | None] = mapped_column(Text)

    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    archived_on: Mapped[date | None]
    archive_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    holder: Mapped[Holder | None] = relationship(back_populates="accounts", lazy="joined")
    former_names: Mapped[list["FormerName"]] = relationship(order_by="FormerName.until_on")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling

    @property
    def derived_tier(self) -> Tier | None:
        """The tier the rules derive: the one shown, or, where an office confirms first, the one that waits."""
        return self.pending_tier or self.tier


class FormerName(Named, Base):
    """A name an account bore (曾用名), until the day another was learned."""

    __tablename__ = "former_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    written_name: Mapped[str] = mapped_column("name", String(120))
    until_on: Mapped[date]


class Move(Base):
    """A change of tier as it was made, with the trace that explains it; append-only.

    A correction (voiding, annulling) is a move of its own and cites in ``corrects`` what it set right.
    """

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    on: Mapped[date]
    from_tier: Mapped[Tier | None] = mapped_column(Term(Tier))
    to_tier: Mapped[Tier] = mapped_column(Term(Tier))
    row: Mapped[str] = mapped_column(String(24))
    article: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[list[str]] = mapped_column(Json)
    rulebook_version: Mapped[str | None] = mapped_column(String(24))
    trace: Mapped[dict[str, Any]] = mapped_column(Json)
    corrects: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)
