"""The demonstration: loads by the register's own services, and no link on any of its pages leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry import create_app
from registry.cli import demo
from registry.cli.demo_people import PASSWORD, PEOPLE
from registry.domain.audit_chain import first_break
from registry.domain.cases.procedure import get_act
from registry.domain.errors import Refusal
from registry.domain.terms import MeasureState, Tier, ViolationState
from registry.store.accounts import Account
from registry.store.audit import walk_chain
from registry.store.cases import Case
from registry.store.db import db
from registry.store.measures import Measure
from registry.store.violations import Violation
from tests.client import Client
from tests.conftest import settings_for

LINK = re.compile(r'href="(/[^"#]*)"')
MOST_OF_A_KIND = 3
"""Pages of one endpoint looked at by each user: enough to see every template with data."""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, blank_database: Path) -> Iterator[OpenAPI]:
    """The demonstration, loaded once."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "registry.db").write_bytes(blank_database.read_bytes())
    app = create_app(settings_for(folder))
    with app.app_context():
        assert demo.prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_every_state_a_case_can_be_in_is_there_to_be_seen(demonstration: OpenAPI) -> None:
    with demonstration.app_context():
        assert set(db.session.scalars(select(Account.tier))) == set(Tier)
        assert set(db.session.scalars(select(Violation.state))) == set(ViolationState)
        assert set(db.session.scalars(select(Measure.state))) == set(MeasureState)
        assert 290 <= len(db.session.scalars(select(Account.id)).all()) <= 320


def test_cases_stand_along_the_whole_road_with_their_papers(demonstration: OpenAPI) -> None:
    with demonstration.app_context():
        found = db.session.scalars(select(Case)).all()
        states = {case.state for case in found}
        assert {"clue", "filing", "investigating", "stating", "deciding", "rectifying", "closed", "archived"} <= states
        assert {"transferred", "revoked", "not_filed"} <= states
        archived = next(case for case in found if case.state == "archived")
        owing = [step for step in archived.steps if get_act(step.act).forms and get_act(step.act).is_paper_owed]
        assert all(step.document_id or step.paper_no for step in owing if not get_act(step.act).carries)


def test_its_audit_chain_holds(demonstration: OpenAPI) -> None:
    with demonstration.app_context():
        assert first_break(walk_chain(db.session())) is None


def test_a_second_run_keeps_the_data(demonstration: OpenAPI) -> None:
    with demonstration.app_context():
        assert demo.prepare(demonstration) is False


def test_it_never_mixes_with_an_offices_own_data(app: OpenAPI, people: dict[str, str]) -> None:
    with app.app_context(), pytest.raises(Refusal, match=r"demo\.not_empty"):
        demo.prepare(app)


@pytest.mark.parametrize("username", [person.username for person in PEOPLE])
def test_no_link_a_user_sees_leads_nowhere(demonstration: OpenAPI, username: str) -> None:
    client = Client(demonstration)
    client.sign_in(username, PASSWORD)
    waiting, seen, looked = ["/"], {"/"}, dict[str, int]()
    while waiting:
        url = waiting.pop()
        kind = re.sub(r"\d+", "0", url.split("?")[0])
        looked[kind] = looked.get(kind, 0) + 1
        if looked[kind] > MOST_OF_A_KIND or kind.startswith(("/static", "/bootstrap")):
            continue
        page = client.get(url)
        fresh = [found.replace("&amp;", "&") for found in LINK.findall(page.text)]
        waiting += [found for found in dict.fromkeys(fresh) if found not in seen]
        seen.update(fresh)
    assert len(looked) > 5
