"""What the register suggests for the fields of a form, by the name of the source in data/form_fields.toml.

Each source answers from what is on file about the account, its violation, the measure and the office; what nobody knows is
left open. Personal numbers come masked (个人信息保护法 第六条); the officer reads everything over.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy.orm import Session, object_session

from registry.domain import bases, regions
from registry.domain.cases.clocks import get_clock
from registry.domain.documents.catalogue import Field, FieldKind, forms
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, ViolationState, label
from registry.services import case_sources, records, rulebooks
from registry.services.bases import cite_basis
from registry.services.papers import Case, account_ref, masked
from registry.store.documents import Document, list_documents
from registry.store.measures import Measure
from registry.store.scope import scope_of
from registry.store.violations import Violation, list_violations

DEMANDS: Final = (
    "删除或者更正上述内容",
    "自查已发布的其他内容，有同类问题的一并处理",
    "完善发布前的核实和审核，不再发生同类问题",
)
_DATED = re.compile(r"\d\s*[月日]|\d{4}[-/.]\d")


def start(case: Case, *, by: Actor, on: date) -> dict[str, Any]:
    """What the fields of a form start from; a field nobody knows anything about is absent."""
    known = Known(case, by, on)
    found = {field.name: known.suggest(field) for field in forms()[case.kind].asked}
    return {name: value for name, value in found.items() if value}


@dataclass
class Known:
    """What the register knows that a form may ask for, each looked up once and only when asked."""

    case: Case
    by: Actor
    on: date

    def suggest(self, field: Field) -> Any:
        """What to begin a field with, in the shape the field has; None where nothing is known."""
        value = self._answer(field.source) if field.source else field.suggest
        value = value or field.suggest
        if field.kind in (FieldKind.LINES, FieldKind.ROWS):
            return _lines(value) if isinstance(value, str) else tuple(value or ())
        if field.kind in (FieldKind.TEXT, FieldKind.AREA) and isinstance(value, tuple):
            return "；".join(value)
        return value or None

    def _answer(self, source: str) -> Any:
        told = case_sources.answer(source, self.case.casefile) if self.case.casefile else None
        if told:
            return masked(told)
        if source.startswith("no:"):
            return self._number(source.removeprefix("no:"))
        return masked(SOURCES[source](self)) if source in SOURCES else None

    @cached_property
    def session(self) -> Session:
        """The session the case was read in."""
        found = object_session(self.case.office)
        assert found is not None  # an office on file has one
        return found

    @cached_property
    def record(self) -> dict[str, Any]:
        """The account's record, personal values masked."""
        return records.masked(self.case.account)

    @cached_property
    def violation(self) -> Violation | None:
        """The violation the measure cites, else the latest of the account that stands."""
        measure = self.case.measure
        if measure is not None:
            return measure.violation
        if self.case.casefile is not None:
            return next(iter(self.case.casefile.violations), None)
        found = list_violations(
            self.session, scope=scope_of(self.case.account.region_code), account_id=self.case.account.id
        )
        return next((each for each in found if each.state is not ViolationState.VOIDED), None)

    @cached_property
    def issued(self) -> list[Document]:
        """The standing papers of the account, the newest first."""
        rows = list_documents(
            self.session, scope=scope_of(self.case.account.region_code), account_id=self.case.account.id
        )
        return [row for row in rows if row.void_reason is None]

    def _number(self, kind: str) -> str:
        """The number of the last paper of a kind, or of any but what merely files papers."""
        wanted = [row for row in self.issued if kind == "any" or row.kind is DocumentKind(kind)]
        own = self.case.measure.id if self.case.measure else None
        nearest = [row for row in wanted if own is not None and row.measure_id == own] or wanted
        return nearest[0].doc_no if nearest else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """What was found, with its day."""
        if self.violation is not None:
            return facts_told(self.violation)
        return _lines(self.case.measure.grounds) if self.case.measure else ()

    @property
    def breached(self) -> tuple[str, ...]:
        """The article not kept."""
        article = article_of(self.violation) if self.violation else None
        return (article,) if article else ()

    @property
    def measure_words(self) -> str:
        """The measure and what it is aimed at."""
        measure = self.case.measure
        return f"{label(measure.kind)}（{label(measure.target_kind)}）" if measure else ""

    @property
    def cause(self) -> str:
        """What the case is about, in one line."""
        if self.violation is None:
            return ""
        book = rulebooks.of(self.violation, on=self.violation.occurred_on)
        row = book.code_rows.get(self.violation.code) if book else None
        return f"涉嫌{row.name}" if row else ""

    @property
    def index(self) -> tuple[str, ...]:
        """The standing papers as rows of the index of a file, the oldest first."""
        return tuple(f"{row.doc_no}｜{row.title}｜{row.issued_on.isoformat()}" for row in reversed(self.issued))


SOURCES: Final[dict[str, Callable[[Known], Any]]] = {
    "account": lambda known: str(account_ref(known.case.account)),
    "platform": lambda known: label(known.case.account.platform),
    "account_name": lambda known: known.case.account.name,
    "uid": lambda known: known.case.account.uid,
    "url": lambda known: known.case.account.url,
    "followers": lambda known: str(known.case.account.followers or ""),
    "category": lambda known: label(known.case.account.category) if known.case.account.category else "",
    "licence": lambda known: known.case.account.licence,
    "contact": lambda known: known.record.get("contact"),
    "mcn": lambda known: known.case.account.mcn,
    "supervisor": lambda known: known.case.account.supervisor,
    "opened_on": lambda known: known.case.account.opened_on,
    "registered_on": lambda known: known.case.account.registered_on.isoformat(),
    "town": lambda known: known.case.account.town,
    "region": lambda known: regions.full_name(known.case.account.region_code),
    "address": lambda known: known.record.get("address"),
    "holder": lambda known: known.record.get("holder"),
    "holder_kind": lambda known: label(known.record["holder_type"]) if known.record.get("holder_type") else "",
    "holder_code": lambda known: known.record.get("uscc"),
    "phone_masked": lambda known: known.record.get("phone"),
    "office": lambda known: known.case.office.name,
    "office_address": lambda known: known.case.office.address,
    "office_phone": lambda known: known.case.office.phone,
    "government": lambda known: f"{regions.get(known.case.office.region_code).name}人民政府",
    "court": lambda known: f"{regions.get(known.case.office.region_code).name}人民法院",
    "me": lambda known: known.by.name,
    "me_list": lambda known: (known.by.name,),
    "today": lambda known: known.on,
    "blank": lambda _known: "",
    "facts": lambda known: known.facts,
    "breached": lambda known: known.breached,
    "breach_words": lambda known: f"上述情形不符合{'、'.join(known.breached)}的规定。" if known.breached else "",
    "basis": lambda known: (cite_basis(known.case.measure),) if known.case.measure else (),
    "cause": lambda known: known.cause,
    "measure": lambda known: known.measure_words,
    "measure_list": lambda known: (known.measure_words,) if known.case.measure else (),
    "demands": lambda known: demands_of(known.case.measure),
    "due": lambda known: due_of(known.case.measure, known.on),
    "tier": lambda known: known.case.account.tier.value if known.case.account.tier else "",
    "tier_reason": lambda known: _points(known),
    "rule_version": lambda known: _version(known),
    "last_title": lambda known: known.issued[0].title if known.issued else "",
    "dossier_title": lambda known: f"{account_ref(known.case.account)}{known.cause}案",
    "index": lambda known: known.index,
}  # fmt: skip
"""Every source by its name; a test holds the fields of the forms to it."""


def facts_of(measure: Measure) -> tuple[str, ...]:
    """What the violation cited says, with its day where the words name none; else the grounds of the measure."""
    return facts_told(measure.violation) if measure.violation is not None else _lines(measure.grounds)


def facts_told(violation: Violation) -> tuple[str, ...]:
    """What a violation says, a line each, the first with its day where its words name none."""
    lines = list(_lines(violation.facts))
    if lines and not _DATED.search(lines[0]):
        on = violation.occurred_on
        lines[0] = f"{on.year}年{on.month}月{on.day}日，{lines[0]}"
    return tuple(lines)


def article_of(violation: Violation) -> str | None:
    """The article a violation breaks: of the library, else the published rule its rulebook names."""
    known = bases.article_breached(violation.code)
    if known:
        return known
    book = rulebooks.of(violation, on=violation.occurred_on)
    row = book.code_rows.get(violation.code) if book else None
    return row.article if row and row.article and row.article.startswith("《") else None


def demands_of(measure: Measure | None) -> tuple[str, ...]:
    """What is to be put right: as ordered, else the usual."""
    ordered = measure.rectification if measure else None
    return _lines(ordered.demand) if ordered else DEMANDS


def due_of(measure: Measure | None, on: date) -> date:
    """By when: as ordered, else the usual term from ``on``."""
    ordered = measure.rectification if measure else None
    return ordered.due_on if ordered else get_clock("rectification").due_on(on)


def _points(known: Known) -> str:
    """The points that stand, as the reason of a tier begins."""
    points = known.case.account.points
    return "" if points is None else f"按已认定的违规和处置，现有积分{points}分。"


def _version(known: Known) -> str:
    book = rulebooks.of(known.case.account, on=known.on)
    return book.version if book else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
