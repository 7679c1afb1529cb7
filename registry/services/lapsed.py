"""Giving up previews nobody confirmed: after the days a file is kept, the clock lets go of it as an officer would.

A preview holds a whole roster's personal values, sealed; what is of no use any more is not kept (个人信息保护法 art. 19).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.domain.terms import ImportState
from registry.services import audit, rosters
from registry.store.jobs import is_lapsed
from registry.store.rosters import Import


def give_up(session: Session, import_id: int, *, before: datetime, at: datetime) -> bool:
    """Give an import up that nobody confirmed or worked on since ``before``; False where somebody did meanwhile."""
    taken = session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
    if not is_lapsed(session, import_id, before=before):
        return False
    rosters.clear_rows(session, taken)
    taken.state, taken.problems, taken.choices_sealed = ImportState.DISCARDED, [], None
    audit.record(
        session, "rosters.discard", by=None, at=at, object_type="import", object_id=taken.id,
        region_code=taken.region_code, after={"filename": taken.filename},
    )  # fmt: skip
    return True
