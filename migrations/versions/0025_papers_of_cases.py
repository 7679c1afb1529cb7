"""Papers written for a case: which case a paper belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_documents_case_id_cases"), "cases", ["case_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_documents_case_id"), ["case_id"])


def downgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_case_id"))
        batch_op.drop_constraint(batch_op.f("fk_documents_case_id_cases"), type_="foreignkey")
        batch_op.drop_column("case_id")
