"""Which characters a font file can draw, read from its cmap table (OpenType 1.9, "cmap", formats 4 and 12).

A character no font has would print as a box, and a box in a name makes a paper worthless. So the texts are
checked against the fonts first, and what none of them has is spelled by its code.
"""

import struct
from functools import cache
from pathlib import Path


@cache
def coverage(path: Path, index: int = 0) -> frozenset[int]:
    """The code points font number ``index`` of ``path`` (.ttf, .otf, .ttc) maps to a glyph."""
    font = path.read_bytes()
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    cmap = _table(font, start, b"cmap")
    points: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            points |= _mapped(font, cmap + offset)
    return frozenset(points)


def _table(font: bytes, start: int, tag: bytes) -> int:
    """Offset of a table in the font whose directory begins at ``start``."""
    for number in range(struct.unpack_from(">H", font, start + 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(tag)


def _mapped(font: bytes, at: int) -> set[int]:
    """Code points of one subtable; other formats than 4 and 12 add nothing."""
    form = struct.unpack_from(">H", font, at)[0]
    if form == 12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        ranges = (struct.unpack_from(">III", font, at + 16 + 12 * number) for number in range(groups))
        return {point for first, last, _ in ranges for point in range(first, last + 1)}
    return _segments(font, at) if form == 4 else set()


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: segments of the basic plane, some of which go through an array of glyph ids (0 = not
    there)."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + skip)
        for skip in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    points: set[int] = set()
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        base = at + 16 + 6 * count + 2 * number + offsets[number]
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point + deltas[number]
            if offsets[number]:
                glyph = struct.unpack_from(">H", font, base + 2 * (point - first))[0]
            if glyph & 0xFFFF:
                points.add(point)
    return points
