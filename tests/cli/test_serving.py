"""`registry serve`: where it cannot listen it says why and opens nothing; in a process of its own, told to stop, it stops."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry import cli
from registry.cli.contract import run
from registry.cli.serving import _unbound, check_port
from registry.domain.errors import Refusal

ENTRY = "from registry.cli import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_told_before_a_database_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path / "data"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run(cli.root, [command, "--port", str(port), "--json"]) == 1
    error = json.loads(capfd.readouterr().out)["error"]
    assert (error["code"], error["details"]["port"]) == ("cli.port_taken", port)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_number_that_is_no_port_is_wrong_usage(capfd: pytest.CaptureFixture[str], command: str, port: str) -> None:
    cli._load()
    assert run(cli.root, [command, "--port", port, "--json"]) == 2
    assert "要写 1 到 65535 之间的整数" in json.loads(capfd.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("host", ["no such host", "203.0.113.7"])
def test_a_host_that_is_not_this_one_is_not_told_as_a_taken_port(host: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_port(host, free_port())
    assert (refused.value.code, refused.value.params) == ("cli.host_wrong", {"host": host})


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "cli.port_forbidden"), (errno.ENOBUFS, "cli.unbound")])
def test_a_want_of_right_has_its_own_words(number: int, code: str) -> None:
    assert _unbound("127.0.0.1", 80, OSError(number, os.strerror(number))).code == code


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
