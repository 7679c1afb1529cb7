"""How values look on a page: template filters, the same everywhere."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext

from registry import wording
from registry.domain import identifiers, regions
from registry.domain.china_time import CHINA, china_day
from registry.domain.errors import NotFound, Refusal


def label(member: StrEnum | None) -> str:
    """The published label of a term, in the reader's language."""
    return wording.label(member, gettext)


def word(code: str, /, **params: Any) -> str:
    """The sentence of a code, in the reader's language."""
    return wording.word(code, params, gettext)


def day(value: date | datetime | str | None) -> str:
    """2026-11-23; a partial date as far as it is known; "" for none."""
    if isinstance(value, datetime):
        value = china_day(value)
    return "" if value is None else str(value)


def minute(value: datetime | None) -> str:
    """2026-11-23 09:12, in China."""
    return "" if value is None else value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def count(value: int | None) -> str:
    """38.6 万 from ten thousand on, else with separators; an unknown count is a dash, never 0."""
    if value is None:
        return "—"
    if getattr(get_locale(), "language", "zh") != "zh":
        return f"{value:,}"
    if value >= 100_000_000:
        return f"{value / 100_000_000:.2f}".rstrip("0").rstrip(".") + " 亿"
    if value >= 10_000:
        return f"{value / 10_000:.1f}".rstrip("0").rstrip(".") + " 万"
    return f"{value:,}"


def region_name(code: str) -> str:
    """The place's own name; the code where it is unknown."""
    try:
        return regions.get(code).name
    except (Refusal, NotFound):
        return code


def size(value: int) -> str:
    """412 kB, 2.4 MB, 72.0 GB."""
    if value >= 2**30:
        return f"{value / 2**30:.1f} GB"
    return f"{value / 1_048_576:.1f} MB" if value >= 1_048_576 else f"{max(1, value // 1024)} kB"


def init_app(app: Flask) -> None:
    """Register the filters."""
    for function in (label, day, minute, count, region_name, size):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["mask_inside"] = identifiers.mask_inside
    app.jinja_env.filters["mask_phone"] = identifiers.mask_phone
    app.jinja_env.filters["mask_id_no"] = identifiers.mask_id_no
    app.jinja_env.globals["word"] = word
