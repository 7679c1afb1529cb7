"""The DOCX, opened again: page, faces, grid, furniture, and that it says what the content says."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from registry.domain.documents import layout
from registry.domain.documents.docx import render_docx
from registry.domain.documents.forms import build_interview_notice, build_sanction_record
from tests.domain.document_samples import INTERVIEW, RECORD, TRACE, each_form


def opened(name: str, **changes: Any) -> Any:
    return docx.Document(io.BytesIO(render_docx(replace(each_form()[name], **changes), trace=TRACE)))


def face(run: Any) -> str:
    return str(run._r.rPr.rFonts.get(qn("w:eastAsia")))


def paragraph(paper: Any, text: str) -> Any:
    return next(one for one in paper.paragraphs if text in one.text)


def everything(paper: Any) -> str:
    return re.sub(r"\s", "", "".join(text.text or "" for text in paper.element.body.iter(qn("w:t"))))


def test_the_page_set_up_is_the_standards() -> None:
    section = opened("interview").sections[0]
    measured = [
        section.page_width.mm,
        section.page_height.mm,
        section.top_margin.mm,
        section.bottom_margin.mm,
        section.left_margin.mm,
        section.right_margin.mm,
    ]
    assert measured == pytest.approx([210, 297, 37, 35, 28, 26], abs=0.05)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) == round(layout.LINE_PITCH_PT * 20)
    assert 22 * layout.LINE_PITCH_PT * layout.MM_PER_PT <= layout.TYPE_HEIGHT_MM


def test_each_part_is_in_its_face() -> None:
    paper = opened("order")
    assert face(paragraph(paper, "责令整改通知书").runs[0]) == "方正小标宋简体"
    assert face(paragraph(paper, "经查").runs[0]) == "仿宋_GB2312"
    assert face(paragraph(paper, "二、整改期限").runs[0]) == "黑体"
    assert face(paragraph(paper, "（一）").runs[0]) == "楷体_GB2312"
    mark = paragraph(paper, "中共禾川县委").runs[0]
    assert (face(mark), str(mark.font.color.rgb)) == ("方正小标宋简体", "C8102E")


def test_body_lines_have_exact_pitch_and_an_indent_of_two_characters() -> None:
    body = paragraph(opened("interview"), "经查")
    assert body.paragraph_format.line_spacing.pt == pytest.approx(layout.LINE_PITCH_PT)
    indent = body._p.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    spacing = body.runs[0]._r.rPr.find(qn("w:spacing"))
    assert 28 * (16 + int(spacing.get(qn("w:val"))) / 20) * layout.MM_PER_PT <= layout.TYPE_WIDTH_MM


def test_the_red_rule_is_the_lower_border_of_the_number() -> None:
    number = paragraph(opened("interview"), "禾网信约〔2026〕5号")
    border = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert border.get(qn("w:color")) == "C8102E"
    assert int(border.get(qn("w:space"))) == pytest.approx(4 / layout.MM_PER_PT, abs=0.5)


def test_odd_and_even_pages_number_on_their_outer_side() -> None:
    paper = opened("interview")
    assert paper.settings.odd_and_even_pages_header_footer
    section = paper.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        assert number._p.pPr.jc.get(qn("w:val")) in (side, {"right": "end", "left": "start"}[side])
        assert [field.text for field in number._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert face(number.runs[0]) == "宋体"
        assert "7c1e 90ab 44d2 f308" in footer.paragraphs[1].text


def test_a_draft_says_so_in_both_headers() -> None:
    section = opened("interview", draft=True).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "草　稿"
    issued = opened("interview").sections[0]
    assert issued.header.paragraphs[0].text == ""


@pytest.mark.parametrize("name", each_form())
def test_all_that_is_said_is_written(name: str) -> None:
    document = each_form()[name]
    written = everything(opened(name))
    assert document.title in written
    for block in document.blocks:
        assert re.sub(r"\s", "", getattr(block, "text", "")) in written
        for row in getattr(block, "rows", ()):
            for cell in row if isinstance(row, tuple) else (row.label, row.value):
                assert re.sub(r"\s", "", cell) in written


def test_a_table_repeats_its_header_and_keeps_rows_whole() -> None:
    table = opened("record").tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def border(line: Any, side: str) -> float:
    """Weight in mm of a paragraph's rule on that side."""
    return int(line._p.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}")).get(qn("w:sz"))) / 8 * layout.MM_PER_PT


def test_the_imprint_stands_between_thick_rules_with_a_thin_one_inside() -> None:
    paper = opened("delisting")
    copies, issue = paragraph(paper, "抄送："), paragraph(paper, "印发")
    assert border(copies, "top") == border(issue, "bottom") == pytest.approx(layout.IMPRINT_RULE_MM, abs=0.03)
    assert border(copies, "bottom") == pytest.approx(layout.IMPRINT_INNER_RULE_MM, abs=0.03)
    assert copies.paragraph_format.keep_with_next
    assert paragraph(paper, "（单位盖章）").paragraph_format.keep_with_next, "it stands on no page alone"
    assert all(line.text.startswith("　") and line.runs[0].font.size.pt == 14 for line in (copies, issue))


def test_signatures_are_tied_to_the_last_row_above_them() -> None:
    for changes in ({}, {"blocks": build_sanction_record(replace(RECORD, moves=())).blocks}):
        paper = opened("record", **changes)
        last = paper.tables[-1].rows[-1]
        assert all(line.paragraph_format.keep_with_next for cell in last.cells for line in cell.paragraphs)
        lines = [line.paragraph_format.keep_with_next for line in paper.paragraphs[-3:]]
        assert lines == [True, True, False], "an empty line, two names, a date"


def test_signature_lines_are_empty() -> None:
    slip = paragraph(opened("interview"), "收件人（签名）")
    ruled = [run.text for run in slip.runs if run.underline]
    assert ruled == ["　" * 8, "　" * 8]


def test_the_same_paper_gives_the_same_bytes_and_no_clock_is_in_them() -> None:
    for document in each_form().values():
        first = render_docx(document, trace=TRACE)
        assert first == render_docx(replace(document), trace=TRACE)
        members = zipfile.ZipFile(io.BytesIO(first)).infolist()
        assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
        assert members[0].filename == "[Content_Types].xml"
    facts = opened("interview").core_properties
    assert (facts.title, facts.created.date()) == ("约谈通知书", INTERVIEW.dated_on)


def test_markup_in_a_text_stays_text() -> None:
    notice = build_interview_notice(replace(INTERVIEW, place="<w:p/>&amp;x\x01"))
    assert "<w:p/>&amp;x" in everything(docx.Document(io.BytesIO(render_docx(notice))))
