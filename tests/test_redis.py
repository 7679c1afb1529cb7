"""With a real redis-server: jobs and sign-in throttling, as an office has them when it outgrows one process."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from registry import create_app, jobs
from registry.clock import now
from registry.store.db import db, transaction
from registry.store.jobs import Job
from tests.client import Client
from tests.conftest import settings_for, tool_missing

pytestmark = pytest.mark.redis


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A redis-server of its own on a free port, or the test counts as not run here."""
    program = shutil.which("redis-server")
    if program is None:
        tool_missing("redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program or "", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        next(line for line in server.stdout if "Ready to accept connections" in line)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def test_a_job_goes_through_redis_to_the_consumer(redis_url: str, tmp_path: Path, blank_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(blank_database.read_bytes())
    app = create_app(settings_for(tmp_path, redis_url=redis_url))
    queue = app.extensions["registry.queue"]
    with app.app_context(), transaction() as session:
        job = Job(kind="roster.read", argument=404, created_at=now())
        session.add(job)
        session.flush()
        job_id = job.id
    queue.enqueue(job_id)
    assert queue.huey.pending_count() == 1
    queue.huey.execute(queue.huey.dequeue())
    with app.app_context():
        assert db.session.get_one(Job, job_id).state == "failed"
        db.engine.dispose()
    assert jobs.Queue(app, app.extensions["registry.settings"]).progress(job_id) == (0, 0)


def test_the_throttle_of_the_gate_is_shared_through_redis(redis_url: str, tmp_path: Path, blank_database: Path) -> None:
    (tmp_path / "registry.db").write_bytes(blank_database.read_bytes())
    settings = settings_for(tmp_path, redis_url=redis_url, login_limit="2 per minute")
    for status in (401, 401, 429):
        app = create_app(settings)
        Client(app).post("/login", {"username": "nobody", "password": "wrong-horse-9"}, status=status)
        with app.app_context():
            db.engine.dispose()
    with redis.Redis.from_url(redis_url) as store:
        assert store.dbsize() > 0
