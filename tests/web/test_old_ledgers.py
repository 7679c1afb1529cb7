"""The pages of old ledgers: upload, preview, entering, the second person, undoing."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import transfers
from tests.client import Client, Page
from tests.domain.old_ledger_books import talk, workbook
from tests.factories import AT, NEIGHBOUR, make_account, writing

Browser = Callable[[str], Client]


@pytest.fixture
def account(app: OpenAPI, actor: Callable[[str], Actor]) -> int:
    by = actor("clerk")
    with writing(app) as session:
        return make_account(session, by).id


def send(client: Client, data: bytes, **more: Any) -> Page:
    """Upload a file, let it be read, and open its page."""
    sent = {"file": (io.BytesIO(data), "约谈记录.xlsx"), **more}
    there = client.post("/old-ledgers/upload", sent, follow=False, status=302).location
    client.app.extensions["registry.queue"].run_waiting()
    return client.get(there)


def digest_on(page: Page) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page.text)
    return found[1] if found else ""


def enter(client: Client, number: int) -> Page:
    """Enter a preview as its page shows it."""
    shown = client.get(f"/old-ledgers/{number}")
    return client.post(f"/old-ledgers/{number}/apply", {"digest": digest_on(shown)})


def test_the_way_of_an_old_ledger_from_upload_to_the_accounts_file(client_of: Browser, account: int) -> None:
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    page = send(clerk, workbook(talk(1), talk(2, on="2022.7.1", reason="标题党")))
    assert "现在还没有写入任何内容" in page.words
    assert "2021-05-03" in page.words
    page = enter(clerk, 1)
    assert "等另一个人复核" in page.words
    assert "复核无误" not in page.words
    assert "系统启用前" not in clerk.get(f"/accounts/{account}").words
    assert "复核旧台账" not in clerk.get("/").words
    assert "复核旧台账 约谈记录.xlsx" in reviewer.get("/").words
    assert "复核无误" in reviewer.get("/old-ledgers/1").words
    assert "2 件已入档" in reviewer.post("/old-ledgers/1/confirm").words
    words = clerk.get(f"/accounts/{account}").words
    assert "系统启用前：约谈" in words
    assert "标题党" in words
    assert "2 件" in reviewer.get("/old-ledgers/1/undo").words
    assert "请写明理由" in reviewer.post("/old-ledgers/1/undo", {"reason": " "}).words
    undone = reviewer.post("/old-ledgers/1/undo", {"reason": "整份录错了年份"}).words
    assert "已整份撤销" in undone
    assert "整份录错了年份" in undone
    assert "系统启用前" not in clerk.get(f"/accounts/{account}").words


def test_a_doubtful_row_stands_first_with_the_accounts_it_may_be(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    page = send(clerk, workbook(talk(1, uid=None, holder=None), talk(2, "没有登记的号", uid="nobody", holder="别家")))
    assert "只有名称“西湖身边事”对得上" in page.words
    row = re.search(r'name="row" value="(\d+)"', page.text)
    assert row
    page = clerk.post("/old-ledgers/1/settle", {"row": row[1], "account": account})
    assert "没有存疑的行" in page.words
    refused = clerk.get("/old-ledgers/1?view=refused").words
    assert "没有“没有登记的号”这个账号" in refused
    assert "5 行" in refused


def test_who_settled_a_row_is_not_offered_to_confirm_it(client_of: Browser, account: int) -> None:
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    page = send(clerk, workbook(talk(1, uid=None, holder=None)))
    row = re.search(r'name="row" value="(\d+)"', page.text)
    assert row
    reviewer.post("/old-ledgers/1/settle", {"row": row[1], "account": account})
    enter(clerk, 1)
    assert "不能由您复核" in reviewer.get("/old-ledgers/1").words
    assert "复核无误" in client_of("head").get("/old-ledgers/1").words


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "2147483648", "-1", "²", ""])
def test_a_row_no_database_could_hold_is_not_found(client_of: Browser, account: int, number: str) -> None:
    clerk = client_of("clerk")
    page = send(clerk, workbook(talk(1, uid=None, holder=None)))
    clerk.post("/old-ledgers/1/settle", {"row": number, "account": account}, status=404)
    row = re.search(r'name="row" value="(\d+)"', page.text)
    assert row
    refused = clerk.post("/old-ledgers/1/settle", {"row": row[1], "account": number})
    assert "这一行不能这样选" in refused.words


def test_what_a_colleague_settled_after_the_page_was_opened_is_seen_before_it_enters(
    client_of: Browser, account: int
) -> None:
    clerk = client_of("clerk")
    page = send(clerk, workbook(talk(1), talk(2, uid=None, holder=None, on="2022.7.1")))
    row = re.search(r'name="row" value="(\d+)"', page.text)
    assert row
    client_of("clerk2").post("/old-ledgers/1/settle", {"row": row[1], "account": account})
    assert "一行也没有写" in clerk.post("/old-ledgers/1/apply", {"digest": digest_on(page)}).words
    assert "等另一个人复核" in enter(clerk, 1).words


def test_a_finding_names_its_column(client_of: Browser, account: int) -> None:
    page = send(client_of("clerk"), workbook(talk(1, on="去年某天"), title="约谈记录"))
    assert "F 列" in page.words
    assert "“去年某天”不是可以识别的日期" in page.words


def test_what_is_no_old_ledger_says_so_and_what_to_do(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    page = send(clerk, b"%PDF-1.4\x00\xff\xfe\x81")
    assert "不是可以读取的表格" in page.words
    assert "重新上传" in page.words
    plain = workbook(["1", "某号", "抖音"], header=["序号", "账号名称", "平台"])
    assert "没有找到旧台账的表头" in send(clerk, plain).words
    assert "请选择旧台账文件" in clerk.post("/old-ledgers/upload", {}, status=400).words
    assert "读不了" in clerk.get("/old-ledgers").words


def test_while_it_is_read_the_page_shows_how_far_it_is(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    page = clerk.post("/old-ledgers/upload", {"file": (io.BytesIO(workbook(talk(1))), "约谈记录.xlsx")})
    assert "正在读取旧台账" in page.words
    assert "/jobs/1/progress" in page.text
    assert "刷新" in client_of("reviewer").get("/old-ledgers/1").words
    assert "读取旧台账" in clerk.get("/jobs").words
    assert "约谈记录.xlsx" in clerk.get("/jobs").words
    clerk.app.extensions["registry.queue"].run_waiting()
    assert '"url":"/old-ledgers/1"' in clerk.get("/jobs/1/progress").text.replace(" ", "")
    assert "2021-05-03" in clerk.get("/old-ledgers/1").words


def test_an_office_above_the_counties_says_of_which_county_the_file_is(client_of: Browser, account: int) -> None:
    city = client_of("c-clerk")
    assert "属于哪个县" in city.get("/old-ledgers").words
    assert "2021-05-03" in send(city, workbook(talk(1)), region="330106").words


def test_a_clerk_confirms_nothing_and_the_neighbour_sees_nothing(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    enter(clerk, 1)
    client_of("clerk2").post("/old-ledgers/1/confirm", status=403)
    client_of("n-reviewer").get("/old-ledgers/1", status=404)
    assert "约谈记录.xlsx" in client_of("auditor").get("/old-ledgers").words


def test_a_preview_given_up_is_said_so_and_entered_no_more(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    assert "已放弃" in clerk.post("/old-ledgers/1/discard").words
    assert "不能再办" in enter(clerk, 1).words


def test_a_preview_the_register_has_overtaken_is_shown_anew(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    send(clerk, workbook(talk(1), talk(2, on="2023.1.9")))
    enter(clerk, 1)
    page = enter(clerk, 2)
    assert "一行也没有写" in page.words
    assert "录入 1 件" in page.words


def test_the_list_stays_within_its_statements(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    assert clerk.get("/old-ledgers").statements <= 8


def test_an_account_handed_over_takes_its_history_along_but_not_the_way_into_the_file(
    app: OpenAPI, client_of: Browser, actor: Callable[[str], Actor], account: int
) -> None:
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    send(clerk, workbook(talk(1)))
    enter(clerk, 1)
    reviewer.post("/old-ledgers/1/confirm")
    assert "/old-ledgers/1" in clerk.get(f"/accounts/{account}").text
    by = actor("head")
    with writing(app) as session:
        transfers.transfer(session, account, region_code=NEIGHBOUR, reason="主体迁址", by=by, at=AT)
    page = client_of("n-clerk").get(f"/accounts/{account}")
    assert "系统启用前：约谈" in page.words
    assert "承办人 周敏" in page.words
    assert "/old-ledgers/1" not in page.text
