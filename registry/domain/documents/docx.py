"""Documents as DOCX, for offices that finish their paper in WPS or Word: the same content and numbers as the
PDF.

Fonts are named, not embedded: the desktops have 仿宋_GB2312 and 方正小标宋. Characters a font lacks, Word and
WPS take from another by themselves. The bytes are the same for the same content and trace.
"""

import io
from datetime import UTC, date, datetime
from typing import Any, Final

import docx
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, RGBColor

from registry.domain.documents import content, layout
from registry.domain.documents import docx_parts as parts
from registry.domain.documents.content import Document, Trace

_SIZE: Final = layout.SIZE_3_WORD_PT
_PITCH: Final = layout.LINE_PITCH_PT
_RED: Final = layout.RED.lstrip("#").upper()
_GREY: Final = RGBColor(0x99, 0x99, 0x99)
_UNDATED: Final = date(2000, 1, 1)
_LEVEL_FACES: Final = {1: layout.FACE_HEADING_1, 2: layout.FACE_HEADING_2, 3: layout.FACE_BODY}


def render_docx(document: Document, *, trace: Trace | None = None) -> bytes:
    """One document as DOCX; ``trace`` is the small line at the foot of a printed copy."""
    paper = docx.Document()
    _set_up(paper, document)
    _furnish(paper, document, trace)
    _letter_head(paper, document) if document.is_letter else _form_head(paper, document)
    for place, block in enumerate(document.blocks):
        after = document.blocks[place + 1] if place + 1 < len(document.blocks) else None
        held = isinstance(after, content.SealPlace | content.SignatureLines)
        _add(paper, document, block, held)
    if document.copies_to:
        _imprint(paper, document)
    made = io.BytesIO()
    paper.save(made)
    return parts.stable(made.getvalue())


def _set_up(paper: Any, document: Document) -> None:
    """Page, grid, the plain style, and properties that name the paper instead of the program."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH_MM), Mm(layout.PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP_MM), Mm(layout.MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT_MM), Mm(layout.MARGIN_RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(12), Mm(layout.TRACE_BOTTOM_MM)
    parts.set_grid(section, pitch=_PITCH)
    parts.set_font(paper.styles["Normal"].element.get_or_add_rPr(), layout.FACE_BODY, _SIZE)
    parts.leave_no_gaps(paper.styles["Normal"])
    parts.set_language(paper)
    paper.settings.odd_and_even_pages_header_footer = True
    day = document.dated_on or _UNDATED
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    facts = paper.core_properties
    facts.title, facts.author, facts.last_modified_by = document.title, document.issuer, document.issuer
    facts.comments, facts.created, facts.modified, facts.revision = "", stamp, stamp, 1


def _line(paper: Any, *, pitch: float = _PITCH, before: float = 0, after: float = 0) -> Any:
    """An empty paragraph of exact pitch."""
    paragraph = paper.add_paragraph()
    parts.set_pitch(paragraph, pitch, before=before, after=after)
    return paragraph


def _text(paper: Any, text: str, *, indent: bool = True) -> Any:
    """A paragraph of body text."""
    paragraph = _line(paper)
    paragraph.alignment = ALIGN.LEFT if content.is_ragged(text) else ALIGN.JUSTIFY
    if text:
        _run(paragraph, text)
    parts.let_latin_break(paragraph)
    if indent:
        parts.set_indent(paragraph, _SIZE, first=layout.INDENT_CHARS)
    return paragraph


def _run(paragraph: Any, text: str, face: str = layout.FACE_BODY) -> None:
    """Body text: Word's 3号 is 16 pt, so a quarter of a point is taken off each character for 28 to a
    line."""
    parts.add_run(paragraph, text, face, _SIZE, extra=layout.SIZE_3_PT - _SIZE)


def _furnish(paper: Any, document: Document, trace: Trace | None) -> None:
    """Page number on the outer side, trace below it, the draft mark above the type area."""
    section = paper.sections[0]
    sides = (
        (section.footer, section.header, ALIGN.RIGHT),
        (section.even_page_footer, section.even_page_header, ALIGN.LEFT),
    )
    for footer, header, side in sides:
        _page_number(footer.paragraphs[0], side)
        _trace(footer.add_paragraph(), trace)
        if document.draft:
            mark = header.paragraphs[0]
            mark.alignment = ALIGN.CENTER
            run = parts.add_run(mark, "　".join(layout.DRAFT_MARK), layout.FACE_HEADING_1, layout.SIZE_2_PT)
            run.font.color.rgb = _GREY


def _page_number(paragraph: Any, side: Any) -> None:
    """— 1 —, one character in from the outer edge."""
    size = layout.PAGE_NO_SIZE_PT
    paragraph.alignment = side
    parts.set_pitch(paragraph, size)
    inset = Pt(size * layout.PAGE_NO_INSET_CHARS)
    paragraph.paragraph_format.left_indent = inset if side == ALIGN.LEFT else None
    paragraph.paragraph_format.right_indent = inset if side == ALIGN.RIGHT else None
    parts.add_run(paragraph, "— ", layout.FACE_PAGE_NO, size)
    parts.page_field(paragraph, layout.FACE_PAGE_NO, size)
    parts.add_run(paragraph, " —", layout.FACE_PAGE_NO, size)


def _trace(paragraph: Any, trace: Trace | None) -> None:
    """Who printed the copy on the left, what it is on the right; an empty line keeps the number in its
    place."""
    below = layout.MARGIN_BOTTOM_MM - layout.PAGE_NO_GAP_MM - layout.TRACE_BOTTOM_MM
    pitch = layout.TRACE_SIZE_PT * 1.2
    before = below / layout.MM_PER_PT - pitch - layout.PAGE_NO_SIZE_PT / 2
    parts.set_pitch(paragraph, pitch, before=before)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(layout.TYPE_WIDTH_MM), alignment=2)
    words = f"{trace.printed}\t{trace.label}" if trace else ""
    parts.add_run(paragraph, words, layout.FACE_PAGE_NO, layout.TRACE_SIZE_PT)


def _letter_head(paper: Any, document: Document) -> None:
    """Issuer mark, number, red rule, title, addressee."""
    size, tracking = layout.issuer_mark(document.issuer)
    mark = _line(paper, pitch=size * 1.15, before=layout.ISSUER_TOP_MM / layout.MM_PER_PT)
    mark.alignment = ALIGN.CENTER
    run = parts.add_run(mark, document.issuer, layout.FACE_TITLE, size, extra=tracking)
    run.font.color.rgb = RGBColor.from_string(_RED)
    number = _line(paper, pitch=_SIZE * 1.25, before=layout.DOC_NO_GAP_LINES * _PITCH)
    _number(number, document)
    weight = layout.RED_RULE_WEIGHT_MM / layout.MM_PER_PT
    parts.rule(number, "bottom", weight=weight, gap=layout.RED_RULE_GAP_MM / layout.MM_PER_PT, color=_RED)
    _title(paper, document, before=layout.TITLE_GAP_LINES * _PITCH, after=layout.ADDRESSEE_GAP_LINES * _PITCH)
    if document.addressee:
        _text(paper, f"{document.addressee}：", indent=False)


def _number(line: Any, document: Document) -> None:
    """The number in the middle; of what goes upward at the left, the approver at the right, one character in each."""
    parts.add_run(line, document.doc_no or layout.NO_NUMBER, layout.FACE_BODY, _SIZE)
    if not document.approver:
        line.alignment = ALIGN.CENTER
        return
    line.paragraph_format.first_line_indent = Pt(_SIZE)
    right = layout.TYPE_WIDTH_MM - _SIZE * layout.MM_PER_PT
    line.paragraph_format.tab_stops.add_tab_stop(Mm(right), alignment=2)
    parts.add_run(line, f"\t{layout.APPROVER}", layout.FACE_BODY, _SIZE)
    parts.add_run(line, document.approver, layout.FACE_HEADING_2, _SIZE)


def _form_head(paper: Any, document: Document) -> None:
    """The notice (内部资料), the title, the number at the right."""
    small = layout.FACTS_SIZE_PT
    if document.notice:
        parts.add_run(_line(paper, pitch=small * 1.5), document.notice, layout.FACE_HEADING_1, small)
    _title(paper, document, before=small, after=small)
    if document.doc_no:
        number = _line(paper, pitch=small * 1.5, after=4)
        number.alignment = ALIGN.RIGHT
        parts.add_run(number, document.doc_no, layout.FACE_BODY, small)


def _title(paper: Any, document: Document, *, before: float, after: float) -> None:
    title = _line(paper, pitch=layout.SIZE_2_PT * 1.4, before=before, after=after)
    title.alignment = ALIGN.CENTER
    parts.add_run(title, document.title, layout.FACE_TITLE, layout.SIZE_2_PT)


def _add(paper: Any, document: Document, block: content.Block, held: bool) -> None:
    """One block; ``held`` keeps its end on the page of the signer or of those who sign by hand."""
    match block:
        case content.Paragraph():
            paragraph = _text(paper, block.text, indent=not block.flush)
            paragraph.paragraph_format.keep_with_next = held
        case content.Heading():
            _heading(paper, block)
        case content.Facts():
            _facts(paper, block, layout.SHEET_SIZE_PT)
        case content.Table():
            _table(paper, block, held)
        case content.SignatureLines():
            _line(paper).paragraph_format.keep_with_next = True
            _ink(paper, block.lines, layout.FACTS_SIZE_PT)
        case content.ReplySlip():
            _reply(paper, block, held=bool(document.copies_to))
        case content.SealPlace():
            _closing(paper, document)


def _heading(paper: Any, heading: content.Heading) -> None:
    paragraph = _text(paper, "")
    paragraph.alignment = ALIGN.LEFT if content.is_ragged(heading.text) else ALIGN.JUSTIFY
    lead = heading.mark + heading.title
    _run(paragraph, lead, _LEVEL_FACES[heading.level])
    if heading.text:
        between = "　" if heading.title else ""
        _run(paragraph, between + heading.text)
    paragraph.paragraph_format.keep_with_next = not heading.text


def _closing(paper: Any, document: Document) -> None:
    """Attachments, then signer centred over date, with room for the seal."""
    for place, name in enumerate(document.attachments):
        mark = "附件：" if place == 0 else "　　　"
        number = f"{place + 1}. " if len(document.attachments) > 1 else ""
        line = _text(paper, mark + number + name)
        line.paragraph_format.space_before = Pt(_PITCH * layout.ATTACHMENT_GAP_LINES if place == 0 else 0)
    dated = layout.date_text(document.dated_on)
    insets = layout.closing_insets(document.signer, dated)
    for text, inset in zip((document.signer, dated), insets, strict=True):
        line = _text(paper, text, indent=False)
        line.alignment = ALIGN.RIGHT
        parts.set_indent(line, _SIZE, right=inset)
        line.paragraph_format.keep_with_next = text == document.signer
        line.paragraph_format.space_before = Pt(_PITCH * layout.SEAL_GAP_LINES if text == document.signer else 0)


def _reply(paper: Any, slip: content.ReplySlip, *, held: bool) -> None:
    """The slip below the cut, kept in one piece; ``held`` keeps it with the imprint, which is to stand on no page alone."""
    title = _line(paper, before=2 * _PITCH)
    title.alignment = ALIGN.CENTER
    parts.add_run(title, "　".join(slip.title), layout.FACE_HEADING_1, _SIZE)
    parts.rule(title, "top", weight=0.5, gap=12, color="000000", kind="dashed")
    opening = _text(paper, slip.text, indent=False)
    for line in (title, opening):
        line.paragraph_format.keep_with_next = True
    if slip.facts:
        _facts(paper, content.Facts(slip.facts), layout.FACTS_SIZE_PT, held=True)
    _ink(paper, slip.lines, _SIZE, held=held)


def _ink(paper: Any, lines: tuple[tuple[content.Blank, ...], ...], size: float, *, held: bool = False) -> None:
    """Labels and ruled blanks to sign on."""
    for place, blanks in enumerate(lines):
        line = _line(paper, pitch=max(_PITCH, size * 1.8))
        for number, blank in enumerate(blanks):
            parts.add_run(line, ("　" if number else "") + blank.label, layout.FACE_BODY, size)
            if blank.chars:
                parts.add_run(line, "　" * blank.chars, layout.FACE_BODY, size).underline = True
        line.paragraph_format.keep_with_next = held or place + 1 < len(lines)


def _facts(paper: Any, facts: content.Facts, size: float, *, held: bool = False) -> None:
    """Labelled cells; the last value of a row that is not full spans the rest."""
    label = 6.5 * size * layout.MM_PER_PT
    value = layout.TYPE_WIDTH_MM / facts.columns - label
    table = _ruled(paper, len(facts.lines), [label, value] * facts.columns)
    for row, line in zip(table.rows, facts.lines, strict=True):
        for place, fact in enumerate(line):
            _fill(row.cells[2 * place], fact.label, layout.FACE_HEADING_1, size, centred=True, held=held)
            cell = row.cells[2 * place + 1]
            if place == len(line) - 1 and len(line) < facts.columns:
                cell = cell.merge(row.cells[2 * facts.columns - 1])
            _fill(cell, fact.value, layout.FACE_BODY, size, held=held)
        row.height = Pt(size * 1.5 * (1 if line[0].value else line[0].lines * 1.25) + 6)


def _table(paper: Any, table: content.Table, held: bool) -> None:
    """A caption and a ruled table whose header repeats; ``held`` ties its last row to what follows."""
    size = layout.TABLE_SIZE_PT
    caption = _line(paper, pitch=layout.FACTS_SIZE_PT * 1.5, before=_PITCH / 2, after=4)
    parts.add_run(caption, table.caption, layout.FACE_HEADING_1, layout.FACTS_SIZE_PT)
    caption.paragraph_format.keep_with_next = True
    widths = [layout.TYPE_WIDTH_MM * width / sum(table.widths) for width in table.widths]
    ruled = _ruled(paper, 1 + max(len(table.rows), 1), widths)
    parts.repeat_header(ruled.rows[0])
    for cell, text in zip(ruled.rows[0].cells, table.headers, strict=True):
        _fill(cell, text, layout.FACE_HEADING_1, size, centred=True)
    for place, (row, texts) in enumerate(zip(ruled.rows[1:], table.rows, strict=False), 1):
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text, layout.FACE_BODY, size, held=held and place == len(table.rows))
    if not table.rows:
        across = ruled.rows[1].cells[0].merge(ruled.rows[1].cells[-1])
        _fill(across, table.empty, layout.FACE_BODY, size, centred=True, held=held)


def _ruled(paper: Any, rows: int, widths: list[float]) -> Any:
    """An empty ruled table of the given column widths in mm."""
    table = paper.add_table(rows, len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    parts.set_columns(table, widths)
    parts.set_cell_margins(table, 3)
    for row in table.rows:
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        parts.keep_row(row)
    return table


def _fill(cell: Any, text: str, face: str, size: float, *, centred: bool = False, held: bool = False) -> None:
    """A cell's text, in the middle of its height."""
    cell.vertical_alignment = 1
    paragraph = cell.paragraphs[0]
    parts.set_pitch(paragraph, size * 1.4)
    parts.let_latin_break(paragraph)
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    paragraph.paragraph_format.keep_with_next = held
    parts.add_run(paragraph, text, face, size)


def _imprint(paper: Any, document: Document) -> None:
    """版记: copies and issue between rules, the first and last thick (7.4), one character in on both sides.

    It stands at the end of the text: Word cannot be told the foot of the last page.
    """
    size = layout.IMPRINT_SIZE_PT
    outer, inner = (weight / layout.MM_PER_PT for weight in (layout.IMPRINT_RULE_MM, layout.IMPRINT_INNER_RULE_MM))
    copies = _line(paper, before=_PITCH)
    issue = _line(paper)
    texts = (
        f"抄送：{'，'.join(document.copies_to)}。",
        f"{document.signer}\t{layout.date_text(document.dated_on)}印发",
    )
    for line, text in zip((copies, issue), texts, strict=True):
        parts.add_run(line, f"　{text}", layout.FACE_BODY, size)
        stop = Mm(layout.TYPE_WIDTH_MM) - Pt(size)
        line.paragraph_format.tab_stops.add_tab_stop(stop, alignment=2)
    parts.set_indent(copies, size, hanging=4)
    copies.paragraph_format.keep_with_next = True
    parts.rule(copies, "top", weight=outer, gap=1, color="000000")
    parts.rule(copies, "bottom", weight=inner, gap=1, color="000000")
    parts.rule(issue, "bottom", weight=outer, gap=1, color="000000")
