"""The entry of an act: in the act's transaction, chained, with its actor as he or she was."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.domain.audit_chain import GENESIS, first_break
from registry.domain.permissions import Actor
from registry.services import audit
from registry.store.audit import AuditEntry, count_entries, list_entries, walk_chain
from registry.store.db import db
from registry.store.scope import EVERYTHING, scope_of
from tests.factories import AT, COUNTY, NEIGHBOUR, make_account, writing

FindActor = Callable[[str], Actor]


def record(session: Session, by: Actor | None = None, *, act: str = "towns.set", region: str = COUNTY) -> AuditEntry:
    return audit.record(session, act, by=by, at=AT, object_type="region", object_id=region, region_code=region)


def test_the_first_entry_begins_the_chain_and_each_holds_the_one_before(app: OpenAPI) -> None:
    with writing(app) as session:
        first, second = record(session), record(session)
        assert first.previous_hash == GENESIS
        assert second.previous_hash == first.hash
        assert first_break(walk_chain(session)) is None


def test_an_act_that_fails_leaves_neither_trace_nor_gap(app: OpenAPI) -> None:
    class Failure(Exception):  # noqa: N818 - what goes wrong in an act
        pass

    def fail() -> None:
        with writing(app) as session:
            record(session)
            raise Failure

    with pytest.raises(Failure):
        fail()
    with writing(app) as session:
        assert record(session).previous_hash == GENESIS


@pytest.mark.parametrize("column", ["act", "object_id", "region_code", "reason"])
def test_a_field_changed_in_the_database_breaks_the_chain(app: OpenAPI, column: str) -> None:
    with writing(app) as session:
        for _ in range(3):
            record(session)
        second = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id).offset(1).limit(1)).one()
        session.execute(update(AuditEntry).where(AuditEntry.id == second).values(**{column: "x"}))
    with app.app_context():
        assert first_break(walk_chain(db.session())) == 1


def test_the_actor_is_kept_as_he_or_she_is(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        entry = record(session, clerk)
        assert entry.user_id == clerk.user_id
        assert entry.actor["office"] == "西湖区网信办"


def test_entries_are_listed_newest_first_within_the_askers_region(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        here, there, last = (
            record(session, clerk),
            record(session, region=NEIGHBOUR),
            record(session, act="offices.amend"),
        )
        county = scope_of(COUNTY)
        assert list_entries(session, scope=county, limit=2) == [last, here]
        assert there in list_entries(session, scope=EVERYTHING, limit=3)
        assert list_entries(session, scope=county, username="clerk", limit=9) == [here]
        assert count_entries(session, scope=county, act="towns.set") == 1


def test_a_persons_number_enters_the_log_as_ciphertext_only(app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        make_account(session, clerk, phone="13800138000")
        entry = list_entries(session, scope=EVERYTHING, act="accounts.register", limit=1)[0]
        assert entry.after is not None
        assert entry.after["phone"]
        assert "13800138000" not in str(entry.content())


def test_a_number_somebody_typed_into_a_reason_is_masked(app: OpenAPI) -> None:
    with writing(app) as session:
        entry = audit.record(
            session, "measures.lift", by=None, at=AT, object_type="measure", object_id=1, region_code=COUNTY,
            reason="来电 13800138000 核实", after={"note": "身份证 330106199003071236", "uid": "13800138000"},
        )  # fmt: skip
        assert entry.reason == "来电 138****8000 核实"
        assert entry.after == {"note": "身份证 330***********1236", "uid": "13800138000"}
        assert first_break(walk_chain(session)) is None
