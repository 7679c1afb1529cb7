"""What the form of a paper starts from: what the register already knows and what such a paper usually says.

Everything here is a suggestion the officer reads over; the time of an interview is left open on purpose, since it is
agreed upon and not computed.
"""

import re
from datetime import date

from registry.domain import bases
from registry.domain.cases.clocks import get_clock
from registry.domain.documents.forms.letters import SUGGESTED
from registry.domain.documents.forms.rectification import CONSEQUENCE
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, MeasureKind
from registry.domain.workdays import add_workdays
from registry.services import rulebooks
from registry.services.papers import ORDER_BASIS, Case, Details, is_news_service, is_person, masked
from registry.store.measures import Measure
from registry.store.violations import Violation

REPLY_WORKDAYS = 10
"""Working days a platform is given to answer a letter: ours, changed on the form (domain brief §7.7)."""

DEMANDS = (
    "删除或者更正上述内容",
    "自查已发布的其他内容，有同类问题的一并处理",
    "完善发布前的核实和审核，不再发生同类问题",
)
PERSON_MATERIALS = ("身份证件", "关于上述问题的书面说明")
BODY_MATERIALS = ("营业执照或者登记证书", "参加人身份证件", "关于上述问题的书面说明")
_DATED = re.compile(r"\d\s*[月日]|\d{4}[-/.]\d")


def start(case: Case, *, by: Actor, on: date) -> Details:
    """The details of a paper as far as they can be known on ``on``, for ``by`` to complete."""
    if case.measure is None:
        return Details(compiled_by=by.name)
    makers = {
        DocumentKind.INTERVIEW_NOTICE: _interview,
        DocumentKind.RECTIFICATION_ORDER: _order,
        DocumentKind.SUSPENSION_LETTER: _letter,
        DocumentKind.DELISTING_LETTER: _letter,
        DocumentKind.SHUTDOWN_LETTER: _letter,
    }
    common = {
        "facts": masked(facts_of(case.measure)), "breached": breached_by(case.measure), "contact": by.name,
        "phone": case.office.phone,
    }  # fmt: skip
    return Details(**(common | makers[case.kind](case, case.measure, on)))  # type: ignore[arg-type]  # names checked by the tests


def facts_of(measure: Measure) -> tuple[str, ...]:
    """What the violation cited says, with its day where the words name none; else the grounds of the measure."""
    if measure.violation is None:
        return tuple(line.strip() for line in measure.grounds.splitlines() if line.strip())
    lines = [line.strip() for line in measure.violation.facts.splitlines() if line.strip()]
    if lines and not _DATED.search(lines[0]):
        on = measure.violation.occurred_on
        lines[0] = f"{on.year}年{on.month}月{on.day}日，{lines[0]}"
    return tuple(lines)


def breached_by(measure: Measure) -> tuple[str, ...]:
    """The rule not kept, as cited; none where the violation stands under a code of the office's own."""
    article = article_of(measure.violation) if measure.violation else None
    return (article,) if article else ()


def article_of(violation: Violation) -> str | None:
    """The article a violation breaks: of the library, else the published rule its rulebook names."""
    known = bases.article_breached(violation.code)
    if known:
        return known
    book = rulebooks.of(violation, on=violation.occurred_on)
    row = book.code_rows.get(violation.code) if book else None
    return row.article if row and row.article and row.article.startswith("《") else None


def _addressed(case: Case) -> dict[str, object]:
    """Holder and form of address of a paper that goes to the holder."""
    holder = case.account.holder
    return {"addressee": holder.name if holder else "", "is_person": is_person(case.account)}


def _interview(case: Case, measure: Measure, on: date) -> dict[str, object]:
    person = is_person(case.account)
    return _addressed(case) | {
        "place": case.office.address, "attendees": "你本人" if person else "你单位主要负责人和账号运营人员",
        "materials": PERSON_MATERIALS if person else BODY_MATERIALS,
        "is_news_service": is_news_service(case.account),
    }  # fmt: skip


def _order(case: Case, measure: Measure, on: date) -> dict[str, object]:
    ordered = measure.rectification
    return _addressed(case) | {
        "basis_code": ORDER_BASIS,
        "demands": tuple(line.strip() for line in ordered.demand.splitlines() if line.strip()) if ordered else DEMANDS,
        "due_on": ordered.due_on if ordered else get_clock("rectification").due_on(on),
        "consequence": CONSEQUENCE,
    }  # fmt: skip


def _letter(case: Case, measure: Measure, on: date) -> dict[str, object]:
    is_own = measure.deciding_body.strip() == case.office.name
    return {
        "addressee": measure.executing_body, "measures": (SUGGESTED[case.kind][measure.target_kind],),
        "reply_by": add_workdays(on, REPLY_WORKDAYS).on, "consent": "" if is_own else measure.deciding_body,
        "days": (term_of(measure) or get_clock("suspension").days) if measure.kind is MeasureKind.SUSPENSION else 0,
    }  # fmt: skip


def term_of(measure: Measure | None) -> int | None:
    """For how many days a measure in effect runs, by the register; None where no end is set."""
    if measure is None or measure.effective_on is None or measure.ends_on is None:
        return None
    return (measure.ends_on - measure.effective_on).days
