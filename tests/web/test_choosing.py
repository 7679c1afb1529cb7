"""Choosing in a preview: columns, mode, mended cells, doubtful rows; always a new preview, never a word lost."""

import html
import io
import re
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import Workbook
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.services import records
from registry.store.rosters import ImportRow
from registry.store.users import Town
from tests.client import Client
from tests.factories import CITY, COUNTY, NEIGHBOUR, make_account, writing
from tests.roster_files import ID_NO, PHONE, account_of, counts_of, one, saved, workbook

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


def upload(app: OpenAPI, client: Client, data: bytes) -> str:
    file = (io.BytesIO(data), "花名册.xlsx")
    page = client.post("/rosters/upload", {"file": file}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return page.location


def choose(app: OpenAPI, client: Client, address: str, page: str, **fields: str) -> str:
    """Send one of the two forms as it stands with ``fields``; the words of the preview made anew."""
    digest = client.get(f"{address}/{page}").text.split('name="digest" value="')[1][:64]
    given = {name.replace("__", ":"): value for name, value in fields.items()}
    client.post(f"{address}/{page}", {"digest": digest, **given}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    return client.get(address).words


def apply(app: OpenAPI, client: Client, address: str) -> None:
    digest = client.get(address).text.split('name="digest" value="')[1][:64]
    client.post(f"{address}/apply", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()


def test_the_columns_page_says_what_each_column_was_taken_for(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    words = clerk.get(upload(app, clerk, workbook(one(1))) + "/columns").words
    assert "账号名称" in words
    assert "原样保留" in words
    assert "只补空白" in words


def test_a_column_chosen_is_read_so_and_remembered_for_the_next_file(app: OpenAPI, client_of: SignIn) -> None:
    clerk, data = client_of("clerk"), workbook(one(1, 包村干部="三墩镇"))
    address = upload(app, clerk, data)
    page = clerk.get(address + "/columns").text
    name = re.search(r'name="(column:0:\d+)"[^>]*><option value="-" selected', page)
    assert name is not None
    choose(app, clerk, address, "columns", **{name[1].replace(":", "__"): "address"})
    assert "您选定的" in clerk.get(address + "/columns").words
    clerk.post(f"{address}/discard", {}, status=302, follow=False)
    again = upload(app, clerk, data)
    assert "按上次选定的" in clerk.get(again + "/columns").words


def test_columns_are_remembered_for_each_sending_unit_and_lent_to_the_others(app: OpenAPI, client_of: SignIn) -> None:
    clerk, row = client_of("clerk"), one(1, 包村干部="三墩镇")
    field = "column:0:15".replace(":", "__")

    def sent_by(unit: str) -> str:
        return upload(app, clerk, workbook(row, title=f"填报单位：{unit}"))

    def taken_for(address: str) -> str | None:
        page = clerk.get(f"{address}/columns").text.split('name="column:0:15"')[1].split("</select>")[0]
        return page.split(" selected")[0].rsplit('value="', 1)[1].rstrip('"')

    choose(app, clerk, sent_by("三墩镇"), "columns", **{field: "address"})
    lent = sent_by("转塘街道")
    assert taken_for(lent) == "address"
    choose(app, clerk, lent, "columns", **{field: "contact"})
    assert taken_for(sent_by("三墩镇")) == "address"
    assert taken_for(sent_by("转塘街道")) == "contact"
    assert taken_for(sent_by("灵隐街道")) == "contact", "the latest choice, where the unit has none of its own"


def test_only_new_accounts_where_the_officer_says_so(app: OpenAPI, client_of: SignIn, actor: FindActor) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖身边事1", uid="xhsbs_0001", followers=5)
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 粉丝数=900), one(2)))
    assert counts_of(app, 1)["change"] == 1
    choose(app, clerk, address, "columns", mode="new_only", hidden_rows="on", hidden_columns="on")
    assert counts_of(app, 1) == {"add": 1, "same": 1}


def test_a_cell_typed_anew_lets_its_row_in_and_is_kept(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None), one(3, 联系电话="1380000123")))
    assert counts_of(app, 1) == {"add": 2, "refused": 1}
    words = clerk.get(address + "/mend").words
    assert "看不出所属平台" in words
    choose(app, clerk, address, "mend", cell__platform__4__名册="抖音", cell__phone__5__名册=PHONE)
    assert counts_of(app, 1) == {"add": 3}
    assert PHONE not in clerk.get(address + "/mend").text, "a telephone typed is not shown again"
    apply(app, clerk, address)
    with writing(app) as session:
        assert records.plain(account_of(session, "xhsbs_0003"))["phone"] == PHONE


@pytest.mark.parametrize(("told", "counts"), [("add", {"add": 1}), ("1", {"change": 1}), ("drop", {"refused": 1})])
def test_a_doubtful_row_is_settled_on_the_page(
    app: OpenAPI, client_of: SignIn, actor: FindActor, told: str, counts: dict[str, int]
) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"), name="西湖美食探店", uid="abc123", holder="张某某工作室")
    clerk = client_of("clerk")
    row = one(1, 账号名称="西湖美食探店号", 平台账号ID=None, 主页链接=None, 主体名称="张某某工作室")
    address = upload(app, clerk, workbook(row))
    assert "就是“西湖美食探店”" in clerk.get(address + "/mend").words
    choose(app, clerk, address, "mend", row__3__名册=told)
    assert counts_of(app, 1) == counts


def test_nothing_chosen_changes_nothing_and_says_so(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None)))
    page = clerk.post(f"{address}/mend", {"digest": "x"})
    assert "没有填写或选择任何一项" in page.words


def test_two_officers_never_overwrite_each_other(app: OpenAPI, client_of: SignIn) -> None:
    clerk, other = client_of("clerk"), client_of("clerk2")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None)))
    stale = other.get(f"{address}/mend").text.split('name="digest" value="')[1][:64]
    choose(app, clerk, address, "mend", cell__platform__4__名册="抖音")
    page = other.post(f"{address}/mend", {"digest": stale, "cell:platform:4:名册": "快手"})
    assert "变" in page.words
    assert counts_of(app, 1) == {"add": 2}


def test_a_neighbour_sees_no_form_of_an_import(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    for page in ("columns", "mend"):
        client_of("n-clerk").get(f"{address}/{page}", status=404)
        client_of("auditor").get(f"{address}/{page}", status=403)


def test_what_the_file_no_longer_names_is_offered_and_only_marked_by_an_officer(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    with writing(app) as session:
        gone = make_account(session, actor("clerk"), name="不再更新的号", uid="gone_1").id
        here = make_account(session, actor("clerk"), name="还在用的号", uid="gone_2").id
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    assert "台账里有 2 个账号，这份文件里没有" in clerk.get(address).words
    assert "标为停更" not in clerk.get(f"{address}/missing").words, "only once the roster is written"
    apply(app, clerk, address)
    assert "不再更新的号" in clerk.get(f"{address}/missing").words
    asked = clerk.post(f"{address}/missing", {"account": str(gone), "status": "dormant"}).words
    assert "把 1 个账号标为“停更”？" in asked
    assert "不再更新的号" in asked
    sure = {"account": str(gone), "status": "dormant", "sure": "1"}
    clerk.post(f"{address}/missing", sure, status=302, follow=False)
    clerk.post(f"{address}/missing", {"account": str(here)}, status=302, follow=False)
    page = clerk.post(f"{address}/missing", {"account": str(here), "status": "cancelled", "sure": "1"})
    assert "名单已经变了" in page.words
    with writing(app) as session:
        assert account_of(session, "gone_1").status == "dormant"
        assert account_of(session, "gone_2").status is None
    assert "没有要核实的" in clerk.get(f"{address}/missing").words


def test_what_is_missing_can_be_settled_where_the_file_brings_nothing_to_write(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    clerk = client_of("clerk")
    apply(app, clerk, upload(app, clerk, workbook(one(1), one(2))))
    address = upload(app, clerk, workbook(one(1)))
    assert "确认，去核实缺的账号" in clerk.get(address).words
    apply(app, clerk, address)
    assert "标为停更" in clerk.get(f"{address}/missing").words


def test_a_file_may_be_said_to_be_a_part_and_then_nothing_is_missing(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"), name="不在文件里的号", uid="gone_1")
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    words = choose(app, clerk, address, "columns", whole="no")
    assert "这份文件里没有" not in words
    assert "这份文件里没有" in choose(app, clerk, address, "columns", whole="yes")
    digest = clerk.get(address).text.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/part", {"digest": digest}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert "这份文件里没有" not in clerk.get(address).words


def test_a_small_file_beside_a_large_roster_is_taken_for_a_part_and_says_so(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    with writing(app) as session:
        for number in range(25):
            make_account(session, actor("clerk"), name=f"在册{number}号", uid=f"here_{number}")
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1)))
    assert "台账在这个范围里有 25 个账号，文件只写到 0 个，按一部分处理" in clerk.get(f"{address}?view=problems").words
    assert "台账里有 25 个账号，这份文件里没有" in choose(app, clerk, address, "columns", whole="yes")


def test_a_towns_file_that_names_its_town_above_the_table_speaks_of_that_town(
    app: OpenAPI, client_of: SignIn, actor: FindActor
) -> None:
    with writing(app) as session:
        session.add_all([Town(region_code=COUNTY, name=name) for name in ("转塘街道", "留下街道")])
        make_account(session, actor("clerk"), name="留下一号", uid="id0003", town="留下街道")
        make_account(session, actor("clerk"), name="转塘一号", uid="id0004", town="转塘街道")
    clerk = client_of("clerk")
    book = Workbook()
    for line in (["自媒体账号花名册"], ["填报单位：西湖区转塘街道办事处"], ["账号名称", "平台"], ["转塘新号", "抖音"]):
        book.worksheets[0].append(line)
    address = upload(app, clerk, saved(book))
    page = clerk.get(address).words
    assert "台账里有 1 个账号，这份文件里没有" in page
    assert "转塘街道" in page
    assert "按表上方写的认作“转塘街道”，共 1 行" in clerk.get(f"{address}?view=problems").words
    assert (
        "登记为“留下街道”"
        in choose(app, clerk, address, "columns", town="留下街道") + clerk.get(f"{address}?view=problems").words
    )
    choose(app, clerk, address, "columns", town="")
    assert "台账里有 2 个账号，这份文件里没有" in clerk.get(address).words


def test_one_file_of_a_city_spans_its_counties(app: OpenAPI, client_of: SignIn) -> None:
    city = client_of("c-clerk")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账号名称", "平台", "账号ID", "县区"])
    for number, county in enumerate(("西湖区", "拱墅区", "龙游县", None), 1):
        sheet.append([f"西湖身边事{number}", "抖音", f"xhsbs_{number:04}", county])
    file = (io.BytesIO(saved(book)), "全市.xlsx")
    page = city.post("/rosters/upload", {"file": file, "region": CITY}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    assert counts_of(app, 1) == {"add": 2, "doubtful": 2}
    apply(app, city, page.location)
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").region_code == COUNTY
        assert account_of(session, "xhsbs_0002").region_code == NEIGHBOUR
    assert "西湖身边事2" in client_of("n-clerk").get("/accounts").words
    assert "西湖身边事2" not in client_of("clerk").get("/accounts").words
    assert "移除" in city.get(page.location + "/undo").words


def bring_of_city(app: OpenAPI, city: Client, *counties: str | None) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账号名称", "平台", "账号ID", "县（市、区）"])
    for number, county in enumerate(counties, 1):
        sheet.append([f"西湖身边事{number}", "抖音", f"xhsbs_{number:04}", county])
    file = (io.BytesIO(saved(book)), "全市.xlsx")
    address = city.post("/rosters/upload", {"file": file, "region": CITY}, status=302, follow=False).location
    app.extensions["registry.queue"].run_waiting()
    return address


def test_a_citys_preview_says_the_county_of_each_row_and_how_the_columns_were_used(
    app: OpenAPI, client_of: SignIn
) -> None:
    city = client_of("c-clerk")
    address = bring_of_city(app, city, "西湖", "拱墅区", "城东片区")
    page = city.get(address)
    for said in ("拱墅区 1 行、西湖区 1 行", "这一行写的“城东片区”", "按它分到各县"):
        assert said in page.words
    added = city.get(f"{address}?view=added").words
    assert "西湖区" in added
    assert "拱墅区" in added
    assert "用来看每一行属于哪个县" in city.get(f"{address}/columns").words


def test_a_county_nobody_made_out_is_chosen_in_the_preview(app: OpenAPI, client_of: SignIn) -> None:
    city = client_of("c-clerk")
    address = bring_of_city(app, city, "西湖", "城东片区")
    page = city.get(f"{address}/mend")
    assert "登记为新账号" not in page.words, "that would lead nowhere without a county"
    choose(app, city, address, "mend", **{"cell:county:3:Sheet": "拱墅区"})
    assert counts_of(app, 1) == {"add": 2}
    apply(app, city, address)
    with writing(app) as session:
        assert account_of(session, "xhsbs_0002").region_code == NEIGHBOUR


def test_a_county_nobody_made_out_is_chosen_where_the_row_waits(app: OpenAPI, client_of: SignIn) -> None:
    city = client_of("c-clerk")
    apply(app, city, bring_of_city(app, city, "西湖", "城东片区", "龙游县"))
    waiting = city.get("/rosters/parked")
    assert "这一行写的“城东片区”" in waiting.words
    assert f'value="{NEIGHBOUR}"' in waiting.text
    with writing(app) as session:
        unclear, elsewhere = session.scalars(select(ImportRow.id).where(ImportRow.parked_sealed.is_not(None)))
    for told in ({}, {"region": "330825"}):
        assert "请先选这一行属于哪个县" in city.post(f"/rosters/parked/{unclear}", {"how": "add", **told}).words
    assert "已登记为新账号" in city.post(f"/rosters/parked/{unclear}", {"how": "add", "region": NEIGHBOUR}).words
    assert "请先选这一行属于哪个县" in city.post(f"/rosters/parked/{elsewhere}", {"how": "add"}).words
    with writing(app) as session:
        assert account_of(session, "xhsbs_0002").region_code == NEIGHBOUR


def test_numbers_no_database_holds_choose_nothing(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(2, 所属平台=None)))
    page = clerk.post(f"{address}/mend", {"digest": "x", "row:3:名册": "9" * 5000, f"row:{'9' * 5000}:名册": "add"})
    assert "没有填写或选择任何一项" in page.words
    assert "请先勾选账号" in clerk.post(f"{address}/missing", {"account": "9" * 5000}).words


def test_a_number_of_a_person_in_a_shifted_column_is_masked_for_everybody(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(
        app, clerk, workbook(one(1, 统计日期=ID_NO, 粉丝数=f"电话{PHONE}"), one(2, 账号名称=f"张三{ID_NO}"))
    )
    for page in (
        clerk.get(address),
        clerk.get(f"{address}/mend"),
        client_of("auditor").get(f"{address}?view=problems"),
    ):
        assert ID_NO not in page.text
        assert PHONE not in page.text


def test_two_rows_of_one_account_are_shown_side_by_side_and_the_later_may_stand(
    app: OpenAPI, client_of: SignIn
) -> None:
    clerk = client_of("clerk")
    rows = [one(1, 备注="旧", 联系电话=PHONE), one(1, 粉丝数=900, 备注=None, 联系电话="13900001111")]
    address = upload(app, clerk, workbook(*rows))
    assert counts_of(app, 1) == {"add": 1, "doubtful": 1}
    page = clerk.get(f"{address}/mend")
    for said in ("名册 第 3 行", "名册 第 4 行", "12,001", "900", "以此行为准", "以前一行为准"):
        assert said in page.words
    assert "登记为新账号" not in page.words, "the same id is the same account"
    assert PHONE not in page.text
    assert "13900001111" not in page.text
    choose(app, clerk, address, "mend", row__4__名册="instead")
    assert counts_of(app, 1) == {"add": 1, "same": 1}
    apply(app, clerk, address)
    with writing(app) as session:
        plain = records.plain(account_of(session, "xhsbs_0001"))
    assert (plain["followers"], plain["remark"], plain["phone"]) == (900, "旧", "13900001111")


def test_a_repeated_row_left_open_is_shown_side_by_side_where_it_waits(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1), one(1, 粉丝数=900)))
    apply(app, clerk, address)
    page = clerk.get("/rosters/parked").words
    for said in ("名册 第 3 行", "名册 第 4 行", "12,001", "900", "以此行为准，改“西湖身边事1”", "以前一行为准"):
        assert said in page
    assert "登记为新账号" not in page


def test_a_mended_cell_stays_in_sight_with_who_mended_it_and_can_be_taken_back(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 所属平台="某某平台")))
    words = choose(app, clerk, address, "mend", cell__platform__3__名册="抖音")
    assert "改过和定下的 1 处" in words
    assert "某某平台" in words
    page = clerk.get(address).text
    key = html.unescape(page.split('name="key" value="')[1].split('"')[0])
    digest = page.split('name="digest" value="')[1][:64]
    clerk.post(f"{address}/taken-back", {"digest": digest, "key": key}, status=302, follow=False)
    app.extensions["registry.queue"].run_waiting()
    after = clerk.get(address).words
    assert "改过和定下的" not in after
    assert "某某平台" in after


def test_what_was_typed_as_a_telephone_is_listed_without_it(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = upload(app, clerk, workbook(one(1, 联系电话="1380000123")))
    words = choose(app, clerk, address, "mend", cell__phone__3__名册=PHONE)
    assert "个人信息不再显示" in words
    assert PHONE not in words
