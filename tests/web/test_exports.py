"""The pages of exports: what is asked for is in the file, masked unless a reason is given, and each file is on file."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from openpyxl import load_workbook
from sqlalchemy import select

from registry.domain.ledger_columns import MEASURES, VIOLATIONS
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind
from registry.store.audit import AuditEntry
from registry.store.documents import Document
from registry.store.measures import Measure
from tests.client import Client
from tests.factories import AT, make_account, make_violation, writing
from tests.roster_files import PHONE, bring, cells, one
from tests.services.cases import make_effective

FindActor = Callable[[str], Actor]
SignIn = Callable[[str], Client]
WHOLE = {"title": "西湖区台账", "unit": "西湖区网信办", "form": "xlsx"}
COLUMNS = ["name", "platform", "phone", "town"]
VIOLATION_COLUMNS = [each.name for each in VIOLATIONS[1:]]
MEASURE_COLUMNS = [each.name for each in MEASURES[1:]]
ALL_OF_VIOLATIONS = {**WHOLE, "columns": VIOLATION_COLUMNS}
ALL_OF_MEASURES = {**WHOLE, "columns": MEASURE_COLUMNS}


@pytest.fixture
def clerk(app: OpenAPI, client_of: SignIn, actor: FindActor) -> Client:
    """The clerk of a county with two accounts in one town and one in none."""
    town = {"所属乡镇(街道)": "三墩镇"}
    bring(app, actor("clerk"), one(1, **town), one(2, 所属平台="快手", **town), one(3, 所属平台="快手"))
    return client_of("clerk")


def filed(app: OpenAPI) -> list[tuple[str, str | None, Any]]:
    with writing(app) as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.act.contains("export")).order_by(AuditEntry.id))
        return [(entry.act, entry.reason, (entry.after or {})["rows"]) for entry in found]


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_the_columns_chosen_are_those_of_the_file_under_the_title_and_the_unit(clerk: Client, app: OpenAPI) -> None:
    data = clerk.post("/exports", {**WHOLE, "columns": COLUMNS, "split": "one"}).response.data
    (rows,) = sheets(data).values()
    assert rows[0][0] == "西湖区台账"
    assert str(rows[1][0]).startswith("填报单位：西湖区网信办")
    assert rows[2] == ["序号", "账号名称", "所属平台", "联系电话", "所属乡镇(街道)", "登记键"]
    assert cells(data)["联系电话"] == ["138****2210"] * 3
    assert filed(app) == [("rosters.export", None, 3)]


def test_the_filter_of_the_list_is_kept(clerk: Client) -> None:
    assert "账号 2 个：平台：快手" in clerk.get("/exports?platform=kuaishou").words
    data = clerk.post("/exports?platform=kuaishou", {**WHOLE, "columns": COLUMNS, "split": "one"}).response.data
    assert cells(data)["账号名称"] == ["西湖身边事2", "西湖身边事3"]


@pytest.mark.parametrize(
    ("split", "names"), [("platform", {"抖音": 1, "快手": 2}), ("town", {"未填乡镇": 1, "三墩镇": 2})]
)
def test_each_platform_or_town_has_its_sheet(clerk: Client, split: str, names: dict[str, int]) -> None:
    data = clerk.post("/exports", {**WHOLE, "columns": COLUMNS, "split": split}).response.data
    assert {name: len(rows) - 3 for name, rows in sheets(data).items()} == names


def test_a_csv_has_the_same_rows(clerk: Client) -> None:
    asked = {**WHOLE, "form": "csv", "columns": COLUMNS, "split": "one"}
    answer = clerk.post("/exports", asked).response
    assert answer.mimetype == "text/csv"
    assert answer.data.decode("gb18030").splitlines()[1] == "1,西湖身边事1,抖音,138****2210,三墩镇"


def test_whole_numbers_need_a_reason_and_the_permission(clerk: Client, client_of: SignIn, app: OpenAPI) -> None:
    asked = {**WHOLE, "columns": COLUMNS, "split": "one", "is_plain": "y"}
    assert "理由" in clerk.post("/exports", asked, status=409).words
    data = clerk.post("/exports", {**asked, "reason": "逐户核对"}).response.data
    assert cells(data)["联系电话"] == [PHONE] * 3
    masked = client_of("auditor").post("/exports", {**asked, "reason": "想看"}).response.data
    assert cells(masked)["联系电话"] == ["138****2210"] * 3
    assert [reason for _, reason, _ in filed(app)] == ["逐户核对", None]


def test_without_a_column_nothing_comes_out(clerk: Client, app: OpenAPI) -> None:
    clerk.post("/exports", {**WHOLE, "split": "one"}, status=400)
    assert filed(app) == []


def test_the_usual_columns_can_be_chosen_at_one_stroke(clerk: Client) -> None:
    assert clerk.get("/exports?columns=main").text.count('name="columns"') == 25
    assert clerk.get("/exports?columns=main").text.count(" checked ") < 15


def test_no_browser_asks_for_a_tick_in_every_column(clerk: Client) -> None:
    boxes = re.findall(r'<input[^>]*name="columns"[^>]*>', clerk.get("/exports?columns=main").text)
    assert len(boxes) == 25
    assert not [box for box in boxes if "required" in box]


@pytest.fixture
def case(app: OpenAPI, actor: FindActor) -> None:
    """A recognised violation of 2026-11-23 and an interview in effect on 2026-03-02."""
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"))
        make_effective(
            session, account, by=actor("clerk"), head=actor("head"), violation=None, grounds="电 13812342210"
        )


@pytest.mark.usefixtures("case")
def test_the_ledgers_come_out_with_their_rows(app: OpenAPI, client_of: SignIn) -> None:
    clerk = client_of("clerk")
    clerk.get("/exports/violations")
    rows = sheets(clerk.post("/exports/violations?state=recognised", ALL_OF_VIOLATIONS).response.data)["违规台账"]
    assert (rows[3][2], rows[3][11].date(), rows[3][15]) == ("西湖身边事", date(2026, 11, 23), "已认定")
    clerk.get("/exports/measures")
    rows = sheets(clerk.post("/exports/measures", ALL_OF_MEASURES).response.data)["处置台账"]
    assert (rows[3][6], rows[3][13]) == ("约谈", "电 138****2210")
    assert filed(app) == [("exports.violations", None, 1), ("exports.measures", None, 1)]


@pytest.mark.usefixtures("case")
def test_a_ledger_has_the_columns_chosen_and_those_that_fit_a_page_are_ticked(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    for what, most in (("violations", 14), ("measures", 15)):
        assert clerk.get(f"/exports/{what}").text.count(" checked ") <= most + 1  # and the form of the file
    assert clerk.get("/exports/measures?columns=all").text.count(" checked ") == len(MEASURE_COLUMNS) + 1
    data = clerk.post("/exports/measures", {**WHOLE, "columns": ["decided_on", "name"]}).response.data
    assert sheets(data)["处置台账"][2] == ["序号", "账号名称", "决定日期"]


def paper(measure: Measure, kind: DocumentKind, number: int, void_reason: str | None = None) -> Document:
    """An issued paper of a measure, as it is on file."""
    digests = dict.fromkeys(("content_sha256", "pdf_sha256", "docx_sha256"), "0" * 64)
    return Document(
        office_id=measure.office_id, region_code=measure.region_code, account_id=measure.account_id,
        measure_id=measure.id, kind=kind, series=kind.value[:12], year=2026, number=number,
        doc_no=f"西网信〔2026〕{number}号", title="约谈通知书", content={}, issued_on=date(2026, 3, 2), issued_at=AT,
        issued_by_id=measure.drafted_by_id, void_reason=void_reason, **digests,
    )  # fmt: skip


@pytest.mark.usefixtures("case")
def test_each_measure_names_the_papers_it_went_out_with(app: OpenAPI, client_of: SignIn) -> None:
    clerk, asked = client_of("clerk"), {**WHOLE, "columns": ["papers"]}

    def written() -> Any:
        return sheets(clerk.post("/exports/measures", asked).response.data)["处置台账"][3][1]

    assert written() is None
    with writing(app) as session:
        measure = session.scalars(select(Measure)).one()
        session.add(paper(measure, DocumentKind.INTERVIEW_NOTICE, 1, void_reason="写错"))
    assert written() == "西网信〔2026〕1号（已作废）"
    with writing(app) as session:
        measure = session.scalars(select(Measure)).one()
        session.add(paper(measure, DocumentKind.INTERVIEW_NOTICE, 2))
    assert written() == "约谈通知书 西网信〔2026〕1号（已作废）\n约谈通知书 西网信〔2026〕2号"


@pytest.mark.usefixtures("case")
def test_the_reason_is_asked_for_only_where_whole_numbers_are_wanted(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    folded = re.compile(r'<details class="behind w12"( open)?>.*?name="reason"', re.DOTALL)
    for page, is_open in (
        (clerk.get("/exports/measures"), False),
        (clerk.post("/exports/measures", {**ALL_OF_MEASURES, "is_plain": "y"}, status=409), True),
    ):
        found = folded.search(page.text)
        assert found
        assert bool(found[1]) is is_open
        assert "可不填" not in found[0], "where whole numbers are wanted, it is needed"


@pytest.mark.usefixtures("case")
def test_a_wide_ledger_prints_on_a3_and_the_usual_one_is_narrower(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    data = clerk.post("/exports/measures", ALL_OF_MEASURES).response.data
    assert load_workbook(io.BytesIO(data)).worksheets[0].page_setup.paperSize == 8
    data = clerk.post("/exports/measures", {**WHOLE, "columns": ["name", "kind", "decided_on"]}).response.data
    assert load_workbook(io.BytesIO(data)).worksheets[0].page_setup.paperSize == 9


@pytest.mark.usefixtures("case")
def test_a_ledger_is_narrowed_by_its_lists_filter_and_by_days(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert len(sheets(clerk.post("/exports/violations?state=voided", ALL_OF_VIOLATIONS).response.data)["违规台账"]) == 3
    days = {"first": "2026-03-03", "last": "2026-12-31"}
    assert len(sheets(clerk.post("/exports/measures", {**ALL_OF_MEASURES, **days}).response.data)["处置台账"]) == 3
    backwards = {"first": "2026-05-01", "last": "2026-04-01"}
    assert "早于起日" in clerk.post("/exports/measures", {**ALL_OF_MEASURES, **backwards}, status=409).words


@pytest.mark.usefixtures("case")
def test_the_figures_stand_on_the_page_and_in_the_file(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    address = "/exports/statistics?from=2026-03-01&to=2026-04-30"
    assert "2026年3月 1 — 0 0 0 0 0" in clerk.get(address).words
    rows = sheets(clerk.post(address, WHOLE).response.data)["处置统计"]
    assert rows[2][1:] == [
        "约谈", "警告或罚款", "暂停功能或更新", "下架移动应用程序", "处置小程序", "关闭违法网站", "关闭账号",
    ]  # fmt: skip
    assert rows[5] == ["合计", 1, None, 0, 0, 0, 0, 0]


@pytest.mark.usefixtures("case")
def test_a_city_counts_by_county_and_never_sees_beyond_itself(client_of: SignIn) -> None:
    city = client_of("c-clerk")
    assert "西湖区 1 — 0" in city.get("/exports/statistics?from=2026-03-01&to=2026-04-30").words
    city.get("/exports/measures")
    assert len(sheets(client_of("n-clerk").post("/exports/measures", ALL_OF_MEASURES).response.data)["处置台账"]) == 3


@pytest.mark.usefixtures("case")
def test_each_list_leads_to_its_export_with_its_filter(client_of: SignIn) -> None:
    clerk = client_of("clerk")
    assert "/exports/violations?state=recognised" in clerk.get("/violations?state=recognised").text
    assert "/exports/measures?tab=force" in clerk.get("/measures?tab=force").text
    assert "/exports?platform=douyin" in clerk.get("/accounts?platform=douyin").text
    rows = sheets(clerk.post("/exports/measures?tab=force", ALL_OF_MEASURES).response.data)["处置台账"]
    assert len(rows) == 4
