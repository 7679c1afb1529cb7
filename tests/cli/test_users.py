"""`registry office add`, `user add`, `audit verify`, as one types them: in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ENTRY = "from registry.cli import main; main()"


class Shell:
    """A shell in which REGISTRY_DATA_DIR is set and the locale knows no Chinese."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("REGISTRY_", "LC_", "LANG", "PYTHON"))
        }
        self.environment = {**kept, "REGISTRY_DATA_DIR": str(data_dir), "LC_ALL": "C", "PYTHONUTF8": "0"}

    def __call__(self, *arguments: str, typed: str = "") -> tuple[int, Any, str]:
        """Exit code, the one document on stdout, and stderr."""
        ran = subprocess.run(
            [sys.executable, "-c", ENTRY, *arguments, "--json"],
            input=typed.encode(), env=self.environment, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        return ran.returncode, json.loads(ran.stdout.decode()), ran.stderr.decode()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "数据")


def test_the_first_administrator_is_made_by_the_command_line(shell: Shell) -> None:
    assert shell("office", "add", "西湖区网信办", "--region", "330106")[:2] == (0, {"id": 1})
    added = ("user", "add", "admin", "--office", "西湖区网信办", "--role", "admin", "--password-stdin")
    assert shell(*added, typed="a-long-horse-9\n")[:2] == (0, {"id": 1})
    code, document, err = shell(*added, typed="a-long-horse-9\n")
    assert (code, document["error"]["code"]) == (1, "users.name_taken")
    assert "已有人用" in err
    assert shell("audit", "verify")[:2] == (0, {"ok": True, "entries": 2, "broken_at": None})


@pytest.mark.parametrize(
    ("arguments", "typed", "exit_code", "code"),
    [
        (("office", "add", "某办", "--region", "999999"), "", 1, "regions.unknown"),
        (("office", "add", "某办"), "", 2, "cli.usage"),
        (
            ("user", "add", "a", "--office", "没有", "--role", "clerk", "--password-stdin"),
            "long-enough-1\n",
            1,
            "offices.unknown",
        ),
        (("user", "add", "a", "--office", "没有", "--role", "king", "--password-stdin"), "", 2, "cli.usage"),
        (("user", "add", "a", "--office", "没有", "--role", "clerk"), "", 1, "cli.stopped"),
        (("account", "show", "9" * 30), "", 1, "accounts.unknown"),
        (("roster", "undo", "9" * 30, "--by", "a"), "", 2, "cli.usage"),
        (("roster", "preview", "没有.xlsx", "--region", "999999"), "", 1, "regions.unknown"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    shell: Shell, arguments: tuple[str, ...], typed: str, exit_code: int, code: str
) -> None:
    found, document, err = shell(*arguments, typed=typed)
    assert (found, document["error"]["code"]) == (exit_code, code)
    assert document["error"]["message"] in err


def test_an_entry_changed_behind_the_registrys_back_is_found(shell: Shell) -> None:
    import sqlite3

    shell("office", "add", "西湖区网信办", "--region", "330106")
    shell("office", "add", "拱墅区网信办", "--region", "330105")
    with sqlite3.connect(shell.data_dir / "registry.db") as database:
        database.execute("UPDATE audit_entries SET object_id = '9' WHERE id = 2")
    database.close()
    assert shell("audit", "verify")[:2] == (1, {"ok": False, "entries": 2, "broken_at": 2})


def test_a_setting_that_cannot_be_read_is_named(shell: Shell) -> None:
    shell.environment["REGISTRY_PORT"] = "acht"
    code, document, err = shell("audit", "verify")
    assert (code, document["error"]["code"]) == (1, "cli.setting")
    assert "REGISTRY_PORT" in err
