"""The session, and the one place that commits.

Only `transaction()` commits and only the roof opens it (rule 8). On SQLite a write transaction begins IMMEDIATE, since a
read turned into a write fails at once when another writer is in between; readers never block under WAL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase, Session

from registry.domain.sealing import Vault

BUSY_TIMEOUT_MS = 15_000
PAGE_BYTES = 16 * 1024
"""SQLite's page: an account takes about half a KiB, and fewer pages are split and written than of the usual 4 KiB."""
ROOMY_KIB = 64 * 1024
"""SQLite's page cache inside an import; the default of 2 MiB is written out and read back again and again."""


class Base(DeclarativeBase):
    """Base of every table; the naming convention lets migrations drop constraints by name on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set SQLite's durable, concurrent mode; leave transactions to us and not to the driver."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size={PAGE_BYTES}")  # of a database that is not there yet
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Begin IMMEDIATE where the transaction is meant to write."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("registry_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """One act: all of it is committed when the block ends, none of it where the block raises."""
    session = db.session()
    session.rollback()
    session.connection(execution_options={"registry_writes": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def roomy(session: Session) -> Iterator[None]:
    """A larger page cache for SQLite while thousands of rows and their indexes are written; PostgreSQL has its own."""
    is_embedded = session.get_bind().dialect.name == "sqlite"
    if is_embedded:
        session.execute(text(f"PRAGMA cache_size=-{ROOMY_KIB}"))
    try:
        yield
    finally:
        if is_embedded and session.is_active:
            session.execute(text("PRAGMA cache_size=-2000"))


def vault() -> Vault:
    """Return the vault of the running registry, which holds the field key of its data folder."""
    opened: Vault = current_app.extensions["registry.vault"]
    return opened
