"""Column types: instants that are always aware UTC, enums as their short text, JSON on both databases."""

import json
import re
from datetime import UTC, datetime
from enum import StrEnum
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_json(value: Any) -> str:
    """A JSON column's text; half of what a roster's rows keep is empty, and needs no encoder."""
    if value == {} or value == []:
        return "{}" if isinstance(value, dict) else "[]"
    text = _flat(value) if value.__class__ is dict else None
    if text is None:
        text = _encode(value)
    return text if text.isascii() or not _LONE.search(text) else json.dumps(value)


def _flat(value: dict[Any, Any]) -> str | None:
    """The text of a dict of texts, numbers and nulls, written without an encoder made for it alone; None for any other."""
    parts = []
    for key, each in value.items():
        kind = each.__class__
        if key.__class__ is not str or (kind is not str and kind is not int and each is not None):
            return None
        text = encode_basestring(each) if kind is str else "null" if each is None else str(each)
        parts.append(f"{encode_basestring(key)}:{text}")
    return f"{{{','.join(parts)}}}"


_LONE = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, which no database takes but escaped."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused on the way in, since its hour would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC datetime, also on SQLite, which forgets the zone."""
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Term(TypeDecorator[StrEnum]):
    """A member of a closed vocabulary, stored as its short English text (no database enum: vocabularies grow)."""

    impl = String(24)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Refuse a text that is no member."""
        return None if value is None else str(self.vocabulary(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Give the member back."""
        return None if value is None else self.vocabulary(value)
