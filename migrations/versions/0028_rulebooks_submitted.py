"""When a draft of a rulebook was given to be checked, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rulebooks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("submitted_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_rulebooks_submitted_by_id_users"), "users", ["submitted_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("rulebooks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rulebooks_submitted_by_id_users"), type_="foreignkey")
        batch_op.drop_column("submitted_by_id")
        batch_op.drop_column("submitted_at")
