"""Acts on accounts: what is known again, what a change means, whose holder it is, what is kept on file."""

from collections.abc import Callable
from datetime import date

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.domain.terms import HolderType, Influence, Platform, Tier
from registry.services import accounts, holders, records
from registry.store.account_queries import find_account, list_former_names
from registry.store.accounts import Account
from registry.store.audit import AuditEntry
from registry.store.scope import EVERYTHING
from tests.factories import AT, COUNTY, NEIGHBOUR, ON, make_account, writing

ActorOf = Callable[[str], Actor]
USCC = "91330106MA27XYAB4B"
PERSON = {"holder_type": HolderType.INDIVIDUAL, "holder": "王秀芳", "phone": "13800002210"}


def amend(session: Session, account: Account, by: Actor, **changes: object) -> Account:
    return accounts.amend(session, account.id, changes, by=by, at=AT, on=ON)


def entries(session: Session, act: str) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.act == act)))


def test_an_account_begins_in_b_and_is_known_by_its_id(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        assert (account.tier, account.points, account.key_is_weak) == (Tier.B, 0, False)
        assert find_account(session, Platform.DOUYIN, "xhsbs_2021", scope=EVERYTHING) is account


def test_influence_follows_from_followers_and_leaves_the_tier_alone(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, followers=386_000)
        assert account.influence is Influence.L3
        amend(session, account, clerk, followers=3_000_000, tier=Tier.D)
        assert account.influence is Influence.L1
        assert account.tier is Tier.B


def test_a_value_that_fails_its_check_is_entered_by_no_way(app: OpenAPI, actor: ActorOf) -> None:
    clerk, wrong = actor("clerk"), USCC[:-1] + "A"
    with writing(app) as session:
        account_id = make_account(session, clerk).id
    with pytest.raises(Refusal) as entering, writing(app) as session:
        make_account(session, clerk, uid="another", uscc=wrong)
    with pytest.raises(Refusal) as amending, writing(app) as session:
        accounts.amend(session, account_id, {"uscc": wrong}, by=clerk, at=AT, on=ON)
    for refusal in (entering, amending):
        assert (refusal.value.code, refusal.value.params["field"]) == ("identifiers.uscc_check", "uscc")


def test_the_same_account_is_not_entered_twice(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        first = make_account(session, clerk)
        with pytest.raises(Refusal) as refusal:
            make_account(session, clerk, name="另一个名称")
        assert refusal.value.code == "accounts.exists"
        assert refusal.value.params["account"] == first.id


def test_of_an_account_in_another_county_nothing_is_told_but_that_it_is_there(app: OpenAPI, actor: ActorOf) -> None:
    clerk, neighbour = actor("clerk"), actor("n-clerk")
    with writing(app) as session:
        make_account(session, neighbour, region_code=NEIGHBOUR, name="拱墅早知道")
        with pytest.raises(Refusal) as refusal:
            make_account(session, clerk)
        assert (refusal.value.code, dict(refusal.value.params)) == ("accounts.exists_elsewhere", {})


def test_two_counties_may_each_hold_an_account_known_by_the_same_name_only(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        there = make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, uid=None)
        here = make_account(session, clerk, uid=None)
        assert here.key != there.key
        assert here.key_is_weak
        assert there.key_is_weak
        with pytest.raises(Refusal) as refusal:
            make_account(session, clerk, uid=None)
        assert refusal.value.code == "accounts.exists"


def test_a_later_id_completes_an_account_known_by_its_name_only(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, uid=None)
        assert account.key_is_weak
        amend(session, account, clerk, uid="xhsbs_2021")
        assert not account.key_is_weak
        assert account.key == "douyin:uid:xhsbs_2021"


def test_a_new_name_for_the_same_id_is_a_rename_and_the_old_one_is_kept(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        amend(session, account, clerk, name="西湖微播报")
        former = list_former_names(session, [account.id])[account.id]
        assert [(each.name, each.until_on) for each in former] == [("西湖身边事", ON)]


def test_accounts_are_kept_in_counties_only(app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session, pytest.raises(Refusal) as refusal:
        make_account(session, actor("c-clerk"), region_code="330100")
    assert refusal.value.code == "accounts.needs_county"


def test_two_officers_at_once_the_second_is_told(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        seen = account.version
        accounts.amend(session, account.id, {"town": "三墩镇"}, version=seen, by=clerk, at=AT, on=ON)
        with pytest.raises(Refusal) as refusal:
            accounts.amend(session, account.id, {"town": "双浦镇"}, version=seen, by=clerk, at=AT, on=ON)
        assert refusal.value.code == "store.changed_meanwhile"
        assert account.town == "三墩镇"


@pytest.mark.parametrize("asker", ["n-clerk", "n-head"])
def test_an_office_beside_finds_no_such_account(app: OpenAPI, actor: ActorOf, asker: str) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        with pytest.raises(NotFound):
            amend(session, account, actor(asker), town="半山街道")


def test_an_auditor_reads_and_changes_nothing(app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        with pytest.raises(Refusal) as refusal:
            amend(session, account, actor("auditor"), town="三墩镇")
        assert refusal.value.code == "permission.role"


# whose holder


def test_bodies_are_one_holder_by_their_credit_code(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, uscc=USCC)
        two = make_account(session, clerk, uid="another", uscc=USCC, holder="云帆文化")
        assert one.holder is two.holder


def test_bodies_without_a_code_are_one_holder_by_name_and_type(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, holder_type=HolderType.COMPANY)
        two = make_account(session, clerk, uid="another", holder_type=HolderType.COMPANY)
        other = make_account(session, clerk, uid="third", holder_type=HolderType.MEDIA)
        assert one.holder is two.holder
        assert other.holder is not one.holder


def test_two_persons_of_one_name_are_two_holders(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, **PERSON)
        two = make_account(session, clerk, uid="another", **{**PERSON, "phone": "13900003311"})
        three = make_account(session, clerk, uid="third", **{**PERSON, "phone": None})
        assert len({each.holder_id for each in (one, two, three)}) == 3


def test_a_person_is_known_again_by_name_and_phone(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, **PERSON)
        two = make_account(session, clerk, uid="another", **PERSON)
        assert one.holder is two.holder


def test_a_number_just_learned_leads_to_the_holder_on_file(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        known = make_account(session, clerk, uscc=USCC)
        account = make_account(session, clerk, uid="another", holder="云帆", phone="13800002210")
        amend(session, account, clerk, uscc=USCC)
        assert account.holder is known.holder
        assert holders.unseal(account.holder, account.phone_sealed) == "13800002210"


def test_what_an_officer_clears_is_cleared(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, uscc=USCC, phone="13800002210", id_no="33010619900101123X")
        amend(session, account, clerk, uscc=None, phone=None, id_no=None)
        record = records.plain(account)
        assert (record["uscc"], record["phone"], record["id_no"]) == (None, None, None)
        assert account.holder is not None
        assert account.holder.id_no_mark is None


def test_taking_the_holder_off_one_account_leaves_the_others_theirs(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        one = make_account(session, clerk, uscc=USCC)
        two = make_account(session, clerk, uid="another", uscc=USCC)
        amend(session, two, clerk, holder=None)
        assert two.holder is None
        assert one.holder is not None
        assert one.holder.name == "云帆文化传媒有限公司"


# personal fields, and what is on file


def test_the_log_of_an_entry_holds_no_personal_field_in_the_clear(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        make_account(session, clerk, phone="13800002210", id_no="33010619900101123X")
        kept = str(entries(session, "accounts.register")[0].after)
        assert "13800002210" not in kept
        assert "33010619900101123X" not in kept


def test_reading_personal_fields_needs_a_reason_and_is_on_file(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, phone="13800002210")
        with pytest.raises(Refusal):
            accounts.reveal(session, account.id, reason=" ", by=clerk, at=AT)
        assert entries(session, "accounts.reveal") == []
        shown = accounts.reveal(session, account.id, reason="电话通知约谈", by=clerk, at=AT)
        assert shown["phone"] == "13800002210"
        assert [entry.reason for entry in entries(session, "accounts.reveal")] == ["电话通知约谈"]


def test_an_archived_account_comes_back_and_is_archived_once(app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        account = make_account(session, head)
        accounts.archive(session, account.id, reason="账号已注销", by=head, at=AT, on=ON)
        with pytest.raises(Refusal) as twice:
            accounts.archive(session, account.id, reason="再来", by=head, at=AT, on=ON)
        accounts.restore(session, account.id, reason="归档有误", by=head, at=AT)
        with pytest.raises(Refusal) as again:
            accounts.restore(session, account.id, reason="再来", by=head, at=AT)
        assert (twice.value.code, again.value.code) == ("accounts.archived_already", "accounts.not_archived")
        assert account.archived_on is None
        assert account.registered_on == date(2026, 1, 8)
        assert account.region_code == COUNTY


def test_what_was_said_of_a_former_holder_stays_under_that_ones_key(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        person = {
            "holder": "何云",
            "holder_type": HolderType.INDIVIDUAL,
            "id_no": "330106199003071236",
            "phone": "13800002210",
        }
        account = make_account(session, clerk, **person)
        former = account.holder
        assert former is not None
        changes = {"holder": "林知远", "id_no": "33010619880715231X", "phone": "13911112222"}
        accounts.amend(session, account.id, changes, by=clerk, at=AT, on=ON)
        (entry,) = entries(session, "accounts.amend")
        assert account.holder is not former
        assert entry.before is not None
        assert holders.unseal(former, entry.before["id_no"]) == "330106199003071236"
        assert holders.unseal(former, entry.before["phone"]) == "13800002210"


def test_a_masked_text_that_comes_back_keeps_its_number(app: OpenAPI, actor: ActorOf) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk, remark="备用 13911112222")
        back = records.masked(account)["remark"] + "，已核"
        accounts.amend(session, account.id, {"remark": back}, by=clerk, at=AT, on=ON)
        assert account.remark == "备用 13911112222，已核"
