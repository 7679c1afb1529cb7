"""An office's own words for platforms: said, read so, moved and taken back."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.exc import IntegrityError

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import ImportState, Platform, RowAction
from registry.services import accounts, choosing, platforms
from registry.store.audit import list_entries
from registry.store.platforms import PlatformWord, standing_words
from registry.store.rosters import Import
from registry.store.scope import EVERYTHING
from registry.store.users import get_actor
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, ON, make_account, settle, writing
from tests.roster_files import account_of, bring, counts_of, one, preview, take_back, workbook

FindActor = Callable[[str], Actor]
LATER = AT + timedelta(hours=1)


def test_an_account_of_others_goes_to_the_platform_its_word_is_said_to_mean_and_back(
    app: OpenAPI, actor: FindActor
) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1, 所属平台="好看视频"), one(2, 所属平台="一点号"))
    with writing(app) as session:
        before = account_of(session, "xhsbs_0001")
        assert (before.platform, before.platform_written) == (Platform.OTHER, "好看视频")
        key = before.key
        assert [each.written for each in platforms.list_unread(session, region_code=COUNTY)] == ["一点号", "好看视频"]
        said, found = platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=clerk, at=AT, on=ON)
        assert [each.uid for each in found.moved] == ["xhsbs_0001"]
        assert account_of(session, "xhsbs_0001").key == f"{Platform.BAIJIAHAO}:uid:xhsbs_0001"
        acts = [entry.act for entry in list_entries(session, scope=EVERYTHING, limit=2)]
        assert acts == ["platforms.say", "accounts.amend"]
        assert [each.written for each in platforms.list_unread(session, region_code=COUNTY)] == ["一点号"]
        word_id = said.id
    with writing(app) as session:
        _, found = platforms.revoke(session, word_id, by=clerk, at=LATER, on=ON)
        account = account_of(session, "xhsbs_0001")
        assert (account.platform, account.key, found.kept) == (Platform.OTHER, key, [])
        with pytest.raises(Refusal, match=r"platforms\.revoked_already"):
            platforms.revoke(session, word_id, by=clerk, at=LATER, on=ON)
        platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=clerk, at=LATER, on=ON)


def test_an_account_edited_since_stays_where_it_is_and_is_named(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1, 所属平台="好看视频"))
    with writing(app) as session:
        word_id = platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=clerk, at=AT, on=ON)[0].id
    with writing(app) as session:
        account = account_of(session, "xhsbs_0001")
        accounts.amend(session, account.id, {"remark": "改"}, by=clerk, at=AT, on=ON)
    with writing(app) as session:
        _, found = platforms.revoke(session, word_id, by=clerk, at=LATER, on=ON)
        assert ([each.uid for each in found.kept], found.moved) == (["xhsbs_0001"], [])
        assert account_of(session, "xhsbs_0001").platform is Platform.BAIJIAHAO


def test_an_account_already_on_the_platform_keeps_the_other_out(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    bring(app, clerk, one(1, 所属平台="好看视频"))
    with writing(app) as session:
        make_account(session, clerk, platform=Platform.BAIJIAHAO, uid="xhsbs_0001", name="同一个")
        said, found = platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=clerk, at=AT, on=ON)
        assert (found.moved, [each.name for each in found.kept]) == ([], ["西湖身边事1"])
        assert said.moved == {}


def test_a_word_once_said_reads_the_next_file_and_open_previews_again(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    import_id = preview(app, clerk, workbook(one(1, 所属平台="抖某"), one(2)))
    assert counts_of(app, import_id) == {"add": 1, "refused": 1}
    with writing(app) as session:
        taken = session.get_one(Import, import_id)
        (unread,) = platforms.unread_of(session, taken)
        assert (unread.written, unread.rows, unread.likely) == ("抖某", 1, Platform.DOUYIN)
        said, _ = platforms.say(session, "抖某", Platform.DOUYIN, by=clerk, at=AT, on=ON)
        assert len(platforms.read_again(session, said, by=clerk, at=AT)) == 1
        assert choosing.choices_of(session, taken).platforms == {"抖某": "douyin"}
        assert taken.state is ImportState.READING
    assert app.extensions["registry.queue"].run_waiting() == 1
    assert counts_of(app, import_id) == {"add": 2}
    with writing(app) as session:
        assert platforms.unread_of(session, session.get_one(Import, import_id)) == []
        assert "platforms" not in (session.get_one(Import, import_id).choices_sealed or "")


def test_of_two_offices_the_nearer_one_is_heard(app: OpenAPI, actor: FindActor) -> None:
    clerk, city = actor("clerk"), actor("c-clerk")
    bring(app, clerk, one(1, 所属平台="好看视频"))
    bring(app, actor("n-clerk"), one(2, 所属平台="好看视频"), region_code=NEIGHBOUR)
    with writing(app) as session:
        platforms.say(session, "好看视频", Platform.WEBSITE, by=clerk, at=AT, on=ON)
        word, found = platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=city, at=AT, on=ON)
        assert [each.uid for each in found.moved] == ["xhsbs_0002"]
        assert standing_words(session, COUNTY) == {"好看视频": Platform.WEBSITE}
        assert standing_words(session, NEIGHBOUR) == {"好看视频": Platform.BAIJIAHAO}
        assert standing_words(session, CITY) == {"好看视频": Platform.BAIJIAHAO}
        with pytest.raises(NotFound):
            platforms.revoke(session, word.id, by=clerk, at=AT, on=ON)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("抖音短视频", "platforms.known"),
        ("不详", "platforms.no_word"),
        ("13812342210", "platforms.no_word"),
        ("（）", "platforms.no_word"),
        ("DY", "platforms.said_already"),
    ],
)
def test_what_is_no_new_word_is_refused(app: OpenAPI, actor: FindActor, written: str, code: str) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        platforms.say(session, "ＤＹ", Platform.DOUYIN, by=clerk, at=AT, on=ON)
        with pytest.raises(Refusal) as refused:
            platforms.say(session, written, Platform.KUAISHOU, by=clerk, at=AT, on=ON)
        assert refused.value.code == code


def test_an_auditor_says_nothing_and_one_word_stands_once(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with writing(app) as session, pytest.raises(Refusal, match=r"permission\.role"):
        platforms.say(session, "DY", Platform.DOUYIN, by=actor("auditor"), at=AT, on=ON)
    given = {"region_code": COUNTY, "word": "dy", "written": "DY", "platform": Platform.DOUYIN}
    with pytest.raises(IntegrityError), writing(app) as session:
        session.add_all(PlatformWord(**given, said_at=AT, said_by_id=clerk.user_id) for _ in range(2))


def test_what_a_file_calls_an_account_met_unchanged_is_noted_too(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        given = {"name": "西湖身边事1", "uid": "xhsbs_0001", "holder": "云帆1文化传媒有限公司"}
        make_account(session, clerk, platform=Platform.OTHER, **given)
    import_id = bring(app, clerk, one(1, 所属平台="好看视频", 粉丝数=5))
    with writing(app) as session:
        assert account_of(session, "xhsbs_0001").platform_written == "好看视频"
    assert counts_of(app, import_id) == {RowAction.CHANGE: 1}
    take_back(app, clerk, import_id)


@pytest.mark.postgres
def test_words_said_and_taken_back_on_postgresql(postgres_app: OpenAPI) -> None:
    with writing(postgres_app) as session:
        settle(session)
        clerk = get_actor(session, "clerk")
    bring(postgres_app, clerk, one(1, 所属平台="好看视频"), one(2, 所属平台="抖某"))
    with writing(postgres_app) as session:
        found = {each.word: (each.rows, each.accounts) for each in platforms.list_unread(session, region_code=COUNTY)}
        assert found == {"好看视频": (0, 1), "抖某": (1, 0)}
        said, _ = platforms.say(session, "好看视频", Platform.BAIJIAHAO, by=clerk, at=AT, on=ON)
        platforms.revoke(session, said.id, by=clerk, at=LATER, on=ON)
        assert account_of(session, "xhsbs_0001").platform is Platform.OTHER


@pytest.mark.postgres
def test_of_two_officers_who_say_a_word_at_once_one_is_told(postgres_app: OpenAPI) -> None:
    with writing(postgres_app) as session:
        settle(session)
        officers = [get_actor(session, name) for name in ("clerk", "clerk2")]
    start, ends = threading.Barrier(2), []

    def click(by: Actor, platform: Platform) -> None:
        start.wait()
        try:
            with writing(postgres_app) as session:
                platforms.say(session, "某音", platform, by=by, at=AT, on=ON)
            ends.append("said")
        except Refusal as refusal:
            ends.append(refusal.code)

    chosen = zip(officers, (Platform.DOUYIN, Platform.KUAISHOU), strict=True)
    clicks = [threading.Thread(target=click, args=each) for each in chosen]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(ends) == ["platforms.said_already", "said"]
