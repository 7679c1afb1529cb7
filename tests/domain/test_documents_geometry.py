"""Every number of GB/T 9704-2012 the register keeps to, measured on the produced PDF; and where its pages may break."""

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from pypdf import PdfReader

from registry.domain.documents import layout
from registry.domain.documents.content import Document, Paragraph
from registry.domain.documents.fonts import Fonts, packaged_fonts
from registry.domain.documents.forms import (
    RecordedMove,
    build_delisting_letter,
    build_interview_notice,
    build_sanction_record,
)
from registry.domain.documents.pdf import render_pdf
from tests.domain.document_samples import INTERVIEW, LETTER, RECORD, TRACE, each_form
from tests.domain.paper_measure import BOTTOM, LEFT, PT, RIGHT, Word, find, rules_of, said, width_of, words_of

LINE = 225 / 22
"""One line in mm: 22 of them fill the type area (5.2.3)."""
CHAR = layout.SIZE_3_PT * PT
CLOSE = 0.3


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return packaged_fonts()


@pytest.fixture(scope="module")
def interview(fonts: Fonts) -> list[list[Word]]:
    return words_of(render_pdf(each_form()["interview"], fonts=fonts, trace=TRACE))


def letter(text: str) -> Document:
    return replace(build_interview_notice(INTERVIEW), blocks=(Paragraph(text),))


def near(value: float) -> object:
    """Equal on paper: within 0.3 mm."""
    return pytest.approx(value, abs=CLOSE)


def test_the_page_is_a4_with_margins_of_37_28_26_and_35_mm(fonts: Fonts) -> None:
    pdf = render_pdf(letter("国" * 1500), fonts=fonts)
    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert (float(page.mediabox.width) * PT, float(page.mediabox.height) * PT) == pytest.approx((210, 297), abs=0.1)
    lines = [word for word in words_of(pdf)[1] if set(word.text) == {"国"}]
    half_gap = (LINE - CHAR) / 2
    assert lines[0].top - half_gap == near(37)
    assert lines[-1].bottom + half_gap == pytest.approx(297 - 35, abs=0.4), "the pitch is rounded down to Word's twip"
    assert {round(word.x, 1) for word in lines} == {28.0}
    assert lines[0].x + 28 * CHAR == pytest.approx(210 - 26, abs=0.8), "28 characters of 15.75 pt are 155.6 mm of 156"


def test_a_full_page_has_22_lines_of_28_characters_in_size_3(fonts: Fonts) -> None:
    page = words_of(render_pdf(letter("国" * 1500), fonts=fonts))[1]
    lines = [word for word in page if set(word.text) == {"国"}]
    assert len(lines) == 22
    assert {len(word.text) for word in lines} == {28}
    assert {word.size for word in lines} == {15.75}
    assert {round(b.y - a.y, 1) for a, b in pairwise(lines)} == {round(LINE, 1)}


def test_the_red_head_stands_where_the_standard_puts_it(interview: list[list[Word]]) -> None:
    first = interview[0]
    mark, number, title = find(first, "互联网信息办公室"), find(first, "〔2026〕"), find(first, "约谈通知书")
    addressee, opening = find(first, "云帆文化传媒"), find(first, "经查")
    assert mark.top == near(37 + 35), "the mark, 35 mm below the type area's top"
    assert number.top - mark.bottom == near(2 * LINE), "the number, two empty lines below it"
    assert title.size == 22, "2号"
    assert addressee.top - title.bottom == near(LINE + (LINE - CHAR) / 2), "one empty line"
    assert addressee.x == near(28), "flush left"
    assert opening.x - LEFT == near(2 * CHAR), "indented by two characters"
    middle = (LEFT + RIGHT) / 2
    assert number.x + width_of("禾网信约〔2026〕5号", number.size) / 2 == near(middle)
    assert title.x + width_of("约谈通知书", title.size) / 2 == pytest.approx(middle, abs=2), "bold is a little wider"


def test_what_goes_upward_names_its_approver_beside_the_number_one_character_in_from_each_edge(fonts: Fonts) -> None:
    upward = replace(each_form()["interview"], approver="王堃")
    page = words_of(render_pdf(upward, fonts=fonts))[0]
    number, named = find(page, "禾网信约〔2026〕5号"), find(page, "签发人：")
    assert number.x - LEFT == near(CHAR)
    assert named.x + width_of("签发人：王堃", named.size) == near(RIGHT - CHAR)
    assert named.y == near(number.y)
    beside = find(words_of(render_pdf(each_form()["interview"], fonts=fonts))[0], "〔2026〕")
    assert number.y == near(beside.y), "it stands as high as where it stands in the middle"


def test_the_red_rule_is_4_mm_below_the_number_156_mm_wide_and_red(fonts: Fonts) -> None:
    pdf = render_pdf(each_form()["interview"], fonts=fonts)
    (rule,) = rules_of(pdf, 0)
    number, title = find(words_of(pdf)[0], "〔2026〕"), find(words_of(pdf)[0], "约谈通知书")
    assert (rule.left, rule.right) == near((28, 184))
    assert rule.y - number.bottom == near(4)
    assert title.top - rule.y == near(2 * LINE), "the title, two empty lines below it"
    assert (rule.color, round(rule.weight, 2)) == (layout.RED, layout.RED_RULE_WEIGHT_MM)


def test_attachments_stand_one_line_below_the_text_indented_by_two(fonts: Fonts) -> None:
    page = words_of(render_pdf(each_form()["order"], fonts=fonts))[1]
    last, first, second = find(page, "联系人"), find(page, "附件："), find(page, "2.")
    assert first.y - last.y == near(2 * LINE)
    assert first.x - LEFT == near(2 * CHAR)
    assert second.x == find(page, "1.").x


def test_the_date_ends_four_characters_from_the_right_and_the_signer_is_centred_on_it(fonts: Fonts) -> None:
    dated = "2026年10月9日"
    short = replace(each_form()["interview"], signer="网信办")  # a longer signer would move the date
    page = words_of(render_pdf(short, fonts=fonts))[1]
    word, signer = find(page, dated), find(page, "网信办")
    width = width_of(dated, 15.75)
    assert RIGHT - (word.x + width) == near(4 * CHAR)
    assert signer.x + 1.5 * CHAR == near(word.x + width / 2)


def test_page_numbers_stand_one_character_in_on_the_outer_side_7_mm_below_the_text(
    interview: list[list[Word]],
) -> None:
    one, two = find(interview[0], "— 1 —"), find(interview[1], "— 2 —")
    character = 14 * PT
    assert one.size == two.size == 14, "4号"
    assert RIGHT - (one.x + width_of("— 1 —", 14)) == pytest.approx(character, abs=1), (
        "odd pages: right (dashes are kerned)"
    )
    assert two.x - LEFT == near(character), "even pages: left"
    for word in (one, two):
        assert word.y - 0.36 * word.size * PT == pytest.approx(BOTTOM + 7, abs=0.5), "the dash itself"


def test_the_imprint_ends_the_last_page_between_thick_rules_with_a_thin_one_inside(fonts: Fonts) -> None:
    pdf = render_pdf(each_form()["delisting"], fonts=fonts)
    top, middle, bottom = rules_of(pdf, -1)[-3:]
    assert [round(rule.weight, 2) for rule in (top, middle, bottom)] == [0.35, 0.25, 0.35]
    assert all((rule.left, rule.right) == near((28, 184)) for rule in (top, middle, bottom))
    assert bottom.y == near(BOTTOM)
    copies, issued = find(words_of(pdf)[-1], "抄送"), find(words_of(pdf)[-1], "印发")
    assert copies.size == issued.size == 14, "4号"
    assert copies.x - LEFT == near(14 * PT)
    assert top.y < copies.top < middle.y < issued.top < bottom.y


@pytest.mark.parametrize("lines", [1, 20, 21, 22, 23])
def test_the_imprint_stands_on_no_page_alone(lines: int, fonts: Fonts) -> None:
    document = build_delisting_letter(replace(LETTER, facts=("国" * 28 * lines,)))
    last = "".join(word.text for word in words_of(render_pdf(document, fonts=fonts))[-1])
    assert "印发" in last
    assert "反　馈　栏" in last


def record(moves: int, facts: str = "含有煽动地域歧视的内容") -> Document:
    """A record with so many moves of the tier."""
    row = RecordedMove(date(2026, 10, 8), "B 一般", "C 重点关注", "十二个月内累计6分", "《规则》第七条")
    violations = (replace(RECORD.violations[0], facts=facts),)
    return build_sanction_record(replace(RECORD, violations=violations, moves=(row,) * moves))


@pytest.mark.parametrize("moves", [0, 5, 6, 7, 8, 26, 27, 28, 29])
def test_signatures_have_a_row_of_the_table_on_their_page(moves: int, fonts: Fonts) -> None:
    last = [word.text for word in words_of(render_pdf(record(moves), fonts=fonts))[-1]]
    names = next(place for place, text in enumerate(last) if "经办人（签名）" in text)
    assert any("第七条" in text or text == "无" for text in last[:names])


def test_a_row_keeps_to_one_page_and_the_header_comes_again(fonts: Fonts) -> None:
    pages = words_of(render_pdf(record(40), fonts=fonts))
    for page in pages[1:]:
        text = "".join(word.text for word in page).replace(" ", "")
        assert "原等级新等级原因规则条款" in text
        assert text.count("B一般") == text.count("重点关注") == text.count("第七条") >= 1


def test_facts_of_half_a_page_are_not_torn_and_those_of_several_are_not_cut(fonts: Fonts) -> None:
    whole = words_of(render_pdf(record(3, "长" * 330), fonts=fonts))
    assert sorted(sum(word.text.count("长") for word in page) for page in whole)[-1] == 330
    assert said(render_pdf(record(3, "长" * 4000), fonts=fonts)).count("长") == 4000
