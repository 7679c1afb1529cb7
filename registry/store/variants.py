"""Holders that were merged or said to be apart: tables, and what the page of variant names asks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, func, select, union_all
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.identifiers import mask_inside
from registry.domain.rosters.variants import HolderLine
from registry.store.accounts import Account, Holder
from registry.store.db import Base
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.scope import Scope
from registry.store.types import Instant, Json
from registry.store.users import User
from registry.store.violations import Violation


class HolderMerge(Base):
    """One merge: ``moved`` says whose each account was; ``before`` and ``after`` what the kept holder was and became."""

    __tablename__ = "holder_merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("holders.id"), index=True)
    moved: Mapped[dict[str, int]] = mapped_column(Json)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    names: Mapped[list[str]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    kept: Mapped[Holder] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=made_by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)


class MergedHolder(Base):
    """A holder that stands for another since a merge; its row and key stay, for what was sealed and for the undo."""

    __tablename__ = "merged_holders"

    holder_id: Mapped[int] = mapped_column(ForeignKey("holders.id"), primary_key=True, autoincrement=False)
    kept_id: Mapped[int] = mapped_column(ForeignKey("holders.id"), index=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("holder_merges.id"), index=True)


class HolderDismissal(Base):
    """Holders an officer said are not the same (不是同一个)."""

    __tablename__ = "holder_dismissals"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    members: Mapped[list[int]] = mapped_column(Json)
    said_at: Mapped[datetime] = mapped_column(Instant)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    said_by: Mapped[User] = relationship(foreign_keys=said_by_id)
    taken_back_by: Mapped[User | None] = relationship(foreign_keys=taken_back_by_id)


def list_lines(session: Session, *, scope: Scope, holder_ids: Collection[int] | None = None) -> list[HolderLine]:
    """The holders with accounts, as the search for variants needs them: those of ``holder_ids``, or all."""
    query = select(Holder, Account.phone_mark).join(Holder.accounts).where(scope.covers(Holder.region_code))
    query = query.where(Holder.wrapped_key.is_not(None))
    if holder_ids is not None:
        query = query.where(Holder.id.in_(holder_ids))
    marks: dict[Holder, list[str | None]] = {}
    for holder, mark in session.execute(query):
        marks.setdefault(holder, []).append(mark)
    return [
        HolderLine(
            each.id, each.region_code, each.name, each.holder_type, each.uscc, each.id_no_mark,
            frozenset(mark for mark in found if mark), len(found),
        )
        for each, found in marks.items()
    ]  # fmt: skip


def list_apart(session: Session, *, scope: Scope) -> list[frozenset[int]]:
    """What was said to be apart and not taken back; for one merged meanwhile the one that stands for it."""
    query = select(HolderDismissal.members).where(scope.covers(HolderDismissal.region_code))
    found = list(session.scalars(query.where(HolderDismissal.taken_back_at.is_(None))))
    merged: dict[int, int] = {}
    if found:
        pairs = select(MergedHolder.holder_id, MergedHolder.kept_id).join(Holder, Holder.id == MergedHolder.holder_id)
        merged = {row.holder_id: row.kept_id for row in session.execute(pairs.where(scope.covers(Holder.region_code)))}
    return [frozenset(each) | {_standing(merged, one) for one in each} for each in found]


def _standing(merged: Mapping[int, int], holder_id: int) -> int:
    """The end of the chain of merges a holder is in."""
    while holder_id in merged:
        holder_id = merged[holder_id]
    return holder_id


def list_merged_among(session: Session, holder_ids: Collection[int]) -> Sequence[MergedHolder]:
    """Which of these holders others stand for, as it is now."""
    query = select(MergedHolder).where(MergedHolder.holder_id.in_(holder_ids)).order_by(MergedHolder.holder_id)
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def get_dismissal(session: Session, dismissal_id: int, *, scope: Scope) -> HolderDismissal:
    """Return what was said to be apart, held until the act ends, or raise NotFound."""
    query = select(HolderDismissal).where(
        HolderDismissal.id == dismissal_id, scope.covers(HolderDismissal.region_code)
    )  # fmt: skip
    found = session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("variants.dismissal_unknown")
    return found


def list_dismissals(session: Session, *, scope: Scope, limit: int, offset: int = 0) -> Sequence[HolderDismissal]:
    """What was said to be apart, the latest first, taken back or not."""
    query = select(HolderDismissal).where(scope.covers(HolderDismissal.region_code))
    people = (joinedload(HolderDismissal.said_by), joinedload(HolderDismissal.taken_back_by))
    query = query.options(*people).order_by(HolderDismissal.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).all()


def count_dismissals(session: Session, *, scope: Scope) -> int:
    """How many there are."""
    query = select(func.count()).select_from(HolderDismissal).where(scope.covers(HolderDismissal.region_code))
    return session.scalar(query) or 0


def list_holder_names(session: Session, holder_ids: Collection[int]) -> dict[int, str]:
    """The names of these holders, as they are shown."""
    query = select(Holder.id, Holder.name).where(Holder.id.in_(set(holder_ids)))
    return {row.id: mask_inside(row.name) for row in session.execute(query)}


def lock_holders(session: Session, holder_ids: Collection[int], *, scope: Scope) -> list[Holder]:
    """These holders as they are now, held until the act ends; NotFound where one is not of the scope."""
    query = select(Holder).where(Holder.id.in_(holder_ids), scope.covers(Holder.region_code)).order_by(Holder.id)
    found = [*session.scalars(query.with_for_update(), execution_options={"populate_existing": True})]
    if len(found) < len(set(holder_ids)):
        raise NotFound("holders.unknown", holder=min(set(holder_ids) - {each.id for each in found}))
    return found


def list_accounts_behind(session: Session, holder_ids: Collection[int]) -> Sequence[Account]:
    """The accounts of these holders, archived ones included."""
    query = select(Account).where(Account.holder_id.in_(holder_ids)).options(joinedload(Account.holder))
    return session.scalars(query.order_by(Account.id)).unique().all()


def get_merge(session: Session, merge_id: int, *, scope: Scope) -> HolderMerge:
    """Return a merge of the scope, held until the act ends, or raise NotFound."""
    query = select(HolderMerge).where(HolderMerge.id == merge_id, scope.covers(HolderMerge.region_code))
    found = session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("variants.unknown")
    return found


def list_merges(session: Session, *, scope: Scope, limit: int, offset: int = 0) -> Sequence[HolderMerge]:
    """The latest merges, those undone included."""
    query = select(HolderMerge).where(scope.covers(HolderMerge.region_code))
    people = (joinedload(HolderMerge.made_by), joinedload(HolderMerge.undone_by), joinedload(HolderMerge.kept))
    return session.scalars(query.options(*people).order_by(HolderMerge.id.desc()).limit(limit).offset(offset)).all()


def count_merges(session: Session, *, scope: Scope) -> int:
    """How many merges there are, those undone included."""
    query = select(func.count()).select_from(HolderMerge).where(scope.covers(HolderMerge.region_code))
    return session.scalar(query) or 0


def list_former_names(session: Session, holder_id: int) -> list[str]:
    """The names under which a holder was also on file, before a merge."""
    merged = select(MergedHolder.holder_id, MergedHolder.kept_id).where(MergedHolder.kept_id == holder_id)
    chain = merged.cte(recursive=True)
    further = select(MergedHolder.holder_id, MergedHolder.kept_id)
    chain = chain.union(further.join(chain, MergedHolder.kept_id == chain.c.holder_id))
    query = select(Holder.name).join(chain, chain.c.holder_id == Holder.id).order_by(Holder.id)
    return list(dict.fromkeys(filter(None, session.scalars(query))))


def list_former_holders(session: Session) -> dict[int, set[str]]:
    """Account → the names its holder was also on file under before a merge, for accounts of holders that were kept."""
    query = select(MergedHolder.holder_id, MergedHolder.kept_id, Holder.name)
    rows = session.execute(query.join(Holder, Holder.id == MergedHolder.holder_id)).all()
    if not rows:
        return {}
    merged, names = {row.holder_id: row.kept_id for row in rows}, defaultdict[int, set[str]](set)
    for row in rows:
        if row.name:
            names[_standing(merged, row.holder_id)].add(row.name)
    accounts = select(Account.id, Account.holder_id).where(Account.holder_id.in_(select(MergedHolder.kept_id)))
    return {row.id: names[row.holder_id] for row in session.execute(accounts) if row.holder_id in names}


def list_merged(session: Session, region_code: str) -> dict[int, int]:
    """Holder → the one it was merged into, for a county."""
    query = select(MergedHolder.holder_id, MergedHolder.kept_id).join(Holder, Holder.id == MergedHolder.holder_id)
    rows = session.execute(query.where(Holder.region_code == region_code))
    return {row.holder_id: row.kept_id for row in rows}


def find_merged(session: Session) -> set[int]:
    """Every holder another stands for since a merge."""
    return set(session.scalars(select(MergedHolder.holder_id)))


def standing(session: Session, holder: Holder) -> Holder:
    """The holder that stands for this one since it was merged; itself where it was not."""
    while (merged := session.get(MergedHolder, holder.id)) is not None:
        holder = session.get_one(Holder, merged.kept_id)
    return holder


def is_filed_since(session: Session, account_ids: Collection[int], since: datetime) -> bool:
    """Whether a violation, a measure or a document was filed on one of these accounts after a moment."""
    dated = (
        (Violation, Violation.recorded_at), (Measure, Measure.drafted_at), (Document, Document.issued_at),
    )  # fmt: skip
    filed = [select(table.id).where(table.account_id.in_(account_ids), when > since) for table, when in dated]
    return bool(session.scalar(select(func.count()).select_from(union_all(*filed).subquery())))
