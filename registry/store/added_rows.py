"""The rows of a roster that bring new accounts, as its page shows them: by column, some hundred to a leaf.

A first roster is nearly all new rows. Each kept as a row of its own before anybody confirmed the file would be written
twice; so until then they stand here, and what undoes them is written once, with the account (store/rosters.ImportRow).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.store.blocks import insert_rows, update_rows
from registry.store.db import Base
from registry.store.rosters import ImportRow
from registry.store.types import Json

LEAF = 500
"""Rows on one leaf."""


class AddedRows(Base):
    """One leaf: the rows from the place ``first`` on among those of the import that add, ``columns`` = name → one value a row.

    ``account_ids`` are the accounts they brought, once they are written.
    """

    __tablename__ = "added_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    first: Mapped[int]
    number: Mapped[int]
    columns: Mapped[dict[str, list[Any]]] = mapped_column(Json)
    account_ids: Mapped[list[int] | None] = mapped_column(Json)


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row that brings an account: where it stands, what it says as shown (``values`` by field), the account while there."""

    sheet: str
    row: int
    name: str
    region_code: str | None
    values: Mapping[str, Any]
    account_id: int | None


def keep_added(session: Session, import_id: int, columns: Mapping[str, Sequence[Any]]) -> None:
    """Keep rows that bring accounts behind those already kept; ``columns`` has sheet, row, name, region_code and fields."""
    number, first = len(columns["row"]), count_added(session, import_id)
    leaves = [
        {
            "import_id": import_id, "first": first + start, "number": min(LEAF, number - start),
            "columns": {name: values[start : start + LEAF] for name, values in columns.items()}, "account_ids": None,
        }
        for start in range(0, number, LEAF)
    ]  # fmt: skip
    insert_rows(session, AddedRows, leaves)


def count_added(session: Session, import_id: int) -> int:
    """How many rows that bring accounts an import keeps."""
    return session.scalar(select(func.sum(AddedRows.number)).where(AddedRows.import_id == import_id)) or 0


def note_accounts(session: Session, import_id: int, account_ids: Sequence[int]) -> None:
    """Note which accounts the last rows kept of an import brought, in their order."""
    asked = select(AddedRows.id, AddedRows.first, AddedRows.number).where(AddedRows.import_id == import_id)
    leaves = session.execute(asked.order_by(AddedRows.first)).all()
    skipped = sum(number for _, _, number in leaves) - len(account_ids)
    assert skipped >= 0  # every row that brought an account was shown
    rows = [
        {"id": leaf_id, "account_ids": [*account_ids[first - skipped : first - skipped + number]]}
        for leaf_id, first, number in leaves
        if first >= skipped
    ]
    update_rows(session, AddedRows, rows)


def list_added(session: Session, import_id: int, *, limit: int, offset: int = 0) -> Sequence[AddedRow]:
    """The rows of an import that bring accounts, in the file's order."""
    query = select(AddedRows).where(AddedRows.import_id == import_id, AddedRows.first < offset + limit)
    query = query.where(AddedRows.first + AddedRows.number > offset).order_by(AddedRows.first)
    found = [row for leaf in session.scalars(query) for row in _rows(leaf, offset, offset + limit)]
    standing = _standing(session, import_id, [row.account_id for row in found if row.account_id])
    return [row if row.account_id in standing else _without_account(row) for row in found]


def _rows(leaf: AddedRows, start: int, stop: int) -> list[AddedRow]:
    """The rows of a leaf between two places of the import."""
    places = range(max(start, leaf.first) - leaf.first, min(stop, leaf.first + leaf.number) - leaf.first)
    columns = dict(leaf.columns)
    sheets, rows, names, regions = (columns.pop(name) for name in ("sheet", "row", "name", "region_code"))
    brought: Sequence[int | None] = leaf.account_ids or [None] * leaf.number
    return [
        AddedRow(
            sheets[place], rows[place], names[place], regions[place],
            {field: column[place] for field, column in columns.items() if column[place] is not None}, brought[place],
        )
        for place in places
    ]  # fmt: skip


def _standing(session: Session, import_id: int, account_ids: Sequence[int]) -> set[int | None]:
    """Those of the accounts that no undo took away."""
    query = select(ImportRow.account_id).where(ImportRow.account_id.in_(account_ids), ImportRow.import_id == import_id)
    return set(session.scalars(query)) if account_ids else set()


def _without_account(row: AddedRow) -> AddedRow:
    return AddedRow(row.sheet, row.row, row.name, row.region_code, row.values, None)
