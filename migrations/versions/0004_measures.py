"""Measures, rectifications, credits, declined proposals, promotions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_promotions_account_id_accounts")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_promotions_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
    )
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promotions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ladder_row", sa.String(length=24), nullable=True),
        sa.Column("target_kind", sa.String(length=24), nullable=False),
        sa.Column("target", sa.String(length=1000), nullable=False),
        sa.Column("deciding_body", sa.String(length=120), nullable=False),
        sa.Column("executing_body", sa.String(length=120), nullable=False),
        sa.Column("basis_code", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("skip_reason", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("paper_approver", sa.String(length=40), nullable=True),
        sa.Column("paper_post", sa.String(length=40), nullable=True),
        sa.Column("paper_signed_on", sa.Date(), nullable=True),
        sa.Column("paper_scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("paper_scan_name", sa.String(length=200), nullable=True),
        sa.Column("paper_entered_by_id", sa.Integer(), nullable=True),
        sa.Column("paper_confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_measures_account_id_accounts")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_measures_decided_by_id_users")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_measures_drafted_by_id_users")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_measures_office_id_offices")),
        sa.ForeignKeyConstraint(
            ["paper_confirmed_by_id"], ["users.id"], name=op.f("fk_measures_paper_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["paper_entered_by_id"], ["users.id"], name=op.f("fk_measures_paper_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(["violation_id"], ["violations.id"], name=op.f("fk_measures_violation_id_violations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measures_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measures_effective_on"), ["effective_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_measures_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measures_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_measures_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_measures_violation_id"), ["violation_id"], unique=False)

    op.create_table(
        "credits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_credits_account_id_accounts")),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_credits_measure_id_measures")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits")),
    )
    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credits_account_id"), ["account_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=True),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_decisions_account_id_accounts")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_decisions_by_id_users")),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_decisions_measure_id_measures")),
        sa.ForeignKeyConstraint(["violation_id"], ["violations.id"], name=op.f("fk_decisions_violation_id_violations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "rectifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rechecked_on", sa.Date(), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("recheck_note", sa.Text(), nullable=False),
        sa.Column("rechecked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_rectifications_measure_id_measures")),
        sa.ForeignKeyConstraint(
            ["rechecked_by_id"], ["users.id"], name=op.f("fk_rectifications_rechecked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_rectifications_measure_id")),
    )
    with op.batch_alter_table("rectifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectifications_due_on"), ["due_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rectifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectifications_due_on"))

    op.drop_table("rectifications")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_account_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credits_account_id"))

    op.drop_table("credits")
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measures_violation_id"))
        batch_op.drop_index(batch_op.f("ix_measures_state"))
        batch_op.drop_index(batch_op.f("ix_measures_region_code"))
        batch_op.drop_index(batch_op.f("ix_measures_office_id"))
        batch_op.drop_index(batch_op.f("ix_measures_effective_on"))
        batch_op.drop_index(batch_op.f("ix_measures_account_id"))

    op.drop_table("measures")
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promotions_account_id"))

    op.drop_table("promotions")
