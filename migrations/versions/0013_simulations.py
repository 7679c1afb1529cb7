"""Simulations of rulebooks and days, and the accounts that would move by them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _refers(table: str, name: str, to: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "simulations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("rulebook_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("is_all_along", sa.Boolean(), nullable=False),
        sa.Column("now_on", sa.Date(), nullable=False),
        sa.Column("then_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("summary", _json(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        _refers("simulations", "rulebook_id", "rulebooks"),
        _refers("simulations", "asked_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulations")),
    )
    for name in ("region_code", "rulebook_id", "asked_at"):
        op.create_index(op.f(f"ix_simulations_{name}"), "simulations", [name])
    op.create_table(
        "simulated_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("simulation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        *(sa.Column(name, sa.String(length=24), nullable=True) for name in ("from_tier", "to_tier")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("points_before", "points_after")),
        *(
            sa.Column(name, sa.String(length=24), nullable=True)
            for name in ("proposal_before", "proposal_after", "proposal_row", "row_before", "row_after")
        ),
        sa.Column("article", sa.String(length=200), nullable=True),
        *(sa.Column(name, sa.String(length=24), nullable=True) for name in ("version_before", "version_after")),
        _refers("simulated_moves", "simulation_id", "simulations", ondelete="CASCADE"),
        _refers("simulated_moves", "account_id", "accounts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulated_moves")),
    )
    op.create_index("ix_simulated_moves_simulation_account", "simulated_moves", ["simulation_id", "account_id"])
    op.create_index(op.f("ix_simulated_moves_account_id"), "simulated_moves", ["account_id"])


def downgrade() -> None:
    op.drop_table("simulated_moves")
    op.drop_table("simulations")
