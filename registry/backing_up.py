"""One file that holds all of a register, made while it runs, and put back on an empty machine.

Database, keys, evidence, issued papers and uploads belong together: a database without the key of its data folder is
unreadable, a ledger without its evidence proves nothing. PostgreSQL is backed up with its own tools.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from registry.domain.errors import Refusal

DATABASE, MANIFEST = "registry.db", "manifest.json"
FOLDERS = ("secrets", "evidence", "documents", "uploads")
"""What lies beside the database and belongs to it; copies, batches and the queue do not."""


@dataclass(frozen=True)
class Backup:
    """A backup: where it is, when it was made, how many files it holds and their bytes together."""

    file: Path
    made_at: str
    files: int
    size: int


def back_up(data_dir: Path, target: Path, *, at: datetime) -> Backup:
    """Write everything of a register into ``target`` (.zip), readable by its owner only; nobody has to stop working.

    Raises Refusal("backup.nothing") where the folder holds no register, "backup.exists" where the file is there already.
    """
    if not (data_dir / DATABASE).is_file():
        raise Refusal("backup.nothing", folder=str(data_dir))
    if target.exists():
        raise Refusal("backup.exists", file=str(target))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        copy_database(data_dir / DATABASE, folder / DATABASE)
        sources = {DATABASE: folder / DATABASE, **dict(_files(data_dir))}
        hashes = {path: _sha256(source) for path, source in sources.items()}
        size = sum(source.stat().st_size for source in sources.values())
        made = folder / "made.zip"
        with ZipFile(made, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            archive.writestr(MANIFEST, json.dumps({"made_at": at.isoformat(), "files": hashes}))
            for path, source in sources.items():
                archive.write(source, path)
        made.chmod(0o600)
        made.replace(target)
    return Backup(target, at.isoformat(), len(hashes), size)


def copy_database(database: Path, target: Path) -> None:
    """Copy a SQLite database as it stands between two transactions, while others read and write."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def restore(source: Path, data_dir: Path) -> Backup:
    """Put a backup back into an empty data folder, every file checked against its hash first; all of it or nothing.

    Raises Refusal("backup.not_empty") where a register is there already, "backup.damaged" where the file is no backup or
    not whole.
    """
    if (data_dir / DATABASE).exists() or any((data_dir / name).exists() for name in FOLDERS):
        raise Refusal("backup.not_empty", folder=str(data_dir))
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restore-") as name:
        folder = Path(name)
        made_at, size, files = _unpack(source, folder)
        for each in (*FOLDERS, DATABASE):  # the database last: with it the register is there
            if (folder / each).exists():
                (folder / each).replace(data_dir / each)
    return Backup(source, made_at, files, size)


def _unpack(source: Path, folder: Path) -> tuple[str, int, int]:
    """When the backup was made, its bytes and number of files; all of them lie in ``folder`` and are whole."""
    try:
        with ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            hashes: dict[str, str] = manifest["files"]
            for path, sha256 in hashes.items():
                _place(archive, path, folder, sha256)
            made_at = str(manifest["made_at"])
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise Refusal("backup.damaged", file=str(source)) from error
    return made_at, sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()), len(hashes)


def _place(archive: ZipFile, path: str, folder: Path, sha256: str) -> None:
    """Unpack one file to where such a file may lie."""
    parts = PurePosixPath(path).parts
    is_ours = path == DATABASE or (len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts)
    if not is_ours:
        raise ValueError(path)
    target = folder.joinpath(*parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(path) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)
    target.chmod(0o600)
    if _sha256(target) != sha256:
        raise ValueError(path)


def _files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    for name in FOLDERS:
        for path in sorted((data_dir / name).rglob("*")):
            if path.is_file():
                yield path.relative_to(data_dir).as_posix(), path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
