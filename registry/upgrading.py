"""Creating and upgrading the database.

On the embedded default every command does it by itself, under a file lock and after a copy of the database; a database
newer than the code is refused. On PostgreSQL `registry upgrade` does it, and `serve` refuses one that is out of date.
"""

import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from flask import Flask, current_app
from flask_migrate import upgrade as run_migrations
from sqlalchemy import URL, inspect
from sqlalchemy.exc import DatabaseError

from registry import backing_up
from registry.domain.errors import Refusal
from registry.extensions import db
from registry.paths import find_folder
from registry.settings import Settings

log = logging.getLogger(__name__)
COPIES_KEPT = 7
_SQLITE = {
    sqlite3.SQLITE_CORRUPT: "database.unreadable",
    sqlite3.SQLITE_NOTADB: "database.unreadable",
    sqlite3.SQLITE_IOERR: "database.disk",
    sqlite3.SQLITE_FULL: "database.full",
    sqlite3.SQLITE_READONLY: "database.forbidden",
    sqlite3.SQLITE_CANTOPEN: "database.forbidden",
    sqlite3.SQLITE_PERM: "database.forbidden",
    sqlite3.SQLITE_AUTH: "database.forbidden",
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
}
"""What SQLite's primary result codes amount to; the others say that a statement is wrong."""


def found_revision() -> str | None:
    """The revision of the database, None where it is empty.

    Every command asks this first. Raises Refusal("database.unreachable" | "database.unreadable") where it gets no answer.
    """
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise failed(db.engine.url, error.orig) or error from error


def failed(url: URL, error: BaseException | None) -> Refusal | None:
    """Which database fails and how, None where it answers and only refuses what it was told.

    ``error`` is its driver's; user, password and options of the address are not repeated.
    """
    reason = " ".join(str(error).split())
    if isinstance(error, sqlite3.Error):
        code = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        return Refusal(code, file=url.database, reason=reason) if code else None
    if url.get_backend_name() == "sqlite" or not _is_lost(error):
        return None
    address = f"{url.host or url.query.get('host', 'localhost')}:{url.port or 5432}/{url.database or ''}"
    return Refusal("database.unreachable", address=address, reason=reason)


def _is_lost(error: BaseException | None) -> bool:
    """Whether a server did not answer or ceased to: its driver's OperationalError, by name, since the driver is optional here."""
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)


def wanted_revision() -> str:
    """The newest revision of the code."""
    return ScriptDirectory(str(find_folder("migrations"))).get_current_head() or ""


def is_current() -> bool:
    """True where the database is what the code wants."""
    return found_revision() == wanted_revision()


def upgrade(app: Flask) -> bool:
    """Bring the database to the code's revision; returns whether there was anything to do.

    Raises Refusal("store.too_new") where the database was made by newer code, "database.foreign" where by another program.
    """
    settings: Settings = app.extensions["registry.settings"]
    with app.app_context(), FileLock(str(settings.data_dir / "upgrade.lock")):
        found, wanted = found_revision(), wanted_revision()
        if found == wanted:
            return False
        _refuse_newer(found, wanted)
        if found is None:
            _refuse_foreign()
        if settings.is_embedded and found is not None:
            copy_database(Path(db.engine.url.database or ""), settings.data_dir / "copies")
        log.info("upgrading the database from %s to %s", found or "nothing", wanted)
        run_migrations(directory=str(find_folder("migrations")))
        return True


def check_current(app: Flask) -> None:
    """Raise Refusal("database.empty" | "store.out_of_date") where `upgrade` has to be run first."""
    with app.app_context():
        found, wanted = found_revision(), wanted_revision()
    if found is None:
        raise Refusal("database.empty", wanted=wanted)
    _refuse_newer(found, wanted)
    if found != wanted:
        raise Refusal("store.out_of_date", found=found, wanted=wanted)


def _refuse_newer(found: str | None, wanted: str) -> None:
    known = {script.revision for script in ScriptDirectory(str(find_folder("migrations"))).walk_revisions()}
    if found is not None and found not in known:
        raise Refusal("store.too_new", found=found, wanted=wanted)


def _refuse_foreign() -> None:
    """A database that holds tables and knows nothing of our revisions is somebody else's; it is left alone."""
    tables = sorted(set(inspect(db.engine).get_table_names()) - {"alembic_version"})
    if tables:
        url = db.engine.url
        raise Refusal("database.foreign", database=url.database, tables=tables[:5])


def copy_database(database: Path, folder: Path) -> None:
    """Copy the database as it stands between two transactions, and keep the newest few copies."""
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backing_up.copy_database(database, folder / f"{database.stem}-{stamp}{database.suffix}")
    for old in sorted(folder.glob(f"{database.stem}-*"))[:-COPIES_KEPT]:
        old.unlink()
    current_app.logger.info("copied the database to %s", folder)
