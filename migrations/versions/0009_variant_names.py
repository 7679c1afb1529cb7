"""Variant names of holders: merges with their undo, and what officers said is not the same."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _refers(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))


def upgrade() -> None:
    op.create_table(
        "holder_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("moved", _json(), nullable=False),
        sa.Column("before", _json(), nullable=False),
        sa.Column("after", _json(), nullable=False),
        sa.Column("names", _json(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        _refers("holder_merges", "kept_id", "holders"),
        _refers("holder_merges", "made_by_id", "users"),
        _refers("holder_merges", "undone_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_merges")),
    )
    op.create_index(op.f("ix_holder_merges_region_code"), "holder_merges", ["region_code"])
    op.create_index(op.f("ix_holder_merges_kept_id"), "holder_merges", ["kept_id"])
    op.create_table(
        "merged_holders",
        sa.Column("holder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        _refers("merged_holders", "holder_id", "holders"),
        _refers("merged_holders", "kept_id", "holders"),
        _refers("merged_holders", "merge_id", "holder_merges"),
        sa.PrimaryKeyConstraint("holder_id", name=op.f("pk_merged_holders")),
    )
    op.create_index(op.f("ix_merged_holders_kept_id"), "merged_holders", ["kept_id"])
    op.create_index(op.f("ix_merged_holders_merge_id"), "merged_holders", ["merge_id"])
    op.create_table(
        "holder_dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("members", _json(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        _refers("holder_dismissals", "said_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_dismissals")),
    )
    op.create_index(op.f("ix_holder_dismissals_region_code"), "holder_dismissals", ["region_code"])


def downgrade() -> None:
    op.drop_table("holder_dismissals")
    op.drop_table("merged_holders")
    op.drop_table("holder_merges")
