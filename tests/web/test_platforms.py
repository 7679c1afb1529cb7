"""The page of words for platforms, and the one click in a preview."""

import re
from collections.abc import Callable

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from tests.client import LIST_STATEMENTS, Client
from tests.roster_files import bring, counts_of, one, preview, workbook

SignIn = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
PAGE = "/platforms/words"


def test_a_word_in_a_preview_is_said_with_one_click_and_read_so(
    app: OpenAPI, client_of: SignIn, actor: ActorOf
) -> None:
    import_id = preview(app, actor("clerk"), workbook(one(1, 所属平台="抖某"), one(2)))
    clerk = client_of("clerk")
    page = clerk.get(f"/rosters/{import_id}")
    assert "不认识的平台名称 1 种" in page.words
    assert '<option value="douyin" selected>' in page.text
    page = clerk.post(f"{PAGE}?import_id={import_id}", {"word": "抖某", "platform": "douyin"})
    assert "“抖某”以后都读作抖音。有它的 1 份预览正在重新核对。" in page.words
    app.extensions["registry.queue"].run_waiting()
    assert counts_of(app, import_id) == {"add": 2}
    assert "不认识的平台名称" not in clerk.get(f"/rosters/{import_id}").words


def test_the_page_offers_what_was_met_and_takes_a_word_back(app: OpenAPI, client_of: SignIn, actor: ActorOf) -> None:
    bring(app, actor("clerk"), one(1, 所属平台="好看视频"), one(2, 所属平台="某音"))
    clerk = client_of("clerk")
    page = clerk.get(PAGE)
    assert "不认识的写法 2 种" in page.words
    assert "“其他”里 1 个账号" in page.words
    assert page.statements <= LIST_STATEMENTS
    assert "移了过去" in clerk.post(PAGE, {"word": "好看视频", "platform": "baijiahao"}).words
    assert "西湖身边事1" in clerk.get("/accounts?platform=baijiahao").words
    assert "已经约定过" in clerk.post(PAGE, {"word": "好看视频", "platform": "website"}).words
    assert "请选这个叫法是哪个平台" in clerk.post(PAGE, {"word": "好看视频", "platform": "x"}).words
    page = clerk.post(f"{PAGE}/1/revoke")
    assert "1 个账号退回“其他”" in page.words
    assert "已撤销" in page.words
    clerk.post(f"{PAGE}/99/revoke", status=404)


def test_who_may_not_say_sees_no_choice_and_a_county_sees_the_citys_words(client_of: SignIn) -> None:
    client_of("c-clerk").post(PAGE, {"word": "DY", "platform": "douyin"})
    page = client_of("clerk").get(PAGE)
    assert "杭州市的约定" in page.words
    assert not re.search(r"/words/\d+/revoke", page.text)
    auditor = client_of("auditor")
    assert "<select" not in auditor.get(PAGE).text
    auditor.post(PAGE, {"word": "KS", "platform": "kuaishou"}, status=403)
