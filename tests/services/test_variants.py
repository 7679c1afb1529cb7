"""Merging holders, taking a merge back, and what a merge never does."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy.orm import Session

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.rosters.shapes import Roster, RosterRow, empty_values
from registry.domain.terms import HolderType, RowAction
from registry.services import accounts, records, variants
from registry.services.planning import make_plan
from registry.store.accounts import Account, Holder
from registry.store.audit import list_entries
from registry.store.scope import EVERYTHING, scope_of
from registry.store.users import get_actor
from registry.store.variants import list_former_names
from tests.factories import AT, COUNTY, ON, make_account, make_violation, settle, writing
from tests.roster_files import ID_NO, USCC, bring, one, take_back

ActorOf = Callable[[str], Actor]
CODE = "91330106MA27XYAB4B"
LATER = AT + timedelta(hours=1)
COMPANY = HolderType.COMPANY
PERSON = {"holder": "何云", "holder_type": HolderType.INDIVIDUAL}


def two_spellings(session: Session, by: Actor) -> tuple[Account, Account]:
    """Two accounts of one company under two spellings: the first with its code, the second with a phone."""
    first = make_account(session, by, holder_type=COMPANY, uscc=CODE)
    second = make_account(
        session, by, uid="second", name="云帆视频", holder="云帆文化传媒", holder_type=COMPANY, phone="13857001234"
    )
    return first, second


def holder_of(account: Account) -> Holder:
    assert account.holder is not None
    return account.holder


def test_all_accounts_go_to_the_kept_holder_and_stay_readable(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept, gone = holder_of(first), holder_of(second)
        assert [each.members for each in variants.clusters(session, scope=scope_of(COUNTY))] == [(kept.id, gone.id)]
        variants.merge(session, kept.id, [gone.id], by=clerk, at=AT)
        assert second.holder is kept
        assert records.plain(second)["phone"] == "13857001234"
        assert list_former_names(session, kept.id) == ["云帆文化传媒"]
        assert variants.clusters(session, scope=scope_of(COUNTY)) == []
        entry = list_entries(session, scope=EVERYTHING, limit=1)[0]
        assert entry.act == "variants.merge"
        assert entry.before is not None
        assert entry.after is not None
        assert len(entry.before["holders"]) == 2
        assert entry.after["accounts"] == [second.id]


def test_the_kept_one_takes_the_code_and_number_it_lacks_and_gives_them_back(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept, gone = holder_of(second), holder_of(first)
        done = variants.merge(session, kept.id, [gone.id], by=clerk, at=AT)
        assert (kept.name, kept.uscc) == ("云帆文化传媒", CODE)
        variants.undo(session, done.id, by=clerk, at=LATER)
        assert (kept.uscc, gone.uscc) == (None, CODE)
        assert first.holder is gone
        assert records.plain(second)["phone"] == "13857001234"
        assert list_former_names(session, kept.id) == []
        with pytest.raises(Refusal, match=r"variants\.undone_already"):
            variants.undo(session, done.id, by=clerk, at=LATER)


def test_a_persons_number_is_sealed_anew_under_the_kept_ones_key(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, **PERSON, phone="13857001234")
        numbered = {"holder": "何　云", "phone": "13857001234", "id_no": "33010619900101123X"}
        second = make_account(session, clerk, uid="b", **{**PERSON, **numbered})
        kept, gone = holder_of(first), holder_of(second)
        variants.merge(session, kept.id, [gone.id], by=clerk, at=AT)
        assert records.plain(first)["id_no"] == "33010619900101123X"
        assert kept.id_no_sealed != gone.id_no_sealed


def test_persons_of_one_name_are_not_merged_even_if_asked(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, **PERSON, phone="13857001234")
        second = make_account(session, clerk, uid="b", **PERSON, phone="13857009999")
        with pytest.raises(Refusal, match=r"variants\.not_alike"):
            variants.merge(session, holder_of(first).id, [holder_of(second).id], by=clerk, at=AT)
        assert first.holder is not second.holder


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"holder": "云帆文化传媒", "holder_type": COMPANY, "uscc": USCC}, "variants.two_codes"),
        (PERSON, "variants.two_kinds"),
        ({"holder": "远航", "holder_type": COMPANY}, "variants.not_alike"),
    ],
)
def test_what_contradicts_itself_is_refused(app: OpenAPI, actor: ActorOf, other: dict[str, object], code: str) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, holder_type=COMPANY, uscc=CODE)
        second = make_account(session, clerk, uid="b", **other)
        with pytest.raises(Refusal) as refusal:
            variants.merge(session, holder_of(first).id, [holder_of(second).id], by=clerk, at=AT)
        assert refusal.value.code == code


def test_two_identity_numbers_are_refused(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, **PERSON, id_no="33010619900101123X", phone="13857001234")
        second = make_account(session, clerk, uid="b", **PERSON, id_no=ID_NO, phone="13857001234")
        with pytest.raises(Refusal, match=r"variants\.two_numbers"):
            variants.merge(session, holder_of(first).id, [holder_of(second).id], by=clerk, at=AT)


def test_an_undo_comes_too_late_once_something_was_filed_or_the_holder_set_right(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept = holder_of(first)
        earlier = AT - timedelta(hours=1)
        done = variants.merge(session, kept.id, [holder_of(second).id], by=clerk, at=earlier)
        accounts.amend(session, first.id, {"uscc": None}, by=clerk, at=AT, on=ON)
        with pytest.raises(Refusal, match=r"variants\.changed_since"):
            variants.undo(session, done.id, by=clerk, at=LATER)
        accounts.amend(session, first.id, {"uscc": CODE}, by=clerk, at=AT, on=ON)
        make_violation(session, second, recorder=clerk)
        with pytest.raises(Refusal, match=r"variants\.filed_since"):
            variants.undo(session, done.id, by=clerk, at=LATER)


def test_merges_upon_merges_are_undone_the_last_one_first(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        third = make_account(session, clerk, uid="c", holder="云帆文化传媒公司", holder_type=COMPANY)
        one_, two, three = holder_of(first), holder_of(second), holder_of(third)
        inner = variants.merge(session, two.id, [three.id], by=clerk, at=AT)
        outer = variants.merge(session, one_.id, [two.id], by=clerk, at=AT)
        assert list_former_names(session, one_.id) == ["云帆文化传媒", "云帆文化传媒公司"]
        with pytest.raises(Refusal, match=r"variants\.moved_since"):
            variants.undo(session, inner.id, by=clerk, at=LATER)
        variants.undo(session, outer.id, by=clerk, at=LATER)
        variants.undo(session, inner.id, by=clerk, at=LATER)
        assert [each.holder for each in (first, second, third)] == [one_, two, three]


def test_two_accounts_that_would_be_one_are_refused(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk, uid=None, holder_type=COMPANY)
        second = make_account(session, clerk, uid=None, holder="云帆文化传媒", holder_type=COMPANY)
        with pytest.raises(Refusal, match=r"accounts\.exists"):
            variants.merge(session, holder_of(first).id, [holder_of(second).id], by=clerk, at=AT)


def test_what_was_dismissed_does_not_come_back(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        ids = [holder_of(first).id, holder_of(second).id]
        variants.dismiss(session, ids, by=clerk, at=AT)
        assert variants.clusters(session, scope=scope_of(COUNTY)) == []
        with pytest.raises(Refusal, match=r"variants\.too_few"):
            variants.dismiss(session, ids[:1], by=clerk, at=AT)


def test_a_dismissal_is_taken_back_and_holds_for_the_one_that_stands_for_a_merged_one(
    app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        third = make_account(session, clerk, uid="c", holder="云帆文化传媒公司", holder_type=COMPANY)
        one_, two, three = (holder_of(each).id for each in (first, second, third))
        said = variants.dismiss(session, [one_, three], by=clerk, at=AT)
        variants.merge(session, two, [three], by=clerk, at=AT)
        assert variants.clusters(session, scope=scope_of(COUNTY)) == []
        variants.take_back(session, said.id, by=clerk, at=LATER)
        assert [each.members for each in variants.clusters(session, scope=scope_of(COUNTY))] == [(one_, two)]
        with pytest.raises(Refusal, match=r"variants\.taken_back_already"):
            variants.take_back(session, said.id, by=clerk, at=LATER)
        entry = list_entries(session, scope=EVERYTHING, limit=1)[0]
        assert (entry.act, len((entry.before or {})["holders"])) == ("variants.take_back", 2)


def test_a_merged_holder_is_merged_no_further(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        third = make_account(session, clerk, uid="c", holder="云帆文化传媒公司", holder_type=COMPANY)
        one_, two, three = (holder_of(each).id for each in (first, second, third))
        variants.merge(session, one_, [two], by=clerk, at=AT)
        for kept, others in ((one_, [two]), (two, [one_]), (three, [two]), (two, [three])):
            with pytest.raises(Refusal, match=r"variants\.merged_already"):
                variants.merge(session, kept, others, by=clerk, at=LATER)
        with pytest.raises(Refusal, match=r"variants\.too_few"):
            variants.merge(session, one_, [one_], by=clerk, at=LATER)


def test_an_account_that_came_to_a_merged_holder_late_is_brought_along_and_given_back(
    app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept, gone = holder_of(first), holder_of(second)
        done = variants.merge(session, kept.id, [gone.id], by=clerk, at=AT)
        late = make_account(session, clerk, uid="late", holder=None, phone=None)
        late.holder = gone
        session.flush()
        assert [each.members for each in variants.clusters(session, scope=scope_of(COUNTY))] == [(kept.id, gone.id)]
        assert variants.merge(session, kept.id, [gone.id], by=clerk, at=LATER) is done
        assert late.holder is kept
        variants.undo(session, done.id, by=clerk, at=LATER)
        assert (late.holder, second.holder, first.holder) == (gone, gone, kept)


def test_neither_another_office_nor_an_auditor_merges(app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        first, second = two_spellings(session, actor("clerk"))
        ids = [holder_of(first).id, holder_of(second).id]
        with pytest.raises(NotFound):
            variants.merge(session, ids[0], ids[1:], by=actor("n-clerk"), at=AT)
        with pytest.raises(Refusal, match=r"permission\.role"):
            variants.merge(session, ids[0], ids[1:], by=actor("auditor"), at=AT)
        with pytest.raises(Refusal, match=r"permission\.role"):
            variants.dismiss(session, ids, by=actor("auditor"), at=AT)


def test_a_former_name_in_a_later_roster_means_the_kept_holder(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept_id = holder_of(first).id
        variants.merge(session, kept_id, [holder_of(second).id], by=clerk, at=AT)
    import_id = bring(app, clerk, one(1, 主体名称="云帆文化传媒", 主体类型="企业"))
    with writing(app) as session:
        kept = session.get_one(Holder, kept_id)
        assert len(kept.accounts) == 3
        assert kept.name == "云帆文化传媒有限公司"
    take_back(app, clerk, import_id)
    with writing(app) as session:
        assert len(session.get_one(Holder, kept_id).accounts) == 2


def test_an_import_that_founded_a_merged_holder_is_undone_all_the_same(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        kept_id = holder_of(make_account(session, clerk, holder_type=COMPANY)).id
    import_id = bring(app, clerk, one(1, 主体名称="云帆文化传媒", 主体类型="企业"))
    with writing(app) as session:
        (cluster,) = variants.clusters(session, scope=scope_of(COUNTY))
        variants.merge(session, kept_id, set(cluster.members) - {kept_id}, by=clerk, at=AT)
    take_back(app, clerk, import_id)
    with writing(app) as session:
        assert len(session.get_one(Holder, kept_id).accounts) == 2


def test_an_account_met_again_under_the_former_name_stays_with_the_kept_holder(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        kept_id, second_id = holder_of(first).id, second.id
        variants.merge(session, kept_id, [holder_of(second).id], by=clerk, at=AT)
    again = one(1, 账号名称="云帆视频", 平台账号ID="second", 主体名称="云帆文化传媒", 联系电话=None, 粉丝数=345)
    bring(app, clerk, again)
    with writing(app) as session:
        second = session.get_one(Account, second_id)
        assert second.followers == 345
        assert second.holder_id == kept_id
        assert holder_of(second).name == "云帆文化传媒有限公司"
        assert records.plain(second)["phone"] == "13857001234"


def test_the_former_name_in_a_file_is_no_change_and_finds_the_account_by_its_name(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        third = make_account(session, clerk, uid="c", name="云帆图文", holder="云帆文化传媒公司", holder_type=COMPANY)
        variants.merge(session, holder_of(second).id, [holder_of(third).id], by=clerk, at=AT)
        variants.merge(session, holder_of(first).id, [holder_of(second).id], by=clerk, at=LATER)
        rows = [
            {"name": "云帆视频", "uid": "second", "holder": "云帆文化传媒"},
            {"name": "云帆图文", "holder": "云帆 文化传媒公司", "followers": 99},
            {"name": "云帆新号", "uid": "new", "holder": "云帆文化传媒", "uscc": CODE},
            {"name": "云帆新号二", "uid": "new2", "holder": "远航文化传媒", "uscc": CODE},
        ]
        read = [
            RosterRow("台账", place, empty_values() | {"platform": "douyin"} | each)
            for place, each in enumerate(rows, 2)
        ]
        made = make_plan(session, Roster([], read, []), region_code=COUNTY).decisions
        assert [each.account_id for each in made[:2]] == [second.id, third.id]
    assert [each.action for each in made] == [RowAction.SAME, RowAction.CHANGE, RowAction.ADD, RowAction.DOUBTFUL]
    assert made[1].changes == {"followers": (None, 99)}


def test_an_account_an_undone_import_gives_back_goes_to_the_holder_that_stands_for_its_own(
    app: OpenAPI, actor: ActorOf
) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first, second = two_spellings(session, clerk)
        third = make_account(session, clerk, uid="third", holder="云帆文化传媒", holder_type=COMPANY)
        assert third.holder is second.holder
        kept_id, gone_id, second_id = holder_of(first).id, holder_of(second).id, second.id
    moving = one(1, 账号名称="云帆视频", 平台账号ID="second", 主体名称="远航传播有限公司", 联系电话="13957009999")
    import_id = bring(app, clerk, moving)
    with writing(app) as session:
        assert session.get_one(Account, second_id).holder_id not in {kept_id, gone_id}
        merge_id = variants.merge(session, kept_id, [gone_id], by=clerk, at=AT).id
    take_back(app, clerk, import_id)
    with writing(app) as session:
        second = session.get_one(Account, second_id)
        assert second.holder_id == kept_id
        assert records.plain(second)["phone"] == "13857001234"
        assert variants.clusters(session, scope=scope_of(COUNTY)) == []
        variants.undo(session, merge_id, by=clerk, at=LATER)
        assert second.holder_id == gone_id
        assert records.plain(second)["phone"] == "13857001234"
        variants.merge(session, kept_id, [gone_id], by=clerk, at=LATER)
        assert len(session.get_one(Holder, kept_id).accounts) == 3


@pytest.mark.postgres
def test_a_merge_and_its_undo_on_postgresql(postgres_app: OpenAPI) -> None:
    with writing(postgres_app) as session:
        settle(session)
        clerk = get_actor(session, "clerk")
        first, second = two_spellings(session, clerk)
        kept, gone = holder_of(first), holder_of(second)
        done = variants.merge(session, kept.id, [gone.id], by=clerk, at=AT)
        assert list_former_names(session, kept.id) == [gone.name]
        variants.undo(session, done.id, by=clerk, at=LATER)
        assert second.holder is gone
        variants.dismiss(session, [kept.id, gone.id], by=clerk, at=LATER)
        assert variants.clusters(session, scope=scope_of(COUNTY)) == []


@pytest.mark.postgres
def test_of_two_offices_that_merge_at_once_one_is_told(postgres_app: OpenAPI) -> None:
    with writing(postgres_app) as session:
        settle(session)
        clerk, city = get_actor(session, "clerk"), get_actor(session, "c-clerk")
        first, second = two_spellings(session, clerk)
        ids = [holder_of(first).id, holder_of(second).id]
    start, ends = threading.Barrier(2), []

    def click(by: Actor, kept: int, gone: int) -> None:
        start.wait()
        try:
            with writing(postgres_app) as session:
                variants.merge(session, kept, [gone], by=by, at=AT)
            ends.append("merged")
        except Refusal as refusal:
            ends.append(refusal.code)

    clicks = [threading.Thread(target=click, args=each) for each in ((clerk, *ids), (city, *reversed(ids)))]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(ends) == ["merged", "variants.merged_already"]
