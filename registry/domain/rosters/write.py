"""The roster as an office sends it on: a workbook with an official title, that reads back to the same values.

Ids, codes and telephones are text, so that no spreadsheet rounds them; a text that begins like a
formula stays
text (domain brief §4); closed vocabularies have their drop-down lists. Personal fields come from the caller,
masked or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters.clean import label_of
from registry.domain.rosters.fields import BY_NAME, NAMES, Field
from registry.domain.rosters.shapes import Value
from registry.domain.terms import LABELS, Influence, Tier

SEQUENCE_LABEL = "序号"
SHEET_NAME = "花名册"
SPARE_ROWS = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One account to write: its values by field (codes, as stored), which are approximate, its extra
    columns.
    """

    values: Mapping[str, Value]
    approximate: Sequence[str] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


def write_roster(
    rows: Iterable[ExportRow],
    stream: IO[bytes],
    *,
    title: str,
    unit_line: str = "",
    fields: Sequence[str] = NAMES,
    extra_headers: Sequence[str] = (),
) -> int:
    """Write ``rows`` to ``stream`` as .xlsx and return how many there were.

    ``title`` and ``unit_line`` (填报单位：…) stand above the header; ``fields`` chooses the columns,
    ``extra_headers``
    the columns kept verbatim from earlier rosters.
    """
    columns = [BY_NAME[name] for name in fields]
    workbook, sheet = new_sheet()
    headers = [SEQUENCE_LABEL, *(column.label for column in columns), *extra_headers]
    head = write_head(sheet, headers, title, unit_line)
    count = 0
    for count, row in enumerate(rows, start=1):
        put(sheet, head + count, 1, count)
        cells: list[str | int | None] = [
            shown(column, row.values.get(column.name), column.name in row.approximate) for column in columns
        ]
        cells += [row.extra.get(header) for header in extra_headers]
        for place, cell in enumerate(cells, start=2):
            put(sheet, head + count, place, cell)
    arrange(sheet, head, [6, *(column.width for column in columns), *(16 for _ in extra_headers)], head + count)
    offer_lists(sheet, columns, head, head + count)
    workbook.save(stream)
    return count


def new_sheet() -> tuple[Workbook, Worksheet]:
    """A workbook with its one sheet and the styles named once: a style per cell would cost most of the
    time.
    """
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET_NAME
    side = Side(style="thin", color="808080")
    frame = Border(left=side, right=side, top=side, bottom=side)
    plain, words = Alignment(vertical="center", wrap_text=True), Font(name="仿宋_GB2312", size=11)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for style in (
        NamedStyle("roster_number", font=words, border=frame, alignment=plain),
        NamedStyle("roster_text", font=words, border=frame, alignment=plain, number_format="@"),
        NamedStyle("roster_title", font=Font(name="方正小标宋简体", size=18), alignment=middle),
        NamedStyle("roster_line", font=Font(name="仿宋_GB2312", size=12), alignment=Alignment(vertical="center")),
        NamedStyle(
            "roster_head",
            font=Font(name="黑体", size=11),
            fill=PatternFill("solid", fgColor="DCE6F1"),
            border=frame,
            alignment=middle,
        ),
    ):
        workbook.add_named_style(style)
    return workbook, sheet


def write_head(sheet: Worksheet, headers: Sequence[str], title: str, unit_line: str) -> int:
    """Write title, unit line and headers; return the header's row number."""
    lines = [(title, "roster_title", 34), (unit_line, "roster_line", 20)]
    number = 0
    for text, style, height in lines:
        if text:
            number += 1
            put(sheet, number, 1, text, style)
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(headers))
            sheet.row_dimensions[number].height = height
    for column, header in enumerate(headers, start=1):
        put(sheet, number + 1, column, header, "roster_head")
    sheet.row_dimensions[number + 1].height = 32
    return number + 1


def shown(column: Field, value: Value, approximate: bool = False) -> str | int | None:
    """A value as a cell shows it, in a form that reads back to the same: 约3000 for an approximate count."""
    label = label_of(column, value)
    if isinstance(label, list):
        return "、".join(label)
    return f"约{label}" if approximate and label is not None else label


def put(sheet: Worksheet, row: int, column: int, value: str | int | None, style: str = "roster_text") -> None:
    """Fill one cell: a number as a number, everything else as text that nothing evaluates or rounds."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # nothing is written into the hidden part of a merge
    if isinstance(value, int):
        cell.value = value
        cell.style = "roster_number"
        return
    cell.style = style
    if value is not None:
        cell.value = value.translate(_CONTROL)
        cell.data_type = "s"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True


def arrange(sheet: Worksheet, head: int, widths: Sequence[int], last: int) -> None:
    """Widths, frozen header, filter, and A4 landscape with the header on every page."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    end = get_column_letter(len(widths))
    sheet.freeze_panes = f"C{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{end}{max(last, head + 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{head}"
    sheet.print_area = f"A1:{end}{max(last, head + 1)}"
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "第 &P 页，共 &N 页"


def offer_lists(sheet: Worksheet, columns: Sequence[Field], head: int, last: int) -> None:
    """A drop-down list on every column of a closed vocabulary, some spare rows included."""
    for place, column in enumerate(columns, start=2):
        if column.vocabulary is None:
            continue
        words = ",".join(choices(column))
        letter = get_column_letter(place)
        offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        offer.errorTitle, offer.error = (
            "请从列表中选择",
            f"{column.label}只能填写：{words.replace(',', '、')}",
        )
        offer.add(f"{letter}{head + 1}:{letter}{last + SPARE_ROWS}")
        sheet.add_data_validation(offer)


def choices(field: Field) -> list[str]:
    """The words a column of a closed vocabulary may hold, as published."""
    vocabulary = field.vocabulary
    assert vocabulary is not None  # asked of closed vocabularies only
    if vocabulary in (Tier, Influence):
        return [member.value for member in vocabulary]
    return list(LABELS[vocabulary].values())
