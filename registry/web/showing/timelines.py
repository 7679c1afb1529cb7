"""What happened to an account, newest first: violations, measures and their dates, moves, renames.

A title is a statement with its result. What was voided or annulled stands beside what corrected it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from registry.domain.china_time import china_day
from registry.domain.grading.outcome import Outcome
from registry.domain.identifiers import mask_inside
from registry.domain.terms import MeasureState, OldKind
from registry.store.accounts import Account, FormerName, Move
from registry.store.audit import AuditEntry
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.old_facts import OldFact
from registry.store.violations import Violation
from registry.web.formats import label, region_name
from registry.web.showing import link, old_ledgers
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
    case_acts: Sequence[AuditEntry]
    old: Sequence[OldFact] = ()

    def entry_of(self, act: str, object_id: int) -> AuditEntry | None:
        """The last entry of an act on a violation or measure; the act's name says which of the two."""
        return next((e for e in reversed(self.case_acts) if e.act == act and e.object_id == str(object_id)), None)

    def time_of(self, act: str, object_id: int) -> datetime | None:
        """When an act on a violation or measure was entered; None where the log does not say."""
        entry = self.entry_of(act, object_id)
        return entry.at if entry else None


Told = tuple[date, datetime | None, str, str, Markup | str | None]
"""An event, and the moment it was entered."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def tell(history: History) -> list[Event]:
    """The events, newest first; those of one day in the order they were entered, the later above the earlier.

    What one act brings about at one moment stands in the order of cause and effect, which is the order of the tellers.
    """
    tellers = (
        _old, _entry, _renames, _violations, _drafts, _decisions, _effects, _moves, _papers, _overdue, _rechecks, _ends,
        _voidings, _corrections, _acts,
    )  # fmt: skip
    told = [event for teller in tellers for event in teller(history)]
    told.sort(key=lambda event: (event[0], event[1] or _EARLIEST))
    return [(on, kind, title, text) for on, _at, kind, title, text in reversed(told)]


def _old(history: History) -> Iterator[Told]:
    """What an old ledger says of the time before the register; a day known only in part stands at its beginning."""
    for fact in history.old:
        kind = "violation" if fact.kind is OldKind.VIOLATION else "measure"
        yield (
            old_ledgers.first_day(fact),
            fact.confirmed_at,
            kind,
            old_ledgers.title_of(fact),
            old_ledgers.text_of(fact),
        )


def _entry(history: History) -> Iterator[Told]:
    first = history.outcome.timeline[0] if history.outcome.timeline else None
    title = _("登记入册，初始等级 %(tier)s", tier=first.to_tier) if first else _("登记入册")
    yield history.account.registered_on, None, "other", title, None


def _renames(history: History) -> Iterator[Told]:
    names = [each.name for each in history.names] + [history.account.name]
    for former, name in zip(history.names, names[1:], strict=True):
        yield former.until_on, None, "other", _("更名：%(old)s → %(new)s", old=former.name, new=name), None


def _violations(history: History) -> Iterator[Told]:
    points = {each.violation_id: each.points for each in history.outcome.counted}
    for each in history.violations:
        name = name_violation(each.code)
        severity = label(each.severity) or _("严重程度待定")
        gone = _("（已撤销）") if each.voided_on is not None else ""
        if each.recognised_on is None:
            on = china_day(each.recorded_at)
            title = _("登记违规线索：%(name)s，%(severity)s", name=name, severity=severity) + (gone or _("，待认定"))
            yield on, each.recorded_at, "violation", title, _about(each, each.recorded_by.name, _("登记人"))
            continue
        title = _("认定违规：%(name)s，%(severity)s", name=name, severity=severity)
        if f"v{each.id}" in points:
            title += _("，%(n)s 分", n=points[f"v{each.id}"])
        text = _about(each, each.recognised_by.name if each.recognised_by else None, _("认定人"))
        yield each.recognised_on, history.time_of("violations.recognise", each.id), "violation", title + gone, text


def _about(violation: Violation, name: str | None, role: str) -> Markup:
    """The facts in short, the link to all of them, who it was."""
    facts = mask_inside(violation.facts)
    facts = facts if len(facts) <= 60 else facts[:58] + "……"
    said = [escape(facts), link(url_for("violations.show", violation_id=violation.id), _("看这一件"))]
    return Markup("　").join([*said, escape(f"{role} {name}")] if name else said)


def _drafts(history: History) -> Iterator[Told]:
    for each in history.measures:
        title = _("提请%(kind)s，针对%(target)s", kind=label(each.kind), target=label(each.target_kind))
        yield (
            china_day(each.drafted_at),
            each.drafted_at,
            "measure",
            title,
            _case(each, _("起草人 %(name)s", name=each.drafted_by.name)),
        )


def _decisions(history: History) -> Iterator[Told]:
    for each in history.measures:
        kind = label(each.kind)
        if each.decided_on is not None:
            verdict = (
                _("不予%(kind)s", kind=kind) if each.state is MeasureState.DECLINED else _("批准%(kind)s", kind=kind)
            )
            acts = ("measures.approve", "measures.decline", "measures.confirm_paper")
            at = next((found for act in acts if (found := history.time_of(act, each.id)) is not None), None)
            yield each.decided_on, at, "measure", verdict, _case(each, _decider(each))


def _effects(history: History) -> Iterator[Told]:
    for each in history.measures:
        if each.effective_on is not None:
            term = _("，到 %(on)s 期满", on=each.ends_on) if each.ends_on else ""
            due = each.rectification
            demand = _("责令 %(on)s 前整改：%(demand)s", on=due.due_on, demand=due.demand) if due else each.target
            at, title = history.time_of("measures.take_effect", each.id), _("%(kind)s生效", kind=label(each.kind))
            yield each.effective_on, at, "measure", title + term, _case(each, demand)


def _decider(measure: Measure) -> str:
    if measure.paper_approver:
        signer = f"{measure.paper_post} {measure.paper_approver}"
        return str(_("纸质签批：%(signer)s，签于 %(on)s", signer=signer, on=measure.paper_signed_on))
    name = measure.decided_by.name if measure.decided_by else ""
    said = str(_("决定人 %(name)s", name=name))
    return f"{said}；{measure.decision_note}" if measure.decision_note else said


def _case(measure: Measure, words: str) -> Markup:
    """A sentence about a measure, and the way to it."""
    return Markup("　").join(
        [escape(mask_inside(words)), link(url_for("measures.show", measure_id=measure.id), _("看办理情况"))]
    )


def _moves(history: History) -> Iterator[Told]:
    for move in history.moves:
        if move.corrects:
            continue
        text = Markup("{}　{}").format(
            cite_row(move.row, version=move.rulebook_version),
            _("%(article)s，规则 %(version)s", article=move.article, version=move.rulebook_version or "—")
            if move.article
            else _("规则 %(version)s", version=move.rulebook_version or "—"),
        )
        yield move.on, move.made_at, "move", _("等级 %(steps)s", steps=_steps(move)), text


def _papers(history: History) -> Iterator[Told]:
    for each in history.documents:
        title = _("出具%(kind)s　%(doc_no)s", kind=label(each.kind), doc_no=each.doc_no)
        if each.void_reason:
            title += _("（已作废）")
        words = Markup("　").join(
            [escape(each.issued_by.name), link(url_for("documents.show", document_id=each.id), _("看文书"))]
        )
        yield each.issued_on, each.issued_at, "other", title, words


def _corrections(history: History) -> Iterator[Told]:
    """What a voiding or an annulment moved back."""
    for move in history.moves:
        if move.corrects:
            fact = _("违规认定") if move.corrects.startswith("v") else _("处置")
            text = _("因所依据的%(fact)s被撤销，按现有记录重新推算", fact=fact)
            yield move.on, move.made_at, "move", _("更正等级 %(steps)s", steps=_steps(move)), text


def _steps(move: Move) -> str:
    return f"{move.from_tier or '—'} → {move.to_tier}"


def _overdue(history: History) -> Iterator[Told]:
    """What was not put right in its term, also where it was afterwards."""
    for each in history.measures:
        due, at = each.rectification, history.time_of("measures.fall_overdue", each.id)
        if due is not None and (at is not None or each.state is MeasureState.OVERDUE):
            title = _("%(kind)s的整改逾期", kind=label(each.kind))
            yield due.due_on + timedelta(days=1), at, "measure", title, _case(each, due.demand)


def _rechecks(history: History) -> Iterator[Told]:
    """Every recheck with what was found, the failed ones before the one that passed too."""
    measures = {str(each.id): each for each in history.measures}
    for entry in history.case_acts:
        if entry.act == "measures.recheck" and entry.object_id in measures and entry.after:
            title = _("整改复查通过") if entry.after["passed"] else _("整改复查未通过")
            on = date.fromisoformat(entry.after["on"])
            yield on, entry.at, "other", title, _case(measures[entry.object_id], entry.reason or "")


def _ends(history: History) -> Iterator[Told]:
    """How measures came to their end."""
    for each in history.measures:
        kind = label(each.kind)
        if each.ended_on is not None:
            at = history.time_of("measures.end", each.id)
            yield each.ended_on, at, "other", _("%(kind)s结束", kind=kind), _case(each, "")
        if each.lifted_on is not None:
            at = history.time_of("measures.lift", each.id)
            yield each.lifted_on, at, "other", _("%(kind)s提前解除", kind=kind), _case(each, each.closing_reason)
        if each.annulled_on is not None:
            title, at = _("更正：撤销%(kind)s，视为没有作出", kind=kind), history.time_of("measures.annul", each.id)
            yield each.annulled_on, at, "other", title, _case(each, each.closing_reason)


def _voidings(history: History) -> Iterator[Told]:
    for each in history.violations:
        if each.voided_on is None:
            continue
        name, words = name_violation(each.code), mask_inside(each.void_reason or "")
        title = (
            _("更正：撤销违规认定：%(name)s", name=name)
            if each.recognised_on
            else _("撤销违规线索：%(name)s", name=name)
        )
        if each.voided_by:
            words += _("　办理人 %(name)s", name=each.voided_by.name)
        yield each.voided_on, history.time_of("violations.void", each.id), "other", title, words


def _acts(history: History) -> Iterator[Told]:
    """Where the account was kept: handed over, archived, brought back."""
    for entry in history.acts:
        on, reason = china_day(entry.at), entry.reason or ""
        if entry.act == "accounts.transfer":
            places = [region_name((side or {}).get("region_code", "")) for side in (entry.before, entry.after)]
            yield on, entry.at, "other", _("属地变更：%(old)s → %(new)s", old=places[0], new=places[1]), reason
        elif entry.act == "accounts.archive":
            yield on, entry.at, "other", _("归档"), reason
        else:
            yield on, entry.at, "other", _("恢复在册"), reason
