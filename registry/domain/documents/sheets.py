"""Building a paper from its form in the catalogue and what was filled in: cells for a form, paragraphs for a letter.

What is to be signed is left blank; a choice prints all its options, the chosen one filled (■). A draft may lack what an
issued paper must hold and shows the gap.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from registry.domain.documents.catalogue import Field, FieldKind, Form, forms
from registry.domain.documents.content import (
    Blank,
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    SealPlace,
    SignatureLines,
    Table,
)
from registry.domain.documents.forms import inputs
from registry.domain.errors import Refusal
from registry.domain.terms import DocumentKind, label

SIGN_HERE: Final = "　　　　　　　　　　　　签名：　　　　　　　　　　　年　　月　　日"
_HOLE: Final = re.compile(r"\{(\w+)\}")
_BLANK: Final = re.compile(r"(.+?)(\d*)")


@dataclass(frozen=True)
class Sheet:
    """What a form is filled with: ``values`` by the field's name (text, texts, day or moment), personal numbers masked."""

    kind: DocumentKind
    issuer: str
    values: Mapping[str, Any]
    is_person: bool = False
    doc_no: str = ""
    dated_on: date | None = None
    draft: bool = False
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


def build_sheet(sheet: Sheet) -> Document:
    """The paper; refuses ("documents.missing_fields") unless it is a draft or complete."""
    form = forms()[sheet.kind]
    values = {name: inputs.tidied(value) for name, value in sheet.values.items()}
    check(form, values, draft=sheet.draft)
    is_letter = form.is_letter
    return Document(
        kind=form.kind,
        issuer=sheet.issuer,
        title=label(form.kind),
        blocks=_letter(form, sheet, values) if is_letter else _form(form, values),
        doc_no=sheet.doc_no or None,
        addressee=_addressee(form, values) if is_letter else "",
        attachments=sheet.attachments,
        signer=sheet.issuer,
        dated_on=sheet.dated_on,
        draft=sheet.draft,
        style=form.style,
        notice=form.notice,
        copies_to=sheet.copies_to,
        approver=_approver(form, values),
    )


def check(form: Form, values: Mapping[str, Any], *, draft: bool) -> None:
    """Refuse a paper that lacks what its form must hold; the words name the fields as the form has them."""
    missing = [field for field in form.required if not _is_filled(values.get(field.name))]
    if missing and not draft:
        names, labels = [field.name for field in missing], "、".join(field.label for field in missing)
        raise Refusal("documents.missing_fields", fields=names, labels=labels, kind=form.kind)


def _is_filled(value: Any) -> bool:
    return bool(value) and not (isinstance(value, tuple) and not any(value))


def _addressee(form: Form, values: Mapping[str, Any]) -> str:
    """Who a letter goes to; an announcement goes to nobody."""
    if not form.is_addressed:
        return ""
    field = next(field for field in form.fields if field.name in ("addressee", "to_body"))
    return inputs.gap(str(values.get(field.name) or ""), field.label)


def _approver(form: Form, values: Mapping[str, Any]) -> str:
    """Who approved what goes upward; no other paper names one."""
    field = next((field for field in form.fields if field.name == "approver"), None)
    return inputs.gap(str(values.get("approver") or ""), field.label) if field else ""


def _form(form: Form, values: Mapping[str, Any]) -> tuple[Block, ...]:
    """A form: its cells, its tables, and the lines to sign."""
    blocks: list[Block] = []
    cells: list[Fact] = []
    for field in form.fields:
        if field.kind is FieldKind.ROWS:
            blocks += [*_facts(cells), _table(field, values.get(field.name))]
            cells = []
        else:
            cells.append(_cell(field, values.get(field.name)))
    blocks += _facts(cells)
    if form.signs:
        blocks.append(SignatureLines(tuple(_blanks(line) for line in form.signs)))
    return tuple(blocks)


def _facts(cells: list[Fact]) -> list[Block]:
    return [Facts(tuple(cells), columns=2)] if cells else []


def _cell(field: Field, value: Any) -> Fact:
    """A labelled cell; what is to be signed has its line below what was written."""
    text = _written(field, value)
    if field.signed:
        text = f"{text}\n\n{SIGN_HERE}" if text else "\n" * field.tall + SIGN_HERE
    return Fact(field.label, text, lines=field.tall, wide=field.is_wide)


def _written(field: Field, value: Any) -> str:
    """A value as a cell has it."""
    if field.kind is FieldKind.INK:
        return field.suggest if isinstance(field.suggest, str) else "\n".join(field.suggest)
    if field.kind is FieldKind.CHOICE:
        return " ".join(f"{'■' if option == value else '□'}{option}" for option in field.options)
    if isinstance(value, tuple):
        single = len(value) < 2
        return "\n".join(text if single else f"{place}. {text}" for place, text in enumerate(value, 1))
    return _spoken(value)


def _spoken(value: Any) -> str:
    """A value inside a sentence."""
    if isinstance(value, datetime):
        return inputs.moment(value, "")
    if isinstance(value, date):
        return inputs.day(value, "")
    return inputs.listed(value) if isinstance(value, tuple) else str(value or "")


def _table(field: Field, value: Any) -> Table:
    """Rows typed one a line, cells parted by ｜; the first column counts them."""
    width = len(field.headers) - 1
    rows = [re.split(r"\s*[|｜]\s*", line) for line in value or ()]
    made = tuple(
        (str(place), *(row + [""] * width)[: width - 1], "｜".join(row[width - 1 :]))
        for place, row in enumerate(rows, 1)
    )
    return Table(field.label, field.headers, field.widths, made)


def _blanks(line: str) -> tuple[Blank, ...]:
    """ "承办人（签名）：8；日期：7" as blanks to sign on."""
    found = []
    for part in line.split("；"):
        told = _BLANK.fullmatch(part)
        assert told is not None  # any text has one
        found.append(Blank(told[1], int(told[2] or 0)))
    return tuple(found)


def _letter(form: Form, sheet: Sheet, values: Mapping[str, Any]) -> tuple[Block, ...]:
    """A letter: its paragraphs, whom to call, the place of the seal, the receipt."""
    known = _Words(form, sheet, values)
    blocks: list[Block] = []
    number = 0
    for line in form.body:
        text = known.asked_for(line)
        if text is None:
            continue
        title, parted, rest = text.partition("｜")
        if parted:
            number += 1
            blocks += inputs.numbered(number, title, known.texts(rest))
        else:
            blocks += known.paragraphs(text)
    contact, phone = (str(values.get(name) or "") for name in ("contact", "phone"))
    blocks += [inputs.contact_line(contact, phone), SealPlace()]
    return (*blocks, inputs.receipt(label(form.kind), sheet.doc_no)) if form.has_receipt else tuple(blocks)


@dataclass(frozen=True)
class _Words:
    """The words of a letter with its holes filled."""

    form: Form
    sheet: Sheet
    values: Mapping[str, Any]

    def asked_for(self, line: str) -> str | None:
        """A line of the body without its condition; None where what it stands on is empty."""
        told = re.fullmatch(r"\?(\w+)：(.*)", line)
        if told is None:
            return line
        return told[2] if _is_filled(self.values.get(told[1])) else None

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.form.fields if field.name == name), None)

    def texts(self, text: str) -> tuple[str, ...]:
        """The texts of a numbered point: several where its one hole holds several."""
        only = _HOLE.fullmatch(text)
        value = self.values.get(only[1]) if only else None
        return tuple(value) if isinstance(value, tuple) and len(value) > 1 else (self.fill(text),)

    def fill(self, text: str) -> str:
        """``text`` with every hole filled, or a gap that says what is to come."""
        return _HOLE.sub(lambda hole: self._said(hole[1]), text)

    def paragraphs(self, text: str) -> list[Block]:
        """A paragraph; a list at its end of more than one stands below it, a table by itself."""
        last = re.fullmatch(r"(.*?)\{(\w+)\}", text)
        field = self.field(last[2]) if last else None
        if last is None or field is None:
            return [Paragraph(self.fill(text))]
        value = self.values.get(field.name)
        if field.kind is FieldKind.ROWS:
            return [_table(field, value)]
        if isinstance(value, tuple) and len(value) > 1 and last[1].endswith("："):
            items = [Heading(2, place, "", inputs.sentence(item)) for place, item in enumerate(value, 1)]
            return [Paragraph(self.fill(last[1])), *items]
        return [Paragraph(inputs.sentence(self.fill(text)))]

    def _said(self, name: str) -> str:
        if name == "you":
            return "你" if self.sheet.is_person else "你单位"
        field = self.field(name)
        assert field is not None, name  # a test fills every hole of every form
        return inputs.gap(inputs.clause(_spoken(self.values.get(name))) if self._has(name) else "", field.label)

    def _has(self, name: str) -> bool:
        return _is_filled(self.values.get(name))
