"""Copies of issued papers, each with its number and hash; and which paper a later one corrects."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_copies_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["printed_by_id"], ["users.id"], name=op.f("fk_document_copies_printed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_copies")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_copies_document_id")),
    )
    op.create_index(op.f("ix_document_copies_sha256"), "document_copies", ["sha256"])
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_documents_corrects_id_documents"), "documents", ["corrects_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_documents_corrects_id"), ["corrects_id"])


def downgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_corrects_id"))
        batch_op.drop_constraint(batch_op.f("fk_documents_corrects_id_documents"), type_="foreignkey")
        batch_op.drop_column("corrects_id")
    op.drop_index(op.f("ix_document_copies_sha256"), table_name="document_copies")
    op.drop_table("document_copies")
