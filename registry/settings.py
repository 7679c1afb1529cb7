"""Every knob of the registry: one frozen object read once from the environment (REGISTRY_*).

README lists them; nothing else reads the environment, so an office can see in one place what can be set.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from platformdirs import user_data_path


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
    def uploads_dir(self) -> Path:
        """Rosters uploaded and still of use, sealed."""
        return self.data_dir / "uploads"


class SettingError(ValueError):
    """A REGISTRY_* variable cannot be read; the message names it."""


def _convert(name: str, kind: type, text: str) -> object:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    try:
        return kind(text)
    except ValueError as error:
        raise SettingError(f"REGISTRY_{name.upper()}={text!r}") from error


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from ``environ``.

    Raises SettingError naming the variable that is not of its type.
    """
    given: dict[str, object] = {}
    for field in fields(Settings):
        text = environ.get(f"REGISTRY_{field.name.upper()}", "")
        if text and isinstance(field.type, type) and field.name not in {"data_dir", "database_url"}:
            given[field.name] = _convert(field.name, field.type, text)
    data_dir = (
        Path(environ.get("REGISTRY_DATA_DIR") or user_data_path("registry", appauthor=False)).expanduser().absolute()
    )
    database_url = environ.get("REGISTRY_DATABASE_URL") or f"sqlite:///{(data_dir / 'registry.db').as_posix()}"
    return Settings(data_dir=data_dir, database_url=database_url, **given)  # type: ignore[arg-type]  # converted above
