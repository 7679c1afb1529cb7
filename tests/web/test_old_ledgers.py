"""The pages of old ledgers: upload, preview, entering, the second person, undoing."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook

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


def test_once_entered_the_page_says_how_the_rows_left_out_come_in_and_they_do(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1), talk(2, on="2021.8.8", uid=None, holder=None)))
    words = enter(clerk, 1).words
    assert "还有 1 行没有录入" in words
    assert "只取回有问题的行" in words
    book = load_workbook(io.BytesIO(fetch(clerk, "/old-ledgers/1/marked.xlsx?bad=1")))
    book.worksheets[0]["D4"] = "xhsbs_2021"
    book.save(again := io.BytesIO())
    send(clerk, again.getvalue())
    assert "等另一个人复核" in enter(clerk, 2).words
    assert "不能再认了" not in clerk.get("/old-ledgers/2").words


def test_who_settled_a_row_is_not_offered_to_confirm_it(client_of: Browser, account: int) -> None:
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    page = send(clerk, workbook(talk(1, uid=None, holder=None)))
    row = re.search(r'name="row" value="(\d+)"', page.text)
    assert row
    reviewer.post("/old-ledgers/1/settle", {"row": row[1], "account": account})
    enter(clerk, 1)
    assert "不能由您复核" in reviewer.get("/old-ledgers/1").words
    assert "复核旧台账" not in reviewer.get("/").words
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


def again(client: Client, url: str, form: dict[str, Any]) -> Page:
    """Choose upon a page, let the file be read again, and open the preview."""
    shown = client.get(url)
    client.post(url, {"digest": digest_on(shown), **form}, follow=False, status=302)
    client.app.extensions["registry.queue"].run_waiting()
    return client.get("/old-ledgers/1?view=add")


def test_a_column_taken_for_the_wrong_thing_is_corrected_in_the_page(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    page = clerk.get("/old-ledgers/1/columns")
    assert "约谈事由" in page.words
    assert "表头的另一种叫法" in page.words
    fields = dict(re.findall(r'name="(column:0:\d+)" aria-label="(\w+) 列', page.text))
    by_letter = {letter: name for name, letter in fields.items()}
    page = again(clerk, "/old-ledgers/1/columns", {by_letter["G"]: "-", by_letter["H"]: "summary"})
    assert "发布不实信息" not in page.words
    assert "已整改" in page.words
    assert "您选定的" in clerk.get("/old-ledgers/1/columns").words
    twice = again(clerk, "/old-ledgers/1/columns", {by_letter["J"]: "on", by_letter["K"]: "on"})
    assert "有两列都选成了“日期”" in twice.words


def test_a_cell_that_cannot_enter_is_typed_anew_in_the_page(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1, on="去年某天"), talk(2, "没有登记的号", uid="nobody", holder="别家")))
    page = clerk.get("/old-ledgers/1/mend")
    assert "原文：去年某天" in page.text
    assert 'name="cell:uid:5:Sheet1"' in page.text
    assert "没有填写任何一格" in clerk.post("/old-ledgers/1/mend", {"digest": digest_on(page)}).words
    page = again(clerk, "/old-ledgers/1/mend", {"cell:on:4:Sheet1": "2021年7月", "cell:uid:5:Sheet1": "xhsbs_2021"})
    assert "2021-07" in page.words
    assert "经办人改填，原文“去年某天”" in page.words
    assert "录入 2 件" in page.words


def test_a_repetition_enters_with_its_reason_and_may_be_taken_back(client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1), talk(2)))
    row = re.search(r'name="row" value="(\d+)"', clerk.get("/old-ledgers/1?view=same").text)
    assert row
    page = clerk.post("/old-ledgers/1/tell-apart", {"row": row[1], "why": "上午下午各一次"})
    assert "认定是另一件：上午下午各一次" in page.words
    assert "录入 2 件" in page.words
    assert "录入 1 件" in clerk.post("/old-ledgers/1/take-back", {"row": row[1]}).words
    assert "请写明理由" in clerk.post("/old-ledgers/1/tell-apart", {"row": row[1], "why": ""}).words


def test_the_officers_own_workbook_comes_back_with_the_reasons_and_is_read_again(
    client_of: Browser, account: int
) -> None:
    clerk = client_of("clerk")
    nobody = talk(3, "没有登记的号", uid="nobody", holder="别家", reason="同上")
    send(clerk, workbook(talk(1), talk(2, on="2021.8.1", reason="标题党"), nobody))
    whole = load_workbook(io.BytesIO(fetch(clerk, "/old-ledgers/1/marked.xlsx"))).worksheets[0]
    assert (whole["L3"].value, whole["L4"].value) == ("错误原因", None)
    assert "没有登记的号" in str(whole["L6"].value)
    bad = fetch(clerk, "/old-ledgers/1/marked.xlsx?bad=1")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(bad)).worksheets[0].iter_rows(min_row=4)]
    assert [row[6] for row in rows] == ["标题党", "同上"], "the row that 同上 means comes along"
    page = send(clerk, bad)
    assert "拒收" in page.words
    assert "错误原因" not in clerk.get("/old-ledgers/2/columns").words
    client_of("auditor").get("/old-ledgers/1/marked.xlsx", status=403)


def fetch(client: Client, url: str) -> bytes:
    response = client.browser.get(url)
    assert response.status_code == 200
    return response.get_data()


def test_a_preview_given_up_or_undone_lets_its_file_go(app: OpenAPI, client_of: Browser, account: int) -> None:
    clerk = client_of("clerk")
    send(clerk, workbook(talk(1)))
    folder = app.extensions["registry.settings"].uploads_dir
    assert sum(path.is_file() for path in folder.rglob("*")) == 1
    clerk.post("/old-ledgers/1/discard")
    assert sum(path.is_file() for path in folder.rglob("*")) == 0
    send(clerk, workbook(talk(1)))
    enter(clerk, 2)
    assert "还没有撤销" in clerk.get("/old-ledgers/2/undo").words
    clerk.post("/old-ledgers/2/undo")
    assert sum(path.is_file() for path in folder.rglob("*")) == 0


def test_an_account_entered_meanwhile_is_found_when_the_preview_is_compared_again(
    app: OpenAPI, client_of: Browser, actor: Callable[[str], Actor]
) -> None:
    clerk = client_of("clerk")
    assert "没有“西湖身边事”这个账号" in send(clerk, workbook(talk(1))).words
    by = actor("clerk")
    with writing(app) as session:
        make_account(session, by)
    assert "录入 1 件" in clerk.post("/old-ledgers/1/refresh").words


def test_a_citys_file_shows_the_county_of_each_row(client_of: Browser, account: int) -> None:
    city = client_of("c-clerk")
    page = send(city, workbook(talk(1)), region="330100")
    assert "西湖区 抖音 xhsbs_2021" in " ".join(page.words.split())
    client_of("clerk").get("/old-ledgers/1", status=404)


def test_a_season_is_shown_as_written_and_never_as_a_day(client_of: Browser, account: int) -> None:
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    assert "2023年夏" in send(clerk, workbook(talk(1, on="2023年夏"))).words
    enter(clerk, 1)
    reviewer.post("/old-ledgers/1/confirm")
    page = clerk.get(f"/accounts/{account}")
    assert '<time datetime="2023">2023年</time>' in page.text
    assert "日期（原文）：2023年夏" in page.words


def test_a_row_too_late_for_history_leads_to_where_it_can_be_recorded(client_of: Browser, account: int) -> None:
    page = send(client_of("clerk"), workbook(talk(1, on="2026.5.1")))
    assert f'href="/violations/new?account={account}"' in page.text
