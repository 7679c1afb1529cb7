"""What stands behind the cells of an .xlsx: the addresses they lead to, and formulas saved without a result.

A name is often the link to its page; a file made by a program may hold formulas nobody has computed yet. The parser
hands on neither. Nothing is evaluated (domain brief §4): of a formula only a plain text or the address in it is taken.
"""

import re
import zipfile
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column of a cell, 0-based."""

_LARGEST_PART = 16 * 2**20
_LONGEST_SPAN = 200
_NEAR = 1 << 16
_LINK = re.compile(rb"<(?:\w+:)?hyperlink [^<>]*>")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c (?P<about>[^<>]*)><(?:\w+:)?f\b[^<>/]*>(?P<formula>[^<]*)</(?:\w+:)?f>"
    rb"(?P<empty><(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?(?=(?P<end></(?:\w+:)?c>)?)"
)
_ANY_FORMULA = re.compile(b"f>")  # three times as fast as `in`
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_WEB = re.compile("https?://", re.IGNORECASE)
_TEXT = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
_HYPERLINK = re.compile(r'\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)\s*', re.IGNORECASE)


@dataclass(slots=True)
class Behind:
    """Of one sheet: ``links`` cell → address, ``texts`` cell → the text its formula says, ``uncomputed`` other cells
    whose formula was saved without a result.
    """

    links: dict[Place, str] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    uncomputed: list[Place] = field(default_factory=list)


def safe_cut(text: bytes) -> int:
    """Where to cut a piece of a sheet's XML so that no cell with a formula is parted from its result."""
    near = max(len(text) - _NEAR, 0)
    cell = max(text.rfind(b"<c ", near), text.rfind(b":c ", near))
    start = text.rfind(b"<", 0, cell + 1) if cell >= 0 else -1
    return start if len(text) - start < _NEAR and start >= 0 else text.rfind(b"<")


def collect(text: bytes, relations: dict[str, str], behind: Behind) -> None:
    """Enter what a piece of a sheet's XML tells; ``relations`` id → address, as ``relations_of`` gives them."""
    if _ANY_FORMULA.search(text):
        for found in _FORMULA.finditer(text):
            _take_formula(found, behind)
    if relations and b"hyperlink " in text:
        for tag in _LINK.findall(text):
            _take_link(dict(_ATTRIBUTE.findall(tag.decode("utf-8", "replace"))), relations, behind)


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The web addresses a sheet's part leads to, by their id."""
    folder, _, name = part.rpartition("/")
    try:
        about = archive.getinfo(f"{folder}/_rels/{name}.rels")
    except KeyError:
        return {}
    if about.file_size > _LARGEST_PART:
        return {}
    found = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship [^<>]*>", archive.read(about).decode("utf-8", "replace")):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if _WEB.match(target := plain(attributes.get("Target", ""))):
            found[attributes.get("Id", "")] = target
    return found


def plain(text: str) -> str:
    """XML text with its five escapes undone."""
    for escape, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(escape, character)
    return text


def _take_link(attributes: dict[str, str], relations: dict[str, str], behind: Behind) -> None:
    """A link lies on one cell, or on a few merged or filled down."""
    target = next(
        (relations[value] for key, value in attributes.items() if key.endswith(":id") and value in relations), ""
    )
    found = _REFERENCE.fullmatch(attributes.get("ref", ""))
    if not target or not found:
        return
    if location := plain(attributes.get("location", "")):
        target = f"{target}#{location}"
    first = int(found[2]) - 1
    last = int(found[4]) - 1 if found[4] else first
    for row in range(first, min(last, first + _LONGEST_SPAN) + 1):
        behind.links.setdefault((row, column_index(found[1])), target)


def _take_formula(found: re.Match[bytes], behind: Behind) -> None:
    """An address is taken from any formula, a text only from one without a result."""
    attributes = dict(_ATTRIBUTE.findall(found["about"].decode("utf-8", "replace")))
    place = _REFERENCE.fullmatch(attributes.get("r", ""))
    if place is None:
        return
    cell = (int(place[2]) - 1, column_index(place[1]))
    formula = plain(found["formula"].decode("utf-8", "replace"))
    link, text = _HYPERLINK.fullmatch(formula), _TEXT.fullmatch(formula)
    if link and _WEB.match(link[1]):
        behind.links[cell] = _unquoted(link[1])
    if found["end"] is None or (attributes.get("t") == "str" and found["empty"] and not link and not text):
        return  # it has a result, or its result is the empty text
    if link or text:
        behind.texts[cell] = _unquoted((link[2] or link[1]) if link else text[1] if text else "")
    else:
        behind.uncomputed.append(cell)


def _unquoted(text: str) -> str:
    return text.replace('""', '"')


def column_index(letters: str) -> int:
    """Excel's letters → 0-based column."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
