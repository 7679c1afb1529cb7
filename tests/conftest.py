"""What tests share: a fresh registry each, and clients that look at every page as a reader would."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask_openapi3 import OpenAPI

from registry import create_app, upgrading
from registry.settings import Settings

hypothesis.settings.register_profile("registry", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("registry")

pytest_plugins = ["tests.client", "tests.factories", "tests.postgres"]


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, fully migrated SQLite database, made once and copied for each test that wants one."""
    folder = tmp_path_factory.mktemp("blank")
    app = create_app(settings_for(folder))
    upgrading.upgrade(app)
    return folder / "registry.db"


def settings_for(folder: Path, **changes: object) -> Settings:
    """The settings of a test's own registry."""
    values = {"login_limit": "1000 per minute", **changes}
    return Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'registry.db'}", **values)  # type: ignore[arg-type]  # by name


@pytest.fixture
def app(tmp_path: Path, blank_database: Path) -> Iterator[OpenAPI]:
    """A registry of its own in a temporary folder. No context is active: each client request opens its own."""
    (tmp_path / "registry.db").write_bytes(blank_database.read_bytes())
    made = create_app(settings_for(tmp_path))
    made.config.update(TESTING=True)
    yield made
    with made.app_context():
        from registry.store.db import db

        db.engine.dispose()
    made.extensions["registry.queue"].close()


def tool_missing(name: str) -> None:
    """Count the test as not run here, or fail it where REGISTRY_TEST_ALL says that every tool must be there."""
    if os.environ.get("REGISTRY_TEST_ALL") == "1":
        pytest.fail(f"{name} is missing and REGISTRY_TEST_ALL=1")
    pytest.skip(f"not run here: {name} is missing")
