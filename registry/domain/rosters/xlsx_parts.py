"""The XML around the rows of a workbook: sheet settings, drop-down lists, print set-up, the parts that name the sheets.

The order of the elements is the standard's (ECMA-376 part 1, 18.3.1.99); Excel calls any other order damaged.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from registry.domain.rosters.shapes import column_letter
from registry.domain.rosters.xlsx_styles import Style

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_LONGEST_HINT = 225
_A3, _A4 = 8, 9
_WIDEST_ON_A4 = 230
"""Excel's characters: at two thirds of their size, which is as small as a printed table may be."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table to write: its name, the lines above its header, its columns, and what stands below the last row.

    ``lists``: 0-based column → (the words it may hold, how the column is called). ``text_columns`` keep what is typed
    below the rows as text. ``hidden``: 0-based columns not shown. ``frozen``: how many columns stay when scrolling.
    """

    name: str
    headers: Sequence[str]
    widths: Sequence[float]
    title: str = ""
    line: str = ""
    notes: Sequence[str] = ()
    lists: Mapping[int, tuple[Sequence[str], str]] = field(default_factory=dict)
    text_columns: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    frozen: int = 2
    is_filtered: bool = True


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """A name Excel takes: at most 31 characters, none of []:*?/\\, unlike every other in any case."""
    base = _FORBIDDEN.sub(" ", wanted).strip(" '")[:_LONGEST_NAME] or "表"
    name, number, known = base, 1, {each.lower() for each in taken}
    while name.lower() in known:
        number += 1
        tail = f" {number}"
        name = base[: _LONGEST_NAME - len(tail)] + tail
    return name


def plain_beginning() -> str:
    """How a sheet of bare cells begins."""
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'


def beginning(sheet: Sheet, head: int, place: int) -> str:
    """Everything above the first row."""
    corner = f"{column_letter(sheet.frozen)}{head + 1}"
    across = f'xSplit="{sheet.frozen}" ' if sheet.frozen else ""
    pane = "bottomRight" if sheet.frozen else "bottomLeft"
    chosen = ' tabSelected="1"' if place == 0 else ""
    columns = "".join(_column(sheet, index, width) for index, width in enumerate(sheet.widths))
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{chosen} workbookViewId="0">'
        f'<pane {across}ySplit="{head}" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def _column(sheet: Sheet, index: int, width: float) -> str:
    style = f' style="{Style.BLANK:d}"' if index in sheet.text_columns else ""
    hidden = ' hidden="1"' if index in sheet.hidden else ""
    return f'<col min="{index + 1}" max="{index + 1}" width="{width}"{style}{hidden} customWidth="1"/>'


def ending(sheet: Sheet, head: int, last: int, merged: Sequence[int], rules: Sequence[str]) -> str:
    """Everything below the last row; ``merged`` are the rows of one cell across the whole table."""
    end = column_letter(len(sheet.headers) - 1)
    found = ["</sheetData>"]
    if sheet.is_filtered:
        found.append(f'<autoFilter ref="A{head}:{end}{max(last, head + 1)}"/>')
    if merged and end != "A":
        areas = "".join(f'<mergeCell ref="A{row}:{end}{row}"/>' for row in merged)
        found.append(f'<mergeCells count="{len(merged)}">{areas}</mergeCells>')
    if rules:
        found.append(f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>')
    found.append('<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>')
    found.append(f'<pageSetup paperSize="{_paper(sheet)}" fitToWidth="1" fitToHeight="0" orientation="landscape"/>')
    found.append("<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>")
    return "".join(found)


def _paper(sheet: Sheet) -> int:
    """A4 across, or A3 where the columns would be too small to read there; all columns go on one page's width."""
    shown = sum(width for index, width in enumerate(sheet.widths) if index not in sheet.hidden)
    return _A3 if shown > _WIDEST_ON_A4 else _A4


def rule(area: str, formula: str, called: str, words: Sequence[str]) -> str:
    """A drop-down list on ``area``; what is not in it is refused in words."""
    hint = f"{called}只能填写：{'、'.join(words)}"
    hint = hint if len(hint) <= _LONGEST_HINT else f"{called}只能从下拉列表中选择"
    return (
        '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="请从列表中选择" '
        f'error={quoteattr(hint)} sqref="{area}"><formula1>{escape(formula)}</formula1></dataValidation>'
    )


def defined_names(sheet: Sheet, name: str, place: int, head: int, last: int) -> list[str]:
    """What is printed of a sheet, its header on every page, and what its filter is."""
    quoted = escape("'" + name.replace("'", "''") + "'")
    shown = len(sheet.headers)
    while shown > 1 and shown - 1 in sheet.hidden:
        shown -= 1
    last = max(last, head + 1)
    found = []
    if sheet.is_filtered:
        area = f"{quoted}!$A${head}:${column_letter(len(sheet.headers) - 1)}${last}"
        found.append(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{area}</definedName>'
        )
    printed = f"{quoted}!$A$1:${column_letter(shown - 1)}${last + len(sheet.notes)}"
    found.append(f'<definedName name="_xlnm.Print_Area" localSheetId="{place}">{printed}</definedName>')
    titles = f"{quoted}!$1:${head}"
    found.append(f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{titles}</definedName>')
    return found


def frame(names: Sequence[str], hidden: int, defined: Sequence[str], styles: str) -> Iterator[tuple[str, str]]:
    """The parts beside the sheets as (name, content); ``hidden``: the place of the hidden sheet, 0 for none."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}"{_state(number - 1, hidden)} r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    named = f"<definedNames>{''.join(defined)}</definedNames>" if defined else ""
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{sheets}</sheets>{named}</workbook>",
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship Id="rId{len(names) + 1}" '
        f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    )
    yield "xl/styles.xml", styles


def _state(place: int, hidden: int) -> str:
    return ' state="hidden"' if hidden and place == hidden else ""
