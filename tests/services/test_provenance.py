"""Where the values of an account come from: rows of files, users by hand; an undone import gives nothing any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import accounts, provenance
from registry.services.provenance import Source
from registry.store.rosters import Import
from tests.client import Client
from tests.factories import AT, ON, make_account, writing
from tests.roster_files import account_of, bring, one, take_back

FindActor = Callable[[str], Actor]


@pytest.fixture
def clerk(actor: FindActor) -> Actor:
    return actor("clerk")


def sources(app: OpenAPI, uid: str = "xhsbs_0001") -> dict[str, Source]:
    with writing(app) as session:
        return provenance.sources(session, account_of(session, uid))


def age(app: OpenAPI, import_id: int, days: int) -> None:
    """Let an import have been applied some days earlier."""
    with writing(app) as session:
        taken = session.get_one(Import, import_id)
        taken.applied_at = AT - timedelta(days=days)


def test_what_a_roster_brought_is_told_by_file_sheet_and_row(app: OpenAPI, clerk: Actor) -> None:
    import_id = bring(app, clerk, one(2), one(1))
    found = sources(app)
    assert found["phone"] == Source(AT, clerk.name, import_id, "花名册.xlsx", "名册", 4)
    assert {"name", "uid", "holder", "followers"} <= set(found)
    assert {"uscc", "remark", "tier", "influence"}.isdisjoint(found)


def test_a_later_row_and_a_later_hand_give_what_they_changed(app: OpenAPI, clerk: Actor) -> None:
    age(app, bring(app, clerk, one(1)), 9)
    later = bring(app, clerk, one(1, 粉丝数=99999, 统计日期="2026-09-30"))
    age(app, later, 5)
    with writing(app) as session:
        accounts.amend(session, account_of(session, "xhsbs_0001").id, {"remark": "核实"}, by=clerk, at=AT, on=ON)
        account_of(session, "xhsbs_0001").created_at = AT - timedelta(days=9)
    found = sources(app)
    assert (found["followers"].import_id, found["remark"]) == (later, Source(AT, clerk.name))
    assert found["name"].at == AT - timedelta(days=9)


def test_an_undone_import_is_no_source(app: OpenAPI, clerk: Actor) -> None:
    first = bring(app, clerk, one(1))
    age(app, first, 3)
    take_back(app, clerk, bring(app, clerk, one(1, 粉丝数=99999, 统计日期="2026-09-30")))
    assert {each.import_id for each in sources(app).values()} == {first}


def test_what_was_entered_by_hand_is_told_by_its_user(app: OpenAPI, clerk: Actor) -> None:
    with writing(app) as session:
        make_account(session, clerk, uid="by_hand", name="手录号")
    assert set(sources(app, "by_hand").values()) == {Source(AT, clerk.name)}


def test_the_page_of_an_account_says_where_its_values_come_from(
    app: OpenAPI, clerk: Actor, client_of: Callable[[str], Client]
) -> None:
    bring(app, clerk, one(1))
    with writing(app) as session:
        account_id = account_of(session, "xhsbs_0001").id
    assert "花名册.xlsx“名册”第 3 行" in client_of("clerk").get(f"/accounts/{account_id}").words
