"""Which papers an act of a case calls for: the forms of its row of the table, narrowed to the papers made for that act.

A form of the list of 26 may hold several papers (form 19: no penalty, amendment); what an act owes is one of those named
here (行政处罚法 第五章: each step leaves its paper).
"""

from collections.abc import Mapping
from typing import Final

from registry.domain.cases.procedure import Act
from registry.domain.documents.catalogue import forms
from registry.domain.terms import DocumentKind, MeasureKind

D, M = DocumentKind, MeasureKind
OF_MEASURE: Final[Mapping[MeasureKind, tuple[DocumentKind, ...]]] = {
    M.REMINDER: (D.RECTIFICATION_ORDER,),
    M.INTERVIEW: (D.INTERVIEW_NOTICE, D.RECTIFICATION_ORDER),
    M.SUSPENSION: (D.SUSPENSION_LETTER, D.RECTIFICATION_ORDER),
    M.DELISTING: (D.DELISTING_LETTER, D.RECTIFICATION_ORDER),
    M.SHUTDOWN: (D.SHUTDOWN_LETTER,),
}
"""The papers a measure may go out with, the usual one first (domain brief §7.6). Closing leaves nothing to rectify."""
_SERVED: Final = (D.SERVICE_RECEIPT,)
_AMENDED: Final = (D.AMENDMENT_DECISION,)
_MOVED: Final = (D.TRANSFER_LETTER, D.CRIME_TRANSFER)
_NARROWER: Final[Mapping[str, tuple[DocumentKind, ...]]] = {
    "preserve": (D.PRESERVATION_NOTICE, D.PRESERVATION_APPROVAL),
    "dispose_preserved": (D.PRESERVATION_DISPOSAL,),
    "record_statement": (D.STATEMENT_RECORD, D.STATEMENT_REVIEW),
    "waive_statement": (D.STATEMENT_WAIVER,),
    "request_hearing": (D.HEARING_APPLICATION, D.HEARING_NOTICE),
    "hold_hearing": (D.HEARING_RECORD, D.HEARING_REPORT),
    "decide_no_penalty": (D.NO_PENALTY_DECISION,),
    "serve_notice": _SERVED,
    "serve_decision": _SERVED,
    "recheck": (D.RECTIFICATION_RECHECK,),
    "archive": (D.DOSSIER_COVER,),
    "transfer": _MOVED,
    "hand_over": (D.TRANSFER_RECEIPT,),
    "report_up": (D.SUPERIOR_REQUEST,),
    "revoke": _AMENDED,
    "overturn": _AMENDED,
    "object": (D.OBJECTION_REVIEW,),
}
_BESIDES: Final[Mapping[int, DocumentKind]] = {23: D.CREDIT_NOTICE}
_BY_MEASURE: Final = ("issue_decision", "send_out")


def papers_of(row: Act, kind: MeasureKind | None = None) -> tuple[DocumentKind, ...]:
    """The kinds of paper one of which the act owes; ``kind``: the measure of the case, which decides what goes out."""
    if row.act in _NARROWER:
        return _NARROWER[row.act]
    found = tuple(each for each, form in forms().items() if form.number in row.forms)
    if row.act not in _BY_MEASURE or kind is None:
        return found
    usual = (*OF_MEASURE[kind], D.PENALTY_DECISION) if row.act == "issue_decision" else _sent_with(kind)
    return tuple(each for each in usual if each in found)


def _sent_with(kind: MeasureKind) -> tuple[DocumentKind, ...]:
    """An interview goes out as its record; the others as the letter or order itself."""
    return (D.INTERVIEW_RECORD,) if kind is M.INTERVIEW else OF_MEASURE[kind]


def papers_besides(row: Act) -> tuple[DocumentKind, ...]:
    """The kinds of paper each of which the act owes beside the first (两书同达)."""
    return tuple(_BESIDES[number] for number in row.besides)
