"""Files kept outside the database under their SHA-256: evidence, scans of signed forms, issued papers, uploaded rosters.

They are written before the transaction commits; a file no row speaks of harms nobody, a row without its file would.
"""

import hashlib
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath

from registry.domain.errors import NotFound, Refusal

EVIDENCE_TYPES = frozenset(
    {"pdf", "png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "mp4", "mov", "avi", "mp3", "wav", "m4a", "amr"}
    | {"doc", "docx", "wps", "xls", "xlsx", "et", "csv", "txt", "ofd", "zip", "rar", "7z", "eml"}
)
"""Endings taken as evidence: what an office really attaches; nothing a browser or desktop would run."""


@dataclass(frozen=True)
class Stored:
    """A stored file: its name as given, its SHA-256 (hex) and size in bytes."""

    filename: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Store:
    """A folder of files by content."""

    folder: Path

    def put(self, data: bytes, filename: str) -> Stored:
        """Store ``data`` under its hash; the same bytes twice are one file."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        return Stored(_plain_name(filename)[-200:] or digest[:8], digest, len(data))

    def get(self, sha256: str) -> bytes:
        """Return the bytes of that hash; raises NotFound("files.missing")."""
        path = self._path(sha256)
        if not path.is_file():
            raise NotFound("files.missing", sha256=sha256)
        return path.read_bytes()

    def drop(self, sha256: str) -> None:
        """Remove the file of that hash, where there is one and it is still there."""
        if sha256:
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _plain_name(filename: str) -> str:
    """The last part of a name, without what no header and no database takes: line breaks, NUL, lone surrogates."""
    name = PurePath(filename.replace("\\", "/")).name
    return "".join(each for each in name if unicodedata.category(each) not in {"Cc", "Cs"})


def check_evidence(data: bytes, filename: str) -> None:
    """Raise Refusal where a file is empty or of a kind that is not taken."""
    if not data:
        raise Refusal("files.empty", filename=filename)
    if filename.rsplit(".", 1)[-1].lower() not in EVIDENCE_TYPES:
        raise Refusal("files.type", filename=filename)
