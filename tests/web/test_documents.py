"""The pages of papers: composed beside their draft, issued, listed, handed out, voided."""

import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.domain.terms import HolderType
from registry.services import accounts, measures
from registry.store.accounts import Account
from registry.store.db import db
from registry.store.documents import Document, list_documents
from registry.store.scope import EVERYTHING
from registry.store.users import Office
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, ON, make_account, make_violation, writing
from tests.services.cases import make_proposal

SignIn = Callable[[str], Client]
NOTICE = {
    "addressee": "云帆文化传媒有限公司",
    "facts": "2026年11月23日，发布无来源短视频",
    "meets_at": "2099-11-30T14:30",
    "place": "文三路 1 号",
    "attendees": "你单位主要负责人",
    "contact": "周敏",
    "phone": "0571-8765432",
}


@pytest.fixture
def case(app: OpenAPI, actor: Callable[[str], Actor]) -> Callable[..., str]:
    """A function that makes an approved interview and gives the address where its notice is composed."""
    clerk, reviewer, head = actor("clerk"), actor("reviewer"), actor("head")

    def make(*, uid: str = "xhsbs_2021", basis_code: str = "penalty_law-28", is_approved: bool = True) -> str:
        with writing(app) as session:
            account = make_account(session, clerk, uid=uid, phone="13812345678", holder_type=HolderType.COMPANY)
            violation = make_violation(session, account, recorder=clerk, recogniser=reviewer)
            measure = make_proposal(session, account, by=clerk, violation=violation, on=ON, basis_code=basis_code)
            if is_approved:
                measures.approve(session, measure.id, by=head, at=AT, on=ON)
            return f"/documents/new?measure={measure.id}&kind=interview_notice"

    return make


def issued(app: OpenAPI) -> list[Document]:
    """What was issued so far, newest first."""
    with app.app_context():
        return list(list_documents(db.session(), scope=EVERYTHING))


def test_a_paper_is_composed_beside_its_draft(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    page = client_of("clerk").get(case())
    assert "草稿" in page.words
    assert "（未编号）" in page.words
    assert "你单位运营的抖音账号“西湖身边事”（账号ID：xhsbs_2021）" in page.words
    assert "〔待填：约谈时间〕" in page.words
    assert "13812345678" not in page.text
    assert issued(app) == []


def test_the_draft_follows_what_is_typed_and_nothing_is_stored(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    clerk, url = client_of("clerk"), case()
    page = clerk.post(url, {**NOTICE, "place": "宝石山下一弄", "preview": "1"})
    assert "二、地点 宝石山下一弄。" in page.words
    assert "2099年11月30日14时30分" in page.words
    piece = clerk.browser.post(
        url.replace("/new", "/draft"), data={**NOTICE, "place": "黄龙路", "csrf_token": clerk.token()}
    )
    assert "黄龙路" in piece.get_data(as_text=True)
    assert "<html" not in piece.get_data(as_text=True)
    assert issued(app) == []


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_draft_is_taken_away_as_a_file(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI, form: str, begins: bytes
) -> None:
    clerk, url = client_of("clerk"), case()
    answer = clerk.browser.post(url, data={"contact": "周敏", form: "1", "csrf_token": clerk.token()})
    assert answer.data.startswith(begins)
    assert quote("草稿") in answer.headers["Content-Disposition"]
    assert issued(app) == []


def test_a_paper_is_issued_numbered_and_shown_as_it_is_printed(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    page = client_of("clerk").post(case(), {**NOTICE, "issue": "1"})
    row = issued(app)[0]
    assert f"西网信约〔{row.year}〕1号" in page.words
    assert "已定稿编号" in page.words
    assert row.content_sha256 in page.words
    assert f"定稿：西湖clerk {row.issued_on}" in page.words, "as the PDF has it"
    assert f"文稿校验 {row.content_sha256[:4]}" in page.words
    assert "草稿" not in page.words


def test_what_is_handed_out_is_what_was_made_when_it_was_issued(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI, actor: Callable[[str], Actor]
) -> None:
    clerk = client_of("clerk")
    clerk.post(case(), {**NOTICE, "issue": "1"})
    urls = [f"/documents/{issued(app)[0].id}/{form}" for form in ("pdf", "docx")]
    before = [clerk.browser.get(url).data for url in urls]
    with writing(app) as session:
        account = session.scalars(select(Account)).one()
        accounts.amend(session, account.id, {"name": "改了名"}, by=actor("clerk"), at=AT, on=ON)
    answers = [clerk.browser.get(url) for url in urls]
    assert [answer.data for answer in answers] == before
    assert answers[0].mimetype == "application/pdf"
    assert answers[1].mimetype.endswith("wordprocessingml.document")
    assert all("attachment" in answer.headers["Content-Disposition"] for answer in answers)
    assert quote("约谈通知书") in answers[0].headers["Content-Disposition"]
    assert "西湖身边事" in clerk.get(f"/documents/{issued(app)[0].id}").words


def test_what_is_missing_is_said_at_its_field(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    page = client_of("clerk").post(case(), {**NOTICE, "meets_at": "", "place": " ", "issue": "1"}, status=400)
    assert "有 2 处要改" in page.words
    assert re.search(r'id="meets_at-error">定稿前要填这一项', page.text)
    assert re.search(r'id="place-error">定稿前要填这一项', page.text)
    assert issued(app) == []


def test_a_day_gone_by_is_said_at_its_field(client_of: SignIn, case: Callable[..., str]) -> None:
    page = client_of("clerk").post(case(), {**NOTICE, "meets_at": "2020-01-01T09:00", "issue": "1"}, status=409)
    assert re.search(r'id="meets_at-error">约谈时间已经过了', page.text)


def test_the_same_paper_twice_has_to_be_asked_for(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    clerk, url = client_of("clerk"), case()
    clerk.post(url, {**NOTICE, "issue": "1"})
    assert "已经定稿过" in clerk.get(url).words
    assert "再发一份" in clerk.post(url, {**NOTICE, "issue": "1"}, status=409).words
    clerk.post(url, {**NOTICE, "issue": "1", "again": "y"})
    assert [row.number for row in issued(app)] == [2, 1]


def test_an_unconfirmed_basis_leaves_only_drafts_and_says_why(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    clerk, url = client_of("clerk"), case(basis_code="interview_rules-4")
    page = clerk.get(url)
    assert "现在只能打印草稿" in page.words
    assert "第四条还没有核对" in page.words
    assert 'name="issue"' not in page.text
    assert "还没有核对" in clerk.post(url, {**NOTICE, "issue": "1"}, status=409).words
    assert issued(app) == []


def test_a_correction_begins_from_the_old_paper(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    clerk, url = client_of("clerk"), case()
    clerk.post(url, {**NOTICE, "facts": "联系 13812345678 的人发布短视频", "excuse_by": "2099-11-29", "issue": "1"})
    page = clerk.get(f"{url}&corrects=1")
    assert all(text in page.text for text in ("2099-11-30T14:30", "2099-11-29", "文三路 1 号", "你单位主要负责人"))
    assert "13812345678" not in page.text
    assert "13812345678" not in json.dumps(issued(app)[0].content, ensure_ascii=False)
    assert "本文书更正并代替" in page.words
    assert "2099-11-30T14:30" not in clerk.get(url).text


def test_a_measure_not_yet_approved_says_so(client_of: SignIn, case: Callable[..., str]) -> None:
    assert "批准以后才能定稿编号" in client_of("clerk").get(case(is_approved=False)).words


def test_an_office_without_its_mark_is_told_where_to_set_it(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    url = case()
    with writing(app) as session:
        for office in session.scalars(select(Office)):
            office.document_prefix = ""
    assert "请系统管理员在“管理—单位”里填上" in client_of("clerk").get(url).words


def test_the_sanction_record_is_issued_from_the_account(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    case()
    clerk, url = client_of("clerk"), "/documents/new?account=1&kind=sanction_record"
    page = clerk.get(url)
    assert "内部资料" in page.words
    assert "138****5678" in page.words
    assert "13812345678" not in page.text
    assert "处置记录表" in clerk.post(url, {"compiled_by": "周敏", "issue": "1"}).words
    assert issued(app)[0].doc_no.startswith("西网信录〔")


def test_the_list_asks_few_questions_whatever_its_length(client_of: SignIn, case: Callable[..., str]) -> None:
    clerk = client_of("clerk")
    clerk.post(case(), {**NOTICE, "issue": "1"})
    one = clerk.get("/documents")
    for number in range(4):
        clerk.post(case(uid=f"xihu_{number}"), {**NOTICE, "issue": "1"})
    many = clerk.get("/documents")
    assert "共 5 条" in many.words
    assert many.statements == one.statements <= LIST_STATEMENTS


def test_the_list_is_narrowed_by_kind_account_and_measure(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    clerk, url = client_of("clerk"), case()
    clerk.post(url, {**NOTICE, "issue": "1"})
    clerk.post("/documents/new?account=1", {"compiled_by": "周敏", "issue": "1"})
    assert "共 1 条" in clerk.get("/documents?kind=sanction_record").words
    assert "共 2 条" in clerk.get("/documents?account=1").words
    assert "共 1 条" in clerk.get("/documents?measure=1").words
    assert "没有这样的文书" in clerk.get("/documents?kind=shutdown_letter").words
    assert "共 2 条" in clerk.get("/documents?kind=nonsense").words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=约〔", 2), ("q=约(", 2), ("q=〕2 号", 1), ("q=改了名", 3), ("q=西湖身边事", 3), ("q=不存在", 0), ("q=%25", 0),
        ("state=void", 1), ("state=issued", 2), ("state=nonsense", 3), ("year=2020", 0), ("year=nonsense", 3),
        ("kind=interview_notice&state=void", 1), ("kind=sanction_record&state=void", 0),
    ],
)  # fmt: skip
def test_a_paper_is_found_by_its_number_its_account_its_year_and_whether_it_stands(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI, actor: Callable[[str], Actor], query: str, found: int
) -> None:
    clerk, url = client_of("clerk"), case()
    clerk.post(url, {**NOTICE, "issue": "1"})
    clerk.post(f"/documents/{issued(app)[0].id}/void", {"reason": "参加人写错"})
    clerk.post(url, {**NOTICE, "issue": "1"})
    clerk.post("/documents/new?account=1", {"compiled_by": "周敏", "issue": "1"})
    with writing(app) as session:
        accounts.amend(session, 1, {"name": "改了名"}, by=actor("clerk"), at=AT, on=ON)
    assert len(re.findall(r'<th scope="row"', clerk.get(f"/documents?{query}").text)) == found


def test_the_year_chosen_keeps_its_papers(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    clerk = client_of("clerk")
    clerk.post(case(), {**NOTICE, "issue": "1"})
    year = issued(app)[0].year
    page = clerk.get(f"/documents?year={year}")
    assert "共 1 条" in page.words
    assert f'<option value="{year}" selected>' in page.text


def test_a_voided_paper_stays_in_the_list_and_says_so(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    clerk = client_of("clerk")
    clerk.post(case(), {**NOTICE, "issue": "1"})
    url = f"/documents/{issued(app)[0].id}"
    assert "请写明作废的理由" in clerk.post(f"{url}/void", {"reason": ""}, status=409).words
    page = clerk.post(f"{url}/void", {"reason": "参加人写错"})
    assert "已作废：参加人写错" in page.words
    assert f"{url}/void" not in page.text
    assert "已作废 参加人写错" in clerk.get("/documents").words
    assert quote("作废") in clerk.browser.get(f"{url}/pdf").headers["Content-Disposition"]


def test_an_auditor_reads_papers_and_makes_none(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    url = case()
    client_of("clerk").post(url, {**NOTICE, "issue": "1"})
    auditor, shown = client_of("auditor"), f"/documents/{issued(app)[0].id}"
    assert "西网信约" in auditor.get("/documents").words
    assert f"{shown}/void" not in auditor.get(shown).text
    assert auditor.browser.get(f"{shown}/pdf").data.startswith(b"%PDF")
    auditor.get(url, status=403)
    auditor.post(url, {**NOTICE, "issue": "1"}, status=403)
    auditor.post(f"{shown}/void", {"reason": "错"}, status=403)


def test_a_neighbour_finds_nothing(client_of: SignIn, case: Callable[..., str], app: OpenAPI) -> None:
    url = case()
    client_of("clerk").post(url, {**NOTICE, "issue": "1"})
    neighbour, shown = client_of("n-clerk"), f"/documents/{issued(app)[0].id}"
    assert "还没有定稿的文书" in neighbour.get("/documents").words
    for address in (url, "/documents/new?account=1", shown, f"{shown}/pdf"):
        neighbour.get(address, status=404)
    neighbour.post(f"{shown}/void", {"reason": "错"}, status=404)
    neighbour.post(url, {**NOTICE, "issue": "1"}, status=404)


def test_the_city_reads_the_countys_paper_and_does_not_number_for_it(
    client_of: SignIn, case: Callable[..., str], app: OpenAPI
) -> None:
    url, city = case(), client_of("c-clerk")
    assert "由西湖区网信办办理，文书由它定稿编号" in city.get(url).words
    city.post(url, {**NOTICE, "issue": "1"}, status=409)
    assert issued(app) == []


@pytest.mark.parametrize(
    "address",
    ["/documents/new", "/documents/new?measure=99", "/documents/new?account=1&kind=nonsense", "/documents/99"],
)
def test_what_is_not_there_is_not_found(client_of: SignIn, case: Callable[..., str], address: str) -> None:
    case()
    client_of("clerk").get(address, status=404)


def test_a_paper_the_measure_has_not_is_refused_in_words(client_of: SignIn, case: Callable[..., str]) -> None:
    url = case().replace("interview_notice", "shutdown_letter")
    assert "用不到关停处置建议函" in client_of("clerk").get(url, status=409).words


def test_the_measures_page_leads_to_its_papers(client_of: SignIn, case: Callable[..., str]) -> None:
    url = case()
    assert url.replace("&", "&amp;") in client_of("clerk").get("/measures/1").text
