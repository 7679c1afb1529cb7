"""Old ledgers: violations and measures from before the register, as files, rows and facts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _person(table: str, name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    constraint = op.f(f"fk_{table}_{name}_users")
    return [
        sa.Column(name, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([name], ["users.id"], name=constraint),
    ]


def upgrade() -> None:
    op.create_table(
        "old_ledgers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("columns", _json(), nullable=False),
        sa.Column("skipped", _json(), nullable=False),
        sa.Column("counts", _json(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        *_person("old_ledgers", "uploaded_by_id", nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        *_person("old_ledgers", "entered_by_id"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        *_person("old_ledgers", "confirmed_by_id"),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *_person("old_ledgers", "undone_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_ledgers")),
    )
    for column in ("region_code", "sha256", "state"):
        op.create_index(op.f(f"ix_old_ledgers_{column}"), "old_ledgers", [column], unique=False)
    op.create_table(
        "old_ledger_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("told", _json(), nullable=False),
        sa.Column("findings", _json(), nullable=False),
        sa.Column("found_id", sa.Integer(), nullable=True),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        *_person("old_ledger_rows", "chosen_by_id"),
        sa.Column("candidates", _json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["old_ledgers.id"], name=op.f("fk_old_ledger_rows_ledger_id_old_ledgers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_ledger_rows")),
    )
    op.create_index("ix_old_ledger_rows_ledger_action", "old_ledger_rows", ["ledger_id", "action"], unique=False)
    op.create_table(
        "old_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("extra", _json(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        *_person("old_facts", "confirmed_by_id"),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_old_facts_account_id_accounts")),
        sa.ForeignKeyConstraint(["ledger_id"], ["old_ledgers.id"], name=op.f("fk_old_facts_ledger_id_old_ledgers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_facts")),
    )
    for column in ("account_id", "ledger_id"):
        op.create_index(op.f(f"ix_old_facts_{column}"), "old_facts", [column], unique=False)


def downgrade() -> None:
    op.drop_table("old_facts")
    op.drop_table("old_ledger_rows")
    op.drop_table("old_ledgers")
