"""The rows of a roster that bring new accounts, by column, before anybody confirmed them; those on file move there, and back."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0015"
branch_labels = None
depends_on = None

LEAF = 500
OWN = ("sheet", "row", "name", "region_code")
"""What a row says of itself; the other columns of a leaf are values it brings."""


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


ROWS = sa.table(
    "import_rows", sa.column("id"), sa.column("import_id"), sa.column("sheet"), sa.column("row"), sa.column("action"),
    sa.column("name"), sa.column("account_id"), sa.column("region_code"), sa.column("changes", _json()),
    sa.column("problems", _json()), sa.column("candidates", _json()), sa.column("conflicts", _json()),
)  # fmt: skip
LEAVES = sa.table(
    "added_rows", sa.column("id"), sa.column("import_id"), sa.column("first"), sa.column("number"), sa.column("columns", _json()),
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
    brought = sa.select(ROWS).where(ROWS.c.action == "add")
    of_imports = sa.select(ROWS.c.import_id).where(ROWS.c.action == "add").distinct().order_by(ROWS.c.import_id)
    for import_id in session.scalars(of_imports).all():
        first, last = 0, 0
        while True:  # leaf by leaf: a county's first import alone may be a hundred thousand rows
            query = brought.where(ROWS.c.import_id == import_id, ROWS.c.id > last).order_by(ROWS.c.id).limit(LEAF)
            rows = session.execute(query).mappings().all()
            if not rows:
                break
            session.execute(LEAVES.insert().values(_leaf(import_id, first, list(rows))))
            first, last = first + len(rows), rows[-1]["id"]
    open_ones = sa.select(IMPORTS.c.id).where(IMPORTS.c.state == "previewed")
    session.execute(sa.delete(ROWS).where(ROWS.c.action == "add", ROWS.c.import_id.in_(open_ones)))


def _leaf(import_id: int, first: int, rows: list[Any]) -> dict[str, Any]:
    fields = {field for row in rows for field in row["changes"]}
    told = {field: [(row["changes"].get(field) or [None, None])[1] for row in rows] for field in fields}
    columns = {name: [row[name] for row in rows] for name in OWN}
    ids = [row["account_id"] for row in rows]
    brought = [each or 0 for each in ids] if any(ids) else None
    return {
        "import_id": import_id,
        "first": first,
        "number": len(rows),
        "columns": columns | told,
        "account_ids": brought,
    }


def _move_back() -> None:
    """Give previews nobody confirmed their new rows again; those of applied imports never left."""
    session = op.get_bind()
    open_ones = sa.select(IMPORTS.c.id).where(IMPORTS.c.state == "previewed")
    for leaf_id in session.scalars(
        sa.select(LEAVES.c.id).where(LEAVES.c.import_id.in_(open_ones)).order_by(LEAVES.c.id)
    ).all():
        leaf = session.execute(sa.select(LEAVES).where(LEAVES.c.id == leaf_id)).mappings().one()
        columns = leaf["columns"]
        told = [name for name in columns if name not in OWN]
        rows = [
            {
                "import_id": leaf["import_id"], "action": "add", **{name: columns[name][place] for name in OWN},
                "changes": {name: [None, columns[name][place]] for name in told if columns[name][place] is not None},
                "problems": [], "candidates": [], "conflicts": {},
            }
            for place in range(leaf["number"])
        ]  # fmt: skip
        session.execute(ROWS.insert(), rows)


def downgrade() -> None:
    _move_back()
    op.drop_index(op.f("ix_added_rows_import_id"), table_name="added_rows")
    op.drop_table("added_rows")
