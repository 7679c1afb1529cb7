"""The rows of a roster that bring new accounts, by column, before anybody confirmed them; those on file move there."""

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0015"
branch_labels = None
depends_on = None

LEAF = 500


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


ROWS = sa.table(
    "import_rows", sa.column("id"), sa.column("import_id"), sa.column("sheet"), sa.column("row"), sa.column("action"),
    sa.column("name"), sa.column("account_id"), sa.column("region_code"), sa.column("changes", _json()),
)  # fmt: skip
LEAVES = sa.table(
    "added_rows", sa.column("import_id"), sa.column("first"), sa.column("number"), sa.column("columns", _json()),
    sa.column("account_ids", _json()),
)  # fmt: skip
IMPORTS = sa.table("imports", sa.column("id"), sa.column("state"))


def upgrade() -> None:
    op.create_table(
        "added_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("columns", _json(), nullable=False),
        sa.Column("account_ids", _json(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_added_rows_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_rows")),
    )
    op.create_index(op.f("ix_added_rows_import_id"), "added_rows", ["import_id"])
    _move()


def _move() -> None:
    """Move what previews show of new rows; those not confirmed yet stand nowhere else from now on."""
    session = op.get_bind()
    found = session.execute(sa.select(ROWS).where(ROWS.c.action == "add").order_by(ROWS.c.import_id, ROWS.c.id))
    for import_id, rows in groupby(found.mappings().all(), key=lambda row: row["import_id"]):
        kept = list(rows)
        for first in range(0, len(kept), LEAF):
            session.execute(LEAVES.insert().values(_leaf(import_id, first, kept[first : first + LEAF])))
    open_ones = sa.select(IMPORTS.c.id).where(IMPORTS.c.state == "previewed")
    session.execute(sa.delete(ROWS).where(ROWS.c.action == "add", ROWS.c.import_id.in_(open_ones)))


def _leaf(import_id: int, first: int, rows: list[Any]) -> dict[str, Any]:
    fields = {field for row in rows for field in row["changes"]}
    told = {field: [(row["changes"].get(field) or [None, None])[1] for row in rows] for field in fields}
    columns = {name: [row[name] for row in rows] for name in ("sheet", "row", "name", "region_code")}
    ids = [row["account_id"] for row in rows]
    brought = [each or 0 for each in ids] if any(ids) else None
    return {
        "import_id": import_id,
        "first": first,
        "number": len(rows),
        "columns": columns | told,
        "account_ids": brought,
    }


def downgrade() -> None:
    op.drop_index(op.f("ix_added_rows_import_id"), table_name="added_rows")
    op.drop_table("added_rows")
