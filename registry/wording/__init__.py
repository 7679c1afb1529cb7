"""From codes to sentences: the only place a code becomes prose.

Pure: a code, its parameters and a translator go in, a sentence comes out. The source sentences are Simplified Chinese, one
module per noun; the English ones are the catalogue's.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from registry.domain import terms
from registry.domain.errors import Said

Translate = Callable[[str], str]


def in_chinese(sentence: str) -> str:
    """The translator of the source language: the sentence itself."""
    return sentence


@cache
def _messages() -> dict[str, str]:
    """Every noun's sentences in one table."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        found.update(getattr(importlib.import_module(f"{__name__}.{module.name}"), "MESSAGES", {}))
    return found


def word(code: str, params: Mapping[str, Any] | None = None, translate: Translate = in_chinese) -> str:
    """Return the sentence of ``code`` with its parameters in place; terms among them by their label.

    Raises KeyError for a code nobody worded: a test walks all codes, so no user meets it.
    """
    spoken = {name: _speak(value, translate) for name, value in (params or {}).items()}
    return translate(_messages()[code]).format(**spoken)


def label(member: StrEnum | None, translate: Translate = in_chinese) -> str:
    """Return the published label of a term in the reader's language; "" for none."""
    return "" if member is None else translate(terms.label(member))


def _speak(value: Any, translate: Translate) -> str:
    if isinstance(value, StrEnum) and type(value) in terms.LABELS:
        return label(value, translate)
    if isinstance(value, Said):
        return word(value.code, value.params, translate)
    if isinstance(value, list) and value and all(isinstance(item, Said) for item in value):
        return " ".join(_speak(item, translate) for item in value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return translate("、").join(_speak(item, translate) for item in value)
    return "" if value is None else str(value)
