"""The forms: one frozen dataclass of inputs and one builder each (domain brief §5, forms 5, 7, 22 and the
record).

``REQUIRED`` is the list of what each must hold before it may be issued; a draft may lack them and shows the
gaps.
"""

from registry.domain.documents.forms.inputs import REQUIRED, AccountRef
from registry.domain.documents.forms.interview import InterviewNotice, build_interview_notice
from registry.domain.documents.forms.letters import (
    DisposalLetter,
    build_delisting_letter,
    build_shutdown_letter,
    build_suspension_letter,
)
from registry.domain.documents.forms.record import (
    RecordedHistory,
    RecordedMeasure,
    RecordedMove,
    RecordedViolation,
    SanctionRecord,
    build_sanction_record,
)
from registry.domain.documents.forms.rectification import RectificationOrder, build_rectification_order

__all__ = [
    "REQUIRED",
    "AccountRef",
    "DisposalLetter",
    "InterviewNotice",
    "RecordedHistory",
    "RecordedMeasure",
    "RecordedMove",
    "RecordedViolation",
    "RectificationOrder",
    "SanctionRecord",
    "build_delisting_letter",
    "build_interview_notice",
    "build_rectification_order",
    "build_sanction_record",
    "build_shutdown_letter",
    "build_suspension_letter",
]
