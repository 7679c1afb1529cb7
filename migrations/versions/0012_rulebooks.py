"""Rulebooks an office writes: versions with who drafted, checked, published and withdrew them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PEOPLE = ("drafted", "edited", "checked", "published", "withdrawn")
ALWAYS = ("drafted", "edited")


def upgrade() -> None:
    op.create_table(
        "rulebooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("version", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        *(sa.Column(f"{act}_at", sa.DateTime(timezone=True), nullable=act not in ALWAYS) for act in PEOPLE),
        *(sa.Column(f"{act}_by_id", sa.Integer(), nullable=act not in ALWAYS) for act in PEOPLE),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("lock", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{act}_by_id"], ["users.id"], name=op.f(f"fk_rulebooks_{act}_by_id_users"))
            for act in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebooks")),
        sa.UniqueConstraint("version", name=op.f("uq_rulebooks_version")),
    )
    op.create_index(op.f("ix_rulebooks_region_code"), "rulebooks", ["region_code"])
    op.create_index(op.f("ix_rulebooks_state"), "rulebooks", ["state"])


def downgrade() -> None:
    op.drop_table("rulebooks")
