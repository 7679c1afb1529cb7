"""Failures of the machine are worded with a code and end in 1; only a fault of the program's own is unexpected."""

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.exc import IntegrityError, OperationalError

from registry import cli
from registry.cli.contract import run
from registry.cli.faults import refusal_of

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(app: OpenAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """A function that runs a command with --json on the registry of the test's folder."""
    cli._load()
    assert app
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))

    def told(*arguments: str) -> tuple[int, Any]:
        code = run(cli.root, [*arguments, "--json"])
        return code, json.loads(capfd.readouterr().out)

    return told


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "cli.disk_full"), (errno.EACCES, "cli.no_right"), (errno.EROFS, "cli.no_right"),
        (errno.EIO, "cli.system"),
    ],
)  # fmt: skip
def test_an_error_of_the_system_is_told_by_what_it_is(number: int, code: str) -> None:
    refusal = refusal_of(OSError(number, os.strerror(number), "/data/x"))
    assert refusal is not None
    assert (refusal.code, refusal.params["file"]) == (code, "/data/x")


def test_a_statement_that_is_refused_and_a_fault_of_the_program_stay_faults() -> None:
    refused = sqlite3.IntegrityError("UNIQUE constraint failed")
    refused.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT
    assert refusal_of(IntegrityError("INSERT", {}, refused)) is None
    assert refusal_of(KeyError("x")) is None


def test_a_full_disk_under_the_database_is_no_damaged_one() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    refusal = refusal_of(OperationalError("INSERT", {}, full))
    assert refusal is not None
    assert refusal.code == "database.full"


def test_a_database_damaged_inside_is_told_where_it_is_met(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "registry.db"
    with closing(sqlite3.connect(file)) as found:
        found.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = found.execute("SELECT rootpage FROM sqlite_master WHERE name = 'accounts'").fetchone()
        (size,) = found.execute("PRAGMA page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(content)
    code, told = ask("account", "show", "1")
    assert (code, told["error"]["code"], told["error"]["details"]["file"]) == (1, "database.unreadable", str(file))


def test_a_foreign_database_a_damaged_key_and_a_file_that_is_none_are_told_apart(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "registry.db").unlink()
    with closing(sqlite3.connect(tmp_path / "registry.db")) as other:
        other.execute("CREATE TABLE users (name)")
    assert ask("account", "show", "1")[1]["error"]["code"] == "database.foreign"
    (tmp_path / "registry.db").write_bytes(b"a roster in the wrong place" * 100)
    assert ask("account", "show", "1")[1]["error"]["code"] == "database.unreadable"
    (tmp_path / "jobs.db").write_bytes(b"no queue" * 1000)
    error = ask("account", "show", "1")[1]["error"]
    assert (error["code"], error["details"]["file"]) == ("cli.queue_unusable", str(tmp_path / "jobs.db"))
    (tmp_path / "secrets" / "field.key").write_bytes(b"short")
    code, told = ask("account", "show", "1")
    assert (code, told["error"]["code"]) == (1, "secrets.damaged")


def test_a_server_that_does_not_answer_is_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "postgresql+psycopg://office:s3cret@127.0.0.1:1/ledger")
    code, told = ask("account", "show", "1")
    assert (code, told["error"]["code"]) == (1, "database.unreachable")
    assert "s3cret" not in json.dumps(told)
