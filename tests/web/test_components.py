"""The face keeps its rules: one macro per component, nothing inline, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
SHEETS = sorted((ROOT / "static").glob("*.css"))
SYNTAX = Environment(extensions=["jinja2.ext.do", "jinja2.ext.i18n"], autoescape=True)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _spoken(source: str) -> str:
    """The template without its comments."""
    return re.sub(r"\{#.*?#\}", "", source, flags=re.S)


@pytest.mark.parametrize("path", COMPONENTS, ids=_name)
def test_a_component_is_one_macro_under_a_header_naming_its_call(path: Path) -> None:
    source = path.read_text("utf-8")
    macros = [node.name for node in SYNTAX.parse(source).body if isinstance(node, nodes.Macro)]
    assert len(macros) == 1
    assert source.startswith("{#"), "the header says what the component is for and names its arguments"
    assert f"{macros[0]}(" in source[: source.index("#}")]


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_nothing_inline_and_asks_nothing_from_elsewhere(path: Path) -> None:
    spoken = _spoken(path.read_text("utf-8"))
    assert not re.search(r"\sstyle\s*=|<style\b|\son\w+\s*=\s*[\"']", spoken), (
        "the CSP refuses inline styles and handlers"
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)", spoken), "scripts come from static/"
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']https?:", spoken), "no page asks another host"


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_a_style_sheet_draws_on_files_of_our_own_only(path: Path) -> None:
    sheet = path.read_text("utf-8")
    assert "@import" not in sheet
    for target in re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet):
        assert (path.parent / target).is_file(), f"{target} is not in static/"


def test_every_class_of_state_and_tier_has_its_colour() -> None:
    sheet = (ROOT / "static" / "app.css").read_text("utf-8")
    for letter in "abcd":
        assert f".tier-{letter} {{ --tc: var(--tier-{letter})" in sheet
    for tone in ("late", "soon", "done", "park"):
        assert f".state-{tone} {{ --mc: var(--{tone})" in sheet
