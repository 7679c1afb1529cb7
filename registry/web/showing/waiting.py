"""What waits for an officer, by clock: each line one act with its link, late ones first, then the longest waiting.

Who may do an act is asked of the permissions; that drafter and approver, recorder and recogniser differ stands in
the act itself, and lines one may not act on for that reason are left out here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from registry.domain.china_time import china_day
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, may
from registry.domain.terms import MeasureKind, MeasureState, RowAction
from registry.store.accounts import Account
from registry.store.measures import Measure
from registry.store.old_ledgers import OldLedger
from registry.store.overview import Superiors, Uncited
from registry.store.rosters import Import
from registry.store.violations import Violation
from registry.web.formats import label
from registry.web.showing.reasons import cite_call, name_violation

SOON_DAYS = 7
"""Days before a term ends from which a rectification is shown as this week's."""


@dataclass(frozen=True)
class Line:
    """One act. group: late · today · waiting · week; since: the day it waits from, or is due on."""

    group: str
    since: date
    due: str
    when: str
    what: str
    subject: str
    url: str
    account: Account | None
    text: str
    act: tuple[str, str]
    region_code: str
    rank: int = 0
    """Among those that wait: what is asked of the officer (0) stands before what the rules suggest (1)."""


def queue(
    asker: Actor,
    *,
    measures: Sequence[Measure],
    clues: Sequence[Violation],
    uncited: Sequence[Uncited],
    imports: Sequence[Import],
    old_ledgers: Sequence[OldLedger] = (),
    about_tiers: Iterable[Line] = (),
    about_cases: Iterable[Line] = (),
    above: Superiors,
    on: date,
) -> list[Line]:
    """The asker's lines in order. ``above``: the offices over the asker's, which decide what is theirs; ``about_tiers``:
    lines of waiting_tiers.py, ``about_cases`` of waiting_cases.py.
    """
    lines = [
        *(line for each in measures if (line := _of_measure(each, asker, above, on)) is not None),
        *_of_clues(clues, asker, on),
        *(_of_uncited(each, on) for each in uncited if may(asker, "measures.propose")),
        *_of_imports(imports, asker, on),
        *_of_old_ledgers(old_ledgers, asker, on),
        *about_tiers,
        *about_cases,
    ]
    order = ("late", "today", "waiting", "week")
    return sorted(lines, key=lambda line: (order.index(line.group), line.rank, line.since))


def _of_measure(measure: Measure, asker: Actor, above: Superiors, on: date) -> Line | None:
    """The line of a measure, if the asker is the one to act."""
    is_mine = measure.drafted_by_id == asker.user_id
    state, drafted = measure.state, china_day(measure.drafted_at)
    if state in (MeasureState.PROPOSED, MeasureState.PAPER) and above.decide(measure):
        return None
    if state is MeasureState.PROPOSED and may(asker, "measures.approve") and not is_mine:
        return _measure_line(measure, drafted, on, _("审批%(kind)s", kind=label(measure.kind)), _("去审批"))
    if state is MeasureState.PAPER and may(asker, "measures.confirm_paper"):
        if measure.paper_entered_by_id != asker.user_id:
            return _measure_line(measure, drafted, on, _("复核签批件"), _("去复核"))
        return None
    if state is MeasureState.APPROVED and may(asker, "measures.carry_out"):
        since = measure.decided_on or drafted
        return _measure_line(measure, since, on, _("实施%(kind)s", kind=label(measure.kind)), _("去办理"))
    if state in (MeasureState.RECTIFYING, MeasureState.OVERDUE) and may(asker, "measures.recheck"):
        return _of_rectification(measure, on)
    if state in (MeasureState.EFFECTIVE, MeasureState.PASSED) and may(asker, "measures.carry_out"):
        return _of_term(measure, on)
    return None


def _of_term(measure: Measure, on: date) -> Line | None:
    """A timed measure that is over or ends within the week: it comes back to be closed and does not lapse in silence."""
    account = measure.account
    if measure.ends_on is None or measure.ends_on > on + timedelta(days=SOON_DAYS):
        return None
    group, due, when = term_words(measure.ends_on, on)
    text = _("%(kind)s期满后办结，或另行提请", kind=label(measure.kind))
    return Line(
        group, measure.ends_on, due, when, _("期满办结"), account.name, url_for("accounts.show", account_id=account.id),
        account, text, (url_for("measures.show", measure_id=measure.id), _("去办结")), measure.region_code,
    )  # fmt: skip


def _measure_line(measure: Measure, since: date, on: date, what: str, act: str) -> Line:
    """A measure that waits for a decision or for being carried out."""
    drafter = _("%(name)s于 %(on)s 起草", name=measure.drafted_by.name, on=china_day(measure.drafted_at))
    if measure.state is MeasureState.APPROVED:
        drafter = _("%(on)s 已批准，生效后记下日期并出具文书", on=measure.decided_on)
    elif measure.state is MeasureState.PAPER:
        drafter = _("%(post)s %(name)s 已签批，核对扫描件后确认", post=measure.paper_post, name=measure.paper_approver)
    account = measure.account
    return Line(
        "waiting", since, *waited(since, on), what, account.name, url_for("accounts.show", account_id=account.id),
        account, drafter, (url_for("measures.show", measure_id=measure.id), act), measure.region_code,
    )  # fmt: skip


def _of_rectification(measure: Measure, on: date) -> Line | None:
    """A rectification overdue, due today or within the week; later ones wait unseen."""
    rectification, account = measure.rectification, measure.account
    if rectification is None or rectification.due_on > on + timedelta(days=SOON_DAYS):
        return None
    group, due, when = term_words(rectification.due_on, on)
    text = _("%(kind)s责令：%(demand)s", kind=label(measure.kind), demand=mask_inside(rectification.demand))
    return Line(
        group, rectification.due_on, due, when, _("整改复查"), account.name,
        url_for("accounts.show", account_id=account.id), account, text,
        (url_for("measures.show", measure_id=measure.id), _("去复查")), measure.region_code,
    )  # fmt: skip


def term_words(due_on: date, on: date) -> tuple[str, str, str]:
    """The group a term belongs to, and its clock in two lines."""
    left = (due_on - on).days
    if left < 0:
        return "late", _("逾期 %(n)s 天", n=-left), _("%(on)s到期", on=_month_day(due_on))
    if left == 0:
        return "today", _("今天"), _("到期")
    return "week", _month_day(due_on), _("还有 %(n)s 天", n=left)


def _of_clues(clues: Sequence[Violation], asker: Actor, on: date) -> Iterator[Line]:
    """Violations the asker may recognise: not those he or she recorded."""
    if not may(asker, "violations.recognise"):
        return
    for each in clues:
        if each.recorded_by_id == asker.user_id:
            continue
        since = china_day(each.recorded_at)
        text = _("%(name)s；%(who)s登记，等认定", name=name_violation(each.code), who=each.recorded_by.name)
        yield Line(
            "waiting", since, *waited(since, on), _("认定违规"), each.account.name,
            url_for("accounts.show", account_id=each.account_id), each.account, text,
            (url_for("violations.show", violation_id=each.id), _("去认定")), each.region_code,
        )  # fmt: skip


def _of_uncited(uncited: Uncited, on: date) -> Line:
    """An account for which the rules call for a measure nobody has drafted."""
    account = uncited.account
    kind = label(MeasureKind(account.proposal)) if account.proposal else ""
    since = uncited.since or account.tier_since or on
    why = cite_call(account, since) if account.proposal_row else ""
    text = Markup("{}{}{}").format(_("规则建议%(kind)s：", kind=kind), why, _("；提请后由另一人审批"))
    target = url_for("measures.propose", account=account.id, violation=account.proposal_violation_id)
    return Line(
        "waiting", since, *waited(since, on), _("提请%(kind)s", kind=kind), account.name,
        url_for("accounts.show", account_id=account.id), account, text, (target, _("去提请")), account.region_code, 1,
    )  # fmt: skip


def _of_imports(imports: Sequence[Import], asker: Actor, on: date) -> Iterator[Line]:
    """Rosters previewed and not confirmed yet, and the rows the last one written set aside."""
    if not may(asker, "rosters.import"):
        return
    for each in imports:
        url = url_for("rosters.show", import_id=each.id)
        doubtful, refused = (each.counts.get(action.value, 0) for action in (RowAction.DOUBTFUL, RowAction.REFUSED))
        since = china_day(each.applied_at or each.uploaded_at)
        if each.applied_at is None:
            text = _("已预览，还没有写入；核对后确认，或者放弃")
            yield Line(
                "waiting",
                since,
                *waited(since, on),
                _("确认花名册"),
                each.filename,
                url,
                None,
                text,
                (url, _("去确认")),
                each.region_code,
            )
        elif doubtful + refused:
            text = _("存疑 %(n)s 行、拒收 %(m)s 行没有写入，存疑的在待核里定，拒收的改好再导入", n=doubtful, m=refused)
            yield Line(
                "waiting",
                since,
                *waited(since, on),
                _("核对花名册"),
                each.filename,
                url,
                None,
                text,
                (url, _("去核对")),
                each.region_code,
                1,
            )


def _of_old_ledgers(ledgers: Sequence[OldLedger], asker: Actor, on: date) -> Iterator[Line]:
    """Old ledgers the asker had no hand in and may confirm."""
    if not may(asker, "violations.recognise"):
        return
    for each in ledgers:
        if each.entered_by is None or asker.user_id in (each.entered_by_id, each.uploaded_by_id, *each.hands):
            continue
        since = china_day(each.entered_at or each.uploaded_at)
        url = url_for("old_ledgers.show", ledger_id=each.id)
        text = _("%(who)s录入 %(n)s 件，等另一个人复核", who=each.entered_by.name, n=each.counts.get("add", 0))
        yield Line(
            "waiting", since, *waited(since, on), _("复核旧台账"), each.filename, url, None, text, (url, _("去复核")),
            each.region_code,
        )  # fmt: skip


def waited(since: date, on: date) -> tuple[str, str]:
    """How long it has waited, in two lines."""
    days = (on - since).days
    return (_("等了 %(n)s 天", n=days), _("%(on)s起", on=_month_day(since))) if days > 0 else (_("今天"), _("新到"))


def _month_day(day: date) -> str:
    return str(_("%(m)s月%(d)s日", m=day.month, d=day.day))


def group_names() -> dict[str, str]:
    """How the groups of the queue are called, in their order."""
    return {"late": _("已逾期"), "today": _("今天到期"), "waiting": _("等办"), "week": _("七天内到期")}
