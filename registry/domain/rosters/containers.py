"""What kind of file the bytes are, and whether it is safe to unpack: looked at before any parser sees it.

A file is judged by its content, never by its ending. Each refusal says in its words what the officer can do.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO

from registry.domain.errors import Refusal
from registry.domain.rosters import hidden_xlsb
from registry.domain.rosters.behind import collect, column_index, plain, relations_of, safe_cut
from registry.domain.rosters.encodings import is_wide
from registry.domain.rosters.hidden import Hidden
from registry.domain.rosters.hidden_ods import scan_content
from registry.domain.rosters.hidden_xls import hidden_in_xls
from registry.domain.rosters.limits import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED
from registry.domain.rosters.shapes import column_letter

_MAX_RATIO = 120
_RATIO_FROM = 24 * 2**20
_CHUNK = 1 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FAR_CELL = re.compile(
    rb'<(?:\w+:)?c [^<>]*?r="([A-Z]{2,3})[0-9]+"[^<>]*>'
    rb"(?:<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?(?:v|is)>"
)
_FAR = re.compile(rb'r="(?:B[O-Z]|[C-Z][A-Z]|[A-Z]{3})[0-9]')
"""A reference beyond column BN: as many columns as the tallest sheet with cells in each may nearly have."""
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row [^<>]*?r="([0-9]+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^<>]*?\bhidden="(?:1|true)"[^<>]*>')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col [^<>]*?\bhidden="(?:1|true)"[^<>]*>')
_FIRST, _LAST = re.compile(rb'\bmin="([0-9]{1,5})"'), re.compile(rb'\bmax="([0-9]{1,5})"')
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)", re.IGNORECASE)
_TABLES = "content.xml"
_FILE_PASS = 0x2F
_FILLED = (b"</v>", b":v>", b"</is>", b":is>")
"""How a cell with something in it ends."""
_NEAR = 1 << 16


@dataclass(slots=True)
class Container:
    """``kind`` is zip (xlsx, xlsm, xlsb, ods), ole (xls) or text (csv, tsv). What does not show stands by the sheets' names in
    ``hidden``, or in ``hidden_in_order`` by their order, as far as it can be told.
    """

    kind: str
    hidden: dict[str, Hidden] = field(default_factory=dict)
    hidden_in_order: list[Hidden] = field(default_factory=list)

    def hidden_of(self, name: str, place: int, count: int) -> Hidden:
        """What a sheet hides: the one of that name, or in that place of ``count`` sheets."""
        if len(self.hidden_in_order) == count:
            return self.hidden_in_order[place]
        return self.hidden.get(name) or Hidden()


def inspect(data: bytes, filename: str) -> Container:
    """What the bytes are. Raises Refusal for what cannot, or must not, be opened."""
    if filename.rsplit("/", 1)[-1].startswith("~$"):
        raise Refusal("rosters.lock_file")
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise Refusal("rosters.empty_file")
    if len(data) > MAX_BYTES:
        raise Refusal("rosters.file_too_big", megabytes=MAX_BYTES // 2**20)
    if data.startswith(b"PK"):
        return _inspect_zip(data)
    if data.startswith(_OLE) or data[:4] in (
        b"\x09\x08\x10\0",
        b"\x09\x08\x08\0",
        b"\x09\0\x04\0",
        b"\x09\x02\x06\0",
        b"\x09\x04\x06\0",
    ):
        _refuse_protected(data)
        return Container("ole", hidden_in_order=hidden_in_xls(data))
    if _is_foreign(data):
        raise Refusal("rosters.not_a_workbook")
    return Container("text")


def _is_foreign(data: bytes) -> bool:
    """Neither a workbook nor a table in plain text: markup, another program's format, or binary."""
    head = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data[:4096].decode("utf-16", "ignore").lstrip()
        return text.startswith("<")
    if is_wide(data):
        return data[:4096].replace(b"\0", b"").lstrip().startswith(b"<")
    text_head = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text_head.startswith((b"<", b"ID;P", b"%PDF", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z")):
        return True
    return any(byte < 9 or 13 < byte < 27 for byte in head)


def _refuse_protected(data: bytes) -> None:
    """Refuse an OLE file that holds an encrypted package (xlsx, xlsb) or an encrypted BIFF stream (xls)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refusal("rosters.protected")
    for start in range(0, min(len(data), 4 * 2**20), 512):
        if data[start : start + 2] == b"\x09\x08" and _has_file_pass(data, start):
            raise Refusal("rosters.protected")


def _has_file_pass(data: bytes, position: int) -> bool:
    """Whether the first records of a BIFF stream announce encryption (FILEPASS)."""
    for _ in range(12):
        kind = int.from_bytes(data[position : position + 2], "little")
        if kind == _FILE_PASS:
            return True
        position += 4 + int.from_bytes(data[position + 2 : position + 4], "little")
        if position >= len(data):
            return False
    return False


def _inspect_zip(data: bytes) -> Container:
    """Look through a zip container without trusting what it says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive)
            names = set(archive.namelist())
            if not any(name.lower().startswith("xl/") or name == _TABLES for name in names):
                raise Refusal("rosters.not_a_workbook")
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            if b"encryption-data" in manifest:
                raise Refusal("rosters.protected")
            return Container("zip", _look_through(archive))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Refusal("rosters.broken") from error
    except Exception as error:  # zlib's own errors, and whatever a forged archive provokes
        if isinstance(error, Refusal | MemoryError):
            raise
        raise Refusal("rosters.broken") from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more than any roster holds."""
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist()) or 1
    if unpacked > MAX_UNPACKED or (unpacked > _RATIO_FROM and unpacked / packed > _MAX_RATIO):
        raise Refusal("rosters.bomb", megabytes=unpacked // 2**20)


def _look_through(archive: zipfile.ZipFile) -> dict[str, Hidden]:
    """Read each worksheet's part once: its extent is refused if a stray cell makes it enormous, hidden
    parts are counted.
    """
    parts = archive.namelist()
    if _TABLES in parts and not any(name.lower().startswith("xl/") for name in parts):
        with archive.open(_TABLES) as content:
            return scan_content(content)
    names = _sheet_names(archive)
    found: dict[str, Hidden] = {}
    for member in archive.infolist():
        if not (kind := _SHEET_PART.fullmatch(member.filename)):
            continue
        name = names.get(member.filename.lower(), member.filename)
        if kind[1].lower() == "bin":
            if name != member.filename:  # beside the sheets lie their indexes
                found[name] = hidden_xlsb.scan_part(archive, member, name)
            continue
        with archive.open(member) as part:
            found[name] = _scan(part, name, relations_of(archive, member.filename))
    return found


def _scan(part: IO[bytes], name: str, relations: dict[str, str]) -> Hidden:
    """Stream one worksheet's XML, keeping a tail so that no tag is cut."""
    hidden, tail, last_row, right = Hidden(), b"", 0, 0
    while chunk := part.read(_CHUNK):
        text = tail + chunk
        cut = safe_cut(text) if len(chunk) == _CHUNK else len(text)
        tail, text = text[cut:], text[:cut]
        if _FAR.search(text):
            right = max([right, *(column_index(letters.decode()) + 1 for letters in set(_FAR_CELL.findall(text)))])
        last_row = max(last_row, _last_row(text))
        if b'hidden="' in text:
            _take_hidden(text, hidden)
        collect(text, relations, hidden.behind)
        if last_row > MAX_ROWS or right > MAX_COLUMNS or last_row * right > MAX_CELLS:
            raise Refusal("rosters.sheet_too_big", sheet=name, cell=f"{column_letter(max(right, 1) - 1)}{last_row}")
    return hidden


def _take_hidden(text: bytes, hidden: Hidden) -> None:
    """Enter the hidden rows and columns that a piece of a sheet names."""
    for tag in _HIDDEN_ROW.findall(text):
        if number := _ROW_NUMBER.match(tag):
            hidden.rows.add(int(number[1]))
    for tag in _HIDDEN_COLUMN.findall(text):
        first, last = _FIRST.search(tag), _LAST.search(tag)
        if first and last:
            hidden.hide_columns(int(first[1]) - 1, int(last[1]) - 1)


def _last_row(text: bytes) -> int:
    """The number of the last row in ``text`` that holds a filled cell."""
    near = max(len(text) - _NEAR, 0)  # nearly always there; a mark that does not occur is sought all through the text
    end = max(text.rfind(mark, near) for mark in _FILLED)
    end = end if end >= 0 else max(text.rfind(mark) for mark in _FILLED)
    start = text.rfind(b"row ", 0, end) if end > 0 else -1
    found = _ROW_NUMBER.match(text, max(text.rfind(b"<", 0, start), 0)) if start > 0 else None
    return int(found[1]) if found else 0


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet → its name, read without an XML parser: names only, nothing is expanded."""
    names = set(archive.namelist())
    if {"xl/workbook.bin", "xl/_rels/workbook.bin.rels"} <= names:
        return hidden_xlsb.sheets_of(archive.read("xl/workbook.bin"), _targets(archive, "workbook.bin"))
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = _targets(archive, "workbook.xml")
    workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    found = {}
    for tag in re.findall(r"<(?:\w+:)?sheet [^<>]*>", workbook):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        found[targets.get(relation, "")] = plain(attributes.get("name", ""))
    return found


def _targets(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """The parts a workbook leads to, by the id of the relation."""
    relations = archive.read(f"xl/_rels/{workbook}.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship [^<>]*>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = attributes.get("Target", "").lstrip("/")
        targets[attributes.get("Id", "")] = (target if target.startswith("xl/") else f"xl/{target}").lower()
    return targets
