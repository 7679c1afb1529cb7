"""The pieces of WordprocessingML (ECMA-376 part 1, 17) that python-docx has no words for.

Each function takes python-docx objects and sets one thing on them. Lengths are points unless named otherwise.
"""

import io
import zipfile
from typing import Any, Final

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES: Final = "[Content_Types].xml"
# The children of these elements stand in a fixed order in the schema; Word refuses a file that has another.
_BEFORE_SPACING: Final = (
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def element(tag: str, **attributes: str | int) -> Any:
    """An empty element ``w:tag`` with its attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(run_properties: Any, family: str, size: float) -> None:
    """Name one family for Chinese and Latin alike, and its size in points."""
    fonts = run_properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), family)
    run_properties.get_or_add_sz().val = Pt(size)


def add_run(paragraph: Any, text: str, family: str, size: float, *, extra: float = 0) -> Any:
    """Text in one face; ``extra`` points are put between its characters (negative: taken away)."""
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    set_font(properties, family, size)
    if extra:
        spacing = element("spacing", val=round(extra * 20))
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u")
    return run


def set_pitch(paragraph: Any, pitch: float, *, before: float = 0, after: float = 0) -> None:
    """Exact line pitch (固定值) and the space around; the page's grid, which it replaces, is let go."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(pitch)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    properties = paragraph._p.get_or_add_pPr()
    if properties.find(qn("w:snapToGrid")) is None:
        properties.insert_element_before(element("snapToGrid", val=0), *_BEFORE_SPACING[1:])


def set_indent(paragraph: Any, size: float, *, first: float = 0, right: float = 0, hanging: float = 0) -> None:
    """Indents in characters of ``size`` points, the first also kept as characters, so that Word's grid applies.

    ``hanging``: all lines but the first stand so far in.
    """
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    if first:
        indent.set(qn("w:firstLineChars"), str(round(first * 100)))
        indent.set(qn("w:firstLine"), str(round(first * size * 20)))
    if hanging:
        for side in ("left", "hanging"):
            indent.set(qn(f"w:{side}"), str(round(hanging * size * 20)))
    if right:
        indent.set(qn("w:right"), str(round(right * size * 20)))


def leave_no_gaps(style: Any) -> None:
    """No extra space between Chinese and figures (自动调整间距 off), as the PDF has it."""
    properties = style.element.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):
        properties.insert_element_before(element(name, val=0), *_BEFORE_SPACING)


def let_latin_break(paragraph: Any) -> None:
    """Allow a long address to break anywhere, or the line before it is torn apart
    (允许西文在单词中间换行)."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(element("wordWrap", val=0), *_BEFORE_SPACING)


def rule(paragraph: Any, side: str, *, weight: float, gap: float, color: str, kind: str = "single") -> None:
    """A border on one side of a paragraph: ``weight`` points thick, ``gap`` points away; top before bottom."""
    border = element(side, val=kind, sz=round(weight * 8), space=round(gap), color=color)
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:wordWrap", *_BEFORE_SPACING)
    borders.append(border)


def page_field(paragraph: Any, family: str, size: float) -> None:
    """The number of the page, counted by Word."""
    for kind in ("begin", None, "end"):
        run = add_run(paragraph, "", family, size)
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)


def set_grid(section: Any, *, pitch: float) -> None:
    """Line grid, ``pitch`` points a line. No character grid: Word squeezes by it, LibreOffice spreads by
    it."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=round(pitch * 20)))


def set_columns(table: Any, widths_mm: list[float]) -> None:
    """Fixed column widths."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def set_cell_margins(table: Any, inset: float) -> None:
    """Room at the sides of each cell, in points; Word's own would break a date in a narrow column."""
    margins = element("tblCellMar")
    insets = {"top": 2, "left": inset, "bottom": 2, "right": inset}
    margins.extend([element(side, w=round(width * 20), type="dxa") for side, width in insets.items()])
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def repeat_header(row: Any) -> None:
    """Repeat this row at the head of each page the table runs to."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_row(row: Any) -> None:
    """Do not break this row across pages."""
    row._tr.get_or_add_trPr().insert(0, element("cantSplit"))


def set_language(document: Any) -> None:
    """Simplified Chinese, for line breaking and proofing."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val="en-US", eastAsia="zh-CN"))


def stable(package: bytes) -> bytes:
    """The same zip with its members sorted and undated, so that equal content gives equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(member, old.read(name))
    return made.getvalue()
