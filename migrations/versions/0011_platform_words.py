"""An office's own words for platforms, what accounts of 其他 were written as, dismissals taken back, statuses an import led to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _refers(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))


def upgrade() -> None:
    op.create_table(
        "platform_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("written", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("moved", _json(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        _refers("platform_words", "said_by_id", "users"),
        _refers("platform_words", "revoked_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_words")),
    )
    stands = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_platform_words_standing", "platform_words", ["region_code", "word"], unique=True, sqlite_where=stands,
        postgresql_where=stands,
    )  # fmt: skip
    op.add_column("accounts", sa.Column("platform_written", sa.String(length=60), nullable=True))
    op.add_column("imports", sa.Column("marked", _json(), nullable=False, server_default="{}"))
    with op.batch_alter_table("holder_dismissals") as batch_op:
        batch_op.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("taken_back_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_holder_dismissals_taken_back_by_id_users"), "users", ["taken_back_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("holder_dismissals") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_holder_dismissals_taken_back_by_id_users"), type_="foreignkey")
        batch_op.drop_column("taken_back_by_id")
        batch_op.drop_column("taken_back_at")
    op.drop_column("imports", "marked")
    op.drop_column("accounts", "platform_written")
    op.drop_index("uq_platform_words_standing", table_name="platform_words")
    op.drop_table("platform_words")
