"""An office's own words for platforms: said once, read so from then on, and taken back as easily.

What was met under such a word before is read again: open previews are made anew, and accounts of 其他 whose platform
was written so are moved by the ordinary act of amending, each with its entry. A word holds for the office's region and
below; of two offices the nearer one's holds. What the register lists by name is never read otherwise.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.rosters.platform_words import is_known, is_word, likely_platform
from registry.domain.rosters.tidy import tidy
from registry.domain.rosters.vocabularies import word_of
from registry.domain.terms import ImportState, Platform
from registry.services import accounts, audit, choosing, records
from registry.services.planning import Plan
from registry.store import platforms as store
from registry.store.account_queries import find_by_key
from registry.store.accounts import Account
from registry.store.jobs import Job
from registry.store.platforms import PlatformWord
from registry.store.rosters import Import, get_import, list_missing
from registry.store.scope import Scope, scope_of


@dataclass(frozen=True, slots=True)
class Unread:
    """A word nobody knows: how many rows of the latest imports and how many accounts of 其他 have it, and what it likely
    means.
    """

    word: str
    written: str
    rows: int
    accounts: int
    likely: Platform | None


@dataclass(slots=True)
class Moved:
    """What became of the accounts a word concerns: those moved, and those that stay since another bears the key."""

    moved: list[Account] = field(default_factory=list)
    kept: list[Account] = field(default_factory=list)


def list_unread(session: Session, *, region_code: str) -> list[Unread]:
    """The words met that nobody has said anything of, the most frequent first."""
    scope = scope_of(region_code)
    rows: Counter[str] = Counter()
    for _import_id, found in store.list_unread(session, scope=scope):
        rows += found
    return _told(rows, store.count_written(session, scope=scope), store.standing_words(session, region_code))


def unread_of(session: Session, taken: Import) -> list[Unread]:
    """The words one preview met that nobody has said anything of, the most frequent first."""
    rows = store.unread_in(taken.problems)
    return _told(rows, Counter(), store.standing_words(session, taken.region_code)) if rows else []


def _told(rows: Counter[str], behind: Counter[str], said: Mapping[str, Platform]) -> list[Unread]:
    """Both counts by word, the way it was written most often in front."""
    ways: dict[str, Counter[str]] = {}
    for written, number in (rows + behind).items():
        ways.setdefault(word_of(written), Counter())[written] += number
    found = [
        Unread(
            word, way.most_common(1)[0][0], sum(rows[each] for each in way), sum(behind[each] for each in way),
            likely_platform(word),
        )
        for word, way in ways.items()
        if word and word not in said and is_word(word)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.rows - each.accounts, each.word))


def say(
    session: Session, written: str, platform: Platform, *, by: Actor, at: datetime, on: date
) -> tuple[PlatformWord, Moved]:
    """Say that a word always means this platform, and move the accounts of 其他 that were written so.

    Raises Refusal: platforms.no_word for what can be none, platforms.known where the register itself reads it as a
    platform, platforms.said_already where the office has said something of it.
    """
    require(by, "rosters.import", by.region_code)
    word = word_of(tidy(written))
    if not is_word(written) or not word or mask_inside(written) != written:
        raise Refusal("platforms.no_word")
    if is_known(word):
        raise Refusal("platforms.known", word=written)
    if store.find_standing(session, by.region_code, word) is not None:
        raise Refusal("platforms.said_already", word=written)
    said = PlatformWord(
        region_code=by.region_code, word=word, written=tidy(written), platform=platform, said_at=at,
        said_by_id=by.user_id, moved={},
    )  # fmt: skip
    session.add(said)
    try:
        session.flush()
    except IntegrityError as error:  # two officers of one office at the same moment
        raise Refusal("platforms.said_already", word=written) from error
    found = _move(session, _concerned(session, said), platform, by=by, at=at, on=on)
    said.moved = {str(each.id): each.version for each in found.moved}
    _log(session, "platforms.say", said, by=by, at=at, after=_summary(said, found))
    return said, found


def revoke(session: Session, word_id: int, *, by: Actor, at: datetime, on: date) -> tuple[PlatformWord, Moved]:
    """Take a word back: it is read so no more, and the accounts it moved go back to 其他 unless edited since.

    Raises Refusal("platforms.revoked_already").
    """
    said = store.get_word(session, word_id, scope=scope_of(by.region_code))
    require(by, "rosters.import", said.region_code)
    if said.revoked_at is not None:
        raise Refusal("platforms.revoked_already")
    said.revoked_at, said.revoked_by_id = at, by.user_id
    moved = list_missing(session, list(map(int, said.moved)), scope=scope_of(by.region_code))
    untouched = [each for each in moved if each.version == said.moved[str(each.id)] and each.archived_on is None]
    found = _move(session, untouched, Platform.OTHER, by=by, at=at, on=on)
    found.kept += [each for each in moved if each not in untouched]
    _log(session, "platforms.revoke", said, by=by, at=at, before=_summary(said, found))
    return said, found


def read_again(session: Session, said: PlatformWord, *, by: Actor, at: datetime) -> list[Job]:
    """Have every open preview that met the word made anew; returns the jobs to be begun."""
    scope = scope_of(said.region_code)
    jobs = []
    for import_id, met in store.list_unread(session, scope=scope, states=(ImportState.PREVIEWED,)):
        if said.word in map(word_of, met):
            digest = get_import(session, import_id, scope=scope).plan_digest or ""
            jobs.append(choosing.choose(session, import_id, digest=digest, by=by, at=at))
    return jobs


def keep_written(session: Session, import_id: int, plan: Plan) -> None:
    """Note on the accounts of 其他 that a plan wrote, or met unchanged, how the file calls their platform."""
    called = [
        (decision, decision.row.written["platform"][:60])
        for decision in plan.decisions
        if "platform" in decision.row.written and decision.row.values.get("platform") == Platform.OTHER
    ]
    if not called:
        return
    brought = store.find_brought(session, import_id)
    found = (
        (each.account_id or brought.get((each.row.sheet or "", each.row.number)), written) for each, written in called
    )
    store.keep_written(session, {account_id: written for account_id, written in found if account_id})


def _concerned(session: Session, said: PlatformWord) -> Sequence[Account]:
    """The accounts of 其他 that were written so, those apart for which a nearer office says otherwise."""
    scope: Scope = scope_of(said.region_code)
    texts = [each for each in store.count_written(session, scope=scope) if word_of(each) == said.word]
    if not texts or said.platform is Platform.OTHER:
        return []
    found = store.list_written(session, texts, scope=scope)
    places = {account.region_code for account in found}
    here = {place for place in places if store.standing_words(session, place).get(said.word) is said.platform}
    return [account for account in found if account.region_code in here]


def _move(
    session: Session, found: Sequence[Account], platform: Platform, *, by: Actor, at: datetime, on: date
) -> Moved:
    """Give each account the platform by the ordinary act; one whose key is then another's stays as it is."""
    result = Moved()
    for account in found:
        key = records.key_of({**records.plain(account), "platform": platform}, account.region_code)
        taken = find_by_key(session, key.text)
        if taken is not None and taken is not account:
            result.kept.append(account)
        else:
            accounts.amend(session, account.id, {"platform": platform}, by=by, at=at, on=on)
            result.moved.append(account)
    return result


def _summary(said: PlatformWord, found: Moved) -> dict[str, object]:
    moved, kept = (sorted(each.id for each in some) for some in (found.moved, found.kept))
    return {"word": said.written, "platform": said.platform.value, "accounts": moved, "kept": kept}


def _log(
    session: Session, act: str, said: PlatformWord, *, by: Actor, at: datetime,
    before: dict[str, object] | None = None, after: dict[str, object] | None = None,
) -> None:  # fmt: skip
    audit.record(
        session, act, by=by, at=at, object_type="platform_word", object_id=said.id, region_code=said.region_code,
        before=before, after=after,
    )  # fmt: skip
