"""What a case (案件) suggests for the fields of its papers: who handles it, what it rests on, what was done when.

Each source answers from the case's steps, officers, evidence and intended measure; outside a case it knows nothing and the
field stays as the account alone suggests it. The officer reads everything over (行政处罚法 第五十四条、第五十九条).
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import object_session

from registry.domain import bases
from registry.domain.terms import MeasureKind, Source, label
from registry.services.bases import library_of
from registry.services.case_clocks import due_on
from registry.services.case_given import Plan
from registry.store.cases import Case, CaseStep

SOURCE_WORDS: Final = {
    Source.REPORT: "举报",
    Source.ASSIGNED: "上级交办",
    Source.TRANSFERRED: "其他机关移送",
    Source.INSPECTION: "巡查发现",
}
"""How the form of a clue names the sources; any other the officer names."""
SANCTIONS: Final = {
    MeasureKind.REMINDER: "予以提醒，并责令限期改正",
    MeasureKind.INTERVIEW: "予以约谈，并责令限期改正",
    MeasureKind.SUSPENSION: "建议平台暂停更新",
    MeasureKind.DELISTING: "建议下架有关内容",
    MeasureKind.SHUTDOWN: "建议关停账号",
}
"""The measure intended, as a notice tells it."""


def answer(source: str, case: Case) -> Any:
    """What the case says to a source; None where it says nothing or the source is none of its own."""
    found = OF_CASE.get(source)
    return found(case) if found else None


def _step(case: Case, *acts: str) -> CaseStep | None:
    return next((step for step in reversed(case.steps) if step.act in acts), None)


def _day_of(case: Case, act: str) -> date | None:
    step = _step(case, act)
    return step.on if step else None


def _note_of(case: Case, *acts: str) -> str:
    step = _step(case, *acts)
    return step.note if step else ""


def _plan(case: Case) -> Plan | None:
    return Plan.from_json(case.plan) if case.plan else None


def _officers(case: Case) -> tuple[str, ...]:
    return tuple(f"{each.user.name}（执法证号 {each.certificate_no}）" for each in case.officers if not each.recused_on)


def _basis(case: Case) -> tuple[str, ...]:
    plan, session = _plan(case), object_session(case)
    if plan is None or session is None:
        return ()
    found = library_of(session, case.office_id).find(plan.basis_code, case.found_on)
    return (bases.cite(found),) if found else ()


def _facts(case: Case) -> tuple[str, ...]:
    plan = _plan(case)
    text = plan.grounds if plan else case.content
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _sanction(case: Case) -> tuple[str, ...]:
    plan = _plan(case)
    return (SANCTIONS[plan.kind],) if plan else ()


def _measure(case: Case) -> str:
    """The measure, the one decided before the one intended."""
    plan = _plan(case)
    kind = case.measures[-1].kind if case.measures else plan.kind if plan else None
    return label(kind) if kind else ""


def _evidence(case: Case) -> tuple[str, ...]:
    return tuple(f"{each.filename}（{each.captured_on.isoformat()}取得，{each.origin}）" for each in case.evidence)


def _evidence_rows(case: Case) -> tuple[str, ...]:
    return tuple(
        f"{number}｜{each.filename}｜{each.origin}｜{each.captured_on.isoformat()}｜{each.captured_by}｜{each.sha256[:16]}"
        for number, each in enumerate(case.evidence, start=1)
    )


def _course(case: Case) -> str:
    """What was done, in one sentence."""
    said = [f"{_date(case.found_on)}收到线索"]
    for act, words in (("approve_filing", "批准立案"), ("add_evidence", "收入证据")):
        on = _day_of(case, act)
        said += [f"{_date(on)}{words}"] if on else []
    names = "、".join(each.user.name for each in case.officers if not each.recused_on)
    said += [f"由{names}调查"] if names else []
    return "，".join(said) + "。"


def _date(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _statement(case: Case) -> str:
    if _step(case, "waive_statement"):
        return "当事人书面放弃陈述、申辩。"
    if _step(case, "note_silence"):
        return "当事人在规定期限内没有提出陈述、申辩意见。"
    return _note_of(case, "record_statement", "hold_hearing")


def _decision_no(case: Case) -> str:
    step = _step(case, "issue_decision")
    return (step.document.doc_no if step.document else step.paper_no) if step else ""


def _notice_no(case: Case) -> str:
    step = _step(case, "issue_notice")
    return (step.document.doc_no if step.document else step.paper_no) if step else ""


def _last_paper(case: Case) -> str:
    """The paper that is to be served: of the decision, else of the notice."""
    step = _step(case, "issue_decision", "issue_notice")
    return (step.document.title if step.document else step.paper_no) if step else ""


def _last_no(case: Case) -> str:
    step = _step(case, "issue_decision", "issue_notice")
    return (step.document.doc_no if step.document else step.paper_no) if step else ""


def _executed(case: Case) -> str:
    said = [
        f"{_date(step.on)}{step.note}"
        for step in case.steps
        if step.act in ("record_feedback", "recheck") and step.note
    ]
    return "；".join(said)


OF_CASE: Final[dict[str, Callable[[Case], Any]]] = {
    "cause": lambda case: case.title,
    "me_list": _officers,
    "basis": _basis,
    "facts": _facts,
    "measure": _measure,
    "measure_list": _sanction,
    "clue_source": lambda case: SOURCE_WORDS.get(case.source, ""),
    "received_on": lambda case: case.found_on,
    "decide_by": lambda case: due_on(case, "case_decide"),
    "sanction": _sanction,
    "evidence": _evidence,
    "evidence_rows": _evidence_rows,
    "course": _course,
    "filed_on": lambda case: _day_of(case, "approve_filing"),
    "closed_on": lambda case: _day_of(case, "close"),
    "notice_served_on": lambda case: _day_of(case, "serve_notice"),
    "statement_said": _statement,
    "executed": _executed,
    "case_no": lambda case: case.case_no,
    "last_title": _last_paper,
    "no:any": _last_no,
    "no:penalty_notice": _notice_no,
    "no:penalty_decision": _decision_no,
    "dossier_title": lambda case: f"{case.accounts[0].name}{case.title}案",
}
"""Every source a case answers, by its name; a test holds the fields of the forms to it."""
