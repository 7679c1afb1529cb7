"""The filters a user keeps of the lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    op.add_column("users", sa.Column("saved_views", json, server_default="[]", nullable=False))


def downgrade() -> None:
    op.execute("ALTER TABLE users DROP COLUMN saved_views")
