"""The secrets of one data folder: session key and field key, made on first use, readable by their owner only."""

import os
import secrets
import tempfile
from pathlib import Path

from registry.domain.errors import Refusal
from registry.domain.sealing import KEY_BYTES


def read_secret(folder: Path, name: str) -> bytes:
    """Return the secret ``name`` of the data folder, making it first where there is none (mode 0600).

    Raises Refusal("secrets.damaged") where the file is there and holds no key: a new one would make all that was sealed
    unreadable.
    """
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise Refusal("secrets.damaged", file=str(path), found=len(secret), wanted=KEY_BYTES)
    return secret


def _make(path: Path) -> None:
    """Put a fresh secret in place whole, so that no other process ever reads half of one; the first to do so wins."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))  # where the disk is full this fails, and no key is made
        _place(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _place(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        made.replace(path)
