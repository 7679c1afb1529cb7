"""An outcome read back from the trace a stored move keeps: how a tier was come by then, whatever the ledger says now."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from registry.domain.grading.parts import (
    Cause,
    Counted,
    FloorReason,
    IgnoredPromotion,
    Move,
    NearMiss,
    Path,
    Proposal,
    Uncounted,
)
from registry.domain.terms import Tier


class KeptOutcome:
    """What `explain` reads of an `Outcome`; what an older trace does not hold is empty."""

    on: date
    version: str | None
    tier: Tier | None
    points: int | None
    heavy: int
    light: int
    credits: int
    counted: tuple[Counted, ...]
    uncounted: tuple[Uncounted, ...]
    floor: Tier | None
    floor_rows: tuple[FloorReason, ...]
    eligible: Tier | None
    timeline: tuple[Move, ...]
    proposal: Proposal | None
    near_misses: tuple[NearMiss, ...]
    paths: tuple[Path, ...]
    next_change_on: date | None
    next_move: Move | None
    versions: tuple[str, ...]
    causes: tuple[Cause, ...]
    ignored_promotions: tuple[IgnoredPromotion, ...]
    is_undetermined: bool

    def __init__(self, trace: Mapping[str, Any]) -> None:
        for name, kind in get_type_hints(KeptOutcome).items():
            setattr(self, name, _read(trace.get(name), kind))


def _read(value: Any, kind: Any) -> Any:
    """A value of a trace as ``kind``; () for a list that is missing, 0 for a number that is."""
    if get_origin(kind) is tuple:
        return tuple(_read(each, get_args(kind)[0]) for each in value or ())
    if get_origin(kind) is UnionType:
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(value, inner)
    if hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return kind(
            **{each.name: _read(value[each.name], hints[each.name]) for each in fields(kind) if each.name in value}
        )
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if value is not None else kind()
