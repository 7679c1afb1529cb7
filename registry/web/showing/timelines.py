"""What happened to an account, newest first: violations, measures and their dates, moves, renames.

A title is a statement with its result. What was voided or annulled stands beside what corrected it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.clock import ZONE
from registry.domain.grading.outcome import Outcome
from registry.domain.terms import MeasureState
from registry.store.accounts import Account, FormerName, Move
from registry.store.audit import AuditEntry
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.violations import Violation
from registry.web.formats import label, region_name
from registry.web.showing import link
from registry.web.showing.reasons import cite_row, name_violation

Event = tuple[date, str, str, Markup | str | None]
"""(day, kind, title, text) as components/timeline.html takes it."""


@dataclass(frozen=True)
class History:
    """Everything on file about one account."""

    account: Account
    outcome: Outcome
    violations: Sequence[Violation]
    measures: Sequence[Measure]
    moves: Sequence[Move]
    names: Sequence[FormerName]
    documents: Sequence[Document]
    acts: Sequence[AuditEntry]


def tell(history: History) -> list[Event]:
    """The events, newest first; on one day the later act stands above the earlier one."""
    tellers = (
        _entry, _renames, _violations, _drafts, _decisions, _effects, _moves, _papers, _rechecks, _ends, _voidings,
        _corrections, _acts,
    )  # fmt: skip
    told = [event for teller in tellers for event in teller(history)]
    return [event for _place, event in sorted(enumerate(told), key=lambda each: (each[1][0], each[0]), reverse=True)]


def _entry(history: History) -> Iterator[Event]:
    first = history.outcome.timeline[0] if history.outcome.timeline else None
    title = _("登记入册，初始等级 %(tier)s", tier=first.to_tier) if first else _("登记入册")
    yield history.account.registered_on, "other", title, None


def _renames(history: History) -> Iterator[Event]:
    names = [each.name for each in history.names] + [history.account.name]
    for former, name in zip(history.names, names[1:], strict=True):
        yield former.until_on, "other", _("更名：%(old)s → %(new)s", old=former.name, new=name), None


def _violations(history: History) -> Iterator[Event]:
    points = {each.violation_id: each.points for each in history.outcome.counted}
    for each in history.violations:
        name = name_violation(each.code)
        severity = label(each.severity) or _("严重程度待定")
        if each.recognised_on is None:
            on = each.recorded_at.astimezone(ZONE).date()
            title = _("登记违规线索：%(name)s，%(severity)s，待认定", name=name, severity=severity)
            yield on, "violation", title, _about(each, each.recorded_by.name, _("登记人"))
            continue
        title = _("认定违规：%(name)s，%(severity)s", name=name, severity=severity)
        if f"v{each.id}" in points:
            title += _("，%(n)s 分", n=points[f"v{each.id}"])
        if each.voided_on is not None:
            title += _("（已撤销）")
        yield (
            each.recognised_on,
            "violation",
            title,
            _about(each, each.recognised_by.name if each.recognised_by else None, _("认定人")),
        )


def _about(violation: Violation, name: str | None, role: str) -> Markup:
    """The facts in short, the link to all of them, who it was."""
    facts = violation.facts if len(violation.facts) <= 60 else violation.facts[:58] + "……"
    said = [escape(facts), link(url_for("violations.show", violation_id=violation.id), _("看这一件"))]
    return Markup("　").join([*said, escape(f"{role} {name}")] if name else said)


def _drafts(history: History) -> Iterator[Event]:
    for each in history.measures:
        title = _("提请%(kind)s，针对%(target)s", kind=label(each.kind), target=label(each.target_kind))
        yield (
            each.drafted_at.astimezone(ZONE).date(),
            "measure",
            title,
            _case(each, _("起草人 %(name)s", name=each.drafted_by.name)),
        )


def _decisions(history: History) -> Iterator[Event]:
    for each in history.measures:
        kind = label(each.kind)
        if each.decided_on is not None:
            verdict = (
                _("不予%(kind)s", kind=kind) if each.state is MeasureState.DECLINED else _("批准%(kind)s", kind=kind)
            )
            yield each.decided_on, "measure", verdict, _case(each, _decider(each))


def _effects(history: History) -> Iterator[Event]:
    for each in history.measures:
        if each.effective_on is not None:
            term = _("，到 %(on)s 期满", on=each.ends_on) if each.ends_on else ""
            due = each.rectification
            demand = _("责令 %(on)s 前整改：%(demand)s", on=due.due_on, demand=due.demand) if due else each.target
            yield each.effective_on, "measure", _("%(kind)s生效", kind=label(each.kind)) + term, _case(each, demand)


def _decider(measure: Measure) -> str:
    if measure.paper_approver:
        signer = f"{measure.paper_post} {measure.paper_approver}"
        return str(_("纸质签批：%(signer)s，签于 %(on)s", signer=signer, on=measure.paper_signed_on))
    name = measure.decided_by.name if measure.decided_by else ""
    said = str(_("决定人 %(name)s", name=name))
    return f"{said}；{measure.decision_note}" if measure.decision_note else said


def _case(measure: Measure, words: str) -> Markup:
    """A sentence about a measure, and the way to it."""
    return Markup("　").join([escape(words), link(url_for("measures.show", measure_id=measure.id), _("看办理情况"))])


def _moves(history: History) -> Iterator[Event]:
    for move in history.moves:
        if move.corrects:
            continue
        text = Markup("{}　{}").format(
            cite_row(move.row),
            _("%(article)s，规则 %(version)s", article=move.article, version=move.rulebook_version or "—")
            if move.article
            else _("规则 %(version)s", version=move.rulebook_version or "—"),
        )
        yield move.on, "move", _("等级 %(steps)s", steps=_steps(move)), text


def _papers(history: History) -> Iterator[Event]:
    for each in history.documents:
        title = _("出具%(kind)s　%(doc_no)s", kind=label(each.kind), doc_no=each.doc_no)
        if each.void_reason:
            title += _("（已作废）")
        words = Markup("　").join(
            [escape(each.issued_by.name), link(url_for("documents.show", document_id=each.id), _("看文书"))]
        )
        yield each.issued_on, "other", title, words


def _corrections(history: History) -> Iterator[Event]:
    """What a voiding or an annulment moved back."""
    for move in history.moves:
        if move.corrects:
            fact = _("违规认定") if move.corrects.startswith("v") else _("处置")
            text = _("因所依据的%(fact)s被撤销，按现有记录重新推算", fact=fact)
            yield move.on, "move", _("更正等级 %(steps)s", steps=_steps(move)), text


def _steps(move: Move) -> str:
    return f"{move.from_tier or '—'} → {move.to_tier}"


def _rechecks(history: History) -> Iterator[Event]:
    """How what had to be put right was put right, or was not."""
    for each in history.measures:
        due = each.rectification
        if due is None:
            continue
        if each.state is MeasureState.OVERDUE:
            title = _("%(kind)s的整改逾期", kind=label(each.kind))
            yield due.due_on + timedelta(days=1), "measure", title, _case(each, due.demand)
        if due.rechecked_on is not None:
            title = _("整改复查通过") if due.passed_on else _("整改复查未通过")
            yield due.rechecked_on, "other", title, _case(each, due.recheck_note)


def _ends(history: History) -> Iterator[Event]:
    """How measures came to their end."""
    for each in history.measures:
        kind = label(each.kind)
        if each.ended_on is not None:
            yield each.ended_on, "other", _("%(kind)s结束", kind=kind), _case(each, "")
        if each.lifted_on is not None:
            yield each.lifted_on, "other", _("%(kind)s提前解除", kind=kind), _case(each, each.closing_reason)
        if each.annulled_on is not None:
            title = _("撤销%(kind)s，视为没有作出", kind=kind)
            yield each.annulled_on, "other", title, _case(each, each.closing_reason)


def _voidings(history: History) -> Iterator[Event]:
    for each in history.violations:
        if each.voided_on is None:
            continue
        title, words = _("撤销违规认定：%(name)s", name=name_violation(each.code)), each.void_reason or ""
        if each.voided_by:
            words += _("　办理人 %(name)s", name=each.voided_by.name)
        yield each.voided_on, "other", title, words


def _acts(history: History) -> Iterator[Event]:
    """Where the account was kept: handed over, archived, brought back."""
    for entry in history.acts:
        on, reason = entry.at.astimezone(ZONE).date(), entry.reason or ""
        if entry.act == "accounts.transfer":
            places = [region_name((side or {}).get("region_code", "")) for side in (entry.before, entry.after)]
            yield on, "other", _("属地变更：%(old)s → %(new)s", old=places[0], new=places[1]), reason
        elif entry.act == "accounts.archive":
            yield on, "other", _("归档"), reason
        else:
            yield on, "other", _("恢复在册"), reason
