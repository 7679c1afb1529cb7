"""A backup holds everything and is put back whole, on an empty folder only."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask_openapi3 import OpenAPI

from registry import backing_up, create_app
from registry.backing_up import MANIFEST, back_up, restore
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor
from registry.services import holders
from registry.store.accounts import Account
from registry.store.db import db
from tests.conftest import settings_for
from tests.factories import AT, make_account, writing


@pytest.fixture
def backup(app: OpenAPI, actor: Callable[[str], Actor], tmp_path: Path) -> Path:
    """A backup of a register with an account and a piece of evidence, made while somebody has it open."""
    with writing(app) as session:
        make_account(session, actor("clerk"), phone="13812345678")
    (tmp_path / "evidence" / "ab").mkdir(parents=True)
    (tmp_path / "evidence" / "ab" / "abcd").write_bytes(b"proof")
    with app.app_context(), db.engine.connect():
        made = back_up(tmp_path, tmp_path / "kept.zip", at=AT)
    assert made.files >= 3
    return made.file


def test_what_was_kept_is_put_back_and_personal_data_is_readable_again(backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "elsewhere"
    found = restore(backup, there)
    assert found.made_at == AT.isoformat()
    assert (there / "evidence" / "ab" / "abcd").read_bytes() == b"proof"
    app = create_app(settings_for(there))
    with app.app_context():
        account = db.session.query(Account).one()
        assert holders.unseal(account.holder, account.phone_sealed) == "13812345678"
        db.session.remove()
        db.engine.dispose()
    app.extensions["registry.queue"].close()


def test_a_backup_is_for_its_owner_only_and_never_overwrites(backup: Path, tmp_path: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with pytest.raises(Refusal, match=r"backup\.exists"):
        back_up(tmp_path, backup, at=AT)
    assert not list(tmp_path.glob(".backup-*"))


def test_nothing_is_put_where_a_register_is(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"backup\.not_empty"):
        restore(backup, tmp_path)


def test_a_folder_without_a_register_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match=r"backup\.nothing"):
        back_up(tmp_path / "empty", tmp_path / "kept.zip", at=AT)


@pytest.mark.parametrize("harm", ["cut", "altered", "outside", "no manifest", "no zip"])
def test_a_damaged_backup_puts_nothing_back(backup: Path, tmp_path: Path, harm: str) -> None:
    there = tmp_path / "elsewhere"
    _harm(backup, harm)
    with pytest.raises(Refusal, match=r"backup\.damaged"):
        restore(backup, there)
    assert not list(there.iterdir())


def _harm(backup: Path, how: str) -> None:
    if how in {"cut", "no zip"}:
        data = backup.read_bytes()
        backup.write_bytes(data[: len(data) // 2] if how == "cut" else b"hello")
        return
    with ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files[MANIFEST])
    if how == "altered":
        files["evidence/ab/abcd"] = b"other"
    elif how == "outside":
        files["../outside"] = b"x"
        manifest["files"]["../outside"] = "0"
    files[MANIFEST] = json.dumps(manifest).encode()
    if how == "no manifest":
        del files[MANIFEST]
    with ZipFile(backup, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_a_copy_taken_while_somebody_writes_is_whole(app: OpenAPI, tmp_path: Path) -> None:
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE half (n INTEGER)")
        backing_up.copy_database(tmp_path / "registry.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
