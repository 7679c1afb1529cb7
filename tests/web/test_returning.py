"""The officer's own workbook given back: the reason beside each bad row, the cells marked, good to upload again."""

import io
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook
from sqlalchemy import select

from registry.store.audit import AuditEntry
from tests.client import Client
from tests.factories import writing
from tests.roster_files import counts_of, one, workbook

SignIn = Callable[[str], Client]


def upload(app: OpenAPI, client: Client, data: bytes) -> str:
    file = (io.BytesIO(data), "花名册.xlsx")
    page = client.post("/rosters/upload", {"file": file}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return page.location


@pytest.mark.parametrize(("query", "rows"), [("", 3), ("?bad=1", 1)])
def test_the_workbook_comes_back_with_the_reason_beside_each_bad_row(
    app: OpenAPI, client_of: SignIn, query: str, rows: int
) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None), one(3)))
    data = clerk.get(f"{address}/marked.xlsx{query}").response.data
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    header = [cell.value for cell in sheet[2]]
    reasons = [line[header.index("错误原因")] for line in sheet.iter_rows(min_row=3, values_only=True)]
    assert len(reasons) == rows
    assert ["看不出所属平台" in each for each in reasons if each] == [True]
    with writing(app) as session:
        assert "rosters.give_back" in set(session.scalars(select(AuditEntry.act)))


def test_mended_it_is_uploaded_again(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None)))
    book = load_workbook(io.BytesIO(clerk.get(f"{address}/marked.xlsx").response.data))
    sheet = book.worksheets[0]
    sheet.cell(4, 2, "抖音")
    stream = io.BytesIO()
    book.save(stream)
    upload(app, clerk, stream.getvalue())
    assert counts_of(app, 2) == {"add": 2}


def test_a_file_that_is_gone_is_said(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None)))
    clerk.post(f"{address}/discard", {}, status=302, follow=False)
    page = clerk.get(f"{address}/marked.xlsx")
    assert "原文件已经不在了" in page.words
    client_of("n-clerk").get(f"{address}/marked.xlsx", status=404)
    client_of("auditor").get(f"{address}/marked.xlsx", status=403)


def test_what_was_mended_in_the_page_stands_in_the_workbook_and_no_error_beside_it(
    app: OpenAPI, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台="某某平台")))
    digest = clerk.get(f"{address}/mend").text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/mend", {"digest": digest, "cell:platform:4:名册": "抖音"}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    sheet = load_workbook(io.BytesIO(clerk.get(f"{address}/marked.xlsx").response.data)).worksheets[0]
    header = [cell.value for cell in sheet[2]]
    assert sheet.cell(4, 2).value == "抖音"
    assert sheet.cell(4, header.index("错误原因") + 1).value is None


def test_the_columns_chosen_are_remembered_for_the_workbook_given_back(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 所属平台=None, 包村干部="三墩镇")))
    digest = clerk.get(f"{address}/columns").text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/columns", {"digest": digest, "column:0:15": "address"}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    again = upload(app, clerk, clerk.get(f"{address}/marked.xlsx").response.data)
    assert "按上次选定的" in clerk.get(f"{again}/columns").words


@pytest.mark.parametrize("query", ["", "?bad=1"])
def test_a_question_sent_back_unmended_stays_one_question(app: OpenAPI, client_of: SignIn, query: str) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2), one(1, 粉丝数=99, 联系电话="13911112222")))
    digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/apply", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    marked = clerk.get(f"{address}/marked.xlsx{query}").response.data
    again = upload(app, clerk, marked)
    assert counts_of(app, 2) in ({"same": 1}, {"same": 2, "doubtful": 1})
    if query:
        assert "还在待核" in clerk.get(again).words
    book = load_workbook(io.BytesIO(marked))
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row, 7, 100)
    stream = io.BytesIO()
    book.save(stream)
    upload(app, clerk, stream.getvalue())
    assert counts_of(app, 3) in ({"change": 1}, {"same": 2, "doubtful": 1})
