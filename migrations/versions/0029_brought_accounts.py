"""What undoes a row that brought an account stands with the row, by column; rows of their own that said so move there, and back."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COLUMNS = ("holder_ids", "seen", "holders")
ACCOUNTS = ("first_account", "last_account")


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


ROWS = sa.table(
    "import_rows", sa.column("id"), sa.column("import_id"), sa.column("sheet"), sa.column("row"), sa.column("action"),
    sa.column("name"), sa.column("account_id"), sa.column("region_code"), sa.column("before", _json()), sa.column("settled_at"),
    sa.column("changes", _json()), sa.column("problems", _json()), sa.column("candidates", _json()), sa.column("conflicts", _json()),
)  # fmt: skip
LEAVES = sa.table(
    "added_rows", sa.column("id"), sa.column("import_id"), sa.column("number"), sa.column("columns", _json()),
    sa.column("account_ids", _json()), sa.column("holder_ids", _json()), sa.column("seen", _json()), sa.column("holders", _json()),
    sa.column("first_account"), sa.column("last_account"),
)  # fmt: skip


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("added_rows", sa.Column(name, _json(), nullable=True))
    for name in ACCOUNTS:
        op.add_column("added_rows", sa.Column(name, sa.Integer(), nullable=True))
    op.create_index("ix_added_rows_accounts", "added_rows", list(ACCOUNTS))
    session = op.get_bind()
    for leaf in _leaves(session):
        _move(session, leaf)


def _leaves(session: sa.Connection) -> Iterator[Any]:
    """The leaves whose accounts are written, one by one."""
    written = sa.select(LEAVES.c.id).where(LEAVES.c.account_ids.is_not(None)).order_by(LEAVES.c.id)
    for leaf_id in session.scalars(written).all():
        yield session.execute(sa.select(LEAVES).where(LEAVES.c.id == leaf_id)).mappings().one()


def _move(session: sa.Connection, leaf: Any) -> None:
    """Take what the rows of one leaf kept of their own; one that says it in an older form, or was settled later, stays."""
    columns, number = leaf["columns"], leaf["number"]
    brought = sa.select(ROWS).where(ROWS.c.import_id == leaf["import_id"], ROWS.c.action == "add")
    brought = brought.where(ROWS.c.row.in_(sorted(set(columns["row"]))))
    kept = {(row["sheet"], row["row"]): row for row in session.execute(brought).mappings()}
    found = [kept.get(place) for place in zip(columns["sheet"], columns["row"], strict=True)]
    ids = [row and row["account_id"] for row in found]
    moved = [row if row and row["settled_at"] is None and "seen" in (row["before"] or {}) else None for row in found]
    told = [row["before"] if row else {} for row in moved]
    standing = [each for each in ids if each]
    holders = [each for before in told for each in before.get("holders", ())]
    if holders and not told[0].get("holders"):  # they stand with the first row of the leaf
        first = next(place for place, before in enumerate(told) if before.get("holders"))
        moved[first], told[first], holders = None, {}, []
    values = {
        "account_ids": ids, "holder_ids": [before.get("new_holder_id") for before in told],
        "seen": [before.get("seen") for before in told], "holders": holders or None,
        "first_account": min(standing, default=None), "last_account": max(standing, default=None),
    }  # fmt: skip
    session.execute(sa.update(LEAVES).where(LEAVES.c.id == leaf["id"]).values(values))
    gone = [row["id"] for row in moved if row]
    for start in range(0, len(gone), number or 1):
        session.execute(sa.delete(ROWS).where(ROWS.c.id.in_(gone[start : start + number])))


def _move_back(session: sa.Connection, leaf: Any) -> None:
    """Give the rows of one leaf rows of their own again."""
    columns = leaf["columns"]
    rows = [
        {
            "import_id": leaf["import_id"], "action": "add", "account_id": leaf["account_ids"][place],
            **{name: columns[name][place] for name in ("sheet", "row", "name", "region_code")},
            "before": {
                "seen": seen, "new_holder_id": leaf["holder_ids"][place],
                **({"holders": leaf["holders"]} if leaf["holders"] and place == 0 else {}),
            },
            "changes": {}, "problems": [], "candidates": [], "conflicts": {},
        }
        for place, seen in enumerate(leaf["seen"] or ())
        if seen is not None
    ]  # fmt: skip
    if rows:
        session.execute(ROWS.insert(), rows)
    ids = [each or 0 for each in leaf["account_ids"]]
    session.execute(sa.update(LEAVES).where(LEAVES.c.id == leaf["id"]).values({"account_ids": ids}))


def downgrade() -> None:
    session = op.get_bind()
    for leaf in _leaves(session):
        _move_back(session, leaf)
    op.drop_index("ix_added_rows_accounts", table_name="added_rows")
    for name in (*COLUMNS, *ACCOUNTS):
        op.execute(f"ALTER TABLE added_rows DROP COLUMN {name}")
