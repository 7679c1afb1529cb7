"""A worker killed with SIGKILL in the middle of a roster: nothing half done, nothing twice, and the next one ends it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain.permissions import Actor
from registry.domain.terms import ImportState
from registry.jobs import Queue
from registry.services import rosters
from registry.store.accounts import Account, Holder
from registry.store.added_rows import count_added
from registry.store.audit import AuditEntry
from registry.store.jobs import Job
from registry.store.rosters import Import
from tests.factories import AT, writing
from tests.roster_files import one, workbook
from tests.test_jobs import confirm, upload

FindActor = Callable[[str], Actor]
ENTRY = "from registry.cli import main; main()"
ROWS = 2500
"""More than one chunk, so that the first report of progress comes while rows are still to be written."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is for POSIX")


@contextmanager
def worker(app: OpenAPI) -> Iterator[subprocess.Popen[bytes]]:
    """A real `registry worker` on the data of ``app``, killed at the end whatever happens."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    folder = str(app.extensions["registry.settings"].data_dir)
    command = [sys.executable, "-c", ENTRY, "worker"]
    environment = {**kept, "REGISTRY_DATA_DIR": folder, "REGISTRY_LOG_LEVEL": "ERROR"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(told: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Look again and again, as fast as may be, for at most a minute."""
    until = time.monotonic() + 60
    while not told():
        assert time.monotonic() < until, "the worker never came so far"
        assert process.poll() is None, "the worker ended by itself"


def is_begun(app: OpenAPI, job_id: int) -> bool:
    queue: Queue = app.extensions["registry.queue"]
    return queue.progress(job_id)[1] > 0


def state_of(app: OpenAPI, job_id: int) -> str:
    with app.app_context():
        from registry.store.db import db

        found = db.session.scalar(select(Job.state).where(Job.id == job_id)) or ""
        db.session.remove()
        return found


def counts(app: OpenAPI) -> tuple[int, int]:
    with writing(app) as session:
        numbers = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Account, Holder)]
        return numbers[0], numbers[1]


def entries(app: OpenAPI, act: str) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == act)) or 0


def state(app: OpenAPI, import_id: int) -> tuple[ImportState, int]:
    """Where an import stands and how many new rows it shows."""
    with writing(app) as session:
        return session.get_one(Import, import_id).state, count_added(session, import_id)


def kill_and_finish(app: OpenAPI, job_id: int, looked_at: Callable[[], None]) -> None:
    """Kill a worker once it is at the job, look at what stands then, and let another one end it."""
    with worker(app) as process:
        wait_for(lambda: is_begun(app, job_id), process)
    looked_at()
    with worker(app) as process:
        wait_for(lambda: state_of(app, job_id) == "done", process)


def test_a_worker_killed_while_it_reads_writes_and_undoes_a_roster(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    import_id = upload(app, clerk, workbook(*[one(number) for number in range(1, ROWS + 1)]))
    with writing(app) as session:
        reading = session.scalars(select(Job.id)).one()
    read = {(ImportState.READING, 0), (ImportState.PREVIEWED, ROWS)}
    kill_and_finish(app, reading, lambda: check(state(app, import_id) in read))
    assert state(app, import_id) == (ImportState.PREVIEWED, ROWS)

    written = {(ImportState.PREVIEWED, (0, 0)), (ImportState.APPLIED, (ROWS, ROWS))}
    applying = confirm(app, clerk, import_id)
    kill_and_finish(app, applying, lambda: check((state(app, import_id)[0], counts(app)) in written))
    assert (state(app, import_id), counts(app)) == ((ImportState.APPLIED, ROWS), (ROWS, ROWS))
    assert entries(app, "rosters.apply") == 1

    with writing(app) as session:
        undoing = rosters.ask_undo(session, import_id, by=clerk, at=AT).id
    undone = {(ImportState.APPLIED, (ROWS, ROWS)), (ImportState.UNDONE, (0, 0))}
    kill_and_finish(app, undoing, lambda: check((state(app, import_id)[0], counts(app)) in undone))
    assert (state(app, import_id)[0], counts(app)) == (ImportState.UNDONE, (0, 0))
    assert entries(app, "rosters.undo") == 1


def check(holds: bool) -> None:
    """All or nothing."""
    assert holds
