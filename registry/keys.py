"""The secrets of one data folder: session key and field key, made on first use, readable by their owner only."""

import os
import secrets
from pathlib import Path

from registry.domain.sealing import KEY_BYTES


def read_secret(folder: Path, name: str) -> bytes:
    """Return the secret ``name`` of the data folder, making it first where there is none (mode 0600)."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
