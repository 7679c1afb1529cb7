"""One stream out of an OLE2 compound file, the container of .xls and of most .et ([MS-CFB]).

The container is a small file system: sectors in chains. Every chain is bounded by the number of sectors there are, so
that a forged loop ends; what cannot be followed gives None and never an error.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_END = 0xFFFFFFFA
"""From here on a sector's number is a mark, not a place."""
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream: what it says, and where in the file each piece of ``step`` bytes of it lies."""

    content: bytes
    places: Sequence[int]
    step: int

    def in_file(self, position: int) -> int:
        """Where in the file the byte at ``position`` of the stream lies."""
        return self.places[position // self.step] + position % self.step


def find_stream(data: bytes, names: Sequence[str]) -> Stream | None:
    """The stream that bears one of ``names`` (the first that is there, whatever the case), None where there is none."""
    try:
        return _Compound(data).find(names)
    except (struct.error, IndexError, ValueError):
        return None


class _Compound:
    """The tables of one compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size: int
        big, small = struct.unpack_from("<HH", data, 30)
        if big not in (9, 12) or small != 6:
            raise ValueError
        self._size, self._small = 1 << big, 1 << small
        directory, self._cutoff, first_small = struct.unpack_from("<I4xII", data, 48)
        self._next = self._table()
        self._entries = self._joined(self._chain(directory))
        self._first_small = first_small

    def _place(self, number: int) -> int:
        return (number + 1) * self._size

    def _sector(self, number: int) -> bytes:
        return self._data[self._place(number) : self._place(number + 1)]

    def _joined(self, sectors: Sequence[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    def _table(self) -> Sequence[int]:
        """The allocation table: of each sector the one that follows it."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        further, most = struct.unpack_from("<I", self._data, 68)[0], len(self._data) // self._size
        for _ in range(most):
            if further >= _END:
                break
            *more, further = struct.unpack(f"<{self._size // 4}I", self._sector(further))
            sectors += more
        table = b"".join(self._sector(number) for number in sectors[: most + 1] if number < _END)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, first: int) -> list[int]:
        """The sectors of one chain in their order."""
        return _followed(first, self._next)

    def find(self, names: Sequence[str]) -> Stream | None:
        """The stream of the first of these names."""
        places: dict[str, tuple[int, int]] = {}
        inner: list[int] = []
        for start in range(0, len(self._entries) - 127, 128):
            entry = self._entries[start : start + 128]
            length, kind = struct.unpack_from("<HB", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                inner = self._chain(first)
            elif kind == _STREAM:
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                places.setdefault(name.lower(), (first, size))
        place = next((places[name.lower()] for name in names if name.lower() in places), None)
        if place is None:
            return None
        first, size = place
        step = self._size if size >= self._cutoff else self._small
        pieces = [*map(self._place, self._chain(first))] if size >= self._cutoff else self._small_places(first, inner)
        content = b"".join(self._data[start : start + step] for start in pieces)
        return Stream(content[:size], pieces, step)

    def _small_places(self, first: int, inner: Sequence[int]) -> list[int]:
        """Where the pieces of a short stream lie: its small sectors share the sectors of the root's own stream."""
        table, share = self._joined(self._chain(self._first_small)), self._size // self._small
        following = struct.unpack(f"<{len(table) // 4}I", table)
        return [
            self._place(inner[number // share]) + number % share * self._small for number in _followed(first, following)
        ]


def _followed(first: int, following: Sequence[int]) -> list[int]:
    """The numbers of one chain; a loop ends when it is longer than the table."""
    found: list[int] = []
    number = first
    while number < _END and len(found) <= len(following):
        found.append(number)
        number = following[number]
    return found
