"""`registry office add`, `user add`, `audit verify`, as one types them: in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from werkzeug.security import check_password_hash

from registry import create_app
from registry.store.db import db
from registry.store.users import find_user
from tests.conftest import settings_for

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

    def __call__(self, *arguments: str, typed: str | bytes = "") -> tuple[int, Any, str]:
        """Exit code, the one document on stdout, and stderr."""
        ran = subprocess.run(
            [sys.executable, "-c", ENTRY, *arguments, "--json"],
            input=typed.encode() if isinstance(typed, str) else typed, env=self.environment, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        return ran.returncode, json.loads(ran.stdout.decode()), ran.stderr.decode()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "数据")


def test_the_first_administrator_is_made_by_the_command_line(shell: Shell) -> None:
    assert shell("office", "add", "西湖区网信办", "--region", "330106")[:2] == (0, {"id": 1})
    added = ("user", "add", "admin", "--office", "西湖区网信办", "--role", "admin", "--password-stdin")
    assert shell(*added, typed="a-long-horse-9\n")[:2] == (0, {"id": 1})
    odd = (*added[:2], "", *added[3:])
    assert shell(*odd, typed="a-long-horse-9\n")[1]["error"]["code"] == "users.username_wrong"
    code, document, err = shell(*added, typed="a-long-horse-9\n")
    assert (code, document["error"]["code"]) == (1, "users.name_taken")
    assert "已有人用" in err
    assert shell("audit", "verify")[:2] == (0, {"ok": True, "entries": 2, "broken_at": None})


ADD_USER = ("user", "add", "zhoumin", "--office", "西湖区网信办", "--role", "clerk", "--password-stdin")


def test_the_mark_before_utf8_and_the_end_of_the_line_are_no_part_of_a_password(shell: Shell) -> None:
    shell("office", "add", "西湖区网信办", "--region", "330106")
    assert shell(*ADD_USER, typed=b"\xef\xbb\xbf\xe9\xa9\xac-a-long-horse-9\r\n")[0] == 0
    app = create_app(settings_for(shell.data_dir))
    with app.app_context():
        user = find_user(db.session(), "zhoumin")
        assert user is not None
        assert check_password_hash(user.password_hash, "马-a-long-horse-9")
        db.engine.dispose()


def test_a_password_that_cannot_be_used_is_refused_and_never_repeated(shell: Shell) -> None:
    shell("office", "add", "西湖区网信办", "--region", "330106")
    for typed, code in (
        (b"\xc2\xed-s3cret-horse\n", "users.password_not_utf8"),
        ("马-s3cret-horse\n".encode("utf-16"), "users.password_not_utf8"),
        ("s3cret-horse\n".encode("utf-16-le"), "users.password_signs"),
        (b"s3cret\n", "users.password_short"),
    ):
        exit_code, document, err = shell(*ADD_USER, typed=typed)
        assert (exit_code, document["error"]["code"]) == (1, code)
        assert err == f"{document['error']['message']}\n"
        said = (json.dumps(document) + err).replace("\0", "")
        assert "s3cret" not in said
        assert "horse" not in said


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
        (("office", "add", "", "--region", "330106"), "", 1, "offices.name_wrong"),
        (("office", "add", " 　", "--region", "330106"), "", 1, "offices.name_wrong"),
        (("account", "show", "9" * 30), "", 1, "accounts.unknown"),
        (("roster", "undo", "9" * 30, "--by", "a"), "", 2, "cli.usage"),
        (("roster", "preview", "没有.xlsx", "--region", "999999"), "", 1, "cli.file_missing"),
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


@pytest.mark.parametrize(
    ("command", "name", "text", "code"),
    [
        ("serve", "REGISTRY_PORT", "abc", "settings.not_a_number"),
        ("office add 某办 --region 330106", "REGISTRY_LOG_LEVEL", "wow", "settings.log_level"),
        ("upgrade", "REGISTRY_DATABASE_URL", "nonsense", "settings.database_url"),
        ("upgrade", "REGISTRY_DATABASE_URL", "postgresql+psycopg://u:s3cret@127.0.0.1:1/d", "database.unreachable"),
        (
            "audit verify",
            "REGISTRY_DATABASE_URL",
            "postgresql+psycopg://u:s3cret@127.0.0.1:1/d",
            "database.unreachable",
        ),
        ("worker --once", "REGISTRY_DATA_DIR", __file__, "settings.data_dir"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_words_by_every_command(
    shell: Shell, command: str, name: str, text: str, code: str
) -> None:
    shell.environment[name] = text
    found, document, err = shell(*command.split())
    assert (found, document["error"]["code"]) == (1, code)
    assert err == f"{document['error']['message']}\n", "words and no trace"
    assert "s3cret" not in err
