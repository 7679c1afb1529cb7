"""Tiers set aside by people for a term, tiers that wait for confirmation, and decisions a correction or version changed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _refers(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))


def _instant(name: str, *, is_needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not is_needed)


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("derived", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        _instant("asked_at", is_needed=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        _instant("decided_at"),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        _instant("reviewed_at"),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        _refers("overrides", "account_id", "accounts"),
        _refers("overrides", "office_id", "offices"),
        *(_refers("overrides", f"{act}_by_id", "users") for act in ("asked", "decided", "lifted", "reviewed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_account_id"), "overrides", ["account_id"])
    op.create_index(op.f("ix_overrides_state"), "overrides", ["state"])
    op.create_index(op.f("ix_overrides_until_on"), "overrides", ["until_on"])
    stands = sa.text("state IN ('proposed', 'in_force')")
    op.create_index(
        "uq_overrides_open", "overrides", ["account_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )


def _pending_tiers() -> None:
    op.create_table(
        "pending_tiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("from_tier", sa.String(length=24), nullable=False),
        sa.Column("to_tier", sa.String(length=24), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("row", sa.String(length=24), nullable=False),
        sa.Column("rulebook_version", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        _instant("arisen_at", is_needed=True),
        sa.Column("postponed_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("decided_at"),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        _refers("pending_tiers", "account_id", "accounts"),
        _refers("pending_tiers", "decided_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_tiers")),
    )
    op.create_index(op.f("ix_pending_tiers_state"), "pending_tiers", ["state"])
    op.create_index(op.f("ix_pending_tiers_account_id"), "pending_tiers", ["account_id"])
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "uq_pending_tiers_waiting", "pending_tiers", ["account_id"], unique=True, sqlite_where=waits,
        postgresql_where=waits,
    )  # fmt: skip


def _changed_decisions() -> None:
    op.create_table(
        "changed_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=True),
        sa.Column("new", sa.String(length=24), nullable=True),
        sa.Column("row", sa.String(length=24), nullable=True),
        sa.Column("rulebook_version", sa.String(length=24), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        _instant("arisen_at", is_needed=True),
        sa.Column("caused_by_id", sa.Integer(), nullable=True),
        _instant("seen_at"),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        _refers("changed_decisions", "account_id", "accounts"),
        _refers("changed_decisions", "measure_id", "measures"),
        _refers("changed_decisions", "caused_by_id", "users"),
        _refers("changed_decisions", "seen_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_decisions")),
    )
    op.create_index(op.f("ix_changed_decisions_account_id"), "changed_decisions", ["account_id"])
    op.create_index(op.f("ix_changed_decisions_seen_at"), "changed_decisions", ["seen_at"])


def upgrade() -> None:
    _overrides()
    _pending_tiers()
    _changed_decisions()
    op.add_column("accounts", sa.Column("override_tier", sa.String(length=24), nullable=True))
    op.add_column("accounts", sa.Column("override_until", sa.Date(), nullable=True))
    op.add_column("accounts", sa.Column("override_reason", sa.Text(), nullable=True))
    op.add_column("accounts", sa.Column("pending_tier", sa.String(length=24), nullable=True))
    op.add_column("accounts", sa.Column("pending_since", sa.Date(), nullable=True))
    op.add_column("offices", sa.Column("tier_mode", sa.String(length=24), nullable=False, server_default="at_once"))


def downgrade() -> None:
    op.drop_column("offices", "tier_mode")
    for name in ("pending_since", "pending_tier", "override_reason", "override_until", "override_tier"):
        op.drop_column("accounts", name)
    op.drop_table("changed_decisions")
    op.drop_table("pending_tiers")
    op.drop_table("overrides")
