"""The audit log's page."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, Platform
from registry.services import accounts, users
from registry.store.users import find_user
from registry.web.audit import ACTS
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, ON, make_account, make_violation, writing

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


@pytest.fixture
def history(app: OpenAPI, actor: FindActor) -> None:
    """An account with a personal field, amended; a violation; a user renamed and shut off."""
    clerk, reviewer, admin = actor("clerk"), actor("reviewer"), actor("admin")
    with writing(app) as session:
        person = {
            "holder": "王秀芳",
            "holder_type": HolderType.INDIVIDUAL,
            "phone": "13800138000",
            "platform": Platform.KUAISHOU,
        }
        account = make_account(session, clerk, **person)
        accounts.amend(session, account.id, {"town": "灵隐街道", "phone": "13900139000"}, by=clerk, at=AT, on=ON)
        make_violation(session, account, recorder=clerk, recogniser=reviewer)
        second = find_user(session, "clerk2")
        assert second is not None
        users.amend_user(
            session,
            second.id,
            name="西湖贰号",
            post="科员",
            role=second.role,
            certificate_no="",
            certificate_until=None,
            is_enabled=False,
            by=admin,
            at=AT,
        )


def test_the_log_tells_in_words_what_became_of_what(client_of: SignIn, history: None) -> None:
    page = client_of("auditor").get("/audit")
    for words in (
        "登记账号",
        "认定违规",
        "修改用户",
        "西湖二号 → 改为 西湖贰号",
        "可以登录 原为 是 → 改为 否",
        "职务 原为 （空） → 改为 科员",
        "用户 西湖贰号",
    ):
        assert words in page.words.replace("原为 原为", "原为"), words
    assert "所属平台 快手" in page.words
    assert page.statements <= LIST_STATEMENTS


def test_the_log_shows_no_personal_field_and_no_ciphertext(client_of: SignIn, history: None) -> None:
    page = client_of("auditor").get("/audit")
    assert "联系电话 （已加密）" in page.words
    assert "13800138000" not in page.text
    assert "13900139000" not in page.text
    assert "=" not in "".join(page.words.split("（已加密）")[1:2])[:40], "no base64 either"


def test_the_log_is_narrowed_by_act_and_by_user(client_of: SignIn, history: None) -> None:
    client = client_of("auditor")
    by_act = client.get("/audit?act=violations.record")
    assert "共 1 条" in by_act.words
    assert "发布无来源短视频" in by_act.words
    by_user = client.get("/audit?user=reviewer")
    assert "认定违规 违规" in by_user.words
    assert "修改账号 账号" not in by_user.words
    assert "没有这样的记录" in client.get("/audit?act=violations.record&user=reviewer").words


def test_an_office_beside_sees_nothing_of_it(client_of: SignIn, history: None) -> None:
    assert "认定违规 违规" not in client_of("n-auditor").get("/audit").words
    assert "认定违规 违规" in client_of("c-auditor").get("/audit").words


@pytest.mark.parametrize("asked", ["?page=0", "?page=-3", "?page=999", "?page=abc", "?act=nonsense", "?act=%27%3B--"])
def test_nonsense_in_the_address_is_no_fault(client_of: SignIn, asked: str) -> None:
    client_of("auditor").get(f"/audit{asked}")


def test_the_log_is_as_quick_with_many_entries(client_of: SignIn, app: OpenAPI, actor: FindActor) -> None:
    admin = actor("admin")
    with writing(app) as session:
        for number in range(120):
            users.set_towns(session, region_code=admin.region_code, towns=[(f"{number}镇", None)], by=admin, at=AT)
    client = client_of("auditor")
    first, last = client.get("/audit?act=towns.set"), client.get("/audit?act=towns.set&page=3")
    assert "第 1–50 条，共 120 条" in first.words
    assert "第 101–120 条，共 120 条" in last.words
    assert first.statements <= LIST_STATEMENTS


@pytest.mark.parametrize("username", ["clerk", "reviewer", "head"])
def test_an_officer_does_not_read_the_log(client_of: SignIn, username: str) -> None:
    client_of(username).get("/audit", status=403)


def test_every_act_can_be_asked_for(client_of: SignIn) -> None:
    page = client_of("admin").get("/audit")
    assert all(f'value="{act}"' in page.text for act in ACTS)


def test_an_administrator_reads_that_a_case_was_acted_on_and_not_what_it_says(
    app: OpenAPI, client_of: SignIn, actor: FindActor, history: None
) -> None:
    admin, auditor = client_of("admin").get("/audit"), client_of("auditor").get("/audit")
    for words in ("王秀芳", "灵隐街道", "发布无来源短视频"):
        assert words in auditor.words
        assert words not in admin.words
    assert "登记账号" in admin.words
    assert "西湖贰号" in admin.words


def test_a_paper_and_an_article_stand_in_the_log_by_their_names() -> None:
    from registry.store.audit import AuditEntry
    from registry.web.audit import field_words, value_words

    issued = AuditEntry(object_type="document")
    assert value_words(issued, "kind", {"kind": "interview_notice"}) == "约谈通知书"
    assert (field_words("content"), field_words("measure")) == ("内容校验", "处置编号")
    cited = value_words(AuditEntry(object_type="measure"), "basis", {"basis": "penalty_law-28"})
    assert cited is not None
    assert cited.startswith("《中华人民共和国行政处罚法》")
