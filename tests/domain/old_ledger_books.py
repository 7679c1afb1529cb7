"""Old ledgers for tests, as offices keep them: title lines, merged cells, dates with dots, no column for the kind."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADER = (
    "序号",
    "账号名称",
    "平台",
    "平台账号ID",
    "主体",
    "约谈时间",
    "约谈事由",
    "处置结果",
    "承办人",
    "文号",
    "备注",
)


def workbook(
    *rows: Sequence[Any],
    title: str = "西湖区2021年自媒体账号约谈记录",
    header: Sequence[Any] = HEADER,
    sheet_name: str = "Sheet1",
    unit: str = "西湖区网信办",
    merges: Sequence[str] = (),
) -> bytes:
    """A title merged over the table, the line of the sending office, the header in row 3, the rows, a foot."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    sheet.append([title])
    sheet.append([f"填报单位：{unit}", None, None, "填报日期：2022年1月5日"])
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    sheet.append([f"合计：{len(rows)} 次"])
    sheet.append(["填表人：王芳"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    for span in merges:
        sheet.merge_cells(span)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def talk(
    number: int, name: str = "西湖身边事", on: Any = "2021.5.3", *, uid: str | None = "xhsbs_2021",
    holder: str | None = "云帆文化传媒有限公司", reason: str = "发布不实信息",
) -> list[Any]:  # fmt: skip
    """A row under HEADER."""
    return [number, name, "抖音", uid, holder, on, reason, "已整改", "周敏", "西网信约〔2021〕3号", None]
