"""Old .xls files whose texts the parser would garble, made legible: by the code page they name, or should name.

BIFF8 texts are UTF-16 whatever the code page record says; programs write 1252 or 936 there, and the parser believes it.
BIFF5 texts are bytes of that code page (GBK in a Chinese office), of which the parser only reads one-byte pages rightly. So the
record is set to a page that the parser reads without loss, and BIFF5 texts are read once more from their bytes.
"""

import struct
from collections.abc import Callable

from registry.domain.rosters.compound import Stream, find_stream

_RECORD, _EOF = 0x42, 0x0A
_BIFF8 = 0x600
_UTF16, _ONE_BYTE = 1200, 1252
_CODECS = {932: "cp932", 949: "cp949", 950: "cp950", 65001: "utf-8"}
_OWN = "gb18030"
"""What bytes beyond ASCII are in a Chinese office, whether or not the code page says so."""


def make_legible(data: bytes) -> tuple[bytes, Callable[[str], str] | None]:
    """The file as the parser reads it rightly, and how to read its texts once more (None: they are right)."""
    stream = find_stream(data, ("Workbook", "Book"))
    position = _code_page(stream.content) if stream else None
    if stream is None or position is None:
        return data, None
    page = int.from_bytes(stream.content[position : position + 2], "little")
    if int.from_bytes(stream.content[4:6], "little") >= _BIFF8:
        return (data if page == _UTF16 else _with_page(data, stream, position, _UTF16)), None
    return _with_page(data, stream, position, _ONE_BYTE), lambda text: _reread(text, _CODECS.get(page, _OWN))


def _code_page(content: bytes) -> int | None:
    """Where in the workbook's first part the number of its code page stands."""
    place = 0
    while place + 6 <= len(content):
        kind, size = struct.unpack_from("<HH", content, place)
        if kind == _RECORD:
            return place + 4
        if kind == _EOF:
            return None
        place += 4 + size
    return None


def _with_page(data: bytes, stream: Stream, position: int, page: int) -> bytes:
    """The file with another code page."""
    changed = bytearray(data)
    for offset, byte in enumerate(page.to_bytes(2, "little")):
        changed[stream.in_file(position + offset)] = byte
    return bytes(changed)


def _reread(text: str, codec: str) -> str:
    """A text that was read byte by byte, read by its own code page; as it is where it is not of that page."""
    if text.isascii():
        return text
    try:
        return b"".join(map(_byte, text)).decode(codec)
    except (UnicodeError, OverflowError):
        return text


def _byte(character: str) -> bytes:
    """The byte of Windows-1252 that was read as this character; its five unused bytes were read as themselves."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return ord(character).to_bytes(1, "little")
