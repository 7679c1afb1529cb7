"""Where templates, static files and migrations lie: inside the installed package, else beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def find_folder(name: str) -> Path:
    """Return the folder ``name`` ("templates", "static", "migrations")."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
