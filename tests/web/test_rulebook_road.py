"""The road of a rulebook on its page: where it stands, whose turn it is, who may do it, and the drafter's own step."""

from collections.abc import Callable

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import rulebooks
from tests.client import Client
from tests.factories import AT, writing
from tests.services.test_rulebooks import brought, text
from tests.web.test_home import HOME_STATEMENTS

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


def test_the_road_says_whose_turn_it_is_and_who_may_act(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    key = brought(app, actor, text(), until="draft")
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    names = {name: actor(name).name for name in ("clerk", "clerk2", "reviewer", "head")}
    drafted = clerk.get(f"/rulebooks/{key}")
    assert "现在轮到起草：改好以后送核对。" in drafted.words
    assert f'action="/rulebooks/{key}/submit"' in drafted.text
    page = clerk.post(f"/rulebooks/{key}/submit", {})
    assert "已送核对，等另一位同事核对。" in page.words
    assert "现在轮到核对" in page.words
    assert f"{names['clerk']} " in page.words
    assert f'action="/rulebooks/{key}/submit"' not in page.text
    able = page.words.partition("可以办的人：")[2].partition("。")[0].replace(" ", "").split("、")
    assert set(able) == {names["reviewer"], names["head"]}
    assert "现在轮到公布" in reviewer.post(f"/rulebooks/{key}/check", {"is_sure": "y"}).words
    done = client_of("head").post(f"/rulebooks/{key}/publish", {"is_sure": "y"})
    assert "起自动生效，不用再办什么。" in done.words


def test_who_wrote_it_is_not_named_among_those_who_may_check(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    with writing(app) as session:
        key = rulebooks.begin(session, text(), by=actor("reviewer"), at=AT).id
    page = client_of("reviewer").post(f"/rulebooks/{key}/submit", {})
    able = page.words.partition("可以办的人：")[2].partition("。")[0]
    assert actor("reviewer").name not in able
    assert actor("head").name in able
    assert "核对无误" not in page.words


def test_editing_or_sending_back_takes_it_into_the_drafters_hands_again(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    key = brought(app, actor, text(), until="draft")
    clerk = client_of("clerk")
    clerk.post(f"/rulebooks/{key}/submit", {})
    clerk.post(f"/rulebooks/{key}/submit", {}, status=409)
    with writing(app) as session:
        row = rulebooks.get_rulebook(session, key, region_code=actor("clerk").region_code)
        rulebooks.save(session, key, text(points=3), lock=row.lock, by=actor("clerk2"), at=AT)
    assert "现在轮到起草：改好以后送核对。" in clerk.get(f"/rulebooks/{key}").words
    clerk.post(f"/rulebooks/{key}/submit", {})
    client_of("reviewer").post(f"/rulebooks/{key}/check", {"is_sure": "y"})
    client_of("reviewer").post(f"/rulebooks/{key}/send-back", {"reason": "界线太低"})
    assert "现在轮到起草：改好以后送核对。" in clerk.get(f"/rulebooks/{key}").words


def test_a_clerk_opens_no_act_but_his_own(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    key = brought(app, actor, text(), until="draft")
    clerk = client_of("clerk")
    assert "这件事现在不由您办" in clerk.get(f"/rulebooks/{key}/check").words
    clerk.post(f"/rulebooks/{key}/check", {"is_sure": "y"}, status=403)
    client_of("auditor").get(f"/rulebooks/{key}/submit", status=403)


def test_a_draft_stands_on_the_first_page_of_whoever_has_the_next_step(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    key = brought(app, actor, text(), until="draft")
    clerk, reviewer, head = client_of("clerk"), client_of("reviewer"), client_of("head")
    there = f'href="/rulebooks/{key}"'
    assert not [each for each in (clerk, reviewer, head) if there in each.get("/").text]
    clerk.post(f"/rulebooks/{key}/submit", {})
    for each in (reviewer, head):
        page = each.get("/")
        assert "核对规则草案" in page.words
        assert there in page.text
        assert page.statements <= HOME_STATEMENTS
    assert there not in clerk.get("/").text
    reviewer.post(f"/rulebooks/{key}/check", {"is_sure": "y"})
    assert "公布规则" in head.get("/").words
    assert there not in reviewer.get("/").text
    head.post(f"/rulebooks/{key}/publish", {"is_sure": "y"})
    assert there not in head.get("/").text


def test_a_draft_sent_for_checking_can_be_sent_back_and_waits_for_its_writer(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    key = brought(app, actor, text(), until="draft")
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    reviewer.post(f"/rulebooks/{key}/send-back", {"reason": "还没送来"}, status=409)
    assert "send-back" not in reviewer.get(f"/rulebooks/{key}").text
    clerk.post(f"/rulebooks/{key}/submit", {})
    assert f"/rulebooks/{key}/send-back" in reviewer.get(f"/rulebooks/{key}").text
    reviewer.post(f"/rulebooks/{key}/send-back", {"reason": "界线太低"})
    page = clerk.get("/")
    assert "修改规则草案" in page.words
    assert f'href="/rulebooks/{key}"' in page.text
    assert "核对规则草案" not in reviewer.get("/").words
    clerk.post(f"/rulebooks/{key}/submit", {})
    assert "修改规则草案" not in clerk.get("/").words


def test_who_wrote_a_draft_is_not_asked_to_check_it_and_the_office_beside_sees_nothing(
    app: OpenAPI, actor: FindActor, client_of: SignIn
) -> None:
    with writing(app) as session:
        key = rulebooks.begin(session, text(), by=actor("reviewer"), at=AT).id
        rulebooks.submit(session, key, by=actor("reviewer"), at=AT)
    assert "核对规则草案" not in client_of("reviewer").get("/").words
    assert "核对规则草案" not in client_of("n-head").get("/").words
    assert "核对规则草案" in client_of("head").get("/").words


def test_several_drafts_are_one_line_that_leads_to_the_list(app: OpenAPI, actor: FindActor, client_of: SignIn) -> None:
    with writing(app) as session:
        for version in ("西湖2026.2", "西湖2026.3"):
            key = rulebooks.begin(session, text(version), by=actor("clerk"), at=AT).id
            rulebooks.submit(session, key, by=actor("clerk"), at=AT)
    page = client_of("reviewer").get("/")
    assert "2 部" in page.words
    assert 'href="/rulebooks"' in page.text
