"""The numbers of GB/T 9704-2012 (党政机关公文格式), each in its own unit, for PDF, DOCX and the print page
alike.

One place, so that the three renderings of a document cannot drift apart; a test holds static/paper.css to
them. Names end in their unit (``_MM``, ``_PT``, ``_CHARS``, ``_LINES``). Clause numbers are those of GB/T
9704-2012; "derived" marks a number computed here from the clauses beside it.
"""

from datetime import date
from typing import Final

from registry.domain.documents.content import Document

MM_PER_PT: Final = 25.4 / 72

# 5.1-5.2 paper, margins and type area: A4; 天头 37, 订口 28; 版心 156 x 225, which leaves the other two
# (derived).
PAGE_WIDTH_MM: Final = 210.0
PAGE_HEIGHT_MM: Final = 297.0
MARGIN_TOP_MM: Final = 37.0
MARGIN_LEFT_MM: Final = 28.0
TYPE_WIDTH_MM: Final = 156.0
TYPE_HEIGHT_MM: Final = 225.0
MARGIN_RIGHT_MM: Final = PAGE_WIDTH_MM - MARGIN_LEFT_MM - TYPE_WIDTH_MM
MARGIN_BOTTOM_MM: Final = PAGE_HEIGHT_MM - MARGIN_TOP_MM - TYPE_HEIGHT_MM

# 5.2.2-5.2.3 a page holds 22 lines of 28 characters in 3号仿宋.
LINES_PER_PAGE: Final = 22
CHARS_PER_LINE: Final = 28
LINE_PITCH_MM: Final = TYPE_HEIGHT_MM / LINES_PER_PAGE  # derived: 10.227 mm
# Rounded down to Word's twentieth of a point (579 twips), so that 22 lines never outgrow the type area.
LINE_PITCH_PT: Final = 28.95
CHAR_PITCH_PT: Final = TYPE_WIDTH_MM / MM_PER_PT / CHARS_PER_LINE  # derived: 15.79 pt

# Chinese type sizes. 3号 is 15.75 pt by definition (Word's menu rounds it to 16): only so do 28 fit on a
# line.
SIZE_2_PT: Final = 22.0
SIZE_3_PT: Final = 15.75
SIZE_4_PT: Final = 14.0
SIZE_SMALL_4_PT: Final = 12.0
SIZE_SMALL_5_PT: Final = 9.0
SIZE_3_WORD_PT: Final = 16.0

# 7.2.4 issuer mark (发文机关标志): its top 35 mm below the top of the type area, red 小标宋, never wider than
# it.
ISSUER_TOP_MM: Final = 35.0
RED: Final = "#c8102e"
# derived: (longest name, size in pt) that keeps the mark within 156 mm on one line; longer names take two.
ISSUER_SIZES: Final = ((12, 36), (14, 31), (17, 26), (20, 22))

# 7.2.5-7.2.7 number two empty lines below the mark, centred; 4 mm below it a red rule as wide as the type
# area.
DOC_NO_GAP_LINES: Final = 2
RED_RULE_GAP_MM: Final = 4.0
RED_RULE_WIDTH_MM: Final = TYPE_WIDTH_MM
RED_RULE_WEIGHT_MM: Final = 0.7

# 7.3.1-7.3.3 title in 2号小标宋 two empty lines below the rule; addressee one empty line below it; body
# indent 2.
TITLE_GAP_LINES: Final = 2
ADDRESSEE_GAP_LINES: Final = 1
INDENT_CHARS: Final = 2
# 7.3.4 attachments one empty line below the body, indented 2.
ATTACHMENT_GAP_LINES: Final = 1
# 7.3.5.1 sealed paper: date four characters from the right, signer centred over it, seal within a line of the
# body.
DATE_RIGHT_CHARS: Final = 4
SEAL_GAP_LINES: Final = 2
SEAL_DIAMETER_MM: Final = 42.0  # 国发〔1999〕25号: county bodies' seals are 42 mm across

# 7.5 page number: 4号 half-width 宋体 between dashes, 7 mm below the type area, one character in from the
# outer edge.
PAGE_NO_GAP_MM: Final = 7.0
PAGE_NO_SIZE_PT: Final = SIZE_4_PT
PAGE_NO_INSET_CHARS: Final = 1

# 7.4 imprint (版记): 4号仿宋, first and last rule 0.35 mm, those between 0.25 mm, one character in on both
# sides.
IMPRINT_SIZE_PT: Final = SIZE_4_PT
IMPRINT_RULE_MM: Final = 0.35
IMPRINT_INNER_RULE_MM: Final = 0.25

# Outside the standard, ours: the trace of who printed what, small and below the page number.
TRACE_SIZE_PT: Final = 7.5
TRACE_BOTTOM_MM: Final = 10.0
# Tables of forms: 小5号 in cells, so that a date keeps to one line; captions and fact sheets to fill in
# 小4号.
TABLE_SIZE_PT: Final = SIZE_SMALL_5_PT
SHEET_SIZE_PT: Final = 10.5
FACTS_SIZE_PT: Final = SIZE_SMALL_4_PT
# A table's row taller than this may break across pages; below it there is room on any page, header and signatures
# included.
ROW_LIMIT_MM: Final = 180.0

# The faces by the names the desktops know them under (5.2.2, 7.2.4, 7.3.1, 7.3.3, 7.5).
FACE_BODY: Final = "仿宋_GB2312"
FACE_TITLE: Final = "方正小标宋简体"
FACE_HEADING_1: Final = "黑体"
FACE_HEADING_2: Final = "楷体_GB2312"
FACE_PAGE_NO: Final = "宋体"

DRAFT_MARK: Final = "草稿"


NO_NUMBER: Final = "（未编号）"
# The mark is spread towards this width, as the mock-ups of red heads have it, but by no more than a third of
# its size.
ISSUER_SPREAD_MM: Final = 138.0


def issuer_mark(name: str) -> tuple[int, float]:
    """Size and extra space between characters, in points, of the issuer mark ``name``."""
    size = next((size for longest, size in ISSUER_SIZES if len(name) <= longest), ISSUER_SIZES[-1][1])
    spare = ISSUER_SPREAD_MM / MM_PER_PT - size * len(name)
    return size, round(min(max(spare / max(len(name) - 1, 1), 0.0), size / 3), 2)


def closing_insets(signer: str, dated: str) -> tuple[float, float]:
    """Distance of signer and date from the right, in characters, so that the one is centred on the other.

    The date keeps its four characters (7.3.5.1) unless the signer, being longer, would come nearer than two.
    """
    over = (_chars(signer) - _chars(dated)) / 2
    if over <= 0:
        return DATE_RIGHT_CHARS - over, float(DATE_RIGHT_CHARS)
    right = max(DATE_RIGHT_CHARS - over, float(INDENT_CHARS))
    return right, right + over


def date_text(day: date | None) -> str:
    """成文日期 in Arabic numerals without leading zeros (7.3.5.4); undated paper leaves room to write."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


APPROVER: Final = "签发人："
"""Stands before the approver of what goes upward; number and approver are one character in from the edges (7.2.6)."""


def look(document: Document) -> dict[str, str | int]:
    """What the print page needs besides the document: worked out here, so that no template reckons."""
    return {
        "draft_mark": DRAFT_MARK,
        "issuer_size": issuer_mark(document.issuer)[0],
        "doc_no": document.doc_no or NO_NUMBER,
        "dated": date_text(document.dated_on),
        "approver": APPROVER,
    }


def _chars(text: str) -> float:
    """Width of ``text`` in full characters; ASCII takes half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
