"""What is typed in a preview is checked as everywhere: a wrong value stays at its cell, with why, and changes nothing."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook

from registry.domain.permissions import Actor
from registry.services.choosing import find_faults
from tests.client import Client
from tests.factories import make_account, writing
from tests.roster_files import counts_of, one, workbook

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]
DAY = date(2026, 9, 1)


def upload(app: OpenAPI, client: Client, data: bytes) -> str:
    page = client.post("/rosters/upload", {"file": (io.BytesIO(data), "花名册.xlsx")}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return page.location


def test_a_wrong_value_typed_is_told_at_its_cell_and_what_was_typed_is_kept(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 联系电话="1380000123"), one(2, 所属平台=None)))
    digest = clerk.get(f"{address}/mend").text.split('name="digest" value="')[1][:64]
    typed = {"cell:phone:3:名册": "1391234567", "cell:platform:4:名册": "抖音"}
    page = clerk.post(f"{address}/mend", {"digest": digest, **typed}, status=422)
    assert "有 1 处要改" in page.words
    assert 'value="1391234567"' in page.text
    assert 'value="抖音"' in page.text, "what was right is kept too"
    assert page.text.count('aria-invalid="true"') == 1
    assert counts_of(app, 1) == {"add": 1, "refused": 1}, "nothing was taken"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("uscc", "91330106"), ("id_no", "330106199013451234"), ("followers", "很多"), ("platform", "某某平台"),
     ("followers_on", "昨天"), ("url", "点击查看"), ("phone", "1391234567")],
)  # fmt: skip
def test_no_field_takes_what_cannot_stand(field: str, typed: str) -> None:
    assert ("名册", 3, field) in find_faults({("名册", 3, field): typed}, {}, on=DAY)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("uscc", "91330106MA2B0C1D3Y"), ("followers", "1.2万"), ("platform", "抖音"), ("remark", "无"), ("platform", "快视"),
     ("county", "西湖区"), ("uid", "xhsbs_0001")],
)  # fmt: skip
def test_what_stands_elsewhere_stands_here(field: str, typed: str) -> None:
    assert find_faults({("名册", 3, field): typed}, {"快视": "other"}, on=DAY) == {}


def test_a_telephone_in_a_name_is_told_and_shown_masked(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 账号名称="老王探店13812342210")))
    page = clerk.get(address)
    assert "像是写有手机号或身份证号" in page.words
    assert "13812342210" not in page.text
    assert "像是写有手机号或身份证号" in clerk.get(f"{address}/mend").words


def test_saving_says_that_nothing_is_written_yet(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 所属平台=None)))
    digest = clerk.get(f"{address}/mend").text.split('name="digest" value="')[1][:64]
    page = clerk.post(f"{address}/mend", {"digest": digest, "cell:platform:3:名册": "抖音"})
    assert "还没有写入任何内容" in page.words


def test_the_page_of_a_stopped_writing_is_headed_so(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖身边事1", uid="xhsbs_0001", followers=5)
    clerk.post(f"{address}/apply", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert "没有写入，请再核对" in clerk.get(address).words


def test_a_count_that_reads_two_ways_is_picked_from_both(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    book, stream = load_workbook(io.BytesIO(workbook(one(1, 粉丝数=12000)))), io.BytesIO()
    for cell in book.worksheets[0][2]:
        cell.value = "粉丝数（万）" if cell.value == "粉丝数" else cell.value
    book.save(stream)
    address = upload(app, clerk, stream.getvalue())
    page = clerk.get(f"{address}/mend")
    assert 'value="1.2亿"' in page.text
    digest = page.text.split('name="digest" value="')[1][:64]
    given = {"digest": digest, "cell:followers:3:名册": "", "read:followers:3:名册": "1.2万"}
    clerk.post(f"{address}/mend", given, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert "12,000" in clerk.get(address).words


def test_a_row_repeated_in_the_file_is_told_apart_from_the_unchanged(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    words = clerk.get(upload(app, clerk, workbook(one(1), one(1), one(2)))).words
    assert "2 行 新增" in words
    assert "0 行 无变化" in words
    assert "1 行 文件里重复" in words


def test_the_columns_page_shows_what_stands_below_and_takes_another_header_row(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 联系电话="13911112222"), one(2), one(3), one(4)))
    page = clerk.get(f"{address}/columns")
    assert "如：西湖身边事1；西湖身边事2；西湖身边事3" in page.words
    assert "139****2222" in page.words
    assert "13911112222" not in page.text
    digest = page.text.split('name="digest" value="')[1][:64]
    given = {"digest": digest, "mode": "update", "header:0": "3", "hidden_rows": "on", "hidden_columns": "on"}
    clerk.post(f"{address}/columns", given, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert "如：西湖身边事2" in clerk.get(f"{address}/columns").words


def test_a_row_marked_as_an_example_is_said_and_can_be_taken(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 账号名称="例：西湖发布"), one(2)))
    words = clerk.get(address).words
    assert "第 3 行标着“例：”，是填写示例，没有读入" in words
    assert counts_of(app, 1) == {"add": 1}
    digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/mend", {"digest": digest, "row:3:名册": "take"}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    page = clerk.get(address).words
    assert counts_of(app, 1) == {"add": 2}
    assert "是真的账号，读入" in page
    assert "是填写示例" not in page
