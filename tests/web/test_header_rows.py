"""Saying where the header stands: of a file refused for want of one, of a sheet read wrongly, of one that is no roster."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import Workbook
from sqlalchemy import select

from registry.store.added_rows import AddedRows
from tests.client import Client
from tests.factories import writing
from tests.roster_files import PHONE, account_of, counts_of, one, saved, workbook

SignIn = Callable[[str], Client]
STRANGE = ("网上叫啥", "在哪发", "谁在管")
ROWS = (("西湖身边事", "抖音", "云帆文化"), ("西湖美食", "快手", PHONE))


def book(*sheets: Sequence[Sequence[Any]]) -> bytes:
    made = Workbook()
    for number, rows in enumerate(sheets):
        sheet = made.worksheets[0] if number == 0 else made.create_sheet()
        sheet.title = f"表{number + 1}"
        for row in rows:
            sheet.append(row)
    return saved(made)


def upload(app: OpenAPI, client: Client, data: bytes, name: str = "花名册.xlsx") -> str:
    page = client.post("/rosters/upload", {"file": (io.BytesIO(data), name)}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return page.location


def send(app: OpenAPI, client: Client, address: str, page: str, **fields: str) -> str:
    digest = client.get(f"{address}/{page}").text.split('name="digest" value="')[1].split('"')[0]
    client.post(f"{address}/{page}", {"digest": digest, **fields}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return client.get(address).words


def test_a_file_without_a_known_header_is_read_once_its_row_is_chosen(app: OpenAPI, client_of: SignIn) -> None:
    clerk, data = client_of("clerk"), book([("西湖区情况",), STRANGE, *ROWS])
    address = upload(app, clerk, data)
    refused = clerk.get(address).words
    assert "没有找到花名册的表头" in refused
    assert "选表头在哪一行" in refused
    page = clerk.get(f"{address}/header-rows")
    assert "网上叫啥　在哪发　谁在管" in page.text
    assert "没有认出来" in page.words
    assert PHONE not in page.text
    send(app, clerk, address, "header-rows", **{"head:表1": "2"})
    send(app, clerk, address, "columns", **{"column:0:0": "name", "column:0:1": "platform", "column:0:2": "holder"})
    assert counts_of(app, 1) == {"add": 2}
    again = upload(app, clerk, book([("西湖区情况",), STRANGE, ("西湖新事", "微博", "乙")]))
    assert counts_of(app, 2) == {"add": 1}, "a header whose columns were chosen once is known again"
    assert "没有找到" not in clerk.get(again).words


def test_a_sheet_that_is_no_roster_is_left_out_and_said(app: OpenAPI, client_of: SignIn) -> None:
    head = ("账号名称", "平台", "主体名称")
    data = book([head, ("西湖身边事", "抖音", "甲")], [head, ("去年的号", "抖音", "乙")])
    clerk = client_of("clerk")
    address = upload(app, clerk, data)
    assert counts_of(app, 1) == {"add": 2}
    assert "表头或工作表认错了" in clerk.get(f"{address}/columns").words
    words = send(app, clerk, address, "header-rows", **{"head:表1": "", "head:表2": "0"})
    assert counts_of(app, 1) == {"add": 1}
    assert "按选择没有读这张工作表" in words + clerk.get(f"{address}?view=problems").words
    send(app, clerk, address, "header-rows", **{"head:表1": "", "head:表2": ""})
    assert counts_of(app, 1) == {"add": 2}
    words = send(app, clerk, address, "header-rows", **{"head:表1": "0", "head:表2": "0"})
    assert "每张工作表都选了不读" in words
    send(app, clerk, address, "header-rows", **{"head:表1": "1", "head:表2": "0"})
    assert counts_of(app, 1) == {"add": 1}, "what was refused by the choice itself is mended like any other"


def test_a_header_deep_down_is_chosen_by_its_number(app: OpenAPI, client_of: SignIn) -> None:
    rows = [(f"说明文字第{number}条",) for number in range(1, 81)]
    clerk = client_of("clerk")
    address = upload(app, clerk, book([*rows, STRANGE, *ROWS]))
    send(app, clerk, address, "header-rows", **{"head:表1": "", "other:表1": "81"})
    send(app, clerk, address, "columns", **{"column:0:0": "name", "column:0:1": "platform"})
    assert counts_of(app, 1) == {"add": 2}


def test_a_text_file_has_one_sheet_without_a_name(app: OpenAPI, client_of: SignIn) -> None:
    lines = [",".join(STRANGE), "西湖身边事,抖音,云帆文化"]
    clerk = client_of("clerk")
    address = upload(app, clerk, "\r\n".join(lines).encode("gb18030"), "花名册.csv")
    send(app, clerk, address, "header-rows", **{"head:": "1"})
    send(app, clerk, address, "columns", **{"column:0:0": "name", "column:0:1": "platform"})
    assert counts_of(app, 1) == {"add": 1}


def test_the_lower_of_two_tables_may_be_chosen_and_what_stands_above_is_said(app: OpenAPI, client_of: SignIn) -> None:
    upper = [("账号名称", "平台", "主体名称"), *ROWS, (), ()]
    lower = [("平台", "名称", "运营主体", "粉丝数"), ("微博", "西湖新事", "乙", 5)]
    clerk = client_of("clerk")
    address = upload(app, clerk, book([*upper, *lower]))
    assert "像有两张表" in clerk.get(address).words
    words = send(app, clerk, address, "header-rows", **{"head:表1": "6"})
    assert counts_of(app, 1) == {"add": 1}
    assert "它上面的内容没有读取" in words


def test_a_template_with_nothing_but_its_example_says_so_and_lets_it_in(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 账号名称="（示例）西湖发布")))
    page = clerk.get(address)
    assert "表里只有填写示例（第 3 行标着“（示例）”）" in page.words
    assert 'name="row:3:名册" value="take"' in page.text
    clerk.post(f"{address}/mend", {"digest": "", "row:3:名册": "take"}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert counts_of(app, 1) == {"add": 1}


@pytest.mark.parametrize("state", ["broken", "applied", "discarded"])
def test_where_no_row_can_mend_it_no_row_is_asked(app: OpenAPI, client_of: SignIn, state: str) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, b"PK\x03\x04broken" if state == "broken" else workbook(one(1)))
    if state != "broken":
        digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
        act = "apply" if state == "applied" else "discard"
        clerk.post(f"{address}/{act}", {"digest": digest}, status=302, follow=False)
        app.extensions["registry.queue"].run_waiting()
    assert "选表头在哪一行" not in clerk.get(address).words
    clerk.get(f"{address}/header-rows", status=302, follow=False)
    if state == "applied":
        with writing(app) as session:
            assert account_of(session, "xhsbs_0001").name == "西湖身边事1"


def test_nobody_elses_file_is_opened(app: OpenAPI, client_of: SignIn) -> None:
    address = upload(app, client_of("clerk"), book([STRANGE, *ROWS]))
    client_of("n-clerk").get(f"{address}/header-rows", status=404)
    client_of("auditor").get(f"{address}/header-rows", status=403)


def test_a_table_whose_names_nobody_recognised_says_so_first(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, book([STRANGE, *ROWS]))
    assert "没有认出“账号名称”一列" in send(app, clerk, address, "header-rows", **{"head:表1": "1"})


def test_a_sheet_that_was_not_read_is_said_first_and_in_words_of_a_sheet(app: OpenAPI, client_of: SignIn) -> None:
    head = ("账号名称", "平台", "主体名称")
    beside = [(*head, *head), ("甲", "抖音", "某", "乙", "快手", "某")]
    address = upload(app, client_of("clerk"), book([head, ("西湖身边事", "不知道", "甲")], beside))
    words = client_of("clerk").get(f"{address}?view=problems").words
    assert "像是两张表并排" in words
    assert words.index("像是两张表并排") < words.index("不认识的平台“不知道”，请改成")
    assert "只缺这一格" not in words


def test_a_column_taken_for_running_numbers_can_be_given_its_field(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, book([("编号", "账号名称", "平台"), ("xhsbs_01", "西湖身边事", "抖音")]))
    page = clerk.get(f"{address}/columns").words
    assert "编号" in page
    assert "序号，不读入" in page
    send(app, clerk, address, "columns", **{"column:0:0": "uid"})
    with writing(app) as session:
        assert session.scalars(select(AddedRows)).one().columns["uid"] == ["xhsbs_01"]
