"""Files named on the command line: read, and written whole or not at all, in the form their ending says.

A file that was there stays as it was until the new one is whole, and is put back where what belongs to the same act (the
entry in the log) cannot be kept.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Literal, TypeVar

from registry.domain.errors import Refusal

Form = TypeVar("Form", bound=str)
Table = Literal["xlsx", "csv"]
TABLES: tuple[Table, ...] = ("xlsx", "csv")
"""What a table is written as; the first where the file's name has no ending."""


def read_file(file: str | Path) -> bytes:
    """The bytes of a file; raises Refusal "cli.file_missing", "cli.file_is_folder" or "cli.file_unreadable"."""
    path = _path(file)
    try:
        return path.read_bytes()
    except OSError as error:  # Windows calls reading a folder a want of permission, so the folder itself is asked
        if path.is_dir():
            raise Refusal("cli.file_is_folder", file=str(file)) from error
        code = "cli.file_unreadable" if os.path.lexists(path) else "cli.file_missing"
        raise Refusal(code, file=str(file)) from error


def _path(file: str | Path) -> Path:
    """The path of a name in UTF-8, whatever the locale can write (LC_ALL=C)."""
    return Path(os.fsdecode(str(file).encode(errors="surrogateescape")))


def read_text(file: str | Path) -> str:
    """The text of a file in UTF-8; raises Refusal "cli.not_utf8" too."""
    try:
        return read_file(file).decode("utf-8-sig")  # Notepad's mark at the beginning is no part of the text
    except UnicodeDecodeError as error:
        raise Refusal("cli.not_utf8", file=str(file)) from error


def form_of(file: str | Path, forms: Sequence[Form], asked: Form | None = None) -> Form:
    """What a file is written as: the form asked for, else by its ending, else the first.

    Raises Refusal("cli.ending_unknown" | "cli.ending_contradicts") where the ending says another thing.
    """
    ending = Path(file).suffix
    if not ending:
        return asked or forms[0]
    named = next((form for form in forms if ending.lower() == f".{form}"), None)
    if named is None:
        raise Refusal("cli.ending_unknown", ending=ending, known=[f".{form}" for form in forms])
    if asked is not None and asked != named:
        raise Refusal("cli.ending_contradicts", ending=ending, form=asked)
    return named


def write_file(file: str | Path, content: bytes) -> None:
    """Write a whole file; raises Refusal as `writable` does."""
    with writable(file) as output:
        output.stream.write(content)
        output.place()


class Output:
    """A file being written beside the one named: `place` puts it there; until the act is over it can be taken back."""

    def __init__(self, named: str | Path) -> None:
        self._named = str(named)
        self._whole = Path(os.path.realpath(_path(named)))  # a link stays one, and what it points at is written
        if self._whole.exists() and not self._whole.is_file():
            raise Refusal("cli.file_is_folder" if self._whole.is_dir() else "cli.unwritable", file=self._named)
        self.stream: IO[bytes] = self._begin()
        self._begun = Path(self.stream.name)
        self._former = self._begun.with_suffix(".former")
        self._is_placed = False

    def _begin(self) -> Any:
        try:
            return NamedTemporaryFile(dir=self._whole.parent, prefix=".export-", delete=False)
        except OSError as error:
            if self._whole.parent.is_dir():
                raise Refusal("cli.unwritable", file=self._named) from error
            raise Refusal("cli.folder_missing", folder=str(self._whole.parent)) from error

    def place(self) -> None:
        """Put what was written in the place named, the file that was there kept beside it; raises Refusal("cli.unwritable")."""
        self.stream.close()  # what could not be written for want of room is said here, by the system's own error
        try:
            self._begun.chmod(0o640)
            if self._whole.exists():
                self._whole.replace(self._former)
            self._begun.replace(self._whole)
        except OSError as error:
            raise Refusal("cli.unwritable", file=self._named) from error
        self._is_placed = True

    def settle(self) -> None:
        """The act is over and the file stands: the former one goes."""
        self._former.unlink(missing_ok=True)

    def give_up(self) -> None:
        """The act failed: nothing of it is left, and the file that was there is there again."""
        with suppress(OSError):  # what is still to be written may have no room; it goes anyway
            self.stream.close()
        self._begun.unlink(missing_ok=True)
        if self._former.exists():
            self._former.replace(self._whole)
        elif self._is_placed:
            self._whole.unlink(missing_ok=True)


@contextmanager
def writable(file: str | Path) -> Iterator[Output]:
    """A file to write. Its `place` belongs last into the act it is part of: where that fails, the file is taken back.

    Raises Refusal("cli.unwritable" | "cli.folder_missing" | "cli.file_is_folder") before anything is begun; what the
    block raises is passed on as it is.
    """
    output = Output(file)
    try:
        yield output
    except BaseException:
        output.give_up()
        raise
    output.settle()
