"""A produced PDF taken apart for the tests: its words and its rules, each where it stands, in mm from the top left."""

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from pypdf import PdfReader

from registry.domain.documents import layout
from registry.domain.documents.fonts import packaged_folder

PT = layout.MM_PER_PT
LEFT = layout.MARGIN_LEFT_MM
RIGHT = layout.PAGE_WIDTH_MM - layout.MARGIN_RIGHT_MM
BOTTOM = layout.PAGE_HEIGHT_MM - layout.MARGIN_BOTTOM_MM
ASCENT, DESCENT = 0.86, 0.14
"""Of a Chinese character's square, in em from the baseline."""


class Word:
    """A piece of text where it stands: mm from the left and (its baseline) from the top, size in points."""

    def __init__(self, text: str, x: float, y: float, size: float) -> None:
        self.text, self.x, self.y, self.size = text, x * PT, layout.PAGE_HEIGHT_MM - y * PT, size

    @property
    def top(self) -> float:
        """The upper edge of its characters."""
        return self.y - ASCENT * self.size * PT

    @property
    def bottom(self) -> float:
        """The lower edge of its characters."""
        return self.y + DESCENT * self.size * PT


@dataclass(frozen=True)
class Rule:
    """A level line: where it begins and ends, its height on the page, its weight, all in mm; its colour as #rrggbb."""

    left: float
    right: float
    y: float
    weight: float
    color: str


def words_of(pdf: bytes) -> list[list[Word]]:
    """The pieces of text of each page."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        words: list[Word] = []

        def see(text, matrix, _text_matrix, _font, size, words=words):  # type: ignore[no-untyped-def]  # pypdf's call
            if text.strip():
                words.append(Word(text, matrix[4], matrix[5], size))

        page.extract_text(visitor_text=see)
        pages.append(words)
    return pages


def rules_of(pdf: bytes, page: int) -> list[Rule]:
    """The level lines drawn on a page (counted from 0, -1 the last), from top to bottom."""
    found: list[Rule] = []
    pen: dict[str, Any] = {"w": 1.0, "color": "#000000", "at": (0.0, 0.0)}

    def see(operator, operands, matrix, _text_matrix):  # type: ignore[no-untyped-def]  # pypdf's call
        scale, dx, dy = matrix[0], matrix[4], matrix[5]
        if operator == b"w":
            pen["w"] = float(operands[0])
        elif operator in (b"SCN", b"RG", b"SC") and len(operands) == 3:
            pen["color"] = "#" + "".join(f"{round(float(part) * 255):02x}" for part in operands)
        elif operator in (b"SCN", b"G", b"SC"):
            pen["color"] = "#" + f"{round(float(operands[0]) * 255):02x}" * 3
        elif operator == b"m":
            pen["at"] = (float(operands[0]), float(operands[1]))
        elif operator == b"l" and float(operands[1]) == pen["at"][1]:
            left, right = (dx + scale * x for x in sorted((pen["at"][0], float(operands[0]))))
            y = layout.PAGE_HEIGHT_MM - (dy + matrix[3] * float(operands[1])) * PT
            found.append(Rule(left * PT, right * PT, y, pen["w"] * abs(scale) * PT, pen["color"]))

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_operand_before=see)
    return sorted(found, key=lambda rule: rule.y)


@cache
def _glyphs() -> tuple[Any, dict[int, str], int]:
    """The packaged font at the weight of running text: its glyphs, what they stand for, its units to the em."""
    font = TTFont(next(packaged_folder().glob("*.ttf")))
    return font.getGlyphSet(location={"wght": 400}), font.getBestCmap(), font["head"].unitsPerEm


def width_of(text: str, size: float) -> float:
    """How wide ``text`` is set in the packaged font, in mm."""
    glyphs, names, em = _glyphs()
    return float(sum(glyphs[names[ord(char)]].width for char in text)) / em * size * PT


def said(pdf: bytes) -> str:
    """All text without spaces and invisible breaks."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\s\u200b\u3000]", "", text)


def find(words: list[Word], text: str) -> Word:
    """The first piece that holds ``text``."""
    return next(word for word in words if text in word.text)
