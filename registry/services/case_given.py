"""What an officer gives with an act of a case: one shape for all acts; each takes what its row of the table asks for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from registry.domain.cases.vocabulary import ServiceMethod
from registry.domain.terms import MeasureKind, TargetKind
from registry.services.files import Stored


@dataclass(frozen=True)
class Plan:
    """The measure intended since the investigation was concluded; it becomes one when the case is decided."""

    account_id: int
    violation_id: int | None
    kind: MeasureKind
    target_kind: TargetKind
    target: str
    deciding_body: str
    executing_body: str
    basis_code: str
    grounds: str
    skip_reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a case keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Plan":
        """What a case keeps, read again."""
        return cls(**{**kept, "kind": MeasureKind(kept["kind"]), "target_kind": TargetKind(kept["target_kind"])})


@dataclass(frozen=True)
class Given:
    """``on``: the day it was done, the day of entry where left out. ``note``: reason, content or opinion.

    ``paper_no``: the number of a paper made outside the register, ``document_id`` one issued here.
    """

    on: date | None = None
    note: str = ""
    paper_no: str = ""
    document_id: int | None = None
    plan: Plan | None = None
    is_major: bool = False
    method: ServiceMethod | None = None
    receiver: str = ""
    person_id: int | None = None
    body: str = ""
    ends_on: date | None = None
    demand: str = ""
    due_on: date | None = None
    is_passed: bool = True
    voids_finding: bool = False
    files: Sequence[Stored] = ()
    origin: str = ""
    captured_on: date | None = None
    captured_by: str = ""
    clock_id: int | None = None
    days: int = 0
