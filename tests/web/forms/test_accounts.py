"""Entering and amending accounts: what officers type becomes values, and nothing typed by another is overwritten."""

import re
from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.clock import today
from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, Platform
from registry.services import accounts
from registry.store.account_queries import find_account
from registry.store.db import db
from registry.store.scope import EVERYTHING
from tests.client import Client
from tests.factories import AT, NEIGHBOUR, ON, make_account, writing

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
NEXT_YEAR = today().year + 1
WRONG_USCC = "91330106MA27XYAB4A"
PHONE, ID_NO = "13800002210", "33010619900101123X"


@pytest.fixture
def account_id(app: OpenAPI, actor: ActorOf) -> int:
    """An account of the county with a holder and personal fields."""
    clerk = actor("clerk")
    with writing(app) as session:
        person = {"holder": "何云", "holder_type": HolderType.INDIVIDUAL, "phone": PHONE, "id_no": ID_NO}
        return make_account(session, clerk, town="三墩镇", followers=386_000, **person).id


def typed(**changes: str) -> dict[str, str]:
    """What the form of a new account sends."""
    return {"name": "西湖新鲜事", "platform": "kuaishou", "uid": "xhxxs_01", **changes}


def hidden_version(page_text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page_text)
    assert found
    return found.group(1)


# entering


def test_an_account_is_entered_as_officers_write(client_of: SignIn, app: OpenAPI) -> None:
    sent = typed(
        uid="快手号：XHXXS_01", followers="约1.2万", followers_on="2026年9月", opened_on="2021-3", status="normal",
        url="看看这个 https://www.kuaishou.com/profile/3xabc?utm_source=x 复制打开",
        holder="何云", phone="138 0000 2210",
    )  # fmt: skip
    page = client_of("clerk").post("/accounts/new", sent)
    assert "已登记“西湖新鲜事”" in page.words
    assert "约 1.2 万" in page.words
    with app.app_context():
        account = find_account(db.session(), Platform.KUAISHOU, "XHXXS_01", scope=EVERYTHING)
        assert account is not None
        assert (account.followers, account.followers_on, account.opened_on) == (12_000, "2026-09", "2021-03")
        assert account.approximate == ["followers"]
        assert account.url == "https://www.kuaishou.com/profile/3xabc?utm_source=x"
        assert account.region_code == "330106"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "这一项必填"),
        ("platform", "", "这一项必填"),
        ("followers", "很多", "不是可以识别的数量"),
        ("opened_on", "2021-13-40", "2021-13-40"),
        ("uid", "https://www.kuaishou.com/profile/3xabc", "填的是链接"),
        ("url", "没有链接", "不是可以打开的网址"),
        ("id_no", "3.30106E+17", "无法还原"),
        ("id_no", "330106199001011234", "校验码不符"),
        ("uscc", WRONG_USCC, "校验位不符"),
        ("uscc", "33010619900101123X", "请填在“身份证号”一项"),
        ("uscc", "12345678-9", "9 位组织机构代码"),
        ("followers_on", f"{NEXT_YEAR}-01-01", "还没有到"),
        ("opened_on", f"{NEXT_YEAR}-02", "还没有到"),
        ("phone", "12", "电话号码的位数或格式不对"),
        ("url", "https://www.kuaishou.com/", "不是账号主页"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client_of: SignIn, field: str, value: str, said: str) -> None:
    page = client_of("clerk").post("/accounts/new", typed(**{field: value}), status=400)
    assert f'id="{field}-error"' in page.text
    assert said in page.words
    assert "暂不登记" not in page.words, "nothing was registered at all"
    if field != "name":
        assert 'value="西湖新鲜事"' in page.text


def test_what_is_only_unusual_is_taken_and_said(client_of: SignIn) -> None:
    page = client_of("clerk").post("/accounts/new", typed(holder="云帆", phone="8765432"))
    assert "已登记" in page.words
    assert "联系电话：固定电话缺少区号" in page.words


def test_a_wrong_value_a_roster_left_does_not_stand_in_the_way_of_another_correction(
    client_of: SignIn, app: OpenAPI, actor: ActorOf
) -> None:
    with writing(app) as session:
        values = {"name": "旧号", "platform": Platform.DOUYIN, "uid": "old_1", "uscc": WRONG_USCC, "holder": "云帆"}
        old = accounts.enter(session, values, region_code="330106", at=AT, on=ON)
        session.flush()
        account_id = old.id
    clerk = client_of("clerk")
    sent = typed(name="旧号", platform="douyin", uid="old_1", holder="云帆", uscc=WRONG_USCC, town="三墩镇")
    version = hidden_version(clerk.get(f"/accounts/{account_id}/amend").text)
    assert "已保存" in clerk.post(f"/accounts/{account_id}/amend", {**sent, "version": version}).words
    version = hidden_version(clerk.get(f"/accounts/{account_id}/amend").text)
    changed = {**sent, "version": version, "uscc": WRONG_USCC[:-1] + "C"}
    assert "校验位不符" in clerk.post(f"/accounts/{account_id}/amend", changed, status=400).words


def test_an_account_on_file_is_not_entered_again_but_led_to(client_of: SignIn, account_id: int) -> None:
    page = client_of("clerk").post("/accounts/new", typed(platform="douyin", uid="xhsbs_2021"), status=400)
    assert "台账里已有这个账号（西湖身边事）" in page.words
    assert f'href="/accounts/{account_id}"' in page.text


def test_an_office_above_the_county_says_which_county(client_of: SignIn, app: OpenAPI) -> None:
    city = client_of("c-clerk")
    assert "选账号所在的县" in city.post("/accounts/new", typed(), status=400).words
    assert "已登记" in city.post("/accounts/new", typed(region=NEIGHBOUR)).words
    city.post("/accounts/new", typed(uid="else", region="440106"), status=400)


# amending


def test_blank_personal_fields_are_left_as_they_are(client_of: SignIn, account_id: int) -> None:
    clerk = client_of("clerk")
    form = clerk.get(f"/accounts/{account_id}/amend").text
    sent = typed(name="西湖身边事", platform="douyin", uid="xhsbs_2021", holder="何云", holder_type="individual")
    page = clerk.post(
        f"/accounts/{account_id}/amend", {**sent, "version": hidden_version(form), "phone": "138****2210"}
    )
    assert "已保存" in page.words
    assert PHONE in clerk.post(f"/accounts/{account_id}/reveal", {"reason": "核对"}).text


def test_a_personal_field_is_erased_by_its_tick(client_of: SignIn, account_id: int) -> None:
    clerk = client_of("clerk")
    form = clerk.get(f"/accounts/{account_id}/amend").text
    sent = typed(name="西湖身边事", platform="douyin", uid="xhsbs_2021", holder="何云", clear_id_no="y")
    clerk.post(f"/accounts/{account_id}/amend", {**sent, "version": hidden_version(form)})
    shown = clerk.post(f"/accounts/{account_id}/reveal", {"reason": "核对"}).text
    assert PHONE in shown
    assert ID_NO not in shown


def test_a_new_name_is_kept_as_a_rename(client_of: SignIn, account_id: int) -> None:
    clerk = client_of("clerk")
    form = clerk.get(f"/accounts/{account_id}/amend").text
    sent = typed(name="西湖微播报", platform="douyin", uid="xhsbs_2021", holder="何云", version=hidden_version(form))
    page = clerk.post(f"/accounts/{account_id}/amend", sent)
    assert "更名：西湖身边事 → 西湖微播报" in page.words
    assert "曾用名 西湖身边事" in page.words


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(
    client_of: SignIn, app: OpenAPI, actor: ActorOf, account_id: int
) -> None:
    clerk, other = client_of("clerk"), actor("clerk2")
    form = clerk.get(f"/accounts/{account_id}/amend").text
    with writing(app) as session:
        accounts.amend(session, account_id, {"town": "双浦镇"}, by=other, at=AT, on=ON)
    sent = typed(name="西湖身边事", platform="douyin", uid="xhsbs_2021", town="三墩镇", version=hidden_version(form))
    page = clerk.post(f"/accounts/{account_id}/amend", sent, status=409)
    assert "另一位同事" in page.words
    assert "双浦镇" in clerk.get(f"/accounts/{account_id}").words
