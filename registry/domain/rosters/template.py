"""The blank roster an office hands out: lists to choose from, text columns where digits matter, a sheet
of rules.
"""

from collections.abc import Sequence
from typing import IO

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.domain.rosters.fields import DERIVED, FIELDS, Field, Kind
from registry.domain.rosters.write import (
    SEQUENCE_LABEL,
    SPARE_ROWS,
    arrange,
    choices,
    new_sheet,
    offer_lists,
    put,
    write_head,
)

GUIDE_NAME = "填表说明"
_GUIDE: dict[Kind, str] = {
    Kind.TEXT: "按实际填写，没有的留空",
    Kind.PROSE: "按实际填写，没有的留空",
    Kind.UID: "填平台上的号（如抖音号、微信号），单元格设为文本，避免长数字被改写",
    Kind.URL: "填账号主页的完整网址",
    Kind.ENUM: "从下拉列表中选择",
    Kind.USCC: "18 位，单元格设为文本",
    Kind.ID_NO: "18 位，单元格必须设为文本，确有必要时才填写",
    Kind.PHONE: "手机或带区号的座机，多个号码用顿号隔开",
    Kind.COUNT: "填数字，可写 1.2万、约3000、10万+；不清楚的留空，不要填 0",
    Kind.DATE: "如 2023-05-01；只知道年月的填 2023-05，只知道年份的填 2023",
}
_REQUIRED = ("name", "platform")


def write_template(stream: IO[bytes], *, title: str = "自媒体账号花名册", unit_line: str = "填报单位：") -> None:
    """Write a blank roster with its drop-down lists, and a sheet that explains each column."""
    workbook, sheet = new_sheet()
    head = write_head(sheet, [SEQUENCE_LABEL, *(column.label for column in FIELDS)], title, unit_line)
    arrange(sheet, head, [6, *(column.width for column in FIELDS)], head)
    offer_lists(sheet, FIELDS, head, head)
    for place, column in enumerate(FIELDS, start=2):
        if column.kind is not Kind.COUNT:
            for number in range(head + 1, head + 1 + SPARE_ROWS):
                sheet.cell(number, place).number_format = "@"
    _write_guide(workbook.create_sheet(GUIDE_NAME), FIELDS)
    workbook.save(stream)


def _write_guide(sheet: Worksheet, columns: Sequence[Field]) -> None:
    """Explain each column on a sheet of its own."""
    lines = [("列", "是否必填", "填写要求")]
    lines += [(column.label, "必填" if column.name in _REQUIRED else "选填", _rule(column)) for column in columns]
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            put(sheet, number, place, text, "roster_head" if number == 1 else "roster_text")
    for place, width in enumerate((20, 10, 90), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation = "landscape"


def _rule(column: Field) -> str:
    """How one column is to be filled."""
    rule = _GUIDE[column.kind]
    if column.vocabulary:
        rule = f"{rule}：{'、'.join(choices(column))}"
    if column.name in DERIVED:
        rule = f"{rule}（由系统按规则得出，填写只作核对，不会改动登记）"
    return rule
