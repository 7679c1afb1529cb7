"""Rosters complete: choices kept, rows parked until settled, content recognised, layouts remembered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("imports") as batch_op:
        batch_op.add_column(sa.Column("mode", sa.String(length=24), nullable=False, server_default="update"))
        batch_op.add_column(sa.Column("choices_sealed", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unit", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("missing", _json(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("content_sha256", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_imports_content_sha256"), ["content_sha256"], unique=False)
    with op.batch_alter_table("import_rows") as batch_op:
        batch_op.add_column(sa.Column("region_code", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("candidates", _json(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("conflicts", _json(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("parked_sealed", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("settled_how", sa.String(length=12), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_import_rows_settled_by_id_users"), "users", ["settled_by_id"], ["id"]
        )
    op.create_index("ix_audit_entries_object", "audit_entries", ["object_id", "object_type"])
    op.create_table(
        "roster_layouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("layout", sa.String(length=64), nullable=False),
        sa.Column("columns", _json(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["users.id"], name=op.f("fk_roster_layouts_chosen_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_layouts")),
        sa.UniqueConstraint("region_code", "unit", "layout", name=op.f("uq_roster_layouts_region_code")),
    )


def downgrade() -> None:
    op.drop_table("roster_layouts")
    op.drop_index("ix_audit_entries_object", table_name="audit_entries")
    with op.batch_alter_table("import_rows") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_rows_settled_by_id_users"), type_="foreignkey")
        for name in (
            "settled_how", "settled_by_id", "settled_at", "parked_sealed", "conflicts", "candidates", "region_code",
        ):  # fmt: skip
            batch_op.drop_column(name)
    with op.batch_alter_table("imports") as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_content_sha256"))
        for name in ("content_sha256", "missing", "unit", "choices_sealed", "mode"):
            batch_op.drop_column(name)
