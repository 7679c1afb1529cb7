"""What a document says, apart from how it looks: titled blocks, frozen, with a JSON form and a digest.

An issued document is kept as this content (GB/T 9704 decides the look at print time), so that print page,
DOCX and PDF can be made again from it and the digest proves that nothing was changed since. Who printed a
copy, and when, is no part of the content: it is a ``Trace``, given when a copy is rendered.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind

_LONG_RUN = re.compile(r"[!-~]{18,}")
FORMAT = 1  # raised when the JSON form changes; from_json must go on reading the older ones


class Style(StrEnum):
    """A letter bears the red head, number and seal; a form (表格、笔录) bears its title only."""

    LETTER = "letter"
    FORM = "form"


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``flush`` leaves out the indent of two characters."""

    type: ClassVar[str] = "paragraph"
    text: str
    flush: bool = False

    @property
    def ragged(self) -> bool:
        """Whether it is set ragged right."""
        return is_ragged(self.text)


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 一、(黑体), 2 （一）(楷体), 3 1. (仿宋). ``text`` runs on in the same
    line."""

    type: ClassVar[str] = "heading"
    level: int
    number: int
    title: str
    text: str = ""

    @property
    def ragged(self) -> bool:
        """Whether it is set ragged right."""
        return is_ragged(self.text)

    @property
    def mark(self) -> str:
        """The number as its level writes it: 一、 or （一） or 1."""
        if self.level == 1:
            return f"{chinese_number(self.number)}、"
        return f"（{chinese_number(self.number)}）" if self.level == 2 else f"{self.number}."


@dataclass(frozen=True)
class Fact:
    """One labelled cell; ``lines`` is its least height, so that an empty one can be filled in by hand.

    ``wide``: it takes a row to itself where others stand side by side.
    """

    label: str
    value: str = ""
    lines: int = 1
    wide: bool = False


@dataclass(frozen=True)
class Facts:
    """A sheet of labelled cells, ``columns`` pairs to a row."""

    type: ClassVar[str] = "facts"
    rows: tuple[Fact, ...]
    columns: int = 1

    @property
    def lines(self) -> tuple[tuple[Fact, ...], ...]:
        """The cells row by row; the last of a row that is not full spans what is left of it."""
        rows: list[list[Fact]] = []
        room = 0
        for fact in self.rows:
            if fact.wide or not room:
                rows.append([])
                room = 1 if fact.wide else self.columns
            rows[-1].append(fact)
            room -= 1
        return tuple(tuple(row) for row in rows)


@dataclass(frozen=True)
class Table:
    """A ruled table; ``widths`` are relative; without rows ``empty`` is said in one cell across."""

    type: ClassVar[str] = "table"
    caption: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "无"


@dataclass(frozen=True)
class Blank:
    """A label and, after it, a ruled space ``chars`` wide for wet ink (0: the label stands alone). Never
    filled."""

    label: str
    chars: int = 0


@dataclass(frozen=True)
class SignatureLines:
    """Lines to be signed by hand, each a row of blanks."""

    type: ClassVar[str] = "signatures"
    lines: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True)
class ReplySlip:
    """The slip below the cut (回执, 反馈栏): a sentence, cells to fill in, lines to sign."""

    type: ClassVar[str] = "reply"
    title: str
    text: str
    facts: tuple[Fact, ...] = ()
    lines: tuple[tuple[Blank, ...], ...] = ()


@dataclass(frozen=True)
class SealPlace:
    """Where signer and date stand and the seal goes over them (骑年盖月); the seal itself is never drawn."""

    type: ClassVar[str] = "seal"


Block = Paragraph | Heading | Facts | Table | SignatureLines | ReplySlip | SealPlace


@dataclass(frozen=True)
class Document:
    """One paper. ``doc_no`` and ``dated_on`` may be missing only while it is a draft, which then says so on
    each page.

    ``issuer`` is the name in the red head, ``signer`` the one above the date; ``notice`` a line set above the
    title of a form (内部资料); ``copies_to`` the bodies named in the imprint (抄送). ``approver`` is named beside the number of
    what goes upward (上行文的签发人, GB/T 9704 7.2.6) and of nothing else; ``given``: what was typed into its form, never printed as
    such. Where there is none of these two the JSON form lacks it.
    """

    kind: DocumentKind
    issuer: str
    title: str
    blocks: tuple[Block, ...]
    doc_no: str | None = None
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signer: str = ""
    dated_on: date | None = None
    draft: bool = False
    style: Style = Style.LETTER
    notice: str = ""
    copies_to: tuple[str, ...] = ()
    approver: str = ""
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def is_letter(self) -> bool:
        """Whether it bears the red head."""
        return self.style is Style.LETTER


@dataclass(frozen=True)
class Trace:
    """The foot of a printed copy: who printed it and when (as words, e.g. "周敏 2026-10-12 10:21"), what it
    is."""

    printed: str
    digest: str

    @property
    def short_digest(self) -> str:
        """The first 16 digits in fours, as a person compares them: "7c1e 90ab 44d2 f308"."""
        return " ".join(self.digest[i : i + 4] for i in range(0, 16, 4))

    @property
    def label(self) -> str:
        """What the foot calls it: 文稿校验 and the first digits, or nothing where there is no digest yet."""
        return f"文稿校验 {self.short_digest}" if self.digest else ""


_BLOCKS: dict[str, type[Block]] = {
    block.type: block for block in (Paragraph, Heading, Facts, Table, SignatureLines, ReplySlip, SealPlace)
}


def to_plain(document: Document) -> dict[str, Any]:
    """The document as dicts, lists, strings, numbers and booleans; dates in ISO form, each block with its
    type."""
    plain = {"format": FORMAT} | {
        name: _plain(getattr(document, name)) for name in _names(Document) if name != "blocks"
    }
    for name in ("approver", "given"):
        if not plain[name]:
            del plain[name]
    plain["blocks"] = [{"type": block.type} | _plain(block) for block in document.blocks]
    return plain


def _plain(value: Any) -> Any:
    """A value without dataclasses and dates, at any depth; what dataclasses.asdict does, without copying every text."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(shape: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(shape))


def to_json(document: Document) -> str:
    """Canonical JSON: keys sorted, no spaces, Chinese as itself; equal documents give equal text."""
    return _canonical(to_plain(document))


def _canonical(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """Read ``to_json``'s text back into an equal document.

    Refuses ("documents.unreadable") what is not such a text; a frozen row that gives this was tampered with.
    """
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise Refusal("documents.unreadable") from error
    return from_plain(plain)


def from_plain(plain: Mapping[str, Any]) -> Document:
    """``to_plain``'s dict, as a JSON column gives it back, as an equal document; refuses like
    ``from_json``."""
    try:
        plain = dict(plain)
        if plain.pop("format") != FORMAT:
            raise Refusal("documents.unreadable")
        plain["kind"] = DocumentKind(plain["kind"])
        plain["style"] = Style(plain["style"])
        plain["dated_on"] = date.fromisoformat(plain["dated_on"]) if plain["dated_on"] else None
        plain["blocks"] = tuple(_block(block) for block in plain["blocks"])
        return Document(**{name: value if name == "given" else _frozen(value) for name, value in plain.items()})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal("documents.unreadable") from error


def digest(document: Document) -> str:
    """SHA-256 (64 hex digits) over the canonical JSON."""
    return digest_of_plain(to_plain(document))


def digest_of_plain(plain: Mapping[str, Any]) -> str:
    """The same of a document in its plain form, as a JSON column gives it back."""
    return hashlib.sha256(_canonical(plain).encode()).hexdigest()


def is_ragged(text: str) -> bool:
    """Whether ``text`` holds a run (an address) too long to be justified without tearing its line apart."""
    return bool(_LONG_RUN.search(text))


def chinese_number(number: int) -> str:
    """1–99 in Chinese numerals, as headings count: 1 → 一, 10 → 十, 21 → 二十一."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _block(plain: Mapping[str, Any]) -> Block:
    """One block from its dict, nested facts and blanks included."""
    values = {name: _frozen(value) for name, value in plain.items() if name != "type"}
    shape = _BLOCKS[plain["type"]]
    if shape is Facts:
        values["rows"] = _facts(plain["rows"])
    if shape is ReplySlip:
        values["facts"] = _facts(plain["facts"])
    if shape in (ReplySlip, SignatureLines):
        values["lines"] = tuple(tuple(Blank(**blank) for blank in line) for line in plain["lines"])
    if set(values) != {each.name for each in fields(shape)}:
        raise KeyError(plain["type"])
    return shape(**values)


def _facts(rows: list[dict[str, Any]]) -> tuple[Fact, ...]:
    return tuple(Fact(**row) for row in rows)


def _frozen(value: Any) -> Any:
    """Lists as tuples, at any depth."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
