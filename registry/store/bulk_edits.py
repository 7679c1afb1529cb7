"""One field of many accounts set at once: what was set, what each account said before, and whether it was taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.types import Instant, Json
from registry.store.users import User


class BulkEdit(Base):
    """One such act. ``rows``: [account id, what it said before] each; ``kept``: accounts an undo left, as edited since."""

    __tablename__ = "bulk_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    field: Mapped[str] = mapped_column(String(24))
    value: Mapped[str | None] = mapped_column(String(200))
    rows: Mapped[list[list[Any]]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kept: Mapped[list[int]] = mapped_column(Json, default=list)

    made_by: Mapped[User] = relationship(foreign_keys=made_by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)


def get_bulk_edit(session: Session, edit_id: int, *, scope: Scope) -> BulkEdit:
    """Return one of the scope or raise NotFound."""
    query = select(BulkEdit).where(BulkEdit.id == edit_id, scope.covers(BulkEdit.region_code))
    found = session.scalar(query.options(joinedload(BulkEdit.made_by), joinedload(BulkEdit.undone_by)))
    if found is None:
        raise NotFound("bulk_edits.unknown", edit=edit_id)
    return found
