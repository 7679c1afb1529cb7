"""Every knob of the registry: one frozen object read once from the environment (REGISTRY_*).

README lists them; nothing else reads the environment, so an office can see in one place what can be set.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from platformdirs import user_data_path

from registry.domain.errors import Refusal

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASES = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
GREATEST = 65535
"""The greatest number any setting takes: a port's."""
_SWITCH = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)


@dataclass(frozen=True)
class Settings:
    """The settings of one running registry; each field is the variable ``REGISTRY_<NAME>`` in capitals."""

    data_dir: Path
    """Folder of the database, secrets, evidence and issued papers (default: the user's data folder)."""
    database_url: str
    """SQLAlchemy address; default: SQLite inside the data folder. PostgreSQL: postgresql+psycopg://…"""
    redis_url: str = ""
    """Redis for jobs and sign-in throttling; empty: embedded."""
    host: str = "127.0.0.1"
    """Address `serve` listens on."""
    port: int = 8000
    """Port `serve` listens on."""
    threads: int = 8
    """Threads of the embedded web server."""
    secure_cookies: bool = False
    """Set to 1 where the registry is reached over https only."""
    session_hours: int = 8
    """Hours without an act after which a user has to sign in again."""
    login_limit: str = "10 per minute"
    """How often one address may try to sign in."""
    login_failures: str = "10 per 15 minutes"
    """How often a wrong password may be tried for one user, from whatever addresses."""
    max_upload_mb: int = 50
    """Largest roster or evidence file, in MiB."""
    keep_uploads_days: int = 30
    """Days an uploaded roster is kept, sealed, after it was applied, so that it can be given back with its problems."""
    override_months: int = 6
    """Longest term, in months, for which a person may set the tier aside."""
    basis_stale_months: int = 12
    """Months after which an article of the legal-basis library has to be compared with the text in force again."""
    fonts_dir: str = ""
    """Folder holding the official fonts (仿宋、小标宋、黑体、楷体) for PDF; empty: the system's, else the packaged one."""
    embedded_worker: bool = True
    """Run jobs inside `serve`; set to 0 where `registry worker` runs beside it."""
    log_level: str = "INFO"
    """Python logging level; logs go to stderr."""

    @property
    def is_embedded(self) -> bool:
        """True on the embedded default (SQLite), where the registry creates and upgrades its database by itself."""
        return self.database_url.startswith("sqlite")

    @property
    def evidence_dir(self) -> Path:
        """Evidence and scans of signed forms."""
        return self.data_dir / "evidence"

    @property
    def papers_dir(self) -> Path:
        """PDF and DOCX of issued papers."""
        return self.data_dir / "documents"

    @property
    def batches_dir(self) -> Path:
        """Files of many papers printed at once, kept for some days."""
        return self.data_dir / "batches"

    @property
    def uploads_dir(self) -> Path:
        """Rosters uploaded and still of use, sealed."""
        return self.data_dir / "uploads"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from ``environ``.

    Raises Refusal("settings.*") naming the variable that cannot be used; an address, which may hold a password, is never
    repeated.
    """
    given: dict[str, object] = {}
    for field in fields(Settings):
        text = environ.get(f"REGISTRY_{field.name.upper()}", "").strip()
        if text and isinstance(field.type, type) and field.name not in {"data_dir", "database_url"}:
            given[field.name] = _convert(field.name, field.type, text)
    folder = Path(environ.get("REGISTRY_DATA_DIR") or user_data_path("registry", appauthor=False))
    try:
        data_dir = folder.expanduser().absolute()
    except RuntimeError as error:  # ~somebody, who has no home here
        raise Refusal("settings.data_dir", folder=str(folder)) from error
    database_url = (
        environ.get("REGISTRY_DATABASE_URL", "").strip() or f"sqlite:///{(data_dir / 'registry.db').as_posix()}"
    )
    _check_database(database_url)
    return Settings(data_dir=data_dir, database_url=database_url, **given)  # type: ignore[arg-type]  # converted above


def make_data_dir(settings: Settings) -> None:
    """Make the data folder, its owner's alone. Raises Refusal("settings.data_dir") where that cannot be."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("settings.data_dir", folder=str(settings.data_dir)) from error
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        raise Refusal("settings.data_dir", folder=str(settings.data_dir))


def _convert(name: str, kind: type, text: str) -> object:
    """The text of one variable as what its field holds."""
    said = {"variable": f"REGISTRY_{name.upper()}", "value": text}
    if kind is bool:
        if text.lower() not in _SWITCH:
            raise Refusal("settings.not_a_switch", **said)
        return _SWITCH[text.lower()]
    if kind is int:
        return _whole_number(text, said)
    if name == "log_level":
        return _log_level(text, said)
    if name == "redis_url" and not text.startswith(("redis://", "rediss://", "unix://")):
        raise Refusal("settings.redis_url")
    if name in {"login_limit", "login_failures"}:
        _check_rate(text, said)
    return text


def _whole_number(text: str, said: Mapping[str, str]) -> int:
    """No setting of ours makes sense below one or beyond what a port may be."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= GREATEST:
        raise Refusal("settings.not_a_number", **said, greatest=GREATEST)
    return number


def _log_level(text: str, said: Mapping[str, str]) -> str:
    level = text.upper()
    if level not in LOG_LEVELS:
        raise Refusal("settings.log_level", **said, levels=LOG_LEVELS)
    return level


def _check_rate(text: str, said: Mapping[str, str]) -> None:
    from limits import parse_many

    try:
        parse_many(text)
    except ValueError as error:
        raise Refusal("settings.not_a_rate", **said) from error


def _check_database(address: str) -> None:
    """Refuse an address of no database we know; the cause is left out, since it may repeat the password."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        kind = make_url(address).drivername
    except (ArgumentError, ValueError):
        kind = ""
    if kind not in DATABASES:
        raise Refusal("settings.database_url")
