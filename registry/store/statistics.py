"""The figures of 处置统计: measures that took effect in a period and were not annulled."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.domain.terms import MeasureKind, TargetKind
from registry.store.measures import Measure
from registry.store.scope import Scope

Count = tuple[str, date, MeasureKind, TargetKind, int]


def count_effected(session: Session, first: date, last: date, *, scope: Scope) -> list[Count]:
    """Rows of (region_code, effective_on, kind, target_kind, number) from ``first`` to ``last``, both included."""
    keys = (Measure.region_code, Measure.effective_on, Measure.kind, Measure.target_kind)
    query = select(*keys, func.count().label("number")).where(
        scope.covers(Measure.region_code),
        Measure.effective_on.between(first, last),
        Measure.annulled_on.is_(None),
    )
    found = session.execute(query.group_by(*keys))
    return [(code, day, kind, target, number) for code, day, kind, target, number in found if day is not None]
