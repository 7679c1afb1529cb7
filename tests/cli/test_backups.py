"""`registry backup` and `registry restore`: one file of everything, and back."""

import json
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry import cli
from registry.cli.contract import run


@pytest.fixture(autouse=True)
def loaded(app: OpenAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli._load()
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("REGISTRY_DATABASE_URL", raising=False)


def test_there_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.zip"
    assert run(cli.root, ["backup", str(file), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path / "new"))
    assert run(cli.root, ["restore", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == made["files"]
    assert (tmp_path / "new" / "registry.db").is_file()
    assert run(cli.root, ["restore", str(file)]) == 1
    assert "已有台账" in capsys.readouterr().err


def test_on_postgresql_its_own_tools_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "postgresql+psycopg://somewhere/registry")
    assert run(cli.root, ["backup", str(tmp_path / "kept.zip")]) == 1
    assert "pg_dump" in capsys.readouterr().err
