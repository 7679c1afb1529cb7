"""Failures of the machine and not of the program, as refusals: a full disk, a want of right, a database that is damaged or gone.

What is none of these stays a fault (cli.unexpected) and goes to the log with its trace.
"""

import errno
import sqlite3
import sys

from registry.domain.errors import Refusal

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def refusal_of(error: Exception) -> Refusal | None:
    """What a failure amounts to, None where it is a fault of the program's own."""
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, sqlite3.Error):  # the queue's own file: the register's is met behind an engine only
        return _of_queue(error)
    if (sqlalchemy := sys.modules.get("sqlalchemy.exc")) is not None and isinstance(error, sqlalchemy.DBAPIError):
        return _of_database(error.orig)
    if (redis := sys.modules.get("redis.exceptions")) is not None and isinstance(error, redis.ConnectionError):
        return Refusal("cli.redis_unreachable")
    return None


def _of_system(error: OSError) -> Refusal:
    file = str(error.filename or "")
    if error.errno in _FULL:
        return Refusal("cli.disk_full", file=file)
    if error.errno in _FORBIDDEN:
        return Refusal("cli.no_right", file=file)
    return Refusal("cli.system", file=file, reason=error.strerror or type(error).__name__)


def _of_queue(error: sqlite3.Error) -> Refusal:
    from registry.settings import read_settings

    return Refusal("cli.queue_unusable", file=str(read_settings().data_dir / "jobs.db"), reason=str(error))


def _of_database(error: BaseException | None) -> Refusal | None:
    """Which database fails and how; one that only says no to what it was told (a constraint) is not at fault."""
    from sqlalchemy import make_url

    from registry import upgrading
    from registry.settings import read_settings

    return upgrading.failed(make_url(read_settings().database_url), error)
