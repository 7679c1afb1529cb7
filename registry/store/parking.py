"""Rows that imports set aside and nobody settled yet (待核)."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from registry.domain.errors import NotFound
from registry.domain.terms import ImportState, RowAction
from registry.store.rosters import Import, ImportRow
from registry.store.scope import Scope
from registry.store.together import Question


def _open(query: Select, scope: Scope, import_id: int | None) -> Select:  # type: ignore[type-arg]  # any columns
    """Doubtful rows of applied imports; a refused row is not known well enough to be anybody's."""
    query = query.join(Import, Import.id == ImportRow.import_id).where(
        Import.state == ImportState.APPLIED, scope.covers(Import.region_code), ImportRow.action == RowAction.DOUBTFUL,
        ImportRow.parked_sealed.is_not(None), ImportRow.settled_at.is_(None),
    )  # fmt: skip
    return query.where(Import.id == import_id) if import_id is not None else query


def list_parked(
    session: Session, *, scope: Scope, import_id: int | None = None, limit: int, offset: int = 0
) -> Sequence[tuple[ImportRow, Import]]:
    """The rows that wait, each with its import, in the order they came."""
    query = _open(select(ImportRow, Import), scope, import_id).order_by(ImportRow.id).limit(limit).offset(offset)
    return [(row, taken) for row, taken in session.execute(query)]


def count_parked(session: Session, *, scope: Scope, import_id: int | None = None) -> int:
    """How many rows wait."""
    return session.scalar(_open(select(func.count(ImportRow.id)), scope, import_id)) or 0


def parked_in(scope: Scope) -> Question[int]:
    """How many rows wait in all, to be asked together with others."""
    return Question(_open(select(func.count(ImportRow.id)), scope, None), lambda rows: int(rows[0][0] or 0))


def check_row(session: Session, row_id: int, *, scope: Scope) -> None:
    """Raise NotFound where the scope has no such row of an import."""
    query = select(ImportRow.id).join(Import, Import.id == ImportRow.import_id)
    if session.scalar(query.where(ImportRow.id == row_id, scope.covers(Import.region_code))) is None:
        raise NotFound("rosters.not_parked")
