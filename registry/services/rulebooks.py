"""Acts on rulebooks: drafted, checked by another, published by a head, in force from a later day on; never edited after.

A rulebook is an office's normative document (规范性文件): it binds by its dates, works on no day before its publishing, and
who wrote it does not publish it.
"""

from datetime import date, datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, object_session

from registry.domain.china_time import china_day
from registry.domain.errors import Refusal
from registry.domain.grading.gate import refuse_unsound
from registry.domain.grading.reading import default_rulebooks, parse
from registry.domain.grading.rulebook import Rulebook
from registry.domain.grading.versions import timetable, version_on
from registry.domain.permissions import Actor, require
from registry.domain.terms import RulebookState
from registry.services import audit
from registry.services.bases import library_of
from registry.store.accounts import Account
from registry.store.measures import Measure
from registry.store.rulebooks import (
    RulebookVersion,
    get_rulebook,
    has_version,
    list_published_since,
    list_published_texts,
)
from registry.store.violations import Violation

_CHANGED = "rulebooks"
"""Under which name a session that has published keeps what it sees, until the others see it too."""
_known: "WeakKeyDictionary[Engine | Connection, tuple[Rulebook, ...]]" = WeakKeyDictionary()
"""What each database was found to hold, until `look_again`: what another process publishes binds tomorrow at the earliest."""


def in_force(session: Session) -> tuple[Rulebook, ...]:
    """Every published rulebook and the packaged default beneath them: what an account is evaluated by."""
    if _CHANGED in session.info:
        seen: tuple[Rulebook, ...] = session.info[_CHANGED]
        return seen
    database = session.get_bind()
    if database not in _known:
        _known[database] = _load(session)
    return _known[database]


def known_before(session: Session, at: datetime) -> tuple[Rulebook, ...]:
    """`in_force` without what was published at that instant or later and binds only after it: what could be foreseen then."""
    since = set(list_published_since(session, at))
    return tuple(
        book for book in in_force(session) if book.effective_from <= china_day(at) or book.version not in since
    )


def look_again() -> None:
    """Forget what was read; the roof asks for it now and then, and before every job."""
    _known.clear()


def _load(session: Session) -> tuple[Rulebook, ...]:
    return (*default_rulebooks(), *(read(text, version) for version, text in list_published_texts(session)))


def _change(session: Session) -> None:
    """Let what was just published or withdrawn be seen here at once, and elsewhere once it is committed."""
    session.flush()
    session.info[_CHANGED] = _load(session)
    _known.pop(session.get_bind(), None)


def rulebook_of(session: Session, region_code: str, *, on: date) -> Rulebook | None:
    """The rulebook in force for a region on a day, or None."""
    return version_on(in_force(session), region_code, on)


def of(row: Account | Violation | Measure, *, on: date) -> Rulebook | None:
    """The rulebook that bound an account, or what was filed on it, on a day, or None."""
    session = object_session(row)
    assert session is not None  # a row on file has one
    return rulebook_of(session, row.region_code, on=on)


@lru_cache(maxsize=256)
def read(text: str, version: str) -> Rulebook:
    """A rulebook from its text, the same object for the same text."""
    return parse(text, name=version)


def begin(session: Session, text: str, *, by: Actor, at: datetime) -> RulebookVersion:
    """Put a draft on file; it binds the drafter's own region, whatever the text was taken from.

    Raises Refusal grading.* where the text cannot be read, "rulebooks.version_taken" where its name is, and
    "rulebooks.other_region" where it names another region than the drafter's.
    """
    require(by, "rulebooks.draft", by.region_code)
    row = RulebookVersion(
        region_code=by.region_code, state=RulebookState.DRAFT, drafted_at=at, drafted_by_id=by.user_id, version=""
    )
    _put(session, row, text, by=by, at=at)
    session.add(row)
    _log(session, "rulebooks.begin", row, by=by, at=at)
    return row


def save(session: Session, rulebook_id: int, text: str, *, lock: int, by: Actor, at: datetime) -> RulebookVersion:
    """Keep another text of a draft; a checked one has to be checked anew.

    ``lock``: the state of the draft the officer saw; raises Refusal("store.changed_meanwhile") where it is no more.
    """
    row = _open(session, rulebook_id, "rulebooks.draft", {RulebookState.DRAFT, RulebookState.CHECKED}, by=by)
    if row.lock != lock:
        raise Refusal("store.changed_meanwhile")
    _put(session, row, text, by=by, at=at)
    _reopen(row)
    _log(session, "rulebooks.save", row, by=by, at=at)
    return row


def submit(session: Session, rulebook_id: int, *, by: Actor, at: datetime) -> RulebookVersion:
    """Give a draft to be checked by somebody else; whoever edits it afterwards takes it back into his hands."""
    row = _open(session, rulebook_id, "rulebooks.draft", {RulebookState.DRAFT}, by=by)
    if row.submitted_at is not None:
        raise Refusal("rulebooks.state", state=row.state)
    row.submitted_at, row.submitted_by_id = at, by.user_id
    _log(session, "rulebooks.submit", row, by=by, at=at)
    return row


def check(session: Session, rulebook_id: int, *, by: Actor, at: datetime) -> RulebookVersion:
    """Say that a draft was read and found right, by one who did not write it; what `refuse_unsound` finds is not right."""
    row = _open(session, rulebook_id, "rulebooks.check", {RulebookState.DRAFT}, by=by)
    _refuse_writer(row, by)
    refuse_unsound(read(row.text, row.version), library=library_of(session, by.office_id))
    row.state, row.checked_at, row.checked_by_id = RulebookState.CHECKED, at, by.user_id
    _log(session, "rulebooks.check", row, by=by, at=at)
    return row


def send_back(session: Session, rulebook_id: int, *, reason: str, by: Actor, at: datetime) -> RulebookVersion:
    """Give a draft sent to be checked, or checked already, back to its writer, with the reason."""
    row = _open(session, rulebook_id, "rulebooks.check", {RulebookState.DRAFT, RulebookState.CHECKED}, by=by)
    if row.state is RulebookState.DRAFT and row.submitted_at is None:
        raise Refusal("rulebooks.state", state=row.state)
    row.reason = _said(reason)
    _reopen(row)
    _log(session, "rulebooks.send_back", row, by=by, at=at)
    return row


def publish(session: Session, rulebook_id: int, *, by: Actor, at: datetime, on: date) -> RulebookVersion:
    """Publish a checked version: from its day on it binds, and nobody edits it any more.

    Raises Refusal("rulebooks.too_late") where that day is not after ``on``, "grading.overlap" where another version of the
    region is in force from that very day, "rulebooks.second_person" where the publisher wrote it, and as `refuse_unsound`.
    """
    row = _open(session, rulebook_id, "rulebooks.publish", {RulebookState.CHECKED}, by=by)
    _refuse_writer(row, by)
    if row.effective_from <= on:
        raise Refusal("rulebooks.too_late", on=row.effective_from)
    book = read(row.text, row.version)
    refuse_unsound(book, library=library_of(session, by.office_id))
    timetable((*in_force(session), book), row.region_code)
    row.state, row.published_at, row.published_by_id = RulebookState.PUBLISHED, at, by.user_id
    _change(session)
    _log(session, "rulebooks.publish", row, by=by, at=at)
    return row


def withdraw(session: Session, rulebook_id: int, *, reason: str, by: Actor, at: datetime, on: date) -> RulebookVersion:
    """Take back a version that binds nobody yet: a draft, or a published one before its day."""
    states = {RulebookState.DRAFT, RulebookState.CHECKED, RulebookState.PUBLISHED}
    row = _open(session, rulebook_id, "rulebooks.publish", states, by=by)
    if row.state is RulebookState.PUBLISHED and row.effective_from <= on:
        raise Refusal("rulebooks.in_force_already", on=row.effective_from)
    row.state, row.withdrawn_at, row.withdrawn_by_id, row.reason = (
        RulebookState.WITHDRAWN,
        at,
        by.user_id,
        _said(reason),
    )
    _change(session)
    _log(session, "rulebooks.withdraw", row, by=by, at=at)
    return row


def _open(
    session: Session, rulebook_id: int, permission: str, states: set[RulebookState], *, by: Actor
) -> RulebookVersion:
    """A version of the actor's own region that stands where the act needs it."""
    row = get_rulebook(session, rulebook_id, region_code=by.region_code, is_locked=True)
    require(by, permission, row.region_code)
    if row.state not in states:
        raise Refusal("rulebooks.state", state=row.state)
    return row


def _put(session: Session, row: RulebookVersion, text: str, *, by: Actor, at: datetime) -> None:
    book = parse(text, name=row.version or "rulebook.toml")
    if book.region != row.region_code:
        raise Refusal("rulebooks.other_region", region=book.region or "")
    if book.version != row.version and (
        has_version(session, book.version) or any(each.version == book.version for each in default_rulebooks())
    ):
        raise Refusal("rulebooks.version_taken", version=book.version)
    row.version, row.title, row.text = book.version, book.title or book.version, text
    row.effective_from, row.effective_to = book.effective_from, book.effective_to
    row.edited_at, row.edited_by_id = at, by.user_id


def _reopen(row: RulebookVersion) -> None:
    """Into the drafter's hands again: neither given to be checked nor checked."""
    row.state, row.checked_at, row.checked_by_id = RulebookState.DRAFT, None, None
    row.submitted_at, row.submitted_by_id = None, None


def _refuse_writer(row: RulebookVersion, by: Actor) -> None:
    """Who wrote a rulebook neither checks nor publishes it."""
    if by.user_id in {row.drafted_by_id, row.edited_by_id}:
        raise Refusal("rulebooks.second_person")


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refusal("rulebooks.reason_missing")
    return reason.strip()


def _log(session: Session, act: str, row: RulebookVersion, *, by: Actor, at: datetime) -> None:
    session.flush()
    audit.record(
        session, act, by=by, at=at, object_type="rulebook", object_id=row.id, region_code=row.region_code,
        reason=row.reason if act in {"rulebooks.send_back", "rulebooks.withdraw"} else None,
        after={"version": row.version, "state": row.state.value, "text": row.text},
    )  # fmt: skip
