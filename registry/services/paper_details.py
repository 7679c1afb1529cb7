"""What the form of a paper starts from: what the register already knows and what such a paper usually says.

Everything here is a suggestion the officer reads over; the time of an interview is left open on purpose, since it is
agreed upon and not computed.
"""

from datetime import date

from registry.domain.cases.clocks import get_clock
from registry.domain.documents.forms.letters import SUGGESTED
from registry.domain.documents.forms.rectification import CONSEQUENCE
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, MeasureKind
from registry.domain.workdays import add_workdays
from registry.services import paper_sources
from registry.services.paper_sources import article_of, demands_of, due_of, facts_of
from registry.services.papers import ORDER_BASIS, Case, Details, is_news_service, is_person, is_sheet, masked
from registry.store.measures import Measure

REPLY_WORKDAYS = 10
"""Working days a platform is given to answer a letter: ours, changed on the form (domain brief §7.7)."""

PERSON_MATERIALS = ("身份证件", "关于上述问题的书面说明")
BODY_MATERIALS = ("营业执照或者登记证书", "参加人身份证件", "关于上述问题的书面说明")


def start(case: Case, *, by: Actor, on: date) -> Details:
    """The details of a paper as far as they can be known on ``on``, for ``by`` to complete."""
    if is_sheet(case.kind):
        return Details(values=paper_sources.start(case, by=by, on=on))
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


def breached_by(measure: Measure) -> tuple[str, ...]:
    """The rule not kept, as cited; none where the violation stands under a code of the office's own."""
    article = article_of(measure.violation) if measure.violation else None
    return (article,) if article else ()


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
    return _addressed(case) | {
        "basis_code": ORDER_BASIS,
        "demands": demands_of(measure),
        "due_on": due_of(measure, on),
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
