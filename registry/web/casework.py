"""What a measure's page shows beside its forms: the road, the clocks, the articles, the persons. Reads only."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from registry.clock import today
from registry.domain import bases
from registry.domain.cases.clocks import get_clock
from registry.domain.china_time import china_day
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import HEAVY, Rulebook
from registry.domain.terms import DocumentKind, MeasureKind, MeasureState
from registry.services.bases import day_of, library_of
from registry.store.documents import BasisConfirmation, list_confirmations
from registry.store.ledger import measure_fact
from registry.store.measures import Measure
from registry.web.acts import address_of
from registry.web.formats import day, label
from registry.web.showing.bases import is_stale
from registry.web.showing.reasons import article_of, cite_row, row_name

S = MeasureState
UNDECIDED = (S.PROPOSED, S.PAPER)
OWED = {
    MeasureKind.INTERVIEW: (DocumentKind.INTERVIEW_NOTICE, DocumentKind.RECTIFICATION_ORDER),
    MeasureKind.SUSPENSION: (DocumentKind.SUSPENSION_LETTER,),
    MeasureKind.DELISTING: (DocumentKind.DELISTING_LETTER,),
    MeasureKind.SHUTDOWN: (DocumentKind.SHUTDOWN_LETTER,),
    MeasureKind.REMINDER: (),
}
"""The papers each kind of measure calls for."""
TALK_RULES = ("penalty_law-44", "penalty_law-45")
"""告知与申辩: the procedure followed by analogy before a decision that burdens somebody."""
Step = tuple[str, str | Markup, str]


def road_of(measure: Measure, version: str | None) -> list[Step]:
    """The road as components/steps.html draws it: what was done by whom and when, what is due now, what lies ahead.

    ``version``: of the rulebook whose row called for the measure.
    """
    road: list[Step] = []
    if measure.ladder_row:
        article = article_of(measure.ladder_row, version)
        road.append((_("规则建议"), cite_row(measure.ladder_row, article, version), "done"))
    road.append((_("起草提请"), f"{day(measure.drafted_at)} {measure.drafted_by.name}", "done"))
    road.append(_decision_step(measure))
    if measure.state is S.DECLINED:
        return road
    if measure.state is S.ANNULLED and measure.effective_on is None:
        return [*road, (_("撤销"), day(measure.annulled_on), "now")]
    is_effective = measure.effective_on is not None
    now = "now" if measure.state is S.APPROVED else "ahead"
    road.append(
        (_("生效"), day(measure.effective_on) if is_effective else _("批准后办理"), "done" if is_effective else now)
    )
    return [*road, *_rectification_steps(measure), _last_step(measure)]


def _decision_step(measure: Measure) -> Step:
    if measure.state is S.PROPOSED:
        return _("审批"), _("等负责人"), "now"
    if measure.state is S.PAPER:
        return _("审批"), _("纸质签批，待复核"), "now"
    if measure.state is S.DECLINED:
        return _("不予处置"), _signer(measure), "now"
    return _("批准"), _signer(measure), "done"


def _signer(measure: Measure) -> str:
    """Who decided and when; an approval on paper says so everywhere."""
    if measure.paper_approver:
        return str(_("%(on)s %(who)s（纸质签批）", on=day(measure.paper_signed_on), who=measure.paper_approver))
    return f"{day(measure.decided_on)} {measure.decided_by.name if measure.decided_by else ''}"


def _rectification_steps(measure: Measure) -> list[Step]:
    order = measure.rectification
    if order is None:
        return [] if measure.effective_on else [(_("整改"), _("限期写在通知里"), "ahead"), (_("复查"), "", "ahead")]
    if order.passed_on is not None:
        return [
            (_("整改"), _("限 %(on)s", on=order.due_on), "done"),
            (_("复查"), _("%(on)s 通过", on=order.passed_on), "done"),
        ]
    if measure.state in (S.ENDED, S.LIFTED, S.ANNULLED):
        return [(_("整改"), _("未复查通过，处置已终止"), "ahead")]
    words = _("逾期，限 %(on)s", on=order.due_on) if measure.state is S.OVERDUE else _("限 %(on)s", on=order.due_on)
    checked = _("%(on)s 未通过", on=order.rechecked_on) if order.rechecked_on else _("期满前后都可以办")
    return [(_("整改"), words, "now"), (_("复查"), checked, "ahead")]


def _last_step(measure: Measure) -> Step:
    ends = {
        S.ENDED: (_("办结"), measure.ended_on),
        S.LIFTED: (_("提前解除"), measure.lifted_on),
        S.ANNULLED: (_("撤销"), measure.annulled_on),
    }
    if measure.state in ends:
        name, on = ends[measure.state]
        return name, day(on), "now" if measure.state is not S.ENDED else "done"
    return _("办结"), "", "now" if measure.state is S.PASSED else "ahead"


@dataclass(frozen=True)
class Clock:
    """One clock: the day it ends, what is due, how it was computed; ``tone`` late or soon, None while there is time."""

    due_on: date
    what: str
    how: str
    words: str
    tone: str | None


def clocks_of(measure: Measure, outcome: Outcome, on: date) -> list[Clock]:
    """The clocks that run, the nearest first."""
    found: list[tuple[date, str, str]] = []
    order = measure.rectification
    if measure.state in UNDECIDED:
        clock = get_clock("approval")
        found.append(
            (
                clock.due_on(china_day(measure.drafted_at)),
                _("审批"),
                _("提请后 %(n)s 个工作日；%(ground)s", n=clock.days, ground=clock.ground),
            )
        )
    if order is not None and measure.state in (S.RECTIFYING, S.OVERDUE) and measure.effective_on:
        days = (order.due_on - measure.effective_on).days
        found.append(
            (
                order.due_on,
                _("完成整改"),
                _("生效日 %(on)s 起 %(n)s 日，写在整改要求里", on=measure.effective_on, n=days),
            )
        )
        clock = get_clock("recheck")
        found.append(
            (
                clock.due_on(order.due_on),
                _("复查"),
                _("整改期满后 %(n)s 个工作日；%(ground)s", n=clock.days, ground=clock.ground),
            )
        )
    if measure.ends_on is not None and measure.state in (S.EFFECTIVE, S.PASSED, S.RECTIFYING, S.OVERDUE):
        found.append((measure.ends_on, _("期满"), _("生效时写明的期限，期满办结")))
    clocks = [_clock(due_on, what, how, on) for due_on, what, how in found]
    return sorted(clocks + _holds(measure, outcome, on), key=lambda clock: clock.due_on)


def _clock(due_on: date, what: str, how: str, on: date) -> Clock:
    left = (due_on - on).days
    words = _("逾期 %(n)s 天", n=-left) if left < 0 else _("今天") if left == 0 else _("剩 %(n)s 天", n=left)
    return Clock(due_on, what, how, words, "late" if left < 0 else "soon" if left <= 2 else None)


def _holds(measure: Measure, outcome: Outcome, on: date) -> list[Clock]:
    """How long the measure keeps the tier down."""
    fact = measure_fact(measure.id)
    return [
        Clock(
            row.until,
            _("等级保持到期"),
            _(
                "%(row)s后不高于 %(tier)s，%(n)s 个月；%(article)s",
                row=row_name(row.row, outcome.version),
                tier=row.tier.value,
                n=row.months,
                article=row.article or "",
            ),
            _("剩 %(n)s 天", n=(row.until - on).days),
            None,
        )
        for row in outcome.floor_rows
        if fact in row.facts and row.until is not None
    ]


@dataclass(frozen=True)
class Cited:
    """An article the case rests on, what it is used for, and how sure the office is of it.

    ``code``: its code in the library, None where only the rulebook names it. ``carries``: the measure itself rests on
    it, so that without confirmation no paper may be issued.
    """

    title: str
    article: str
    use: str
    code: str | None = None
    is_sure: bool = False
    is_stale: bool = False
    confirmation: BasisConfirmation | None = None
    carries: bool = False


def cited_by(session: Session, measure: Measure, book: Rulebook | None) -> list[Cited]:
    """The articles of a measure: what was breached, what it rests on, the procedure followed by analogy."""
    library, confirmed = library_of(session, measure.office_id), list_confirmations(session, measure.office_id)
    on = day_of(measure)

    def cite(code: str, use: str, article: str | None = None, *, carries: bool = False) -> Cited:
        basis = library.get(code, on)
        row = None if basis.entry_id else confirmed.get(code)
        said = article or basis.article
        return Cited(
            basis.title, said, use, code, basis.is_verified, is_stale(library.get(code, today())), row, carries
        )

    rows = [cite(measure.basis_code, _("采取%(kind)s", kind=label(measure.kind)), carries=True)]
    if measure.kind is not MeasureKind.REMINDER:
        rows.extend(cite(code, _("告知与申辩（参照）")) for code in TALK_RULES)
    if measure.violation is None:
        return rows
    named = book.code_rows.get(measure.violation.code) if book else None
    breached = bases.basis_breached(measure.violation.code)
    text = bases.article_breached(measure.violation.code) or (named.article if named else None) or ""
    title, _mark, article = text.removeprefix("《").partition("》")
    use = _("认定违规情形")
    return [cite(breached.code, use, article) if breached else Cited(title, article, use), *rows]


def papers_owed(measure: Measure, issued: set[DocumentKind]) -> list[tuple[DocumentKind, str | None]]:
    """Papers this measure calls for and that are not issued yet, each with the address where it is drafted."""
    kinds = [kind for kind in OWED[measure.kind] if kind not in issued]
    if measure.rectification is None and measure.state is not S.APPROVED:
        kinds = [kind for kind in kinds if kind is not DocumentKind.RECTIFICATION_ORDER]
    return [(kind, address_of("documents.compose", measure=measure.id, kind=kind.value)) for kind in kinds]


def may_credit(measure: Measure) -> bool:
    """Whether putting things right early may take a point off: only against a light violation (rulebook, points)."""
    violation = measure.violation
    return violation is not None and violation.severity is not None and violation.severity not in HEAVY


def code_of(measure: Measure, book: Rulebook | None) -> str:
    """The violation's code with its name."""
    if measure.violation is None:
        return ""
    row = book.code_rows.get(measure.violation.code) if book else None
    return f"{measure.violation.code} {row.name if row else ''}".strip()
