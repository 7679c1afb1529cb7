"""The pinyin initials of account names, by which they are found; those on file get theirs."""

import sqlalchemy as sa
from alembic import op

from registry.domain.identifiers import initials_of

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

AT_ONCE = 2000
ACCOUNTS = sa.table("accounts", sa.column("id"), sa.column("name"), sa.column("initials"))


def upgrade() -> None:
    op.add_column("accounts", sa.Column("initials", sa.String(length=240), server_default="", nullable=False))
    session, last = op.get_bind(), 0
    while True:
        query = (
            sa.select(ACCOUNTS.c.id, ACCOUNTS.c.name).where(ACCOUNTS.c.id > last).order_by(ACCOUNTS.c.id).limit(AT_ONCE)
        )
        rows = session.execute(query).all()
        if not rows:
            return
        given = (
            sa.update(ACCOUNTS).where(ACCOUNTS.c.id == sa.bindparam("which")).values(initials=sa.bindparam("letters"))
        )
        session.execute(given, [{"which": row.id, "letters": initials_of(row.name)[:240]} for row in rows])
        last = rows[-1].id


def downgrade() -> None:
    op.execute("ALTER TABLE accounts DROP COLUMN initials")
