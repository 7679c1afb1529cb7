"""Settings: read once from REGISTRY_*, each with its default and its type."""

from dataclasses import fields
from pathlib import Path

import pytest

from registry.settings import SettingError, Settings, read_settings

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_without_variables_everything_has_its_default(tmp_path: Path) -> None:
    settings = read_settings({"REGISTRY_DATA_DIR": str(tmp_path)})
    assert (settings.host, settings.port, settings.secure_cookies) == ("127.0.0.1", 8000, False)
    assert settings.database_url == f"sqlite:///{tmp_path.as_posix()}/registry.db"
    assert settings.is_embedded


def test_without_a_folder_the_data_lies_in_the_users_own() -> None:
    assert read_settings({}).data_dir.is_absolute()
    assert read_settings({}).data_dir.name == "registry"


def test_a_folder_given_relative_or_from_home_is_made_absolute() -> None:
    assert read_settings({"REGISTRY_DATA_DIR": "demo"}).data_dir == Path.cwd() / "demo"
    assert read_settings({"REGISTRY_DATA_DIR": "~/demo"}).data_dir == Path.home() / "demo"


def test_variables_are_read_by_their_type() -> None:
    given = {"REGISTRY_PORT": "8080", "REGISTRY_SECURE_COOKIES": "1", "REGISTRY_LOGIN_LIMIT": "3 per hour"}
    settings = read_settings({**given, "REGISTRY_DATABASE_URL": "postgresql+psycopg://u@h/d"})
    assert (settings.port, settings.secure_cookies, settings.login_limit) == (8080, True, "3 per hour")
    assert not settings.is_embedded


@pytest.mark.parametrize(("text", "meant"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("no", False)])
def test_a_switch_is_read_in_plain_words(text: str, meant: bool) -> None:
    assert read_settings({"REGISTRY_EMBEDDED_WORKER": text}).embedded_worker is meant


@pytest.mark.parametrize(("name", "text"), [("PORT", "acht"), ("THREADS", "1.5"), ("MAX_UPLOAD_MB", "50 MB")])
def test_a_variable_that_cannot_be_read_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"REGISTRY_{name}='{text}'"):
        read_settings({f"REGISTRY_{name}": text})


def test_a_variable_left_empty_means_its_default() -> None:
    assert read_settings({"REGISTRY_PORT": ""}).port == 8000


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_listed_in_the_readme(name: str) -> None:
    assert f"REGISTRY_{name.upper()}" in README
