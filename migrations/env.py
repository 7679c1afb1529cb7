"""Alembic's environment: the running application's engine, batch mode on SQLite."""

from typing import Any

from alembic import context
from flask import current_app

from registry.store.types import Instant, Json, Term

configure_args = current_app.extensions["migrate"].configure_args
database = current_app.extensions["migrate"].db


def render(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our column types as plain ones, so that a migration never imports the models."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Term):
        return "sa.String(length=24)"
    if kind == "type" and item is Json:
        return 'sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")'
    return False


def run() -> None:
    """Run the migrations on the application's own engine, in one transaction."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection = connection.execution_options(registry_writes=True)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **{**configure_args, "render_as_batch": True, "compare_type": True, "render_item": render},
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
