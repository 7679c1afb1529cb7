"""Refusals: how the house says no.

An error travels as a code and its parameters and is worded only at the roof (registry/wording), so that one act
reads the same on a page, in the command line and in a JSON answer, in either language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):  # noqa: N818 - the field's word: an act is refused, the program did not fail
    """An act that may not or cannot be done; nothing of it was written.

    ``code`` is dotted, noun first ("rosters.no_header"); ``params`` fill the placeholders of its wording.
    """

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, Any] = params


class NotFound(Refusal):
    """What was asked for does not exist, or lies outside the asker's region: the two must look the same."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence inside a sentence: what a refusal found, itself a code and parameters and worded with it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code
