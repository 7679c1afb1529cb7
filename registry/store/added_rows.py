"""The rows of a roster that bring new accounts, as its page shows them and as an undo needs them: by column, some hundred to a leaf.

A first roster is nearly all new rows, and all that has to be kept of one is a few words: as rows of their own they would
take as much again as the accounts they bring. A row set aside that is entered later has a row of its own (store/rosters.ImportRow).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.domain.terms import RowAction
from registry.store.blocks import insert_rows, update_rows
from registry.store.db import Base
from registry.store.types import Json

LEAF = 500
"""Rows on one leaf."""


class AddedRows(Base):
    """One leaf: the rows from the place ``first`` on among those of the import that add, ``columns`` as shown.

    Once they are written: ``account_ids`` the accounts they brought, None where an undo took one away, all of them between ``first_account`` and ``last_account``; ``holder_ids`` who stood behind them
    then and ``seen`` the digest of what they said then, None where a row of its own tells; ``holders`` what the import made
    of holders that were there before.
    """

    __tablename__ = "added_rows"
    __table_args__ = (Index("ix_added_rows_accounts", "first_account", "last_account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    first: Mapped[int]
    number: Mapped[int]
    columns: Mapped[dict[str, list[Any]]] = mapped_column(Json)
    account_ids: Mapped[list[int | None] | None] = mapped_column(Json)
    holder_ids: Mapped[list[int | None] | None] = mapped_column(Json)
    seen: Mapped[list[str | None] | None] = mapped_column(Json)
    holders: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    first_account: Mapped[int | None]
    last_account: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row that brings an account: where it stands, what it says as shown (``values`` by field), the account while there.

    ``before`` is what undoes it, None until it is written.
    """

    import_id: int
    sheet: str
    row: int
    name: str
    region_code: str | None
    values: Mapping[str, Any]
    account_id: int | None
    before: Mapping[str, Any] | None = None
    action: RowAction = RowAction.ADD
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What is kept of accounts a file brought, in its order: their numbers, their holders, the digest of what they said."""

    account_ids: Sequence[int]
    holder_ids: Sequence[int | None]
    seen: Sequence[str | None]


def keep_added(session: Session, import_id: int, columns: Mapping[str, Sequence[Any]]) -> None:
    """Keep rows that bring accounts behind those already kept; ``columns`` has sheet, row, name, region_code and fields."""
    number, first = len(columns["row"]), count_added(session, import_id)
    leaves = [
        {
            "import_id": import_id, "first": first + start, "number": min(LEAF, number - start),
            "columns": {name: values[start : start + LEAF] for name, values in columns.items()},
        }
        for start in range(0, number, LEAF)
    ]  # fmt: skip
    insert_rows(session, AddedRows, leaves)


def count_added(session: Session, import_id: int) -> int:
    """How many rows that bring accounts an import keeps."""
    return session.scalar(select(func.sum(AddedRows.number)).where(AddedRows.import_id == import_id)) or 0


def note_accounts(session: Session, import_id: int, brought: Brought, holders: Sequence[dict[str, Any]] = ()) -> None:
    """Note which accounts the last rows kept of an import brought, in their order, and what undoes them."""
    asked = select(AddedRows.id, AddedRows.first, AddedRows.number).where(AddedRows.import_id == import_id)
    leaves = session.execute(asked.order_by(AddedRows.first)).all()
    skipped = sum(number for _, _, number in leaves) - len(brought.account_ids)
    assert skipped >= 0  # every row that brought an account was shown
    written = [(leaf_id, first - skipped, number) for leaf_id, first, number in leaves if first >= skipped]
    update_rows(session, AddedRows, (_leaf(each, brought, holders) for each in written))


def _leaf(place: tuple[int, int, int], brought: Brought, holders: Sequence[dict[str, Any]]) -> dict[str, Any]:
    leaf_id, first, number = place
    ids = [*brought.account_ids[first : first + number]]
    return {
        "id": leaf_id, "account_ids": ids, "first_account": min(ids), "last_account": max(ids),
        "holder_ids": [*brought.holder_ids[first : first + number]], "seen": [*brought.seen[first : first + number]],
        "holders": None if first or not holders else [*holders],
    }  # fmt: skip


def list_added(session: Session, import_id: int, *, limit: int, offset: int = 0) -> list[AddedRow]:
    """The rows of an import that bring accounts, in the file's order."""
    query = _of(import_id).where(AddedRows.first < offset + limit, AddedRows.first + AddedRows.number > offset)
    return [
        row for leaf in session.scalars(query) for row in _rows(leaf, offset - leaf.first, offset + limit - leaf.first)
    ]


def list_brought(session: Session, import_id: int) -> Iterator[AddedRow]:
    """The rows of an import that brought accounts which are still there, in the file's order."""
    for leaf in session.scalars(_of(import_id).where(AddedRows.seen.is_not(None))):
        yield from (row for row in _rows(leaf) if row.account_id and row.before)


def list_of_accounts(session: Session, account_ids: Collection[int]) -> list[AddedRow]:
    """The rows that brought these accounts."""
    wanted = set(account_ids)
    holding = [and_(AddedRows.first_account <= each, AddedRows.last_account >= each) for each in sorted(wanted)]
    leaves = (
        session.scalars(select(AddedRows).where(or_(*holding), AddedRows.seen.is_not(None))).all() if holding else []
    )
    return [row for leaf in leaves for row in _rows(leaf) if row.account_id in wanted and row.before]


def take_out(session: Session, import_id: int, account_id: int) -> AddedRow | None:
    """The row by which an import brought an account, to be kept as a row of its own from now on; None where it has one."""
    query = _of(import_id).where(AddedRows.first_account <= account_id, AddedRows.last_account >= account_id)
    for leaf in session.scalars(query.where(AddedRows.seen.is_not(None))):
        for place, row in enumerate(_rows(leaf)):
            if row.account_id == account_id and row.before:
                leaf.seen = [*(leaf.seen or [])[:place], None, *(leaf.seen or [])[place + 1 :]]
                return row
    return None


def forget_accounts(session: Session, import_id: int, account_ids: Collection[int]) -> None:
    """Let the rows that brought these accounts lead nowhere any more: their numbers may be given anew."""
    gone = set(account_ids)
    for leaf in session.scalars(_of(import_id).where(AddedRows.account_ids.is_not(None))):
        leaf.account_ids = [None if each in gone else each for each in leaf.account_ids or []]


def _of(import_id: int) -> Select[AddedRows]:
    return select(AddedRows).where(AddedRows.import_id == import_id).order_by(AddedRows.first)


def _rows(leaf: AddedRows, start: int = 0, stop: int = LEAF) -> list[AddedRow]:
    """The rows of a leaf between two of its places."""
    columns = dict(leaf.columns)
    sheets, rows, names, regions = (columns.pop(name) for name in ("sheet", "row", "name", "region_code"))
    brought: Sequence[int | None] = leaf.account_ids or [None] * leaf.number
    return [
        AddedRow(
            leaf.import_id, sheets[place], rows[place], names[place], regions[place],
            {field: column[place] for field, column in columns.items() if column[place] is not None}, brought[place],
            _before(leaf, place),
        )
        for place in range(max(start, 0), min(stop, leaf.number))
    ]  # fmt: skip


def _before(leaf: AddedRows, place: int) -> dict[str, Any] | None:
    """What undoes the row at a place; what the holders were stands with the first of all."""
    if leaf.seen is None or leaf.holder_ids is None or leaf.seen[place] is None:
        return None
    found: dict[str, Any] = {"seen": leaf.seen[place], "new_holder_id": leaf.holder_ids[place]}
    return found | {"holders": leaf.holders} if leaf.holders and place == 0 else found
