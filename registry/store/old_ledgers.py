"""Old ledgers: the file as an import and its rows with their fate; the facts that entered stand in old_facts.py."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.terms import OldLedgerState, RowAction
from registry.store.db import Base
from registry.store.scope import Scope
from registry.store.together import Question
from registry.store.types import Instant, Json, Term
from registry.store.users import User


class OldLedger(Base):
    """One file of old facts: previewed, entered by one officer, confirmed by another; or given up, or undone.

    The file itself is kept sealed in the data folder until it is of no more use. ``choices_sealed``: columns and cells
    as an officer chose them; ``sheets``: how each was understood; ``hands``: users who decided anything in the preview.
    """

    __tablename__ = "old_ledgers"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[OldLedgerState] = mapped_column(Term(OldLedgerState), index=True)
    upload_sha256: Mapped[str | None] = mapped_column(String(64))
    choices_sealed: Mapped[str | None] = mapped_column(Text)
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    hands: Mapped[list[int]] = mapped_column(Json, default=list)
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    skipped: Mapped[list[str]] = mapped_column(Json, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime | None] = mapped_column(Instant)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undo_reason: Mapped[str | None] = mapped_column(Text)

    uploaded_by: Mapped[User] = relationship(foreign_keys=uploaded_by_id)
    entered_by: Mapped[User | None] = relationship(foreign_keys=entered_by_id)
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=confirmed_by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)


class OldLedgerRow(Base):
    """A row of the file and its fate. ``told`` is the row as read, free texts with numbers of persons sealed.

    ``found_id`` is the account it was found to be of, ``chosen_id`` the one an officer named, ``chosen_by_id`` that
    officer; neither account is a link: one that is only previewed may still go. ``other_why``: why it is no repetition
    of what is on file, in an officer's words.
    """

    __tablename__ = "old_ledger_rows"
    __table_args__ = (Index("ix_old_ledger_rows_ledger_action", "ledger_id", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("old_ledgers.id"))
    sheet: Mapped[str | None] = mapped_column(String(100))
    row: Mapped[int]
    action: Mapped[RowAction] = mapped_column(Term(RowAction))
    told: Mapped[dict[str, Any]] = mapped_column(Json)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    found_id: Mapped[int | None]
    chosen_id: Mapped[int | None]
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    candidates: Mapped[list[int]] = mapped_column(Json, default=list)
    other_why: Mapped[str | None] = mapped_column(Text)


def get_old_ledger(session: Session, ledger_id: int, *, scope: Scope, is_locked: bool = False) -> OldLedger:
    """Return an old ledger of the scope or raise NotFound. ``is_locked``: no other act on it until this one has ended."""
    if is_locked:
        session.execute(select(OldLedger.id).where(OldLedger.id == ledger_id).with_for_update())
    query = select(OldLedger).where(OldLedger.id == ledger_id, scope.covers(OldLedger.region_code))
    people = (joinedload(OldLedger.uploaded_by), joinedload(OldLedger.entered_by), joinedload(OldLedger.confirmed_by))
    found = session.scalar(query.options(*people).execution_options(populate_existing=is_locked))
    if found is None:
        raise NotFound("old_ledgers.unknown")
    return found


def list_old_ledgers(session: Session, *, scope: Scope, limit: int, offset: int = 0) -> Sequence[OldLedger]:
    """The newest first, with the people who handled them."""
    people = (joinedload(OldLedger.uploaded_by), joinedload(OldLedger.entered_by), joinedload(OldLedger.confirmed_by))
    query = select(OldLedger).where(scope.covers(OldLedger.region_code)).options(*people)
    return session.scalars(query.order_by(OldLedger.id.desc()).limit(limit).offset(offset)).all()


def count_old_ledgers(session: Session, *, scope: Scope) -> int:
    """How many there are."""
    query = select(func.count()).select_from(OldLedger).where(scope.covers(OldLedger.region_code))
    return session.scalar(query) or 0


def list_unconfirmed(session: Session, *, scope: Scope, limit: int) -> Sequence[OldLedger]:
    """Those entered and waiting for the second person, the oldest first."""
    query = select(OldLedger).where(*_entered(scope)).options(joinedload(OldLedger.entered_by))
    return session.scalars(query.order_by(OldLedger.id).limit(limit)).all()


def entered_in(scope: Scope) -> Question[int]:
    """How many wait for the second person."""
    query = select(func.count()).select_from(OldLedger).where(*_entered(scope))
    return Question(query, lambda rows: int(rows[0][0] or 0))


def _entered(scope: Scope) -> list[ColumnElement[bool]]:
    return [scope.covers(OldLedger.region_code), OldLedger.state == OldLedgerState.ENTERED]


def find_same_old_ledger(session: Session, taken: OldLedger) -> OldLedger | None:
    """Another old ledger of the county from the very same file, that was entered and stands."""
    stands = OldLedger.state.in_((OldLedgerState.ENTERED, OldLedgerState.CONFIRMED))
    query = select(OldLedger).where(OldLedger.sha256 == taken.sha256, OldLedger.id != taken.id, stands)
    return session.scalar(
        query.where(OldLedger.region_code == taken.region_code).order_by(OldLedger.id.desc()).limit(1)
    )


def list_old_rows(
    session: Session, ledger_id: int, *, actions: Collection[RowAction] | None = None, limit: int | None = None,
    offset: int = 0,
) -> Sequence[OldLedgerRow]:  # fmt: skip
    """The rows of a file in its order, of these fates or of all."""
    query = select(OldLedgerRow).where(OldLedgerRow.ledger_id == ledger_id)
    if actions is not None:
        query = query.where(OldLedgerRow.action.in_(actions))
    return session.scalars(query.order_by(OldLedgerRow.id).limit(limit).offset(offset)).all()


def list_fates(session: Session, ledger_id: int) -> list[tuple[int, RowAction, int | None]]:
    """What a preview says of each row in its order, as (row, fate, account found)."""
    query = select(OldLedgerRow.id, OldLedgerRow.action, OldLedgerRow.found_id)
    rows = session.execute(query.where(OldLedgerRow.ledger_id == ledger_id).order_by(OldLedgerRow.id))
    return [(row[0], row[1], row[2]) for row in rows]


def get_old_row(session: Session, ledger_id: int, row_id: int) -> OldLedgerRow:
    """A row of this file; raises NotFound."""
    query = select(OldLedgerRow).where(OldLedgerRow.id == row_id, OldLedgerRow.ledger_id == ledger_id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("old_ledgers.unknown")
    return found


def list_choosers(session: Session, ledger_id: int) -> Sequence[int]:
    """The users who said of a doubtful row of this file whose it is."""
    query = select(OldLedgerRow.chosen_by_id).where(OldLedgerRow.ledger_id == ledger_id).distinct()
    return [key for key in session.scalars(query) if key is not None]


def list_kept_ledgers(session: Session, *, before: datetime) -> Sequence[int]:
    """The old ledgers entered before that instant whose file is still kept."""
    query = select(OldLedger.id).where(OldLedger.upload_sha256.is_not(None), OldLedger.entered_at < before)
    return session.scalars(query).all()
