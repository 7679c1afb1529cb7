"""One field of many accounts: shown, set all or none, taken back but for what was edited since."""

import re
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import accounts
from registry.store.accounts import Account
from tests.client import LIST_STATEMENTS, Client, Page
from tests.factories import AT, NEIGHBOUR, ON, make_account, writing

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]


@pytest.fixture
def three(app: OpenAPI, actor: ActorOf) -> None:
    """Two accounts here, the second with a supervisor, and one of the county beside."""
    with writing(app) as session:
        make_account(session, actor("clerk"), name="甲号", uid="a")
        make_account(session, actor("clerk"), name="乙号", uid="b", supervisor="老王")
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, name="邻号", uid="n")


def supervisors(app: OpenAPI) -> list[str | None]:
    with writing(app) as session:
        return [session.get_one(Account, number).supervisor for number in (1, 2, 3)]


def preview(clerk: Client, *numbers: int, field: str = "supervisor", value: str = "宣传办", status: int = 200) -> Page:
    data = {"account": [str(each) for each in numbers], "field": field, f"value-{field}": value}
    return clerk.post("/accounts/bulk/preview", data, status=status)


def confirm(clerk: Client, page: Page, status: int = 200) -> Page:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    data.pop("csrf_token", None)
    return clerk.post("/accounts/bulk/apply", data, status=status)


def test_it_is_shown_set_and_taken_back(app: OpenAPI, client_of: SignIn, three: None) -> None:
    clerk = client_of("clerk")
    assert "批量修改 2 个账号" in clerk.post("/accounts/bulk", {"account": ["1", "2", "3"]}).words
    page = preview(clerk, 1, 2, 3)
    assert "把 2 个账号的" in page.words
    assert "邻号" not in page.words
    assert supervisors(app) == [None, "老王", None]
    done = confirm(clerk, page)
    assert supervisors(app) == ["宣传办", "宣传办", None]
    assert done.statements <= 2 * LIST_STATEMENTS + 8  # the act and the page it leads to
    assert "已撤销这次批量修改" in clerk.post("/accounts/bulk/1/undo").words
    assert supervisors(app) == [None, "老王", None]
    assert "已经撤销过了" in clerk.post("/accounts/bulk/1/undo").words


def test_what_was_edited_since_stays_and_is_named(app: OpenAPI, client_of: SignIn, actor: ActorOf, three: None) -> None:
    clerk = client_of("clerk")
    confirm(clerk, preview(clerk, 1, 2))
    with writing(app) as session:
        accounts.amend(session, 1, {"supervisor": "新的人"}, by=actor("clerk"), at=AT, on=ON)
    assert "后来又改过，不动" in clerk.get("/accounts/bulk/1").words
    assert "有 1 个账号在那以前又改过" in clerk.post("/accounts/bulk/1/undo").words
    assert supervisors(app) == ["新的人", "老王", None]


def test_what_changed_since_the_preview_stops_all_of_it(
    app: OpenAPI, client_of: SignIn, actor: ActorOf, three: None
) -> None:
    clerk = client_of("clerk")
    page = preview(clerk, 1, 2)
    with writing(app) as session:
        accounts.amend(session, 2, {"supervisor": "新的人"}, by=actor("clerk"), at=AT, on=ON)
    assert "另一位同事改动了同一条记录" in confirm(clerk, page, status=400).words
    assert supervisors(app) == [None, "新的人", None]


def test_a_code_is_chosen_from_its_vocabulary(app: OpenAPI, client_of: SignIn, three: None) -> None:
    clerk = client_of("clerk")
    assert "停更" in preview(clerk, 1, field="status", value="dormant").words
    assert "请选一项要改的内容" in preview(clerk, 1, field="status", value="nonsense", status=400).words
    assert "请选一项要改的内容" in preview(clerk, 1, field="name", value="同名", status=400).words


@pytest.mark.parametrize(("value", "numbers", "said"), [("老王", (2,), "没有要改的"), ("宣传办", (3,), "没有要改的")])
def test_nothing_to_change_is_said(
    client_of: SignIn, three: None, value: str, numbers: tuple[int, ...], said: str
) -> None:
    assert said in preview(client_of("clerk"), *numbers, value=value, status=400).words


def test_without_a_tick_one_is_led_back(client_of: SignIn, three: None) -> None:
    assert "先在列表里勾选账号" in client_of("clerk").post("/accounts/bulk", {}).words


def test_the_office_beside_sees_none_of_it(client_of: SignIn, three: None) -> None:
    clerk = client_of("clerk")
    confirm(clerk, preview(clerk, 1))
    client_of("n-clerk").get("/accounts/bulk/1", status=404)
    client_of("n-clerk").post("/accounts/bulk/1/undo", status=404)
    client_of("auditor").post("/accounts/bulk", {"account": ["1"]}, status=403)
