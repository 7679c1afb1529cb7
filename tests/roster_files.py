"""Roster files for tests of the roof and the services: rows by header in, .xlsx bytes out, and the acts on them."""

import io
from collections.abc import Mapping
from typing import Any

from flask_openapi3 import OpenAPI
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.jobs import uploads_of
from registry.services import platforms, rosters
from registry.services.undoing import Undone, undo
from registry.store.accounts import Account
from registry.store.rosters import Import
from tests.factories import AT, COUNTY, ON, writing

PHONE, ID_NO = "13812342210", "330106199003071236"
USCC = "91330106MA2B0C1D3Y"
HEADER = (
    "账号名称", "所属平台", "平台账号ID", "主页链接", "主体名称", "主体类型", "统一社会信用代码", "身份证号", "负责人",
    "联系电话", "所属乡镇(街道)", "粉丝数", "统计日期", "备案登记号", "备注", "包村干部",
)  # fmt: skip
Row = Mapping[str, Any]


def one(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A sound row; ``changes`` by header."""
    return {
        "账号名称": f"西湖身边事{number}", "所属平台": "抖音", "平台账号ID": f"xhsbs_{number:04d}",
        "主体名称": f"云帆{number}文化传媒有限公司", "主体类型": "企业", "联系电话": PHONE, "粉丝数": 12000 + number,
        "统计日期": "2026-06-30", **changes,
    }  # fmt: skip


def workbook(*rows: Row, title: str = "西湖区自媒体账号花名册") -> bytes:
    """A file with a title line, the header in row 2 and the rows below, in one sheet called 城关镇名册."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    sheet.append([title])
    sheet.append(HEADER)
    for row in rows:
        sheet.append([row.get(header) for header in HEADER])
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                cell.data_type = "s"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as the bytes of a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(data: bytes) -> dict[str, list[Any]]:
    """A workbook's first sheet by header (found by 账号名称): its columns."""
    rows = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if "账号名称" in row)
    return {str(title): [row[place] for row in rows[head + 1 :]] for place, title in enumerate(rows[head])}


def preview(app: OpenAPI, by: Actor, data: bytes, *, region_code: str = COUNTY) -> int:
    """Upload a file and keep its preview; returns the import's key."""
    with writing(app) as session:
        plan = rosters.read_plan(session, data, "花名册.xlsx", region_code=region_code, today=ON)
        taken = rosters.upload(
            session, data, "花名册.xlsx", region_code=region_code, uploads=uploads_of(app), by=by, at=AT
        )
        rosters.keep_preview(session, taken.id, plan)
        return taken.id


def bring(app: OpenAPI, by: Actor, *rows: Row, region_code: str = COUNTY) -> int:
    """Import rows at one stroke; returns the import's key."""
    data = workbook(*rows)
    import_id = preview(app, by, data, region_code=region_code)
    with writing(app) as session:
        plan = rosters.read_plan(session, data, "花名册.xlsx", region_code=region_code, today=ON)
        rosters.apply(session, import_id, plan, by=by, at=AT, on=ON)
        platforms.keep_written(session, import_id, plan)
    return import_id


def take_back(app: OpenAPI, by: Actor, import_id: int) -> Undone:
    """Undo an import."""
    with writing(app) as session:
        return undo(session, import_id, by=by, at=AT, on=ON)[1]


def account_of(session: Session, uid: str) -> Account:
    """The account of that id."""
    (found,) = session.query(Account).filter_by(uid=uid)
    return found


def counts_of(app: OpenAPI, import_id: int) -> dict[str, int]:
    """How many rows of each action an import has, those it has none of left out."""
    with writing(app) as session:
        return {action: number for action, number in session.get_one(Import, import_id).counts.items() if number}
