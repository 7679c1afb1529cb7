"""What the file of an account tells of its past: in the order it happened, and nothing put right in silence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.services import execution, violations
from tests.client import Client
from tests.factories import make_account, make_violation, writing
from tests.services.cases import DAY, at, make_effective, make_proposal

Actors = Callable[[str], Actor]
Clients = Callable[[str], Client]


def hour(day: date, number: int) -> datetime:
    """So many hours after the morning of a day."""
    return at(day) + timedelta(hours=number)


def history_of(client: Client) -> str:
    """The words of the account's timeline."""
    return client.get("/accounts/1").words.partition("经过")[2]


def test_acts_of_one_day_stand_in_the_order_they_were_done(app: OpenAPI, actor: Actors, client_of: Clients) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), on=DAY)
        make_proposal(session, account, by=actor("clerk"), on=DAY, skip_reason="情节较重")
        violations.recognise(
            session, violation.id, recognised_on=DAY, by=actor("reviewer"), at=hour(DAY, 3), on=DAY
        )  # fmt: skip
    told = history_of(client_of("clerk"))
    assert told.index("认定违规") < told.index("提请约谈")


def test_cause_stands_below_effect_where_one_act_brings_both(app: OpenAPI, actor: Actors, client_of: Clients) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=DAY)
        measure = make_effective(session, account, by=actor("clerk"), head=actor("head"), violation=violation, on=DAY)
        execution.annul(session, measure.id, reason="对象弄错", by=actor("head"), at=hour(DAY, 2), on=DAY)
    told = history_of(client_of("clerk"))
    places = [told.index(words) for words in ("更正等级 C → B", "更正：撤销约谈", "等级 B → C", "约谈生效", "批准约谈")]
    assert places == sorted(places)


def test_every_recheck_and_a_term_missed_stay_told(app: OpenAPI, actor: Actors, client_of: Clients) -> None:
    clerk = actor("clerk")
    with writing(app) as session:
        account = make_account(session, clerk)
        violation = make_violation(session, account, recorder=clerk, recogniser=actor("reviewer"), on=DAY)
        measure = make_effective(
            session, account, by=clerk, head=actor("head"), violation=violation, on=DAY, demand="删除",
            due_on=DAY + timedelta(days=9),
        )  # fmt: skip
        for days, is_passed, note in ((3, False, "还差两条未删"), (5, True, "已逐条看过")):
            on = DAY + timedelta(days=days)
            execution.recheck(
                session, measure.id, is_passed=is_passed, checked_on=on, note=note, by=clerk, at=at(on), on=on
            )
    told = history_of(client_of("clerk"))
    places = [told.index(words) for words in ("整改复查通过", "已逐条看过", "整改复查未通过", "还差两条未删")]
    assert places == sorted(places)
    assert "复查通过：已逐条看过" in client_of("clerk").get("/measures/1").words


def test_a_clue_taken_back_is_told_as_one(app: OpenAPI, actor: Actors, client_of: Clients) -> None:
    with writing(app) as session:
        violation = make_violation(session, make_account(session, actor("clerk")), recorder=actor("clerk"), on=DAY)
        violations.void(session, violation.id, reason="登记错了", by=actor("clerk"), at=hour(DAY, 1), on=DAY)
    told = history_of(client_of("clerk"))
    assert "撤销违规线索" in told
    assert "待认定" not in told
