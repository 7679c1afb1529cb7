"""What an office sets for its own procedure: its terms, its working days, and which articles it is competent for.

Cases read these when they act; what was counted before stays as it was counted (controls list 7; 行政处罚法 第二十二条、第二十三条).
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.domain.cases import clocks
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit
from registry.services.bases import library_of
from registry.store.procedure import (
    Competence,
    OfficeClock,
    OfficeDay,
    find_competence,
    find_office_day,
    list_office_clocks,
)

LONGEST = 3650


def set_clock(
    session: Session, clock: str, *, days: int, unit: str, ground: str, since: date, by: Actor, at: datetime
) -> OfficeClock:
    """Set the office's own term for a clock from a day on; raises Refusal where the ground or a sensible length is missing."""
    require(by, "procedure.settle")
    if clock not in {each.id for each in clocks.all_clocks()} or unit not in clocks.UNITS or not 0 < days <= LONGEST:
        raise Refusal("procedure.clock_wrong", most=LONGEST)
    if not ground.strip():
        raise Refusal("procedure.ground_missing")
    if any(row.clock == clock and row.since == since for row in list_office_clocks(session, by.office_id)):
        raise Refusal("procedure.clock_twice", on=since)
    row = OfficeClock(office_id=by.office_id, clock=clock, days=days, unit=unit, ground=ground, since=since,
                      set_by_id=by.user_id, set_at=at)  # fmt: skip
    session.add(row)
    audit.record(
        session, "procedure.set_clock", by=by, at=at, object_type="office", object_id=by.office_id,
        region_code=by.region_code, after={"clock": clock, "days": days, "unit": unit, "since": str(since),
                                           "grounds": ground},
    )  # fmt: skip
    return row


def set_day(session: Session, day: date, *, is_working: bool, note: str, by: Actor, at: datetime) -> OfficeDay:
    """Say whether the office works on a day; said again, the later word holds and the log keeps both."""
    require(by, "procedure.settle")
    if not note.strip():
        raise Refusal("procedure.ground_missing")
    row = find_office_day(session, by.office_id, day)
    before = None if row is None else {"is_working": row.is_working, "note": row.note}
    if row is None:
        row = OfficeDay(office_id=by.office_id, day=day)
        session.add(row)
    row.is_working, row.note, row.set_by_id, row.set_at = is_working, note, by.user_id, at
    audit.record(
        session, "procedure.set_day", by=by, at=at, object_type="office", object_id=by.office_id,
        region_code=by.region_code, before=before, after={"on": str(day), "is_working": is_working, "note": note},
    )  # fmt: skip
    return row


def set_competence(
    session: Session, basis_code: str, *, is_competent: bool, ground: str, by: Actor, at: datetime, on: date
) -> Competence:
    """Say whether the office may decide on an article, and on what ground; the later word holds, the log keeps both."""
    require(by, "procedure.settle")
    library_of(session, by.office_id).get(basis_code, on)
    if not ground.strip():
        raise Refusal("procedure.ground_missing")
    row = find_competence(session, by.office_id, basis_code)
    before = None if row is None else {"is_competent": row.is_competent, "grounds": row.ground}
    if row is None:
        row = Competence(office_id=by.office_id, basis_code=basis_code)
        session.add(row)
    row.is_competent, row.ground, row.set_by_id, row.set_at = is_competent, ground, by.user_id, at
    audit.record(
        session, "procedure.set_competence", by=by, at=at, object_type="basis", object_id=basis_code,
        region_code=by.region_code, before=before, after={"is_competent": is_competent, "grounds": ground},
    )  # fmt: skip
    return row
