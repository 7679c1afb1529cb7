"""处置记录表: an account's whole sanction record on one form, for the file. Internal; it leaves the office to
nobody.

Violations and measures, and the moves of the tier, which no outward paper may carry (行政处罚法 art. 5, 34:
an unpublished grading is no basis). Personal fields come masked (个人信息保护法 art. 6); an unmasked one is
refused.
"""

import re
from dataclasses import dataclass
from datetime import date

from registry.domain.documents.content import Blank, Document, Fact, Facts, SignatureLines, Style, Table
from registry.domain.documents.forms import inputs
from registry.domain.documents.forms.inputs import AccountRef
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind, label

KIND = DocumentKind.SANCTION_RECORD
NOTICE = "内部资料　注意保管"
_WIDE = 24  # characters; a longer value, such as an address, takes a row to itself
_UNMASKED = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


@dataclass(frozen=True)
class RecordedViolation:
    """A violation as a row, in words; ``note`` says e.g. that it was voided and why."""

    occurred_on: date
    facts: str
    rule: str
    severity: str
    recognised_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class RecordedMeasure:
    """A measure as a row, in words; ``result`` its state with dates, ``doc_no`` the paper it went out
    with."""

    decided_on: date | None
    kind: str
    target: str
    bodies: str
    legal_basis: str
    result: str
    doc_no: str = ""


@dataclass(frozen=True)
class RecordedMove:
    """A move of the tier as a row: tiers as "B 一般", the reason and the article of the rulebook."""

    on: date
    from_tier: str
    to_tier: str
    reason: str
    article: str = ""


@dataclass(frozen=True)
class RecordedHistory:
    """A fact from before the register as a row, in words; ``on`` to the precision it is known in. It carries no
    points."""

    on: str
    kind: str
    facts: str
    result: str
    doc_no: str = ""
    source: str = ""


@dataclass(frozen=True)
class SanctionRecord:
    """``facts`` are (label, value) pairs about account and holder, personal ones already masked; ``dated_on``
    = as of."""

    issuer: str
    account: AccountRef | None
    facts: tuple[tuple[str, str], ...]
    violations: tuple[RecordedViolation, ...]
    measures: tuple[RecordedMeasure, ...]
    moves: tuple[RecordedMove, ...]
    compiled_by: str
    doc_no: str = ""
    dated_on: date | None = None
    draft: bool = False
    history: tuple[RecordedHistory, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """Why the tier is what it is that day: (what is spoken of, the sentence)."""


_PUBLIC = ("账号ID", "信用代码", "统一社会信用代码", "主页", "主页链接")
"""Facts that are no person's number though they may consist of digits."""


def build_sanction_record(record: SanctionRecord) -> Document:
    """The record as a form. Refuses a missing field, or ("documents.unmasked") a full 公民身份号码 or mobile
    number."""
    record = inputs.tidied(record)
    inputs.check(KIND, record, draft=record.draft)
    for name, value in record.facts:
        if _UNMASKED.search(value) and name not in _PUBLIC:
            raise Refusal("documents.unmasked", label=name)
    return Document(
        kind=KIND,
        issuer=record.issuer,
        title=label(KIND),
        doc_no=record.doc_no or None,
        blocks=(
            _facts(record),
            _violations(record),
            _measures(record),
            _moves(record),
            *_reasons(record),
            *_history(record),
            _signatures(),
        ),
        signer=record.issuer,
        dated_on=record.dated_on,
        draft=record.draft,
        style=Style.FORM,
        notice=NOTICE,
    )


def _facts(record: SanctionRecord) -> Facts:
    account = record.account
    own = (("平台", account.platform), ("账号名称", account.name), ("账号ID", account.uid)) if account else ()
    named = {name for name, _ in own}
    rest = tuple(pair for pair in record.facts if pair[0] not in named)
    rows = (*own, *rest, ("填报单位", record.issuer), ("制表人", record.compiled_by))
    cells = tuple(Fact(name, value or "—", wide=len(value) > _WIDE) for name, value in rows)
    return Facts((*cells, Fact("截至日期", inputs.day(record.dated_on, "制表日期"))), columns=2)


def _violations(record: SanctionRecord) -> Table:
    return Table(
        caption="一、违规情况",
        headers=("序号", "发生日期", "认定日期", "事实", "依据", "程度", "备注"),
        widths=(5, 13, 13, 27, 20, 7, 15),
        rows=tuple(
            (
                str(place),
                _iso(row.occurred_on),
                _iso(row.recognised_on),
                row.facts,
                row.rule,
                row.severity,
                row.note,
            )
            for place, row in enumerate(record.violations, 1)
        ),
    )


def _measures(record: SanctionRecord) -> Table:
    return Table(
        caption="二、处置措施",
        headers=("序号", "决定日期", "措施", "对象", "决定及执行机关", "依据", "结果", "文号"),
        widths=(5, 12, 8, 9, 16, 15, 19, 16),
        rows=tuple(
            (str(n), _iso(m.decided_on), m.kind, m.target, m.bodies, m.legal_basis, m.result, m.doc_no)
            for n, m in enumerate(record.measures, 1)
        ),
    )


def _moves(record: SanctionRecord) -> Table:
    return Table(
        caption="三、等级变动（等级是内部管理标签，不是处罚）",
        headers=("序号", "日期", "原等级", "新等级", "原因", "规则条款"),
        widths=(5, 13, 14, 14, 35, 19),
        rows=tuple(
            (str(place), _iso(move.on), move.from_tier, move.to_tier, move.reason, move.article)
            for place, move in enumerate(record.moves, 1)
        ),
    )


def _reasons(record: SanctionRecord) -> tuple[Table, ...]:
    """Why the tier is what it is, what would change it and when; no table where nothing is told."""
    if not record.reasons:
        return ()
    day = inputs.day(record.dated_on, "制表日期")
    return (Table(f"四、现等级的理由（{day}）", ("事项", "说明"), (16, 84), record.reasons),)


def _history(record: SanctionRecord) -> tuple[Table, ...]:
    """What was entered from an old ledger; no table where there is nothing."""
    if not record.history:
        return ()
    return (
        Table(
            caption=f"{'五' if record.reasons else '四'}、系统启用前的记录（不计分）",
            headers=("序号", "日期", "类型", "事由", "结果", "文号", "来源"),
            widths=(5, 12, 9, 23, 17, 17, 17),
            rows=tuple(
                (str(place), row.on, row.kind, row.facts or "—", row.result or "—", row.doc_no or "—", row.source)
                for place, row in enumerate(record.history, 1)
            ),
        ),
    )


def _signatures() -> SignatureLines:
    return SignatureLines(
        lines=(
            (Blank("经办人（签名）：", 7), Blank("审核人（签名）：", 7)),
            (Blank("　　　　年　　月　　日"),),
        )
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"
