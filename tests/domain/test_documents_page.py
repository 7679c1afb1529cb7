"""The print page: its numbers agree with layout.py, its markup is sound and says what the paper says."""

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader

from registry.domain.documents import layout
from registry.domain.documents.content import Blank, ReplySlip, SignatureLines, Table
from tests.domain.document_samples import TRACE, each_form

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "static" / "paper.css").read_text(encoding="utf-8")


def sheet(name: str, **changes: object) -> str:
    """The sheet of one form as HTML, by the template's own macro."""
    document = replace(each_form()[name], **changes)  # type: ignore[arg-type]
    engine = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    engine.globals["_"] = str
    macro = engine.get_template("documents/paper.html").module.sheet  # type: ignore[attr-defined]
    return str(macro(document, layout.look(document), TRACE))


def rule(selector: str) -> str:
    """The declarations of the first rule of ``selector``."""
    found = re.search(rf"^{re.escape(selector)} \{{(.*?)\}}", CSS, re.MULTILINE | re.DOTALL)
    assert found, selector
    return found[1]


def test_the_style_sheet_has_the_numbers_of_the_standard() -> None:
    margins = (
        f"{layout.MARGIN_TOP_MM:g}mm {layout.MARGIN_RIGHT_MM:g}mm "
        f"{layout.MARGIN_BOTTOM_MM:g}mm {layout.MARGIN_LEFT_MM:g}mm"
    )
    assert f"size: {layout.PAGE_WIDTH_MM:g}mm {layout.PAGE_HEIGHT_MM:g}mm; margin: {margins}" in rule("@page")
    page = rule(".a4")
    assert f"padding: {margins}" in page
    assert f"width: {layout.PAGE_WIDTH_MM:g}mm; min-height: {layout.PAGE_HEIGHT_MM:g}mm" in page
    assert f"--line: {layout.LINE_PITCH_MM:.3f}mm" in page
    assert f"font: {layout.SIZE_3_PT:g}pt/var(--line)" in page
    assert layout.SIZE_3_PT * layout.CHARS_PER_LINE * layout.MM_PER_PT <= layout.TYPE_WIDTH_MM


def test_the_style_sheet_has_the_red_head_of_the_standard() -> None:
    assert f"padding-top: {layout.ISSUER_TOP_MM:g}mm; color: {layout.RED}" in rule(".a4 .issuer")
    for _, size in layout.ISSUER_SIZES:
        assert f"font-size: {size}pt" in rule(f".a4 .issuer-{size}")
    assert f"margin-top: calc({layout.DOC_NO_GAP_LINES} * var(--line))" in rule(".a4 .doc-no")
    red = rule(".a4 .red-rule")
    assert f"width: {layout.RED_RULE_WIDTH_MM:g}mm; margin: {layout.RED_RULE_GAP_MM:g}mm 0 0" in red
    assert f"border-top: .7mm solid {layout.RED}" in red
    title = rule(".a4 h1")
    assert f"margin: calc({layout.TITLE_GAP_LINES} * var(--line)) 0 var(--line)" in title
    assert f"600 {layout.SIZE_2_PT:g}pt" in title
    assert f"text-indent: {layout.INDENT_CHARS}em" in rule(".a4 .body")
    seal = rule(".a4 .seal-place")
    assert f"width: {layout.SEAL_DIAMETER_MM:g}mm; height: {layout.SEAL_DIAMETER_MM:g}mm" in seal


def test_every_width_a_form_uses_has_its_rule() -> None:
    for document in each_form().values():
        for block in document.blocks:
            widths = block.widths if isinstance(block, Table) else ()
            lines = block.lines if isinstance(block, ReplySlip | SignatureLines) else ()
            blanks = {blank.chars for line in lines for blank in line if isinstance(blank, Blank)} - {0}
            for width in widths:
                assert f".a4 .w-{width} {{ width: {width}%; }}" in CSS
            for chars in blanks:
                assert f".a4 .blank-{chars} {{ width: {chars}em; }}" in CSS


@pytest.mark.parametrize("name", each_form())
def test_the_sheet_is_valid_html_without_inline_style_or_script(name: str) -> None:
    html = sheet(name)
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(f"<!doctype html><html><head><title>x</title></head><body>{html}</body></html>")
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", html)
    assert re.findall(r"<h1>(.*?)</h1>", html) == [each_form()[name].title]


@pytest.mark.parametrize("name", each_form())
def test_the_sheet_says_what_the_paper_says(name: str) -> None:
    text = re.sub(r"<[^>]+>", "", sheet(name)).replace("&#34;", '"').replace("&amp;", "&")
    document = each_form()[name]
    assert (document.doc_no or "") in text
    for block in document.blocks:
        assert getattr(block, "text", "") in text
        assert getattr(block, "mark", "") + getattr(block, "title", "") in text.replace("回　执", "回执").replace(
            "反　馈　栏", "反馈栏"
        )
        for row in getattr(block, "rows", ()):
            for cell in row if isinstance(row, tuple) else (row.label, row.value):
                assert cell in text


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_signatures_stand_in_one_section_with_the_last_row_of_their_table(rows: int) -> None:
    record = each_form()["record"]
    *others, table, signed = record.blocks
    assert isinstance(table, Table)
    html = sheet("record", blocks=(*others, replace(table, rows=table.rows[:1] * rows), signed))
    kept = re.findall(r'<tbody class="kept">(.*?)</tbody>', html, re.DOTALL)
    assert len(kept) == 1
    assert kept[0].count("<tr>") == 2
    assert ("无" if not rows else "禾网信约〔2023〕12号") in kept[0]
    assert html.count("经办人（签名）") == kept[0].count("经办人（签名）") == 1


def test_a_draft_says_so_and_texts_are_escaped() -> None:
    html = sheet("interview", draft=True, addressee="<b>甲</b>")
    assert layout.DRAFT_MARK in html
    assert "&lt;b&gt;甲&lt;/b&gt;：" in html
    assert layout.DRAFT_MARK not in sheet("interview")
