"""The questions asked of the papers issued by their list; each takes the asker's scope."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from registry.domain.terms import DocumentKind
from registry.store.accounts import Account, FormerName
from registry.store.documents import Document
from registry.store.scope import Scope
from registry.store.users import Office

_BRACKETS: Final = str.maketrans(dict.fromkeys("([（［【", "〔") | dict.fromkeys(")]）］】", "〕"))


@dataclass(frozen=True)
class DocumentFilter:
    """What the list is narrowed to; empty = not at all. ``text``: part of a number, or of a name the account has or had.

    A paper stands or is void (``is_void``); drafts are stored nowhere, so none are found.
    """

    kind: DocumentKind | None = None
    year: int | None = None
    is_void: bool | None = None
    text: str = ""
    account_id: int | None = None
    measure_id: int | None = None

    def standing(self) -> "DocumentFilter":
        """The same, but only papers that stand."""
        return replace(self, is_void=False)


def search_documents(
    session: Session, wanted: DocumentFilter, *, scope: Scope, limit: int, offset: int = 0
) -> Sequence[Document]:
    """One page, the newest first, with account and issuer: one statement."""
    query = select(Document).where(*_conditions(wanted, scope), *_standing(wanted))
    query = query.options(joinedload(Document.account), joinedload(Document.issued_by))
    return session.scalars(query.order_by(Document.id.desc()).limit(limit).offset(offset)).unique().all()


def list_keys(session: Session, wanted: DocumentFilter, *, scope: Scope, limit: int) -> Sequence[int]:
    """The keys of the papers found, the oldest first."""
    query = select(Document.id).where(*_conditions(wanted, scope), *_standing(wanted))
    return session.scalars(query.order_by(Document.id).limit(limit)).all()


def count_standing(session: Session, wanted: DocumentFilter, *, scope: Scope) -> dict[bool, int]:
    """How many papers the filter finds that are void (True) and that stand (False), whichever it asks for."""
    is_void = Document.void_reason.is_not(None)
    rows = session.execute(select(is_void, func.count()).where(*_conditions(wanted, scope)).group_by(is_void))
    found = {bool(row[0]): row[1] for row in rows}
    return {state: found.get(state, 0) for state in (False, True)}


@dataclass(frozen=True)
class SeriesNumbers:
    """The numbers of one office's series in one year: the last given, how many papers bear one, the void ones with their reason."""

    office: str
    series: str
    last: int
    papers: int
    void: tuple[Document, ...]


def list_numbers(session: Session, year: int, *, scope: Scope) -> list[SeriesNumbers]:
    """Every series of a year: two statements, however many papers there are; the void ones are few."""
    key = (Office.name, Document.series)
    counts = select(*key, func.max(Document.number), func.count()).join(Office, Office.id == Document.office_id)
    counts = counts.where(scope.covers(Document.region_code), Document.year == year).group_by(*key).order_by(*key)
    void = select(Office.name, Document).join(Office, Office.id == Document.office_id)
    void = void.where(scope.covers(Document.region_code), Document.year == year, Document.void_reason.is_not(None))
    found: dict[tuple[str, str], list[Document]] = {}
    for office, row in session.execute(void.order_by(Document.number)):
        found.setdefault((office, row.series), []).append(row)
    rows = session.execute(counts)
    return [SeriesNumbers(office, series, last, papers, tuple(found.get((office, series), ())))
            for office, series, last, papers in rows]  # fmt: skip


def list_years(session: Session, *, scope: Scope) -> Sequence[int]:
    """The years papers were numbered in, the latest first."""
    return session.scalars(
        select(Document.year).where(scope.covers(Document.region_code)).distinct().order_by(Document.year.desc())
    ).all()


def _conditions(wanted: DocumentFilter, scope: Scope) -> list[ColumnElement[bool]]:
    """All the filter asks for but whether the paper stands."""
    found = [scope.covers(Document.region_code)]
    exact = {
        Document.kind: wanted.kind, Document.year: wanted.year, Document.account_id: wanted.account_id,
        Document.measure_id: wanted.measure_id,
    }  # fmt: skip
    found.extend(column == value for column, value in exact.items() if value is not None)
    if wanted.text:
        found.append(_matches(wanted.text))
    return found


def _standing(wanted: DocumentFilter) -> list[ColumnElement[bool]]:
    if wanted.is_void is None:
        return []
    return [Document.void_reason.is_not(None) if wanted.is_void else Document.void_reason.is_(None)]


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a text is part of the number, in whatever brackets it was typed, or of a name of the account."""
    number = re.sub(r"\s", "", text).translate(_BRACKETS)
    named = select(Account.id).where(Account.name.icontains(text, autoescape=True))
    former = select(FormerName.account_id).where(FormerName.name.icontains(text, autoescape=True))
    return or_(
        Document.doc_no.contains(number, autoescape=True),
        Document.account_id.in_(named),
        Document.account_id.in_(former),
    )
