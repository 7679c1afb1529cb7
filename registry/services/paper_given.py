"""What was typed into the form of a paper, kept with its frozen content, so that a correction begins from it (更正另发).

Personal numbers are masked as they are on the paper; a paper issued before this was kept gives nothing, and its correction
begins from the register as any other.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from registry.domain.documents.catalogue import FieldKind, forms
from registry.domain.terms import DocumentKind
from registry.services.papers import Details, masked
from registry.store.documents import Document

_DAYS: Final = frozenset({"excuse_by", "due_on", "reply_by"})
_OPEN: Final = frozenset({"contact", "phone"})
"""The office's own, which papers print as they are."""
_MOMENTS: Final = frozenset({"meets_at"})


def told(details: Details) -> dict[str, Any]:
    """What was typed, in the shape JSON has; what was left empty is absent."""
    typed = {field.name: getattr(details, field.name) for field in fields(Details) if field.name != "values"}
    kept = {name: _plain(name, value) for name, value in typed.items() if value}
    values = {name: _plain(name, value) for name, value in details.values.items() if value}
    return kept | ({"values": values} if values else {})


def again(former: Document) -> Details | None:
    """What was typed into an issued paper, to begin its correction from; None where it was not kept."""
    kept = former.content.get("given")
    if not kept:
        return None
    typed = {name: _typed(name, value) for name, value in kept.items() if name != "values"}
    return Details(**typed, values=_values(former.kind, kept.get("values", {})))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    hidden = value if name in _OPEN else masked(value)
    return list(hidden) if isinstance(hidden, tuple) else hidden


def _typed(name: str, value: Any) -> Any:
    """One of the details' own, by its name."""
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _values(kind: DocumentKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form of the catalogue, each by what is written in it; one the form no longer has is left out."""
    shapes = {field.name: field.kind for field in forms()[kind].fields}
    return {name: _shaped(shapes[name], value) for name, value in values.items() if name in shapes}


def _shaped(shape: FieldKind, value: Any) -> Any:
    if shape is FieldKind.MOMENT:
        return datetime.fromisoformat(value)
    if shape is FieldKind.DAY:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
