"""Acts on an office's own entries of the legal-basis library: stated by one, confirmed by another; an article compared again.

A sanction needs a rule that is in force and was read (行政处罚法 第十六条、第三十七条). A changed article is a new entry with
its own dates; the earlier one stays for the measures of its time.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.bases import BasisLevel, BasisRole, BasisStatus, EntryState
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.domain.terms import MeasureKind, TargetKind
from registry.services import audit, persons
from registry.services.bases import forget, library_of
from registry.store.bases import BasisCheck, BasisEntry, get_entry


@dataclass(frozen=True)
class Article:
    """What an officer states of an article; see `registry.domain.bases.LegalBasis` for the parts."""

    title: str
    article: str
    issuer: str
    level: BasisLevel
    role: BasisRole
    text: str
    in_force_from: date
    source: str
    number: str = ""
    note: str = ""
    in_force_to: date | None = None
    for_kinds: tuple[MeasureKind, ...] = ()
    for_targets: tuple[TargetKind, ...] = ()
    county_may: bool | None = None


def draft(session: Session, article: Article, *, code: str = "", by: Actor, at: datetime, on: date) -> BasisEntry:
    """State an article; it carries nothing until another person has confirmed it.

    ``code``: the article of the library it stands over from its day on, "" for one the library does not have. Raises
    Refusal where a part is missing, the dates run backwards, or such an article is there already under another code.
    """
    require(by, "bases.draft")
    library = library_of(session, by.office_id)
    if code:
        library.get(code, on)
    missing = [name for name in ("title", "article", "issuer", "text", "source") if not getattr(article, name).strip()]
    if missing:
        raise Refusal("bases.part_missing", part=missing[0])
    if article.in_force_to is not None and article.in_force_to < article.in_force_from:
        raise Refusal("bases.ends_before_it_begins")
    same = [each for each in library.all_on(on) if (each.title, each.article) == (article.title, article.article)]
    if not code and same:
        raise Refusal("bases.exists", basis=f"《{article.title}》{article.article}")
    row = BasisEntry(office_id=by.office_id, code=code, state=EntryState.DRAFT, **_columns(article))
    row.drafted_by_id, row.drafted_at = by.user_id, at
    session.add(row)
    session.flush()
    row.code = code or f"own-{row.id}"
    _log(session, "bases.draft", row, by=by, at=at, after={"code": row.code, **_audit_values(article)})
    return row


def settle(
    session: Session, entry_id: int, *, is_right: bool, remark: str, by: Actor, at: datetime, on: date
) -> BasisEntry:
    """Confirm a stated article after reading its text in force, or take it back; never by who stated it, but to take it back.

    Raises Refusal("bases.second_person"), ("bases.settled") where that was done before, ("bases.remark_missing").
    """
    require(by, "bases.confirm" if is_right else "bases.draft")
    row = get_entry(session, entry_id, office_id=by.office_id, is_locked=True)
    if row.state is not EntryState.DRAFT:
        raise Refusal("bases.settled")
    if is_right and persons.is_same(session, row.drafted_by_id, by):
        raise Refusal("bases.second_person")
    if not remark.strip():
        raise Refusal("bases.remark_missing")
    row.state = EntryState.CONFIRMED if is_right else EntryState.WITHDRAWN
    row.settled_on, row.settled_by_id, row.remark = on, by.user_id, remark.strip()
    forget(session)
    after = {"code": row.code, "state": row.state.value}
    if is_right:
        _log(session, "bases.confirm_entry", row, by=by, at=at, reason=row.remark, after=after)
    else:
        _log(session, "bases.withdraw", row, by=by, at=at, reason=row.remark, after=after)
    return row


def check_again(session: Session, code: str, *, words: str, by: Actor, at: datetime, on: date) -> BasisCheck:
    """Say that an article was compared with the text in force again and is unchanged.

    Raises Refusal("bases.not_confirmed") where its text was never confirmed: that takes more than a word.
    """
    require(by, "bases.confirm")
    basis = library_of(session, by.office_id).get(code, on)
    if basis.status is not BasisStatus.VERIFIED:
        raise Refusal("bases.not_confirmed")
    if not words.strip():
        raise Refusal("bases.remark_missing")
    row = BasisCheck(office_id=by.office_id, code=code, checked_on=on, checked_by_id=by.user_id, words=words.strip())
    session.add(row)
    forget(session)
    audit.record(
        session, "bases.check_again", by=by, at=at, object_type="basis", object_id=code, region_code=by.region_code,
        reason=row.words, before={"checked_on": str(basis.checked_on or "")}, after={"checked_on": str(on)},
    )  # fmt: skip
    return row


def _columns(article: Article) -> dict[str, Any]:
    values = asdict(article)
    return values | {name: [str(each) for each in values[name]] for name in ("for_kinds", "for_targets")}


def _audit_values(article: Article) -> dict[str, Any]:
    """The article in JSON's own types."""
    return {name: str(value) if isinstance(value, date) else value for name, value in _columns(article).items()}


def _log(
    session: Session, act: str, row: BasisEntry, *, by: Actor, at: datetime, reason: str | None = None,
    after: dict[str, Any],
) -> None:  # fmt: skip
    audit.record(
        session, act, by=by, at=at, object_type="basis", object_id=row.code, region_code=by.region_code, reason=reason,
        after=after,
    )  # fmt: skip
