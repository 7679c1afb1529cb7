"""Joint work: letters between offices about a case, and offices that act for another for a term."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "case_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("from_office_id", sa.Integer(), nullable=False),
        sa.Column("to_office_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        _names("case_letters", "case_id", "cases"),
        _names("case_letters", "from_office_id", "offices"),
        _names("case_letters", "to_office_id", "offices"),
        _names("case_letters", "sent_by_id", "users"),
        _names("case_letters", "answered_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_letters")),
    )
    for column in ("case_id", "from_office_id", "to_office_id"):
        op.create_index(op.f(f"ix_case_letters_{column}"), "case_letters", [column])
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("acting_office_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _names("stand_ins", "office_id", "offices"),
        _names("stand_ins", "acting_office_id", "offices"),
        _names("stand_ins", "set_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    op.create_index(op.f("ix_stand_ins_office_id"), "stand_ins", ["office_id"])
    op.create_index(op.f("ix_stand_ins_acting_office_id"), "stand_ins", ["acting_office_id"])


def downgrade() -> None:
    op.drop_table("stand_ins")
    op.drop_table("case_letters")
