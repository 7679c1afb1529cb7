"""The looks of a workbook we write: a closed list of cell styles and the XML that defines them (ECMA-376 part 1, 18.8).

Fonts are those of official papers (GB/T 9704): 方正小标宋 for titles, 黑体 for headers, 仿宋 for the body.
"""

from enum import IntEnum

_FONTS = (("宋体", 11, ""), ("仿宋_GB2312", 11, ""), ("方正小标宋简体", 18, ""), ("仿宋_GB2312", 12, ""), ("黑体", 11, ""),
          ("仿宋_GB2312", 10, "FF606060"))  # fmt: skip
_FORMATS = {164: "yyyy\\-mm\\-dd"}
_FRAME = '<{0} style="thin"><color rgb="FF808080"/></{0}>'


class Style(IntEnum):
    """What a cell is; the number is its place in the style sheet."""

    PLAIN = 0
    TITLE = 1
    LINE = 2
    HEAD = 3
    TEXT = 4
    QUOTED = 5
    NUMBER = 6
    DATE = 7
    NOTE = 8
    BLANK = 9


_MIDDLE = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
_LEFT = '<alignment vertical="center" wrapText="1"/>'
_RIGHT = (
    '<alignment horizontal="right" vertical="center" wrapText="1" indent="1"/>'  # else it runs into the text beside it
)
_LOOKS: dict[Style, tuple[int, int, int, int, str, str]] = {
    # style: number format, font, fill, border, alignment, further attributes
    Style.PLAIN: (0, 0, 0, 0, "", ""),
    Style.TITLE: (49, 2, 0, 0, _MIDDLE, ""),
    Style.LINE: (49, 3, 0, 0, '<alignment vertical="center"/>', ""),
    Style.HEAD: (49, 4, 2, 1, _MIDDLE, ""),
    Style.TEXT: (49, 1, 0, 1, _LEFT, ""),
    Style.QUOTED: (49, 1, 0, 1, _LEFT, ' quotePrefix="1"'),
    Style.NUMBER: (0, 1, 0, 1, _RIGHT, ""),
    Style.DATE: (164, 1, 0, 1, _MIDDLE, ""),
    Style.NOTE: (49, 5, 0, 0, _LEFT, ""),
    Style.BLANK: (49, 1, 0, 0, _LEFT, ""),  # a whole column of text, so that digits typed below stay as typed
}


def style_sheet() -> str:
    """The part xl/styles.xml."""
    fonts = "".join(_font(*font) for font in _FONTS)
    formats = "".join(f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in _FORMATS.items())
    looks = "".join(_look(*_LOOKS[style]) for style in Style)
    frame = "".join(_FRAME.format(side) for side in ("left", "right", "top", "bottom"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/><bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{frame}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(Style)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        '<dxfs count="0"/></styleSheet>'
    )


def _font(name: str, size: int, colour: str) -> str:
    shade = f'<color rgb="{colour}"/>' if colour else ""
    return f'<font><sz val="{size}"/>{shade}<name val="{name}"/><charset val="134"/></font>'


def _look(number_format: int, font: int, fill: int, border: int, alignment: str, more: str) -> str:
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"{more} '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"{alignment}</xf>"
    )
