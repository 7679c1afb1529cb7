"""The road of a rulebook on its page: where it stands, whose turn it is, who may do it, and the drafter's own step."""

from collections.abc import Callable

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import rulebooks
from tests.client import Client
from tests.factories import AT, writing
from tests.services.test_rulebooks import brought, text

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
