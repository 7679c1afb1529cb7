"""The pages of holders: who is behind the accounts."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, Platform
from registry.services import accounts
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, ON, make_account, make_violation, writing

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
USCC = "91330106MA27XYAB4B"


def test_no_holder_yet_says_where_they_come_from(client_of: SignIn) -> None:
    assert "登记账号时写明主体" in client_of("clerk").get("/holders").words


def test_holders_with_most_accounts_stand_first_in_few_questions(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        for number in range(55):
            make_account(
                session,
                clerk,
                name=f"号{number}",
                uid=f"id_{number:04}",
                holder=f"第{number}家",
                holder_type=HolderType.COMPANY,
            )
        make_account(session, clerk, name="又一号", uid="more", holder="第7家", holder_type=HolderType.COMPANY)
    page = client_of("clerk").get("/holders")
    assert page.text.index(">第7家<") < page.text.index(">第0家<")
    assert "又一号" in page.words
    assert "共 55 条" in page.words
    assert page.statements <= LIST_STATEMENTS


@pytest.mark.parametrize(("text", "is_found"), [("云帆", True), (USCC, True), ("%", False), ("不存在", False)])
def test_a_holder_is_found_by_name_or_code(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, text: str, is_found: bool
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        make_account(session, clerk, uscc=USCC)
    page = client_of("clerk").browser.get("/holders", query_string={"q": text}).get_data(as_text=True)
    assert (">云帆文化传媒有限公司</a>" in page) is is_found


def test_the_page_of_a_holder_puts_its_accounts_and_violations_together(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        one = make_account(session, clerk, uscc=USCC)
        two = make_account(session, clerk, uid="more", name="云帆视频", platform=Platform.CHANNELS, uscc=USCC)
        gone = make_account(session, clerk, uid="gone", name="旧号", uscc=USCC)
        accounts.archive(session, gone.id, reason="注销", by=head, at=AT, on=ON)
        make_violation(session, one, recorder=clerk, recogniser=head)
        make_violation(session, two, recorder=clerk, recogniser=head, code="7-6")
        holder_id = one.holder_id
    page = client_of("auditor").get(f"/holders/{holder_id}")
    assert "在册账号 2 个" in page.words
    assert "违规记录 2 件" in page.words
    for told in ("西湖身边事", "云帆视频", "旧号", "7-3", "7-6", "各号各算"):
        assert told in page.words


def test_a_persons_number_is_masked_and_the_reveal_asks_for_a_reason(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        person = {"holder": "何云", "holder_type": HolderType.INDIVIDUAL, "id_no": "33010619900101123X"}
        account = make_account(session, clerk, **person)
        holder_id, account_id = account.holder_id, account.id
    page = client_of("clerk").get(f"/holders/{holder_id}")
    assert "33010619900101123X" not in page.text
    assert "330***********123X" in page.text
    assert f'href="/accounts/{account_id}/reveal"' in page.text
    assert "查看原文" not in client_of("auditor").get(f"/holders/{holder_id}").words


def test_the_office_beside_finds_no_such_holder(client_of: SignIn, app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        holder_id = make_account(session, actor("clerk")).holder_id
    client_of("n-clerk").get(f"/holders/{holder_id}", status=404)
    assert "云帆" not in client_of("n-clerk").get("/holders").words
    assert "云帆" in client_of("c-clerk").get("/holders").words
