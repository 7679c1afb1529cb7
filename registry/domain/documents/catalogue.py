"""The catalogue of forms: the 26 an office prints (domain/data/forms.toml), each with what it must hold before it is issued.

A form is data: its place in the list, the word in its 文号, its fields in the order of the paper, and for a letter its
paragraphs. The papers with builders of their own (forms/) stand in the same catalogue, so that one list answers which
forms there are and what each must hold (行政处罚法 第五十九条 and the other articles named with them).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from registry.domain.documents.content import Style
from registry.domain.documents.forms.inputs import REQUIRED
from registry.domain.terms import DocumentKind

_OWN: Final = {
    DocumentKind.INTERVIEW_NOTICE: (5, "约", "互联网新闻信息服务单位约谈工作规定第五条"),
    DocumentKind.RECTIFICATION_ORDER: (7, "责改", "行政处罚法第二十八条"),
    DocumentKind.SUSPENSION_LETTER: (22, "暂停函", ""),
    DocumentKind.DELISTING_LETTER: (22, "下架函", ""),
    DocumentKind.SHUTDOWN_LETTER: (22, "关停函", ""),
    DocumentKind.SANCTION_RECORD: (26, "录", ""),
}
"""Papers with builders of their own: number of the list, word in the 文号, article."""
_MADE: Final = frozenset({"doc_no", "dated_on"})
"""Required fields the act of issuing fills."""


class FieldKind(StrEnum):
    """What is written in a field; ``INK`` is never filled by the register."""

    TEXT = "text"
    AREA = "area"
    LINES = "lines"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    ROWS = "rows"
    INK = "ink"


@dataclass(frozen=True)
class Field:
    """One field. ``source`` names what the register suggests, ``suggest`` the usual words; see data/form_fields.toml."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = False
    source: str = ""
    suggest: str | tuple[str, ...] = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    signed: bool = False
    tall: int = 1
    wide: bool = False
    ahead: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it takes a row of the form to itself."""
        long = self.kind in (FieldKind.AREA, FieldKind.LINES, FieldKind.CHOICE)
        return self.wide or long or self.signed or self.tall > 1 or len(self.label) > 8


@dataclass(frozen=True)
class Form:
    """One form. ``body`` are the paragraphs of a letter, ``signs`` the lines signed below a form.

    ``is_decided``: it goes out only where the measure was approved; ``is_own``: it has a builder of its own (forms/).
    """

    kind: DocumentKind
    number: int
    code: str
    style: Style
    fields: tuple[Field, ...]
    article: str = ""
    notice: str = ""
    body: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    has_receipt: bool = False
    is_addressed: bool = True
    is_decided: bool = False
    is_own: bool = False

    @property
    def is_letter(self) -> bool:
        """Whether it bears the red head (GB/T 9704)."""
        return self.style is Style.LETTER

    @property
    def required(self) -> tuple[Field, ...]:
        """What must be filled before it is issued."""
        return tuple(each for each in self.fields if each.is_required)

    @property
    def asked(self) -> tuple[Field, ...]:
        """What an officer fills in on the page; the rest is for wet ink."""
        return tuple(each for each in self.fields if each.kind is not FieldKind.INK)


@cache
def forms() -> Mapping[DocumentKind, Form]:
    """Every form by its kind, in the order of the list of 26."""
    known = _table("form_fields.toml")
    found = [_read(DocumentKind(kind), entry, known) for kind, entry in _table("forms.toml").items()]
    found += [_own(kind) for kind in _OWN]
    return {form.kind: form for form in sorted(found, key=lambda form: form.number)}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("registry.domain").joinpath("data", name).read_text("utf-8"))


def _read(kind: DocumentKind, entry: Mapping[str, Any], known: Mapping[str, Any]) -> Form:
    """A form as data has it."""
    return Form(
        kind=kind,
        number=entry["form"],
        code=entry["code"],
        style=Style(entry.get("style", "form")),
        fields=tuple(_field(mark, known) for mark in entry["fields"]),
        article=entry.get("article", ""),
        notice=entry.get("notice", ""),
        body=tuple(entry.get("body", ())),
        signs=tuple(entry.get("signs", ())),
        has_receipt=entry.get("receipt", False),
        is_addressed=entry.get("addressed", True),
        is_decided=entry.get("decided", False),
    )


def _field(mark: str, known: Mapping[str, Any]) -> Field:
    """A field by its name, ``*`` where it is required."""
    name = mark.rstrip("*")
    values: dict[str, Any] = {key: tuple(text) if isinstance(text, list) else text for key, text in known[name].items()}
    kind = FieldKind(values.pop("kind", FieldKind.TEXT))
    return Field(name=name, kind=kind, is_required=mark.endswith("*"), **values)


def _own(kind: DocumentKind) -> Form:
    """A paper with a builder of its own, as the catalogue lists it."""
    number, code, article = _OWN[kind]
    style = Style.FORM if kind is DocumentKind.SANCTION_RECORD else Style.LETTER
    fields = tuple(Field(name, label, is_required=name not in _MADE) for name, label in REQUIRED[kind].items())
    is_decided = kind is not DocumentKind.SANCTION_RECORD
    return Form(kind, number, code, style, fields, article, is_decided=is_decided, is_own=True)
