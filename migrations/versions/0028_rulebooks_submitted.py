"""When a draft of a rulebook was given to be checked, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns are added in place: SQLite would drop the whole table for a new one, and drafts and simulations point to it."""
    op.add_column("rulebooks", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "ALTER TABLE rulebooks ADD COLUMN submitted_by_id INTEGER"
        " CONSTRAINT fk_rulebooks_submitted_by_id_users REFERENCES users (id)"
    )


def downgrade() -> None:
    """The columns go in place too; the constraint goes with its column."""
    op.execute("ALTER TABLE rulebooks DROP COLUMN submitted_by_id")
    op.execute("ALTER TABLE rulebooks DROP COLUMN submitted_at")
