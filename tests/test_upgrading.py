"""Creating and upgrading the database: by itself, once, after a copy, and never downwards."""

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import text

from registry import create_app, upgrading
from registry.domain.errors import Refusal
from registry.keys import read_secret
from registry.settings import Settings
from registry.store.db import db
from tests.conftest import settings_for


@pytest.fixture
def fresh(tmp_path: Path) -> OpenAPI:
    return create_app(settings_for(tmp_path))


def stamp(app: OpenAPI, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_a_fresh_database_is_created_and_then_left_alone(fresh: OpenAPI, tmp_path: Path) -> None:
    assert upgrading.upgrade(fresh)
    with fresh.app_context():
        assert upgrading.is_current()
    assert not upgrading.upgrade(fresh)
    assert not (tmp_path / "copies").exists(), "there was nothing to copy"


def test_the_copy_made_before_an_upgrade_is_whole_and_only_the_newest_stay(fresh: OpenAPI, tmp_path: Path) -> None:
    upgrading.upgrade(fresh)
    copies = tmp_path / "copies"
    copies.mkdir()
    for day in range(1, 8):
        (copies / f"registry-2026010{day}T000000.db").write_bytes(b"")
    with fresh.app_context():
        upgrading.copy_database(tmp_path / "registry.db", copies)
    kept = sorted(copies.iterdir())
    assert len(kept) == upgrading.COPIES_KEPT
    with closing(sqlite3.connect(kept[-1])) as copy:
        assert copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def revision_of(app: OpenAPI) -> str | None:
    with app.app_context():
        return upgrading.found_revision()


def test_two_that_start_at_once_upgrade_once(fresh: OpenAPI) -> None:
    did: list[bool] = []
    threads = [threading.Thread(target=lambda: did.append(upgrading.upgrade(fresh))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(did) == [False, True]


def test_a_database_newer_than_the_code_is_refused_and_left_alone(fresh: OpenAPI) -> None:
    upgrading.upgrade(fresh)
    stamp(fresh, "9999")
    for act in (upgrading.upgrade, upgrading.check_current):
        with pytest.raises(Refusal, match=r"store\.too_new"):
            act(fresh)
    assert revision_of(fresh) == "9999"


def test_an_empty_database_is_refused_where_it_is_not_made_by_itself(fresh: OpenAPI) -> None:
    with pytest.raises(Refusal, match=r"database\.empty"):
        upgrading.check_current(fresh)


def test_an_older_database_is_out_of_date_where_it_is_not_upgraded_by_itself(fresh: OpenAPI) -> None:
    upgrading.upgrade(fresh)
    stamp(fresh, "0001")
    with pytest.raises(Refusal, match=r"store\.out_of_date"):
        upgrading.check_current(fresh)


def test_a_file_that_is_no_database_is_refused_and_left_alone(fresh: OpenAPI, tmp_path: Path) -> None:
    (tmp_path / "registry.db").write_bytes(b"a roster saved in the wrong place" * 100)
    with pytest.raises(Refusal, match=r"database\.unreadable"):
        upgrading.upgrade(fresh)
    assert (tmp_path / "registry.db").read_bytes().startswith(b"a roster")


def test_another_programs_database_is_refused_and_left_alone(fresh: OpenAPI, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "registry.db")) as other:
        other.execute("CREATE TABLE users (name)")
    with pytest.raises(Refusal, match=r"database\.foreign") as refused:
        upgrading.upgrade(fresh)
    assert refused.value.params["tables"] == ["users"]
    with closing(sqlite3.connect(tmp_path / "registry.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("users",)]


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    address = "postgresql+psycopg://office:s3cret@127.0.0.1:1/ledger?application_name=s3cret"
    app = create_app(Settings(data_dir=tmp_path, database_url=address))
    for act in (upgrading.upgrade, upgrading.check_current):
        with pytest.raises(Refusal, match=r"database\.unreachable") as refused:
            act(app)
        assert refused.value.params["address"] == "127.0.0.1:1/ledger"
        assert "s3cret" not in str(refused.value)


@pytest.mark.postgres
def test_an_empty_server_wants_an_upgrade_first(postgres_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=postgres_url))
    with pytest.raises(Refusal, match=r"database\.empty"):
        upgrading.check_current(app)
    with app.app_context():
        db.engine.dispose()


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    made = read_secret(tmp_path, "session.key")
    assert read_secret(tmp_path, "session.key") == made != read_secret(tmp_path, "field.key")
    assert len(made) == 32
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secrets" / "session.key").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_that_was_emptied_or_altered_is_not_taken_for_one(tmp_path: Path) -> None:
    read_secret(tmp_path, "field.key")
    whole = (tmp_path / "secrets" / "field.key").read_bytes()
    for found in (b"", whole[:-1], whole + b"\n"):
        (tmp_path / "secrets" / "field.key").write_bytes(found)
        with pytest.raises(Refusal, match=r"secrets\.damaged"):
            read_secret(tmp_path, "field.key")
        assert (tmp_path / "secrets" / "field.key").read_bytes() == found


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    start, made = threading.Barrier(8), set()

    def read() -> None:
        start.wait()
        made.add(read_secret(tmp_path, "session.key"))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["session.key"]


@pytest.mark.skipif(os.name != "posix", reason="no modes here")
def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    create_app(settings_for(tmp_path / "data"))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
