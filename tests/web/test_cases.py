"""The pages of cases: a clue put on file, the case with its doors, every act's form, what is closed and why."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask_openapi3 import OpenAPI

from registry import wording
from registry.clock import today
from registry.domain.cases.procedure import PROCEDURE
from registry.domain.cases.vocabulary import CaseState
from registry.domain.permissions import Actor
from registry.store.accounts import Account
from registry.store.cases import Case
from tests.client import LIST_STATEMENTS, Client
from tests.factories import make_account, make_violation, writing
from tests.services.case_walk import Walk, certify, open_one
from tests.services.cases import DAY

Actors = Callable[[str], Actor]
Clients = Callable[[str], Client]
CLUE = {
    "title": "涉嫌发布无来源信息", "source": "report", "content": "发布无来源短视频", "reporter": "王某 13800000000",
    "found_on": str(today()), "act_ended_on": str(today() - timedelta(days=3)),
}  # fmt: skip


@pytest.fixture
def account(app: OpenAPI, actor: Actors) -> str:
    """Account 1 with violation 1, recognised, and two certified officers."""
    with writing(app) as session:
        made = make_account(session, actor("clerk"))
        make_violation(session, made, recorder=actor("clerk"), recogniser=actor("reviewer"), on=DAY - timedelta(days=3))
        certify(session, actor("clerk"), actor("clerk2"))
    return "/cases/new?account=1"


@pytest.fixture
def opened(app: OpenAPI, actor: Actors, account: str) -> str:
    """The address of a case just opened."""
    with writing(app) as session:
        return f"/cases/{open_one(session, session.get_one(Account, 1), by=actor('clerk')).id}"


def walked(app: OpenAPI, actor: Actors, how: str) -> str:
    """The address of a case brought to a stage of tests/services/case_walk.py."""
    with writing(app) as session:
        walk = Walk(
            session, open_one(session, session.get_one(Account, 1), by=actor("clerk")), actor
        ).to_investigation()
        if how != "to_investigation":
            getattr(walk, how)()
        return f"/cases/{walk.case_id}"


def act(client: Client, case: str, name: str, *, status: int = 200, **given: object) -> str:
    """Do an act by its form, as a browser would: version read from the page."""
    page = client.get(f"{case}/acts/{name}").text
    version = page.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    form = {"on": str(today()), "note": "意见", "version": version, "paper_no": "线下文书", **given}
    return client.post(f"{case}/acts/{name}", form, status=status).words


def test_a_clue_is_put_on_file_and_who_reported_is_shown_nowhere(client_of: Clients, account: str) -> None:
    clerk = client_of("clerk")
    assert "西湖身边事" in clerk.get("/cases/new").words
    page = clerk.post(account, CLUE)
    assert "西网信案〔" in page.words
    assert "已加密保存" in page.words
    assert not {"王某", "13800000000"} & set(page.words.split())
    assert "13800000000" not in clerk.get("/cases").text
    clerk.get("/cases/1/reporter", status=403)
    told = client_of("head").post("/cases/1/reporter", {"reason": "反馈处理结果"})
    assert "13800000000" in told.words


def test_a_clue_begins_from_the_violation_it_came_with(client_of: Clients, account: str) -> None:
    page = client_of("clerk").get(f"{account}&violation=1").text
    assert "发布无来源短视频" in page
    assert '<option selected value="1">' in page


def test_the_list_shows_mine_or_all_by_stage_with_few_statements(client_of: Clients, opened: str) -> None:
    page = client_of("clerk").get("/cases")
    assert "西网信案" in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "西网信案" in client_of("clerk").get("/cases?whose=mine&tab=running&state=clue").words
    assert "西网信案" not in client_of("clerk2").get("/cases?whose=mine").words
    assert "西网信案" not in client_of("n-clerk").get("/cases").words


def test_a_case_of_another_county_is_not_there(client_of: Clients, opened: str) -> None:
    client_of("n-clerk").get(opened, status=404)
    client_of("n-clerk").post(f"{opened}/acts/verify", {"on": str(today())}, status=404)


def test_the_case_says_what_is_next_who_may_and_why_a_door_is_closed(
    app: OpenAPI, actor: Actors, client_of: Clients, account: str
) -> None:
    case = walked(app, actor, "to_statement")
    words = client_of("clerk").get(case).words
    assert "期满未陈述申辩" in words
    assert "行政处罚法" in words
    assert "自 2026" in words and "次日起算" in words  # noqa: PT018 - one sentence
    assert "负责人" in words


@pytest.mark.parametrize("row", [row for row in PROCEDURE if row.act != "conclude"], ids=lambda row: row.act)
def test_every_act_has_its_page(row: object, client_of: Clients, opened: str) -> None:
    page = client_of("head").get(f"{opened}/acts/{row.act}")  # type: ignore[attr-defined]  # a row of the table
    assert wording.word(f"cases.act.{row.act}") in page.words  # type: ignore[attr-defined]  # as above


def test_an_act_is_done_from_its_page_and_refused_in_words_where_its_gate_is_closed(
    client_of: Clients, opened: str
) -> None:
    clerk, head = client_of("clerk"), client_of("head")
    assert "已办：开始核查" in act(clerk, opened, "verify")
    assert "要写明理由" in act(clerk, opened, "propose_filing", status=409, note="")
    assert "已办：报请立案" in act(clerk, opened, "propose_filing")
    assert "调查中" in act(head, opened, "approve_filing")
    clerk.post(f"{opened}/acts/approve_filing", {"on": str(today()), "version": "1"}, status=403)


def test_the_second_of_two_officers_is_told_that_the_case_moved(client_of: Clients, opened: str) -> None:
    first, second = client_of("clerk"), client_of("clerk2")
    page = second.get(f"{opened}/acts/verify").text
    version = page.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    act(first, opened, "add_evidence", files=(BytesIO(b"x"), "a.png"), origin="网址")
    told = second.post(f"{opened}/acts/verify", {"on": str(today()), "version": version}, status=409)
    assert "同事已经办了" in told.words


def test_evidence_comes_in_with_its_source_and_goes_out_as_a_download(client_of: Clients, opened: str) -> None:
    clerk = client_of("clerk")
    words = act(clerk, opened, "add_evidence", files=(BytesIO(b"proof"), "截图.png"), origin="https://v.douyin.com/1")
    assert "截图.png" in words
    assert clerk.get("/cases/evidence/1").text == "proof"
    client_of("n-clerk").get("/cases/evidence/1", status=404)


def test_an_act_whose_paper_is_owed_is_refused_with_the_way_to_write_it_and_goes_on_once_issued(
    client_of: Clients, opened: str
) -> None:
    clerk = client_of("clerk")
    told = act(clerk, opened, "verify", status=409, paper_no="")
    assert "要先出具线索登记表" in told
    assert "先出文书： 写线索登记表" in clerk.get(opened).words
    desk = "/documents/new?case=1&kind=clue_registration&act=verify"
    assert desk.replace("&", "&amp;") in clerk.get(f"{opened}/acts/verify").text
    form = {"issue": "1", "clue_source": "举报", "received_at": "2026-11-20", "platform": "抖音", "account_name": "甲",
            "received_by": "张三", "clue_content": "发布无来源短视频", "clue_outcome": ""}  # fmt: skip
    made = clerk.post(desk, form)
    assert "回去办：开始核查" in made.words
    assert "已出具" in clerk.get(f"{opened}/acts/verify").words
    assert "核查中" in act(clerk, opened, "verify", paper_no="")
    assert "西网信线〔2026〕1号" in clerk.get(opened).words


def test_the_investigation_is_concluded_with_the_measure_intended(
    app: OpenAPI, actor: Actors, client_of: Clients, account: str
) -> None:
    case, clerk = walked(app, actor, "to_investigation"), client_of("clerk")
    page = clerk.get(f"{case}/conclude?kind=interview").text
    version = page.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    plan = {
        "violation": "1", "target_kind": "account", "target": "抖音账号", "deciding_body": "西湖区网信办",
        "executing_body": "西湖区网信办", "grounds": "发布无来源短视频", "on": str(today()), "version": version, "paper_no": "西网信调〔2026〕1号",
    }  # fmt: skip
    refused = clerk.post(f"{case}/conclude?kind=interview", plan, status=409)
    assert "没有法律依据" in refused.words
    done = clerk.post(f"{case}/conclude?kind=interview", {**plan, "basis_code": "penalty_law-28"})
    assert "待告知" in done.words
    assert "拟约谈" in done.words


def test_a_measure_of_a_case_sends_the_officer_to_the_case(
    app: OpenAPI, actor: Actors, client_of: Clients, account: str
) -> None:
    case = walked(app, actor, "to_execution")
    with writing(app) as session:
        assert session.get_one(Case, 1).state is CaseState.EXECUTING
    page = client_of("clerk").get("/measures/1")
    assert "在案件里" in page.words
    assert f'href="{case}"' in page.text


def test_auditors_read_cases_and_do_nothing_in_them(client_of: Clients, opened: str) -> None:
    auditor = client_of("auditor")
    assert "去办" not in auditor.get(opened).words
    auditor.get(f"{opened}/acts/verify", status=403)
    auditor.get("/cases/new", status=403)


def test_the_first_page_brings_clocks_that_are_over_and_what_waits_for_a_word(client_of: Clients, opened: str) -> None:
    clerk, head = client_of("clerk"), client_of("head")
    assert "线索初核" in clerk.get("/").words
    act(clerk, opened, "verify")
    act(clerk, opened, "propose_filing")
    assert "待批立案" in head.get("/").words
    assert "待批立案" not in clerk.get("/").words
    act(head, opened, "approve_filing")
    assert "待批立案" not in head.get("/").words


def test_an_account_shows_its_cases(client_of: Clients, opened: str) -> None:
    page = client_of("clerk").get("/accounts/1")
    assert f'href="{opened}"' in page.text
    assert "线索待核" in page.words
