"""Pages of joint work: a letter sent and answered, a case taken over, another office's work done for a term."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.cases.vocabulary import LetterKind
from registry.domain.permissions import Actor
from registry.services import joint
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, make_account, writing
from tests.services.case_walk import open_one

Clients = Callable[[str], Client]
Actors = Callable[[str], Actor]


@pytest.fixture
def opened(app: OpenAPI, actor: Actors) -> str:
    with writing(app) as session:
        return f"/cases/{open_one(session, make_account(session, actor('clerk')), by=actor('clerk')).id}"


def test_a_letter_is_written_from_the_case_and_answered_by_the_other_office(
    client_of: Clients, app: OpenAPI, actor: Actors, opened: str
) -> None:
    clerk, there = client_of("clerk"), client_of("n-clerk")
    form = {"kind": "notice", "office": actor("n-clerk").office_id, "content": "你县有同一主体的账号",
            "answer_by": str(today() + timedelta(days=3))}  # fmt: skip
    assert "等 " in clerk.post(f"{opened}/joint", form).words
    assert "等您单位答复" in there.get("/joint").words
    assert "线索通报" in there.get("/").words
    there.get(opened, status=404)
    find = there.post("/joint/1", {"outcome": "accepted", "text": "收到"})
    assert "已接收" in find.words
    assert "西湖区网信办通报的线索" in find.words
    with writing(app) as session:
        own = make_account(
            session, actor("n-clerk"), region_code=actor("n-clerk").region_code, uid="n_1", name="余杭身边事"
        ).id
    assert f'href="/cases/new?account={own}&amp;letter=1"' in there.get("/cases/new?letter=1").text
    begun = there.get(f"/cases/new?account={own}&letter=1")
    assert "西湖区网信办通报：" in begun.text
    assert "你县有同一主体的账号" in begun.text
    assert (
        "selected"
        in begun.text.partition('value="transferred"')[0][-12:] + begun.text.partition('value="transferred"')[2][:12]
    )
    assert "通报：" not in there.get(f"/cases/new?account={own}").text
    assert "通报：" not in clerk.get("/cases/new?account=1&letter=1").text, (
        "the sender begins nothing from its own letter"
    )
    assert "登记这条线索" in there.get("/joint/1").words
    assert "接收" in clerk.get(opened).words
    client_of("c-clerk").get("/joint/1", status=404)


def test_a_consultation_leads_to_its_minutes(client_of: Clients, actor: Actors, opened: str) -> None:
    clerk = client_of("clerk")
    form = {"kind": "consultation", "office": actor("n-clerk").office_id, "content": "同一主体在两县，请一起办",
            "answer_by": str(today() + timedelta(days=3))}  # fmt: skip
    assert "kind=consultation_minutes" in clerk.post(f"{opened}/joint", form).text
    page = clerk.get(f"/documents/new?kind=consultation_minutes&case={opened.rpartition('/')[2]}")
    assert all(words in page.words for words in ("会商纪要", "参加单位和人员", "各方意见", "会商结论"))


def test_letters_are_shown_a_page_at_a_time(client_of: Clients, app: OpenAPI, actor: Actors, opened: str) -> None:
    with writing(app) as session:
        for number in range(51):
            joint.send(session, int(opened.rpartition("/")[2]), LetterKind.NOTICE, to_office_id=actor("n-clerk").office_id,
                       content=f"通报{number}", answer_by=today() + timedelta(days=3), by=actor("clerk"), at=AT, on=today())  # fmt: skip
    page = client_of("n-clerk").get("/joint")
    assert "第 1–50 条，共 51 条" in page.words
    assert page.statements <= LIST_STATEMENTS
    assert page.text.count('href="/joint/') - page.text.count('href="/joint/1"') == 50
    assert 'href="/joint/1"' in client_of("n-clerk").get("/joint?page=2").text


def test_a_city_takes_over_and_gives_back_on_the_page(client_of: Clients, opened: str) -> None:
    city = client_of("c-head")
    assert "提级办理" in city.get(opened).words
    assert "提级办理" not in client_of("head").get(opened).words
    city.post(f"{opened}/takeover", {"reason": "影响全市"})
    assert "退回以前本单位只能看" in client_of("clerk").get(opened).words
    city.post(f"{opened}/return", {"reason": "由你县办"})
    assert "退回以前本单位只能看" not in client_of("clerk").get(opened).words


def test_one_works_for_another_office_while_the_term_runs(client_of: Clients, actor: Actors, opened: str) -> None:
    there = client_of("n-clerk")
    there.post(f"/joint/acting/{actor('clerk').office_id}", {}, status=404)
    term = {"office": actor("clerk").office_id, "acting": actor("n-clerk").office_id, "since": str(today()),
            "until": str(today() + timedelta(days=10)), "reason": "人员学习"}  # fmt: skip
    client_of("c-head").post("/joint", term)
    there.post(f"/joint/acting/{actor('clerk').office_id}", {})
    assert "西湖区网信办" in there.get(opened).words
    assert "您正在代管另一个单位" in there.get("/joint").words
    assert "西湖区网信办 · 代管中" in there.get("/accounts").words
    client_of("head").post("/joint/stand-ins/1/end", {})
    there.get(opened, status=404)
