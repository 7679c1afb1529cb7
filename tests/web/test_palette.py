"""The colours can be read: text 4.5 to 1, what marks something 3 to 1 (WCAG 2.1, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.terms import Tier

TOKENS = dict(
    re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]+)", (Path(__file__).parents[2] / "static/tokens.css").read_text("utf-8"))
)
GROUNDS = ("paper", "sheet", "sunk", "act-wash", "late-wash", "soon-wash", "done-wash", "park-wash")
TEXTS = ("ink", "ink-2", "ink-3", "act", "act-deep", "late", "soon", "done", "park")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("tier", "abcd")
def test_a_tier_can_be_read_as_letter_and_as_name(tier: str) -> None:
    assert contrast("#fff", TOKENS[f"tier-{tier}"]) >= 4.5
    assert contrast(TOKENS[f"tier-{tier}"], TOKENS[f"tier-{tier}-wash"]) >= 4.5


@pytest.mark.parametrize("mark", ["field", "soon-mark", "act", "late"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "sunk"])
def test_edges_and_marks_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(TOKENS[mark], TOKENS[ground]) >= 3


def test_a_tier_shows_its_letter_however_rare_and_the_bar_stays_as_wide(app: OpenAPI) -> None:
    with app.test_request_context():
        bar = app.jinja_env.get_template("components/tier_bar.html").module.tier_bar(
            [(Tier.A, 1, "#", None), (Tier.B, 5000, "#", None), (Tier.C, 0, "#", None), (Tier.D, 2, "#", None)]
        )
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', str(bar))]
    assert re.findall(r"<text[^>]*>(\w)</text>", str(bar)) == ["A", "B", "D"]
    assert min(widths) >= 16
    assert sum(widths) + 2 * 2 == pytest.approx(318, abs=0.2)
