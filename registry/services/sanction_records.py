"""An account's whole sanction record (处置记录表), gathered from the ledger into rows as the form prints them.

What was voided or annulled stands in it and says so; clues never recognised and proposals never decided are no
sanctions and do not. Personal fields come masked (个人信息保护法 第六条).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from registry.domain import bases, regions
from registry.domain.documents import forms
from registry.domain.grading.outcome import Outcome
from registry.domain.grading.rulebook import Rulebook
from registry.domain.identifiers import mask_inside
from registry.domain.terms import MeasureState, TargetKind, Tier, ViolationState, label
from registry.services import grading, old_ledger_preview, records, rulebooks
from registry.services.bases import cite_basis
from registry.store.account_queries import list_moves
from registry.store.accounts import Account, Move
from registry.store.documents import list_documents
from registry.store.measures import Measure, list_measures
from registry.store.old_facts import OldFact, list_old_facts
from registry.store.scope import scope_of
from registry.store.violations import Violation, list_violations


class Teller(Protocol):
    """What the record says in words; given by the roof."""

    def move(self, move: Move) -> str:
        """The reason of a move of the tier."""
        ...

    def why(self, outcome: Outcome) -> Sequence[tuple[str, str]]:
        """Why the tier is what it is, line by line: what is spoken of, and the sentence."""
        ...


def gather(
    session: Session, account: Account, *, issuer: str, compiled_by: str, tell: Teller, on: date
) -> forms.SanctionRecord:
    """The record of one account as of ``on``, oldest entry first."""
    scope, books = scope_of(account.region_code), rulebooks.in_force(session)
    violations = [
        v for v in list_violations(session, scope=scope, account_id=account.id) if v.recognised_on is not None
    ]
    measures = list_measures(session, scope=scope, account_id=account.id)
    sent: dict[int | None, list[str]] = defaultdict(list)
    for paper in reversed(list_documents(session, scope=scope, account_id=account.id)):
        if paper.void_reason is None:
            sent[paper.measure_id].append(paper.doc_no)
    return forms.SanctionRecord(
        issuer=issuer,
        account=forms.AccountRef(label(account.platform), account.name, account.uid or "", account.url or ""),
        facts=tuple(_facts(account, on)),
        violations=tuple(_violation(each) for each in reversed(violations)),
        measures=tuple(_measure(each, sent[each.id]) for each in reversed(measures) if _is_sanction(each)),
        moves=tuple(
            _move(each, tell, books)
            for each in sorted(list_moves(session, account.id), key=lambda move: (move.on, move.id))
        ),
        compiled_by=compiled_by,
        dated_on=on,
        history=tuple(_old(each) for each in list_old_facts(session, account.id)),
        reasons=tuple(tell.why(grading.assess(session, account, on=on))),
    )


def _facts(account: Account, on: date) -> Iterator[tuple[str, str]]:
    """Account and holder in pairs, personal numbers masked; what is unknown and rarely known is left out."""
    values = records.masked(account)
    yield "主体", values["holder"] or ""
    yield "主体类型", label(values["holder_type"]) if values["holder_type"] else ""
    if values["uscc"]:
        yield "信用代码", values["uscc"]
    if values["id_no"]:
        yield "证件号码", values["id_no"]
    yield "联系电话", values["phone"] or ""
    yield "属地", regions.full_name(account.region_code) + (account.town or "")
    yield "登记日期", account.registered_on.isoformat()
    yield "账号状态", label(account.status) if account.status else "未填"
    yield "现等级", f"{_tier(account.tier)}（自 {account.tier_since}）" if account.tier_since else _tier(account.tier)
    if account.pending_tier:
        yield "待确认等级", f"{_tier(account.pending_tier)}（自 {account.pending_since}）"
    if account.override_tier and account.override_until and account.override_until >= on:
        reason = mask_inside(account.override_reason or "")
        yield "人工调整等级", f"{_tier(account.override_tier)}（至 {account.override_until}）；理由：{reason}"
    yield "现积分", "" if account.points is None else f"{account.points} 分"
    if account.former_names:
        yield "曾用名", "、".join(each.name for each in account.former_names)
    if account.url:
        yield "主页链接", account.url


def _violation(row: Violation) -> forms.RecordedViolation:
    note = f"{row.voided_on} 撤销：{row.void_reason}" if row.state is ViolationState.VOIDED else ""
    severity = label(row.severity) if row.severity else "未定"
    return forms.RecordedViolation(row.occurred_on, row.facts, rule_of(row), severity, row.recognised_on, note)


def rule_of(row: Violation) -> str:
    """The rule a violation breaks as the record cites it, else the code with its name in the rulebook of its day."""
    article = bases.article_breached(row.code)
    if article:
        return article
    book = rulebooks.of(row, on=row.occurred_on)
    code = book.code_rows.get(row.code) if book else None
    return (code.article or f"{row.code} {code.name}") if code else row.code


def _old(fact: OldFact) -> forms.RecordedHistory:
    """A fact from before the register, with the file it was entered from."""
    words = old_ledger_preview.words_of(fact)
    day = f"约 {fact.on}" if fact.is_approximate else fact.on
    source = f"{fact.ledger.filename} 第 {fact.row} 行"
    facts, result, doc_no = (words.get(name, "") for name in ("summary", "result", "doc_no"))
    return forms.RecordedHistory(day, label(fact.kind), facts, result, doc_no, source)


def _is_sanction(measure: Measure) -> bool:
    return measure.decided_on is not None and measure.state is not MeasureState.DECLINED


def _measure(row: Measure, doc_nos: list[str]) -> forms.RecordedMeasure:
    return forms.RecordedMeasure(
        decided_on=row.decided_on,
        kind=label(row.kind),
        target=_target(row),
        bodies=_bodies(row),
        legal_basis=cite_basis(row),
        result="；".join(_result(row)),
        doc_no="、".join(doc_nos),
    )


def _target(row: Measure) -> str:
    """What it was aimed at; addresses of content stand in the letter and are only counted here."""
    if row.target_kind is TargetKind.ACCOUNT:
        return label(TargetKind.ACCOUNT)
    if row.target_kind is TargetKind.CONTENT:
        return f"{label(TargetKind.CONTENT)}{len(row.target.split())}条"
    return f"{label(row.target_kind)}：{row.target}"


def _bodies(row: Measure) -> str:
    """Who decides and who carries out; an approval signed on paper says whose hand it was."""
    same = row.deciding_body == row.executing_body
    bodies = row.deciding_body if same else f"决定：{row.deciding_body}；执行：{row.executing_body}"
    if row.paper_approver is None:
        return bodies
    return f"{bodies}（纸质签批：{row.paper_approver}，{row.paper_signed_on}）"


def _result(row: Measure) -> Iterator[str]:
    """What became of it, day by day."""
    if row.effective_on is None and row.annulled_on is None:
        yield "已批准，尚未生效"
    if row.effective_on is not None:
        yield f"{row.effective_on} 生效"
    if row.ends_on is not None:
        yield f"期限至 {row.ends_on}"
    ordered = row.rectification
    if ordered is not None:
        yield f"限 {ordered.due_on} 前整改"
        if ordered.passed_on is not None:
            yield f"{ordered.passed_on} 整改通过"
        elif row.state is MeasureState.OVERDUE:
            yield "逾期未整改"
    if row.ended_on is not None:
        yield f"{row.ended_on} 结束"
    if row.lifted_on is not None:
        yield f"{row.lifted_on} 提前解除：{row.closing_reason}"
    if row.annulled_on is not None:
        yield f"{row.annulled_on} 撤销：{row.closing_reason}"


def _move(row: Move, tell: Teller, books: Sequence[Rulebook]) -> forms.RecordedMove:
    return forms.RecordedMove(row.on, _tier(row.from_tier), _tier(row.to_tier), tell.move(row), _article(row, books))


def _article(row: Move, books: Sequence[Rulebook]) -> str:
    """The article of the rulebook with the rulebook's own title, since 本规则 says nothing outside it."""
    book = next((each for each in books if each.version == row.rulebook_version), None)
    name = f"《{book.title}》" if book and book.title else ""
    return (row.article or "").replace("本规则", name) if name else row.article or ""


def _tier(tier: Tier | None) -> str:
    return f"{tier.value} {label(tier)}" if tier else "—"
