"""`registry serve`, in a process of its own: told to stop, it stops."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENTRY = "from registry.cli import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def heeded() -> Iterator[None]:
    """Signals as at a terminal: a shell that runs the tests in the background has them ignore Ctrl-C, and so their children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.usefixtures("heeded")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_stop_says_so_and_ends_well(
    tmp_path: Path, blank_database: Path, number: signal.Signals
) -> None:
    (tmp_path / "registry.db").write_bytes(blank_database.read_bytes())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment = {**kept, "REGISTRY_DATA_DIR": str(tmp_path), "REGISTRY_PORT": str(free_port())}
    with subprocess.Popen(
        [sys.executable, "-c", ENTRY, "serve", "--json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        try:
            assert server.stderr is not None
            assert any("已启动" in line.decode() for line in server.stderr), "it says where before it serves"
            server.send_signal(number)
            out, err = server.communicate(timeout=60)
        finally:
            server.kill()
    assert (server.returncode, json.loads(out)) == (0, {"stopped": True})
    assert "Traceback" not in err.decode()
