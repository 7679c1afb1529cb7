"""Handing an account over: everything filed on it goes along, and the office that gave it away sees it no more."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.services import records
from registry.services.transfers import transfer
from registry.store.account_queries import get_account, list_acts
from registry.store.scope import scope_of
from registry.store.violations import list_violations
from tests.factories import AT, CITY, COUNTY, NEIGHBOUR, make_account, make_violation, writing

ActorOf = Callable[[str], Actor]


def test_the_account_goes_with_its_whole_record(app: OpenAPI, actor: ActorOf) -> None:
    clerk, head = actor("clerk"), actor("head")
    with writing(app) as session:
        account = make_account(session, clerk, town="三墩镇")
        make_violation(session, account, recorder=clerk, recogniser=head)
        transfer(session, account.id, region_code=NEIGHBOUR, reason="运营者迁居", by=head, at=AT)
        there = scope_of(NEIGHBOUR)
        assert get_account(session, account.id, scope=there).town is None
        assert len(list_violations(session, scope=there, account_id=account.id)) == 1
        assert [entry.reason for entry in list_acts(session, account.id)] == ["运营者迁居"]
        with pytest.raises(NotFound):
            get_account(session, account.id, scope=scope_of(COUNTY))


def test_a_holder_of_one_account_goes_along(app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        account = make_account(session, head)
        holder = account.holder
        transfer(session, account.id, region_code=NEIGHBOUR, reason="迁居", by=head, at=AT)
        assert holder is not None
        assert account.holder is holder
        assert holder.region_code == NEIGHBOUR


def test_an_account_known_by_its_name_only_takes_the_key_of_its_new_county(app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        account = make_account(session, head, uid=None)
        left = account.key
        transfer(session, account.id, region_code=NEIGHBOUR, reason="迁居", by=head, at=AT)
        assert account.key != left
        assert make_account(session, head, uid=None).key == left


def test_an_account_known_by_its_name_only_is_not_handed_to_where_there_is_one(app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        make_account(session, actor("n-clerk"), region_code=NEIGHBOUR, uid=None)
        account = make_account(session, head, uid=None)
        with pytest.raises(Refusal) as refusal:
            transfer(session, account.id, region_code=NEIGHBOUR, reason="迁居", by=head, at=AT)
        assert (refusal.value.code, dict(refusal.value.params)) == ("accounts.exists_elsewhere", {})


def test_a_holder_of_several_stays_and_the_account_gets_that_countys_own(app: OpenAPI, actor: ActorOf) -> None:
    head = actor("head")
    with writing(app) as session:
        code = "91330106MA27XYAB4B"
        left = make_account(session, head, uscc=code)
        gone = make_account(session, head, uid="another", uscc=code, phone="13800002210")
        transfer(session, gone.id, region_code=NEIGHBOUR, reason="迁居", by=head, at=AT)
        assert left.holder is not None
        assert gone.holder is not None
        assert (left.holder.region_code, gone.holder.region_code) == (COUNTY, NEIGHBOUR)
        assert records.plain(gone)["phone"] == "13800002210"
        assert gone.holder.uscc == code


@pytest.mark.parametrize(
    ("region", "reason", "code"),
    [
        (COUNTY, "迁居", "accounts.same_county"),
        (CITY, "迁居", "accounts.needs_county"),
        (NEIGHBOUR, " ", "accounts.reason_missing"),
    ],
)
def test_a_transfer_that_makes_no_sense_is_refused(
    app: OpenAPI, actor: ActorOf, region: str, reason: str, code: str
) -> None:
    head = actor("head")
    with writing(app) as session:
        account = make_account(session, head)
        with pytest.raises(Refusal) as refusal:
            transfer(session, account.id, region_code=region, reason=reason, by=head, at=AT)
        assert refusal.value.code == code


@pytest.mark.parametrize("username", ["clerk", "reviewer", "c-reviewer"])
def test_none_but_a_head_gives_an_account_away(app: OpenAPI, actor: ActorOf, username: str) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        with pytest.raises(Refusal) as refusal:
            transfer(session, account.id, region_code=NEIGHBOUR, reason="迁居", by=actor(username), at=AT)
        assert refusal.value.code == "permission.role"


def test_the_head_of_the_city_moves_an_account_between_its_counties(app: OpenAPI, actor: ActorOf) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        transfer(session, account.id, region_code=NEIGHBOUR, reason="迁居", by=actor("c-head"), at=AT)
        assert account.region_code == NEIGHBOUR
