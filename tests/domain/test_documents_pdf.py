"""The produced PDF, measured: page, grid, red head, page numbers, glyphs; and that text is only text."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from registry.domain.documents import layout
from registry.domain.documents.content import Document, Paragraph, digest
from registry.domain.documents.fonts import (
    PACKAGED_FAMILY,
    Fonts,
    find_fonts,
    packaged_folder,
    packaged_fonts,
)
from registry.domain.documents.forms import build_interview_notice
from registry.domain.documents.pdf import render_pdf, render_pdfs, undrawable
from tests.domain.document_samples import INTERVIEW, RARE_NAMES, TRACE, each_form
from tests.domain.paper_measure import RIGHT, Word, find, said, words_of


def letter(*paragraphs: str, **changes: object) -> Document:
    document = build_interview_notice(INTERVIEW)
    return replace(document, blocks=tuple(Paragraph(text) for text in paragraphs), **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return packaged_fonts()


@pytest.fixture(scope="module")
def interview(fonts: Fonts) -> list[list[Word]]:
    return words_of(render_pdf(each_form()["interview"], fonts=fonts, trace=TRACE))


def test_every_page_of_a_copy_bears_its_trace(interview: list[list[Word]]) -> None:
    for words in interview:
        foot = "".join(word.text for word in words if word.size == layout.TRACE_SIZE_PT)
        assert "打印：周敏" in foot
        assert "7c1e 90ab 44d2 f308" in foot


def test_a_draft_says_so_on_each_page_and_an_issued_paper_does_not(fonts: Fonts) -> None:
    draft = words_of(render_pdf(letter("国" * 900, draft=True), fonts=fonts))
    assert len(draft) > 1
    assert all(find(words, layout.DRAFT_MARK) for words in draft)
    assert layout.DRAFT_MARK not in said(render_pdf(letter("国" * 900), fonts=fonts))


@pytest.mark.parametrize("name", each_form())
def test_all_that_is_said_is_printed(name: str, fonts: Fonts) -> None:
    document = each_form()[name]
    printed = said(render_pdf(document, fonts=fonts))
    assert document.title in printed
    assert (document.doc_no or "") in printed
    for block in document.blocks:
        for text in re.split(r"[\s\u3000]", getattr(block, "text", "")):
            assert text in printed
    for attachment in document.attachments:
        assert attachment in printed


def test_what_a_person_wrote_is_never_read_as_markup(fonts: Fonts) -> None:
    hostile = '#panic("x") *bold* _it_ $x^2$ \\ #sys.inputs <a> @ref [x] = h // c `raw` #import "/etc/passwd"'
    document = letter(hostile, addressee='#read("/etc/passwd")', issuer='*甲* #eval("1")')
    printed = said(render_pdf(document, fonts=fonts))
    assert hostile.replace(" ", "") in printed
    assert '#read("/etc/passwd")' in printed
    assert '*甲*#eval("1")' in printed


def test_rare_characters_of_names_are_drawn_in_every_choice_of_fonts() -> None:
    for fonts in (packaged_fonts(), find_fonts()):
        document = letter(RARE_NAMES)
        assert undrawable(document, fonts) == []
        assert RARE_NAMES in said(render_pdf(document, fonts=fonts))


def test_a_character_no_font_has_is_spelled_rather_than_boxed(fonts: Fonts) -> None:
    document = letter("账号“禾川😊”")
    assert undrawable(document, fonts) == ["😊"]
    assert "禾川〔U+1F60A〕" in said(render_pdf(document, fonts=fonts))


def test_the_same_paper_gives_the_same_bytes(fonts: Fonts) -> None:
    for document in each_form().values():
        again = replace(document)
        assert render_pdf(document, fonts=fonts, trace=TRACE) == render_pdf(again, fonts=fonts, trace=TRACE)
    other = replace(each_form()["order"], dated_on=date(2026, 8, 13))
    assert digest(other) != digest(each_form()["order"])


def test_papers_printed_together_each_begin_at_page_1(fonts: Fonts) -> None:
    pages = words_of(render_pdfs([(document, TRACE) for document in each_form().values()], fonts=fonts))
    numbers = ["".join(w.text for w in words if w.size == layout.SIZE_4_PT and "—" in w.text) for words in pages]
    assert numbers.count("— 1 —") == len(each_form())


def test_a_long_address_breaks_instead_of_running_off_the_page(fonts: Fonts) -> None:
    url = "https://www.example.com/path/" + "a1b2" * 30 + "?x=1&y=2"
    pages = words_of(render_pdf(letter("链接：" + url), fonts=fonts))
    for word in pages[0]:
        assert word.x < RIGHT
        assert len(word.text) < 70
    assert url in said(render_pdf(letter("链接：" + url), fonts=fonts))


def test_a_configured_fangsong_is_used_and_the_packaged_font_fills_its_gaps(tmp_path: Path) -> None:
    make_font(tmp_path / "fang.ttf", "FangSong", "国家一二三")
    fonts = find_fonts(tmp_path)
    assert not fonts.substitute
    assert dict(fonts.faces)["body"].families == ("FangSong", PACKAGED_FAMILY)
    assert fonts.draws("堃")
    names = embedded(render_pdf(letter("国家" + RARE_NAMES), fonts=fonts))
    assert any("Fang" in name for name in names)
    assert any("NotoSansSC" in name for name in names)


def test_without_a_font_of_the_standard_the_paper_is_made_and_the_substitute_admitted(tmp_path: Path) -> None:
    assert packaged_fonts().substitute
    assert packaged_fonts().folders == (packaged_folder(),)
    assert find_fonts(tmp_path).faces  # an empty folder is passed over


def embedded(pdf: bytes) -> set[str]:
    """Names of the fonts of the first page."""
    resources = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
    return {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}


def make_font(path: Path, family: str, characters: str) -> None:
    """A small font of the given family with the given characters, cut from the packaged one."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(next(packaged_folder().glob("*.ttf")))
    for axis in ("fvar", "gvar", "HVAR", "avar", "STAT", "GSUB", "GPOS", "MVAR", "VORG"):
        if axis in font:
            del font[axis]
    cutter = subset.Subsetter()
    cutter.populate(text=characters)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = family
    font.save(path)
