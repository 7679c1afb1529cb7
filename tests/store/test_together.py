"""Several small questions in one statement: each gets its own answer, as if it had been asked alone."""

from collections.abc import Callable
from datetime import date, timedelta

from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain.permissions import Actor
from registry.domain.terms import Platform
from registry.store import overview, together
from registry.store.accounts import Account, Move
from registry.store.measures import count_measures_by, measures_by
from registry.store.procedure import OfficeDay, days_of, own_days
from registry.store.scope import scope_of
from registry.store.together import Question
from tests.client import counted_statements
from tests.factories import AT, COUNTY, ON, make_account, make_violation, writing

Who = Callable[[str], Actor]


def test_questions_of_any_width_are_answered_in_one_statement(app: OpenAPI, actor: Who) -> None:
    clerk, scope = actor("clerk"), scope_of(COUNTY)
    with writing(app) as session:
        account = make_account(session, clerk)
        make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=ON)
        session.add(
            OfficeDay(
                office_id=clerk.office_id, day=ON, is_working=False, note="放假", set_by_id=clerk.user_id, set_at=AT
            )
        )
        session.flush()
        day = timedelta(days=1)
        asked = {
            "accounts": overview.accounts_by(scope), "recognised": overview.recognised_in([(ON, ON + day), (ON - day, ON)], scope),
            "moves": overview.moves_since(date(2026, 1, 1), scope), "measures": measures_by(scope, ()),
            "days": days_of(clerk.office_id), "above": overview.superiors_of(COUNTY),
            "none": Question(select(Account.name).where(Account.id < 0), list),
        }  # fmt: skip
        with counted_statements() as statements:
            found = together.ask(session, asked)
        assert len(statements) == 1
        assert found["accounts"] == {(Platform.DOUYIN, account.tier): 1}
        assert found["recognised"] == [1, 0]
        assert found["moves"] == [(move.on, move.from_tier, move.to_tier) for move in session.scalars(select(Move))]
        assert found["measures"] == count_measures_by(session, scope=scope, states=()) == {}
        assert found["days"] == own_days(session, clerk.office_id) == {ON: False}
        assert found["above"].names == overview.list_superiors(session, COUNTY).names != {}
        assert found["none"] == []


def test_a_question_reads_texts_whatever_the_database_holds(app: OpenAPI, actor: Who) -> None:
    with writing(app) as session:
        make_account(session, actor("clerk"))
        asked = Question(select(func.count(), Account.registered_on, Account.archived_on).group_by(Account.id), list)
        assert together.ask(session, {"one": asked})["one"] == [["1", "2026-01-08", None]]
