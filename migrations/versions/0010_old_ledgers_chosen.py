"""Old ledgers read behind the page: the file kept, what was chosen for it, who had a hand in it, why it was undone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("old_ledgers") as batch_op:
        batch_op.add_column(sa.Column("upload_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("choices_sealed", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("sheets", _json(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("hands", _json(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("failure", _json(), nullable=True))
        batch_op.add_column(sa.Column("undo_reason", sa.Text(), nullable=True))
        batch_op.drop_column("columns")
    with op.batch_alter_table("old_ledger_rows") as batch_op:
        batch_op.add_column(sa.Column("other_why", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("old_ledger_rows") as batch_op:
        batch_op.drop_column("other_why")
    with op.batch_alter_table("old_ledgers") as batch_op:
        batch_op.add_column(sa.Column("columns", _json(), nullable=False, server_default="[]"))
        for name in ("undo_reason", "failure", "hands", "sheets", "choices_sealed", "upload_sha256"):
            batch_op.drop_column(name)
