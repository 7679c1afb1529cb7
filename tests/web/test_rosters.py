"""The pages of rosters: upload, preview, confirm, result, undo, export, through a browser of each role."""

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain.permissions import Actor
from registry.services import accounts
from registry.store.accounts import Account
from registry.store.audit import AuditEntry
from registry.store.jobs import Job
from tests.client import LIST_STATEMENTS, Client, Page
from tests.factories import AT, COUNTY, ON, make_account, writing
from tests.roster_files import ID_NO, PHONE, account_of, bring, cells, counts_of, one, preview, workbook

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]
MESSY = (
    one(1), one(2, 所属平台=None), one(3, 粉丝数="不详"), one(1, 粉丝数=9), one(4, 联系电话="1380000123"),
    one(5, 身份证号=ID_NO, 粉丝数="12.5万"), one(6, 统计日期="去年"),
)  # fmt: skip


def upload(app: OpenAPI, client: Client, data: bytes, *, name: str = "第三季度花名册.xlsx", **form: str) -> str:
    """Upload a file, read it behind the page; returns the address of its page."""
    page = client.post("/rosters/upload", {"file": (io.BytesIO(data), name), **form}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return page.location


def confirm(app: OpenAPI, client: Client, address: str) -> Page:
    """Confirm the preview the page shows; the page after the writing."""
    digest = client.get(address).text.split('name="digest" value="')[1][:64]
    client.post(f"{address}/apply", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return client.get(address)


def accounts_in(app: OpenAPI) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def test_without_imports_the_page_says_how_to_begin(client_of: SignIn) -> None:
    page = client_of("clerk").get("/rosters")
    assert "还没有导入过花名册" in page.words
    assert "先预览" in page.words or "上传后先预览" in page.words


def test_from_upload_over_preview_to_the_register(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2)))
    shown = clerk.get(address)
    assert "现在还没有写入任何内容" in shown.words
    assert "写入 2 行" in shown.words
    assert accounts_in(app) == 0
    assert "已写入 2 行" in confirm(app, clerk, address).words
    assert "西湖身边事1" in clerk.get("/accounts").words
    assert "已写入" in clerk.get("/rosters").words


def test_while_a_file_is_read_the_page_shows_its_progress(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    file = (io.BytesIO(workbook(one(1))), "花名册.xlsx")
    page = clerk.post("/rosters/upload", {"file": file})
    assert "正在读取" in page.words
    assert "/progress" in page.text
    assert "正在读取" in client_of("clerk2").get("/rosters/1").words


def test_each_finding_stands_at_its_place_in_the_file(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    shown = clerk.get(upload(app, clerk, workbook(*MESSY))).words
    assert "名册 4 行 B 列" in shown
    assert "看不出所属平台" in shown
    assert "名册 6 行" in shown
    assert "名册 8 行 M 列" not in shown
    assert "去年" in shown


def test_rows_set_aside_are_listed_with_their_reasons(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    shown = clerk.get(f"{upload(app, clerk, workbook(*MESSY))}?view=aside").words
    assert "看不出所属平台" in shown
    assert "但内容不同" in shown


def test_a_preview_shows_what_becomes_of_each_field(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    bring(app, actor("clerk"), one(1), one(2))
    clerk = client_of("clerk")
    data = workbook(one(1, 粉丝数="38.6万", 统计日期="2026-09-30"), one(2, 联系电话="13812352210"), one(3))
    shown = clerk.get(upload(app, clerk, data)).words
    assert "12,001" in shown
    assert "386,000" in shown, "the officer checks the very number"
    assert "不同之处在遮住的几位" in shown


def test_no_page_of_an_import_shows_a_whole_telephone_or_identity_number(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(*MESSY, one(7, 统一社会信用代码=ID_NO)))
    pages = [clerk.get(f"{address}?view={view}") for view in ("", "problems", "added", "aside", "changed")]
    pages.append(confirm(app, clerk, address))
    for page in pages:
        for value in (PHONE, ID_NO, "1380000123"):
            assert value not in page.text


def test_the_same_file_again_is_recognised(app: OpenAPI, client_of: SignIn) -> None:
    clerk, data = client_of("clerk"), workbook(one(1))
    confirm(app, clerk, upload(app, clerk, data))
    shown = clerk.get(upload(app, clerk, data, name="换了名字.xlsx")).words
    assert "同一个文件已经导入过" in shown
    assert "没有要写入的行" in shown


def test_two_uploads_of_one_content_that_wait_are_told_of_each_other(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    first, other = upload(app, clerk, workbook(one(1))), upload(app, clerk, workbook(one(1)), name="再来一份.xlsx")
    upload(app, clerk, workbook(one(2)))
    shown = clerk.get(first)
    assert "同一份内容上传了不止一次" in shown.words
    assert f'href="{other}"' in shown.text
    listed = clerk.get("/rosters")
    assert ("与第 2 号内容相同" in listed.words, "与第 1 号内容相同" in listed.words) == (True, True)
    assert listed.words.count("内容相同") == 2
    assert listed.statements <= LIST_STATEMENTS
    clerk.post(f"{other}/discard")
    assert "同一份内容" not in clerk.get(first).words


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    shown = clerk.get(upload(app, clerk, "这不是表格".encode()))
    assert "读不了这份花名册" in shown.words
    assert "重新上传" in shown.words


def test_without_a_file_the_form_comes_back(client_of: SignIn) -> None:
    assert "请选择花名册文件" in client_of("clerk").post("/rosters/upload", status=400).words


def test_a_register_that_moved_is_said_with_the_fresh_preview(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2)))
    with writing(app) as session:
        make_account(session, actor("clerk"), uid="xhsbs_0002", name="抢先登记")
    shown = confirm(app, clerk, address).words
    assert "预览之后台账又有变动" in shown
    assert "新增 1，变更 1" in shown
    assert "已写入 2 行" in confirm(app, clerk, address).words


def test_a_page_confirmed_too_late_writes_nothing(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    assert "预览之后台账又有变动" in clerk.post(f"{address}/apply", {"digest": "0" * 64}).words
    assert accounts_in(app) == 0
    confirm(app, clerk, address)
    assert "已经是“已写入”" in clerk.post(f"{address}/apply", {"digest": "0" * 64}).words


def test_giving_an_import_up_takes_its_file_too(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    assert "台账没有变动" in clerk.post(f"{address}/discard").words
    assert "没有导入" in clerk.get(address).words
    folder = app.extensions["registry.settings"].data_dir / "uploads"
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_undo_is_shown_before_it_is_done_and_names_what_stays(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    import_id = bring(app, actor("clerk"), one(1), one(2))
    with writing(app) as session:
        found = account_of(session, "xhsbs_0001")
        accounts.amend(session, found.id, {"remark": "核实"}, by=actor("clerk"), at=AT, on=ON)
    clerk = client_of("clerk")
    asked = clerk.get(f"/rosters/{import_id}/undo").words
    assert "还没有撤销" in asked
    assert "导入后有人改过，保留" in asked
    assert accounts_in(app) == 2
    assert "正在撤销这次导入" in clerk.post(f"/rosters/{import_id}/undo").words
    app.extensions["registry.queue"].run_waiting()
    done = clerk.get(f"/rosters/{import_id}").words
    assert "移除 1 个，还原 0 个，保留 1 个" in done
    assert "西湖身边事1" in done
    assert accounts_in(app) == 1
    assert "没有可撤销的内容" in clerk.get(f"/rosters/{import_id}/undo").words


def test_a_neighbouring_county_never_sees_an_import(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    import_id = bring(app, actor("clerk"), one(1))
    neighbour = client_of("n-clerk")
    for address in (f"/rosters/{import_id}", f"/rosters/{import_id}/undo", f"/rosters/{import_id}/problems.xlsx"):
        neighbour.get(address, status=404)
    for act in ("apply", "discard", "undo"):
        neighbour.post(f"/rosters/{import_id}/{act}", status=404)
    assert "还没有导入过花名册" in neighbour.get("/rosters").words
    assert "花名册.xlsx" in client_of("c-clerk").get("/rosters").words


def test_an_auditor_looks_but_does_not_import(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    import_id = preview(app, actor("clerk"), workbook(one(1)))
    auditor = client_of("auditor")
    assert "上传并预览" not in auditor.get("/rosters").words
    assert "确认写入" not in auditor.get(f"/rosters/{import_id}").words
    auditor.post("/rosters/upload", {"file": (io.BytesIO(b"x"), "x.xlsx")}, status=403)
    auditor.post(f"/rosters/{import_id}/apply", status=403)
    client_of("admin").get("/rosters", status=403)


def test_an_office_above_the_county_says_which_county(app: OpenAPI, client_of: SignIn) -> None:
    city = client_of("c-clerk")
    city.post("/rosters/upload", {"file": (io.BytesIO(workbook(one(1))), "x.xlsx")}, status=400)
    address = upload(app, city, workbook(one(1)), region=COUNTY)
    confirm(app, city, address)
    assert "西湖身边事1" in client_of("clerk").get("/accounts").words


@pytest.mark.parametrize("view", ["", "problems", "changed", "added", "aside"])
def test_pages_of_long_imports_ask_little(app: OpenAPI, client_of: SignIn, actor: FindActor, view: str) -> None:
    bring(app, actor("clerk"), *[one(number) for number in range(1, 121)])
    rows = [one(number, 备注="新", 所属乡镇="某镇" if number % 2 else None) for number in range(1, 241)]
    import_id = preview(
        app, actor("clerk"), workbook(*rows, *[one(number, 所属平台=None) for number in range(241, 301)])
    )
    page = client_of("clerk").get(f"/rosters/{import_id}?view={view}&page=1")
    assert page.statements <= LIST_STATEMENTS
    if view:
        assert "下一页" in page.words


def test_the_list_of_imports_asks_as_much_of_many_as_of_one(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    preview(app, actor("clerk"), workbook(one(1)))
    clerk = client_of("clerk")
    few = clerk.get("/rosters").statements
    for number in range(2, 8):
        preview(app, actor("clerk2"), workbook(one(number)))
    assert clerk.get("/rosters").statements == few <= LIST_STATEMENTS


def test_notes_a_whole_column_shares_are_said_once(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    rows = [one(number, 平台账号ID=f"西湖 {number}") for number in range(1, 30)]
    shown = clerk.get(f"{upload(app, clerk, workbook(*rows))}?view=problems")
    assert shown.words.count("名册 3 行") == 1


def test_findings_that_many_rows_share_are_one_line_naming_the_rows(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    rows = [one(number, 统计日期="长期") for number in (1, 2, 3, 5, 6)]
    address = upload(app, clerk, workbook(*rows, one(9, 统计日期="去年")))
    shown = clerk.get(f"{address}?view=problems&kind=lost").words
    assert "同列共 5 处：第 3–7 行" in shown
    assert (shown.count("“长期”不是可以识别的日期"), shown.count("“去年”不是可以识别的日期")) == (1, 1)
    assert cells(clerk.get(f"{address}/problems.xlsx").response.data)["原文"].count("长期") == 5, (
        "a list names each row"
    )


def test_the_findings_come_as_a_list_to_work_through(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(*MESSY))
    answer = clerk.get(f"{address}/problems.xlsx").response
    found = cells(answer.data)
    assert found["处理"][0] == "拒收"
    assert (found["工作表"][0], found["行"][0], found["列"][0]) == ("名册", 4, "B")
    assert "1380000123" not in str(found)


def test_the_template_reads_as_a_roster_without_rows(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    data = clerk.get("/rosters/template.xlsx").response.data
    assert "账号名称" in cells(data)
    assert "读不了这份花名册" in clerk.get(upload(app, clerk, data)).words


def test_an_export_keeps_the_filter_and_masks(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    bring(app, actor("clerk"), one(1), one(2, 所属平台="快手"))
    answer = client_of("clerk").get("/rosters/export?platform=kuaishou").response
    assert cells(answer.data)["账号名称"] == ["西湖身边事2"]
    assert PHONE not in str(cells(answer.data))
    assert quote("西湖区自媒体账号台账") in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_export_uploaded_again_changes_nothing(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    bring(app, actor("clerk"), *MESSY)
    clerk = client_of("clerk")
    data = clerk.get("/rosters/export").response.data
    address = upload(app, clerk, data)
    assert set(counts_of(app, int(address.rsplit("/", 1)[1]))) == {"same"}


def test_whole_numbers_come_out_for_a_reason_only(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    bring(app, actor("clerk"), one(1))
    clerk = client_of("clerk")
    assert "为什么需要" in clerk.get("/rosters/export/plain").words
    clerk.post("/rosters/export/plain", {"reason": "  "}, status=400)
    answer = clerk.post("/rosters/export/plain", {"reason": "逐户核对"}).response
    assert cells(answer.data)["联系电话"] == [PHONE]
    client_of("auditor").get("/rosters/export/plain", status=403)
    with writing(app) as session:
        entries = session.scalars(select(AuditEntry.reason).where(AuditEntry.act == "rosters.export"))
        assert entries.all() == ["逐户核对"]


def test_the_progress_of_a_job_leads_to_its_import(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    with writing(app) as session:
        job_id = session.scalars(select(Job.id)).one()
    answer = clerk.get(f"/jobs/{job_id}/progress").response.json
    assert (answer["state"], answer["url"], answer["done"]) == ("done", address, 3)
