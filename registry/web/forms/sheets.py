"""The page form of a form of the catalogue, made of its fields: text, lines, days, choices; what is signed is not asked."""

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from registry.domain.documents.catalogue import Field, FieldKind, forms
from registry.domain.terms import DocumentKind
from registry.services.papers import Details
from registry.web.forms import at_most
from registry.web.forms.documents import FORMS, LINES_LENGTH, LinesField, Needed, PaperForm

SHORT = 200


class SheetForm(PaperForm):
    """A form of the catalogue; what it holds goes to the service by the names of its fields."""

    contact = phone = None  # only where the form has them
    OWN = frozenset({"attachments", "copies_to", "again", "csrf_token"})

    @property
    def details(self) -> Details:
        """What was typed."""
        values = {name: field.data for name, field in self._fields.items() if name not in self.OWN and field.data}
        kept: dict[str, Any] = {name: self[name].data or () for name in ("attachments", "copies_to") if name in self}
        return Details(values=values, **kept)


def form_of(kind: DocumentKind) -> type[PaperForm]:
    """The page form of a paper."""
    return FORMS[kind] if kind in FORMS else _made(kind)


@cache
def _made(kind: DocumentKind) -> type[PaperForm]:
    """A form class made of the catalogue's fields."""
    form = forms()[kind]
    fields: dict[str, Any] = {field.name: _field(field) for field in form.asked}
    members = tuple(field.name + ("" if _is_long(field) else "/w6") for field in form.asked)
    layout = [(_l("要写的内容（空着的印出来手写）"), members)]
    if form.is_letter:
        layout.append((_l("附件和抄送"), ("attachments", "copies_to")))
    else:
        fields |= {"attachments": None, "copies_to": None}
    return type(f"Sheet_{kind.value}", (SheetForm,), fields | {"LAYOUT": tuple(layout)})


def _is_long(field: Field) -> bool:
    return field.kind in (FieldKind.AREA, FieldKind.LINES, FieldKind.ROWS) or field.wide


def _field(field: Field) -> Any:
    """The page's field of one of the catalogue's."""
    needed: list[Any] = [Needed()] if field.is_required else []
    more = {"description": field.hint} if field.hint else {}
    match field.kind:
        case FieldKind.DAY:
            return DateField(field.label, [*needed, Optional()], **more)
        case FieldKind.MOMENT:
            return DateTimeLocalField(field.label, [*needed, Optional()], format="%Y-%m-%dT%H:%M", **more)
        case FieldKind.LINES | FieldKind.ROWS:
            return LinesField(field.label, needed, **more)
        case FieldKind.AREA:
            return TextAreaField(field.label, [*needed, at_most(LINES_LENGTH)], **more)
        case FieldKind.CHOICE:
            blank = SelectChoice("", _l("留空，打印后手选"))
            options = [blank, *(SelectChoice(option, option) for option in field.options)]
            return SelectField(field.label, needed, choices=options, **more)
    return StringField(field.label, [*needed, at_most(SHORT)], **more)
