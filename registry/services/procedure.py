"""What an office sets for its own procedure: its terms, its working days, and which articles it is competent for.

Cases read these when they act; what was counted before stays as it was counted (controls list 7; 行政处罚法 第二十二条、第二十三条).
"""

from collections.abc import Mapping
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
    _check_ground(ground)
    if any(row.clock == clock and row.since == since for row in list_office_clocks(session, by.office_id)):
        raise Refusal("procedure.clock_twice", on=since)
    row = OfficeClock(office_id=by.office_id, clock=clock, since=since)
    _settle(session, row, {"days": days, "unit": unit, "ground": ground}, by=by, at=at)
    told = {"clock": clock, "days": days, "unit": unit, "since": str(since), "grounds": ground}
    _log(session, "procedure.set_clock", by=by, at=at, after=told)
    return row


def set_day(session: Session, day: date, *, is_working: bool, note: str, by: Actor, at: datetime) -> OfficeDay:
    """Say whether the office works on a day; said again, the later word holds and the log keeps both."""
    require(by, "procedure.settle")
    _check_ground(note)
    row = find_office_day(session, by.office_id, day)
    before = None if row is None else {"is_working": row.is_working, "note": row.note}
    row = row or OfficeDay(office_id=by.office_id, day=day)
    _settle(session, row, {"is_working": is_working, "note": note}, by=by, at=at)
    told = {"on": str(day), "is_working": is_working, "note": note}
    _log(session, "procedure.set_day", by=by, at=at, before=before, after=told)
    return row


def set_competence(
    session: Session, basis_code: str, *, is_competent: bool, ground: str, by: Actor, at: datetime, on: date
) -> Competence:
    """Say whether the office may decide on an article, and on what ground; the later word holds, the log keeps both."""
    require(by, "procedure.settle")
    library_of(session, by.office_id).get(basis_code, on)
    _check_ground(ground)
    row = find_competence(session, by.office_id, basis_code)
    before = None if row is None else {"is_competent": row.is_competent, "grounds": row.ground}
    row = row or Competence(office_id=by.office_id, basis_code=basis_code)
    _settle(session, row, {"is_competent": is_competent, "ground": ground}, by=by, at=at)
    told = {"is_competent": is_competent, "grounds": ground}
    _log(session, "procedure.set_competence", by=by, at=at, before=before, after=told, basis=basis_code)
    return row


def _check_ground(text: str) -> None:
    if not text.strip():
        raise Refusal("procedure.ground_missing")


def _settle(
    session: Session,
    row: OfficeClock | OfficeDay | Competence,
    values: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write what the office says now on a row, new or said before, with who said it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.set_by_id, row.set_at = by.user_id, at
    session.add(row)


def _log(
    session: Session, act: str, *, by: Actor, at: datetime, before: Mapping[str, object] | None = None,
    after: Mapping[str, object], basis: str | None = None,
) -> None:  # fmt: skip
    """The entry of a setting: on the office, or on the article it is about."""
    audit.record(
        session, act, by=by, at=at, object_type="basis" if basis else "office", object_id=basis or by.office_id,
        region_code=by.region_code, before=before, after=after,
    )  # fmt: skip
