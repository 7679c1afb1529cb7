"""The blank roster an office hands out: lists to choose from, text columns where digits matter, a sheet
of rules.
"""

from collections.abc import Sequence
from typing import IO

from registry.domain.rosters.fields import DERIVED, FIELDS, Field, Kind
from registry.domain.rosters.write import SHEET_NAME, Columns, choices
from registry.domain.rosters.xlsx import Book
from registry.domain.rosters.xlsx_parts import Sheet

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
    book = Book(stream)
    book.add(Columns().sheet(SHEET_NAME, title, unit_line), ())
    book.add(
        Sheet(GUIDE_NAME, ("列", "是否必填", "填写要求"), (20, 10, 90), frozen=0, is_filtered=False), _guide(FIELDS)
    )
    book.close()


def _guide(columns: Sequence[Field]) -> list[tuple[str, str, str]]:
    """What each column wants, for a sheet of its own."""
    return [(column.label, "必填" if column.name in _REQUIRED else "选填", _rule(column)) for column in columns]


def _rule(column: Field) -> str:
    """How one column is to be filled."""
    rule = _GUIDE[column.kind]
    if column.vocabulary:
        rule = f"{rule}：{'、'.join(choices(column))}"
    if column.name in DERIVED:
        rule = f"{rule}（由系统按规则得出，填写只作核对，不会改动登记）"
    return rule
