"""Settings: read once from REGISTRY_*, each with its default and its type."""

from dataclasses import fields
from pathlib import Path

import pytest

from registry.domain.errors import Refusal
from registry.settings import Settings, make_data_dir, read_settings

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


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("PORT", "acht", "settings.not_a_number"),
        ("PORT", "0", "settings.not_a_number"),
        ("PORT", "65536", "settings.not_a_number"),
        ("THREADS", "1.5", "settings.not_a_number"),
        ("MAX_UPLOAD_MB", "50 MB", "settings.not_a_number"),
        ("SECURE_COOKIES", "ture", "settings.not_a_switch"),
        ("LOG_LEVEL", "wow", "settings.log_level"),
        ("LOGIN_LIMIT", "often", "settings.not_a_rate"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(name: str, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_settings({f"REGISTRY_{name}": text})
    assert refused.value.code == code
    assert {"variable": f"REGISTRY_{name}", "value": text}.items() <= refused.value.params.items()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATABASE_URL", "nonsense-s3cret"),
        ("DATABASE_URL", "postgresql://u:s3cret@h/d"),
        ("DATABASE_URL", "postgresql+psycopg://u:s3cret@h:port/d"),
        ("DATABASE_URL", "mysql://u:s3cret@h/d"),
        ("REDIS_URL", "http://:s3cret@h"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_and_its_password_not_repeated(name: str, text: str) -> None:
    with pytest.raises(Refusal, match=f"settings.{name.lower()}") as refused:
        read_settings({f"REGISTRY_{name}": text})
    assert "s3cret" not in str(refused.value)


def test_a_log_level_is_read_in_small_letters_too() -> None:
    assert read_settings({"REGISTRY_LOG_LEVEL": "debug"}).log_level == "DEBUG"


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for folder in ("file", "file/below"):
        with pytest.raises(Refusal, match=r"settings\.data_dir"):
            make_data_dir(read_settings({"REGISTRY_DATA_DIR": str(tmp_path / folder)}))
    with pytest.raises(Refusal, match=r"settings\.data_dir"):
        read_settings({"REGISTRY_DATA_DIR": "~nobody-of-that-name/data"})


def test_a_variable_left_empty_means_its_default() -> None:
    assert read_settings({"REGISTRY_PORT": ""}).port == 8000


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_listed_in_the_readme(name: str) -> None:
    assert f"REGISTRY_{name.upper()}" in README
