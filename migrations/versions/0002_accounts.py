"""Holders, accounts, former names, and moves of tier."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("holder_type", sa.String(length=24), nullable=True),
        sa.Column("uscc", sa.String(length=40), nullable=True),
        sa.Column("id_no_sealed", sa.Text(), nullable=True),
        sa.Column("id_no_mark", sa.String(length=64), nullable=True),
        sa.Column("wrapped_key", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holders")),
    )
    with op.batch_alter_table("holders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holders_id_no_mark"), ["id_no_mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_holders_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_holders_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_holders_uscc"), ["uscc"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("key_is_weak", sa.Boolean(), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("contact", sa.String(length=60), nullable=True),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("phone_mark", sa.String(length=64), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("followers", sa.Integer(), nullable=True),
        sa.Column("followers_on", sa.String(length=10), nullable=True),
        sa.Column("opened_on", sa.String(length=10), nullable=True),
        sa.Column("verified", sa.String(length=120), nullable=True),
        sa.Column("licence", sa.String(length=200), nullable=True),
        sa.Column("mcn", sa.String(length=120), nullable=True),
        sa.Column("filing_no", sa.String(length=120), nullable=True),
        sa.Column("influence", sa.String(length=24), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=True),
        sa.Column("supervisor", sa.String(length=120), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("declared_tier", sa.String(length=24), nullable=True),
        sa.Column(
            "approximate",
            sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "extra", sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("filing_complete", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=True),
        sa.Column("tier_since", sa.Date(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("proposal", sa.String(length=24), nullable=True),
        sa.Column("proposal_row", sa.String(length=24), nullable=True),
        sa.Column("proposal_violation_id", sa.Integer(), nullable=True),
        sa.Column("eligible", sa.String(length=24), nullable=True),
        sa.Column("undetermined", sa.Boolean(), nullable=False),
        sa.Column("next_change_on", sa.Date(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column(
            "timeline", sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archive_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_accounts_holder_id_holders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("key", name=op.f("uq_accounts_key")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_next_change_on"), ["next_change_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_phone_mark"), ["phone_mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_proposal"), ["proposal"], unique=False)
        batch_op.create_index("ix_accounts_region_tier", ["region_code", "tier"], unique=False)
        batch_op.create_index("ix_accounts_region_updated", ["region_code", "updated_at"], unique=False)

    op.create_table(
        "former_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_former_names_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_names_account_id"), ["account_id"], unique=False)

    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("from_tier", sa.String(length=24), nullable=True),
        sa.Column("to_tier", sa.String(length=24), nullable=False),
        sa.Column("row", sa.String(length=24), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.Column(
            "facts", sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("rulebook_version", sa.String(length=24), nullable=True),
        sa.Column(
            "trace", sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("corrects", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_moves_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moves_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moves_account_id"))

    op.drop_table("moves")
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_names_account_id"))

    op.drop_table("former_names")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index("ix_accounts_region_updated")
        batch_op.drop_index("ix_accounts_region_tier")
        batch_op.drop_index(batch_op.f("ix_accounts_proposal"))
        batch_op.drop_index(batch_op.f("ix_accounts_phone_mark"))
        batch_op.drop_index(batch_op.f("ix_accounts_next_change_on"))
        batch_op.drop_index(batch_op.f("ix_accounts_name_key"))
        batch_op.drop_index(batch_op.f("ix_accounts_holder_id"))

    op.drop_table("accounts")
    with op.batch_alter_table("holders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holders_uscc"))
        batch_op.drop_index(batch_op.f("ix_holders_region_code"))
        batch_op.drop_index(batch_op.f("ix_holders_name"))
        batch_op.drop_index(batch_op.f("ix_holders_id_no_mark"))

    op.drop_table("holders")
