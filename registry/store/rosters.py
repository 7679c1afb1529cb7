"""Roster imports: what was read, what was done row by row, and what would undo it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Mapped, Session, defer, joinedload, mapped_column, relationship

from registry.domain.errors import NotFound
from registry.domain.identifiers import mask_inside
from registry.domain.terms import ImportMode, ImportState, RowAction
from registry.store.accounts import Account, FormerName, Holder
from registry.store.added_rows import AddedRows
from registry.store.db import Base
from registry.store.scope import Scope, scope_of
from registry.store.types import Instant, Json, Term
from registry.store.users import User
from registry.store.variants import HolderMerge, MergedHolder


class Import(Base):
    """One roster file. The file itself is kept sealed in the data folder until it is of no more use.

    ``choices_sealed``: what the officer chose for it, sealed, since cells typed anew may hold personal values;
    ``missing``: accounts no row names, ``marked``: those of them an officer gave a status since, {id: [was, became]};
    ``content_sha256``: of the cleaned rows, the same under another name or format.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    upload_sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(Term(ImportState))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    plan_digest: Mapped[str | None] = mapped_column(String(64))
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undo_result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    mode: Mapped[ImportMode] = mapped_column(Term(ImportMode), default=ImportMode.UPDATE)
    choices_sealed: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(String(200))
    missing: Mapped[list[int]] = mapped_column(Json, default=list)
    content_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    marked: Mapped[dict[str, list[str | None]]] = mapped_column(Json, default=dict)

    uploaded_by: Mapped[User] = relationship(foreign_keys=uploaded_by_id)
    applied_by: Mapped[User | None] = relationship(foreign_keys=applied_by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)


class ImportRow(Base):
    """One row of the file and its fate. ``changes`` = {field: [old, new]}, personal fields masked for show; ``before``
    keeps for the undo what was, personal fields only as ciphertext.

    A row set aside (待核) keeps itself in ``parked_sealed`` until somebody settles it; ``candidates`` are the accounts
    it may be, ``conflicts`` = {field: [ours, theirs, digest of the base]} as shown; ``region_code`` the county it goes to, None = the import's.
    """

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_import_action", "import_id", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    sheet: Mapped[str] = mapped_column(String(100))
    row: Mapped[int]
    action: Mapped[RowAction] = mapped_column(Term(RowAction))
    name: Mapped[str] = mapped_column(String(120), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    region_code: Mapped[str | None] = mapped_column(String(6))
    candidates: Mapped[list[int]] = mapped_column(Json, default=list)
    conflicts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    parked_sealed: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_how: Mapped[str | None] = mapped_column(String(12))


class RosterLayout(Base):
    """What an officer chose for the columns of a layout that a sending unit uses: {0-based column: field or null}."""

    __tablename__ = "roster_layouts"
    __table_args__ = (UniqueConstraint("region_code", "unit", "layout"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str] = mapped_column(String(200), default="")
    layout: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, str | None]] = mapped_column(Json)
    chosen_at: Mapped[datetime] = mapped_column(Instant)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


CHUNK = 500
"""How many keys one statement asks for; every database takes that many."""
OPEN = (ImportState.READING, ImportState.PREVIEWED)
"""The states of an import that may still be confirmed."""
OWN = ("former_names", "import_rows")
"""Tables that speak of an account without anything having been filed on it."""


class KeyHolder(NamedTuple):
    """The account that bears a key."""

    account_id: int
    region_code: str
    name: str


def get_import(session: Session, import_id: int, *, scope: Scope, is_locked: bool = False) -> Import:
    """Return an import of the scope or raise NotFound. ``is_locked``: no other act on it until this one has ended."""
    if is_locked:
        session.execute(select(Import.id).where(Import.id == import_id).with_for_update())
    query = select(Import).where(Import.id == import_id, scope.covers(Import.region_code))
    found = session.scalar(query.options(joinedload(Import.uploaded_by)).execution_options(populate_existing=is_locked))
    if found is None:
        raise NotFound("rosters.unknown", import_id=import_id)
    return found


def list_imports(session: Session, *, scope: Scope, limit: int, offset: int = 0) -> Sequence[Import]:
    """The newest imports first."""
    people = (joinedload(Import.uploaded_by), joinedload(Import.applied_by))
    query = select(Import).where(scope.covers(Import.region_code)).options(*people)
    return session.scalars(query.order_by(Import.id.desc()).limit(limit).offset(offset)).all()


def count_imports(session: Session, *, scope: Scope) -> int:
    """How many imports there are."""
    return session.scalar(select(func.count()).select_from(Import).where(scope.covers(Import.region_code))) or 0


def find_same_file(
    session: Session, sha256: str, *, scope: Scope, but: int, content_sha256: str | None = None
) -> Import | None:
    """An earlier import that was applied and stands, of the very same bytes or of the same rows in another file."""
    is_same = Import.sha256 == sha256
    if content_sha256:
        is_same = or_(is_same, Import.content_sha256 == content_sha256)
    return session.scalar(
        select(Import)
        .where(is_same, Import.state == ImportState.APPLIED, Import.id != but)
        .where(scope.covers(Import.region_code))
        .order_by(Import.id.desc())
        .limit(1)
    )


def list_kept_uploads(session: Session, *, before: datetime) -> Sequence[int]:
    """The imports applied before that instant, or given up, whose file is still kept."""
    is_over = or_(
        and_(Import.state.in_((ImportState.APPLIED, ImportState.UNDONE)), Import.applied_at < before),
        and_(Import.state == ImportState.DISCARDED, Import.uploaded_at < before),
    )
    return session.scalars(select(Import.id).where(Import.upload_sha256.is_not(None), is_over)).all()


def find_open_twins(session: Session, imports: Iterable[Import], *, scope: Scope) -> dict[int, list[int]]:
    """For each of these imports that waits to be confirmed, the others that wait with the same bytes or the same rows."""
    waiting = [each for each in imports if each.state in OPEN]
    contents = [each.content_sha256 for each in waiting if each.content_sha256]
    is_same = or_(Import.sha256.in_([each.sha256 for each in waiting]), Import.content_sha256.in_(contents))
    query = select(Import.id, Import.sha256, Import.content_sha256).where(is_same, Import.state.in_(OPEN))
    found = session.execute(query.where(scope.covers(Import.region_code)).order_by(Import.id)).all() if waiting else []
    return {
        one.id: [
            other.id
            for other in found
            if other.id != one.id
            and (other.sha256 == one.sha256 or (one.content_sha256 and other.content_sha256 == one.content_sha256))
        ]
        for one in waiting
    }


def list_rows(
    session: Session,
    import_id: int,
    *,
    actions: Collection[RowAction] = (),
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[ImportRow]:
    """The rows of an import in the file's order."""
    query = select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.id)
    if actions:
        query = query.where(ImportRow.action.in_(actions))
    return session.scalars(query.limit(limit).offset(offset)).all()


def find_row_ids(session: Session, import_id: int) -> dict[tuple[str, int], int]:
    """The numbers of the rows an import keeps, by their sheet and row."""
    query = select(ImportRow.sheet, ImportRow.row, ImportRow.id).where(ImportRow.import_id == import_id)
    return {(sheet, row): row_id for sheet, row, row_id in session.execute(query)}


def find_written(session: Session, import_id: int, account_id: int) -> ImportRow | None:
    """The row by which an import wrote this account first."""
    query = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.account_id == account_id)
    return session.scalar(query.where(ImportRow.before.is_not(None)).order_by(ImportRow.id).limit(1))


def list_rows_of_accounts(session: Session, account_ids: Collection[int]) -> Sequence[tuple[ImportRow, Import]]:
    """The rows that wrote these accounts, each with its import and who applied it."""
    query = (
        select(ImportRow, Import)
        .join(Import, Import.id == ImportRow.import_id)
        .where(ImportRow.account_id.in_(account_ids), ImportRow.action.in_((RowAction.ADD, RowAction.CHANGE)))
        .where(Import.applied_at.is_not(None))
    )
    lean = (defer(Import.problems), defer(Import.sheets), defer(Import.missing))
    return [(row, taken) for row, taken in session.execute(query.options(joinedload(Import.applied_by), *lean))]


def list_applied(session: Session, import_ids: Collection[int]) -> dict[int, Import]:
    """These imports with who applied them, by their number, without the long lists on them."""
    lean = (defer(Import.problems), defer(Import.sheets), defer(Import.missing))
    query = select(Import).where(Import.id.in_(import_ids)).options(joinedload(Import.applied_by), *lean)
    return {each.id: each for each in session.scalars(query)} if import_ids else {}


def count_rows(session: Session, import_id: int, *, actions: Collection[RowAction]) -> int:
    """How many rows of these actions an import has."""
    query = select(func.count()).select_from(ImportRow)
    return session.scalar(query.where(ImportRow.import_id == import_id, ImportRow.action.in_(actions))) or 0


def find_keys(session: Session, keys: Collection[str]) -> dict[str, KeyHolder]:
    """Which of these keys are borne by accounts, wherever they are: a key is unique in the whole register."""
    found: dict[str, KeyHolder] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), CHUNK):
        query = select(Account.key, Account.id, Account.region_code, Account.name)
        rows = session.execute(query.where(Account.key.in_(wanted[start : start + CHUNK])))
        found |= {key: KeyHolder(account_id, region, name) for key, account_id, region, name in rows}
    return found


def list_layouts(session: Session, region_code: str) -> Sequence[RosterLayout]:
    """The columns remembered for a county, the latest choice last."""
    query = select(RosterLayout).where(RosterLayout.region_code == region_code)
    return session.scalars(query.order_by(RosterLayout.chosen_at, RosterLayout.id)).all()


def load_holders(session: Session, holder_ids: Collection[int]) -> dict[int, Holder]:
    """These holders, by their id."""
    found: dict[int, Holder] = {}
    wanted = sorted(holder_ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(Holder).where(Holder.id.in_(wanted[start : start + CHUNK]))
        found |= {holder.id: holder for holder in session.scalars(query)}
    return found


def find_idle_founded(session: Session, taken: Import) -> set[int]:
    """The holders an import founded behind which no account stands, those apart that a merge tells of."""
    has_account = exists().where(Account.holder_id == Holder.id)
    settled = select(ImportRow.settled_at).where(ImportRow.import_id == taken.id, ImportRow.settled_at.is_not(None))
    when = or_(Holder.created_at == taken.applied_at, Holder.created_at.in_(settled))
    founded = (scope_of(taken.region_code).covers(Holder.region_code), when)
    merges = select(HolderMerge.kept_id).union(select(MergedHolder.holder_id))
    return set(session.scalars(select(Holder.id).where(*founded, ~has_account, Holder.id.not_in(merges))))


def _written(import_id: int) -> CompoundSelect[int]:
    """The numbers of the accounts an import wrote; those it brought lie between the first and last of each leaf.

    On PostgreSQL a number that another act took in the same instant may lie between them as well.
    """
    own = select(ImportRow.account_id).where(ImportRow.import_id == import_id, ImportRow.account_id.is_not(None))
    between = and_(Account.id >= AddedRows.first_account, Account.id <= AddedRows.last_account)
    return union(own, select(Account.id).join(AddedRows, between).where(AddedRows.import_id == import_id))


def list_accounts_of(session: Session, import_id: int) -> dict[int, Account]:
    """The accounts an import wrote that are still there, by their key."""
    written = _written(import_id)
    query = select(Account).where(Account.id.in_(written)).options(joinedload(Account.holder))
    return {account.id: account for account in session.scalars(query).unique()}


def load_accounts(session: Session, account_ids: Collection[int]) -> dict[int, Account]:
    """These accounts with their holders, by their id."""
    found: dict[int, Account] = {}
    wanted = sorted(account_ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(Account).where(Account.id.in_(wanted[start : start + CHUNK]))
        found |= {account.id: account for account in session.scalars(query.options(joinedload(Account.holder)))}
    return found


def find_filed(session: Session, import_id: int) -> set[int]:
    """Those accounts of an import on which something was filed: a violation, a measure, a paper, a move of tier …"""
    written = _written(import_id)
    filed = [
        select(key.parent).where(key.parent.in_(written))
        for table in Base.metadata.sorted_tables
        if table.name not in OWN
        for key in table.foreign_keys
        if key.column.table.name == "accounts"
    ]
    return set(session.scalars(union(*filed)))


def list_later(session: Session, taken: Import) -> Sequence[Import]:
    """The imports applied after this one that wrote accounts it wrote, not undone yet: the latest first."""
    both = select(ImportRow.import_id).where(
        ImportRow.account_id.in_(_written(taken.id)), ImportRow.before.is_not(None)
    )
    query = select(Import).where(Import.id.in_(both), Import.state == ImportState.APPLIED, Import.id != taken.id)
    query = query.where(
        Import.applied_at >= taken.applied_at, or_(Import.applied_at > taken.applied_at, Import.id > taken.id)
    )
    lean = (defer(Import.problems), defer(Import.sheets), defer(Import.missing))
    return session.scalars(query.order_by(Import.applied_at.desc(), Import.id.desc()).options(*lean)).all()


def list_names_until(session: Session, account_ids: Collection[int]) -> Sequence[FormerName]:
    """The former names of these accounts, the latest first."""
    found: list[FormerName] = []
    wanted = sorted(account_ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(FormerName).where(FormerName.account_id.in_(wanted[start : start + CHUNK]))
        found += session.scalars(query.order_by(FormerName.id.desc()))
    return found


def find_holders_remembered(session: Session, taken: Import) -> set[int]:
    """The holders other imports of the county, or of a region around it, would bring back when they are undone."""
    code = taken.region_code
    around = Import.region_code.in_([code[:4] + "00", code[:2] + "0000"])
    query = (
        select(ImportRow.before)
        .join(Import, Import.id == ImportRow.import_id)
        .where(or_(scope_of(code).covers(Import.region_code), around))
        .where(Import.id != taken.id, Import.state == ImportState.APPLIED)
        .where(ImportRow.action == RowAction.CHANGE)
    )
    return {before["holder_id"] for before in session.scalars(query) if before and before.get("holder_id")}


def list_named(session: Session, account_ids: Collection[int], *, scope: Scope, limit: int) -> dict[int, str]:
    """The names of the first of these accounts, for a list of what an undo kept."""
    first = sorted(account_ids)[:limit]
    query = select(Account.id, Account.name).where(Account.id.in_(first), scope.covers(Account.region_code))
    return {row.id: mask_inside(row.name) for row in session.execute(query)}


def list_missing(session: Session, account_ids: Collection[int], *, scope: Scope) -> Sequence[Account]:
    """These accounts with their holders, by their number."""
    query = select(Account).where(Account.id.in_(account_ids), scope.covers(Account.region_code))
    return session.scalars(query.options(joinedload(Account.holder)).order_by(Account.id)).unique().all()
