"""Many papers printed at once: what was asked for, and the file that came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from registry.domain.errors import NotFound
from registry.store.db import Base
from registry.store.documents import Document
from registry.store.scope import Scope
from registry.store.types import Instant, Json


class PaperBatch(Base):
    """One order to print. ``documents``: their keys in the order of the file; ``sha256``: the file, "" until it is made."""

    __tablename__ = "paper_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(8))
    documents: Mapped[list[int]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def get_batch(session: Session, batch_id: int, *, user_id: int) -> PaperBatch:
    """An order of that user, or NotFound."""
    found = session.get(PaperBatch, batch_id)
    if found is None or found.asked_by_id != user_id:
        raise NotFound("documents.batch_unknown")
    return found


def list_standing(
    session: Session, *, measure_ids: Collection[int], account_ids: Collection[int], scope: Scope
) -> Sequence[int]:
    """The keys of standing papers of measures and accounts, by their number."""
    query = select(Document.id).where(
        scope.covers(Document.region_code), Document.void_reason.is_(None),
        or_(Document.measure_id.in_(measure_ids), Document.account_id.in_(account_ids)),
    )  # fmt: skip
    return session.scalars(query.order_by(Document.id)).all()


def list_by_keys(session: Session, keys: Collection[int]) -> Sequence[Document]:
    """Papers by their keys, in that order, with who issued them."""
    query = select(Document).where(Document.id.in_(keys)).options(joinedload(Document.issued_by))
    rows = {row.id: row for row in session.scalars(query)}
    return [rows[key] for key in keys if key in rows]


def list_kept(session: Session) -> Sequence[PaperBatch]:
    """The orders whose file is still kept."""
    return session.scalars(select(PaperBatch).where(PaperBatch.sha256 != "").order_by(PaperBatch.id)).all()
