"""The words offices use for platforms beyond those the register knows, and where words nobody knows were met."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, cast, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from registry.domain import regions
from registry.domain.errors import NotFound
from registry.domain.terms import ImportState, Platform, RowAction
from registry.store.accounts import Account
from registry.store.added_rows import list_brought
from registry.store.db import Base
from registry.store.rosters import CHUNK, Import, list_rows
from registry.store.scope import Scope, scope_of
from registry.store.types import Instant, Json, Term
from registry.store.users import User

UNREAD = "rosters.platform_unknown"
"""The finding of a preview that tells of a word nobody knows."""
LATEST = 50
"""How many imports with such a word are looked through, the latest first."""


class PlatformWord(Base):
    """What an office said a word means. ``word`` as it is looked up, ``written`` as it was met; ``moved``: the accounts
    of 其他 that were put under the platform, each with the version it had then. One revoked stays, for the history.
    """

    __tablename__ = "platform_words"
    __table_args__ = (
        Index(
            "uq_platform_words_standing", "region_code", "word", unique=True, sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6))
    word: Mapped[str] = mapped_column(String(60))
    written: Mapped[str] = mapped_column(String(60))
    platform: Mapped[Platform] = mapped_column(Term(Platform))
    moved: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    said_at: Mapped[datetime] = mapped_column(Instant)
    said_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    said_by: Mapped[User] = relationship(foreign_keys=said_by_id)
    revoked_by: Mapped[User | None] = relationship(foreign_keys=revoked_by_id)


def _above(region_code: str) -> tuple[str, str, str]:
    """The province, the city and the region itself, the farthest first."""
    return region_code[:2] + "0000", region_code[:4] + "00", region_code


def standing_words(session: Session, region_code: str) -> dict[str, Platform]:
    """Every word that holds for a region with the platform it is read as: of two offices the nearer one's."""
    query = select(PlatformWord.region_code, PlatformWord.word, PlatformWord.platform)
    query = query.where(PlatformWord.region_code.in_(_above(region_code)), PlatformWord.revoked_at.is_(None))
    found = sorted(session.execute(query), key=lambda row: len(regions.prefix(row.region_code)))
    return {row.word: row.platform for row in found}


def _seen_from(region_code: str) -> ColumnElement[bool]:
    """What was said in a region, below it, or above it where it holds for the region too."""
    return or_(
        scope_of(region_code).covers(PlatformWord.region_code), PlatformWord.region_code.in_(_above(region_code))
    )


def list_words(session: Session, region_code: str, *, limit: int, offset: int = 0) -> Sequence[PlatformWord]:
    """What was said, the standing words first, then those revoked; the latest first."""
    people = (joinedload(PlatformWord.said_by), joinedload(PlatformWord.revoked_by))
    query = select(PlatformWord).where(_seen_from(region_code)).options(*people)
    order = (PlatformWord.revoked_at.is_not(None), PlatformWord.id.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count_words(session: Session, region_code: str) -> int:
    """How many there are, those revoked included."""
    return session.scalar(select(func.count()).select_from(PlatformWord).where(_seen_from(region_code))) or 0


def get_word(session: Session, word_id: int, *, scope: Scope) -> PlatformWord:
    """Return a word of the scope, held until the act ends, or raise NotFound."""
    query = select(PlatformWord).where(PlatformWord.id == word_id, scope.covers(PlatformWord.region_code))
    found = session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("platforms.unknown")
    return found


def find_standing(session: Session, region_code: str, word: str) -> PlatformWord | None:
    """What the office of a region itself says of a word now."""
    own = (PlatformWord.region_code == region_code, PlatformWord.word == word, PlatformWord.revoked_at.is_(None))
    return session.scalar(select(PlatformWord).where(*own))


def _is_unlisted(scope: Scope) -> ColumnElement[bool]:
    return and_(
        scope.covers(Account.region_code), Account.platform == Platform.OTHER, Account.archived_on.is_(None),
        Account.platform_written.is_not(None),
    )  # fmt: skip


def count_written(session: Session, *, scope: Scope) -> Counter[str]:
    """How the platforms of accounts of 其他 were written, with how many accounts each."""
    query = select(Account.platform_written, func.count()).where(_is_unlisted(scope)).group_by(Account.platform_written)
    return Counter({written or "": number for written, number in session.execute(query)})


def list_written(session: Session, texts: Collection[str], *, scope: Scope) -> Sequence[Account]:
    """The accounts of 其他 whose platform was written in one of these ways."""
    query = select(Account).where(_is_unlisted(scope), Account.platform_written.in_(texts))
    return session.scalars(query.options(joinedload(Account.holder)).order_by(Account.id)).unique().all()


def list_unread(
    session: Session, *, scope: Scope, states: Collection[ImportState] = (ImportState.PREVIEWED, ImportState.APPLIED)
) -> list[tuple[int, Counter[str]]]:
    """The latest imports that met words nobody knew: import id, how often each word as it was written."""
    query = select(Import.id, Import.problems).where(scope.covers(Import.region_code), Import.state.in_(states))
    query = query.where(cast(Import.problems, Text).contains(UNREAD)).order_by(Import.id.desc()).limit(LATEST)
    return [(import_id, unread_in(problems)) for import_id, problems in session.execute(query)]


def unread_in(problems: Collection[dict[str, object]]) -> Counter[str]:
    """The words for platforms that nobody knew, of the findings of one import."""
    found: Counter[str] = Counter()
    for each in problems:
        params = each["params"]
        if each["code"] == UNREAD and isinstance(params, dict):
            found[str(params.get("written", ""))] += 1
    return found


def keep_written(session: Session, texts: dict[int, str]) -> None:
    """Note how the platform of these accounts was written."""
    groups: dict[str, list[int]] = {}
    for account_id, written in texts.items():
        groups.setdefault(written, []).append(account_id)
    for written, ids in groups.items():
        for start in range(0, len(ids), CHUNK):
            wanted = update(Account).where(Account.id.in_(ids[start : start + CHUNK])).values(platform_written=written)
            session.execute(wanted, execution_options={"synchronize_session": False})


def find_brought(session: Session, import_id: int) -> dict[tuple[str, int], int]:
    """The accounts an import brought, by their sheet and row."""
    return {(row.sheet, row.row): row.account_id or 0 for row in list_brought(session, import_id)} | {
        (row.sheet, row.row): row.account_id
        for row in list_rows(session, import_id, actions=(RowAction.ADD,))
        if row.account_id
    }
