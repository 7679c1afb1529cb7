"""Creating and upgrading the database.

On the embedded default every command does it by itself, under a file lock and after a copy of the database; a database
newer than the code is refused. On PostgreSQL `registry upgrade` does it, and `serve` refuses one that is out of date.
"""

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from flask import Flask, current_app
from flask_migrate import upgrade as run_migrations
from sqlalchemy import URL
from sqlalchemy.exc import DatabaseError

from registry.domain.errors import Refusal
from registry.extensions import db
from registry.paths import find_folder
from registry.settings import Settings

log = logging.getLogger(__name__)
COPIES_KEPT = 5


def found_revision() -> str | None:
    """The revision of the database, None where it is empty.

    Every command asks this first. Raises Refusal("database.unreachable" | "database.unreadable") where it gets no answer.
    """
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise _unanswered(db.engine.url, error) from error


def _unanswered(url: URL, error: DatabaseError) -> Refusal:
    """Which database does not answer, and what its driver says; user, password and options are not repeated."""
    reason = " ".join(str(error.orig).split())
    if url.get_backend_name() == "sqlite":
        return Refusal("database.unreadable", file=url.database, reason=reason)
    address = f"{url.host or url.query.get('host', 'localhost')}:{url.port or 5432}/{url.database or ''}"
    return Refusal("database.unreachable", address=address, reason=reason)


def wanted_revision() -> str:
    """The newest revision of the code."""
    return ScriptDirectory(str(find_folder("migrations"))).get_current_head() or ""


def is_current() -> bool:
    """True where the database is what the code wants."""
    return found_revision() == wanted_revision()


def upgrade(app: Flask) -> bool:
    """Bring the database to the code's revision; returns whether there was anything to do.

    Raises Refusal("store.too_new") where the database was made by newer code.
    """
    settings: Settings = app.extensions["registry.settings"]
    with app.app_context(), FileLock(str(settings.data_dir / "upgrade.lock")):
        found, wanted = found_revision(), wanted_revision()
        if found == wanted:
            return False
        _refuse_newer(found, wanted)
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


def copy_database(database: Path, folder: Path) -> None:
    """Copy the database (with its journal written back) and keep the newest few copies."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    shutil.copy2(database, folder / f"{database.stem}-{stamp}{database.suffix}")
    for old in sorted(folder.glob(f"{database.stem}-*"))[:-COPIES_KEPT]:
        old.unlink()
    current_app.logger.info("copied the database to %s", folder)
