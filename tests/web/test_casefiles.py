"""Files of cases: numbers of persons that somebody typed into them are masked wherever they are shown."""

from collections.abc import Callable

import pytest
from flask_openapi3 import OpenAPI

from registry.cli.accounts import describe
from registry.clock import today
from registry.domain.permissions import Actor
from registry.domain.terms import Severity, Source
from registry.services import violations
from registry.store.accounts import Account
from registry.store.db import db
from tests.client import Client
from tests.factories import AT, make_account, writing
from tests.services.cases import make_effective

Clients = Callable[[str], Client]
Actors = Callable[[str], Actor]
PHONE, ID_NO = "13800002210", "11010519491231002X"


@pytest.fixture
def pages(app: OpenAPI, actor: Actors) -> dict[str, str]:
    """The pages that show one case, in the words of which two numbers stand."""
    clerk, reviewer, on = actor("clerk"), actor("reviewer"), today()
    with writing(app) as session:
        account = make_account(session, clerk)
        row = violations.record(
            session, account.id, code="7-3", severity=Severity.ORDINARY, facts=f"公开他人电话 {PHONE}",
            occurred_on=on, source=Source.REPORT, by=clerk, at=AT, on=on,
        )  # fmt: skip
        violations.recognise(session, row.id, recognised_on=on, by=reviewer, at=AT, on=on)
        measure = make_effective(
            session, account, by=clerk, head=actor("head"), violation=row, on=on, grounds=f"公开 {ID_NO}",
            target=f"含 {PHONE} 的账号", demand=f"删去 {ID_NO}", due_on=on.replace(year=on.year + 1),
        )  # fmt: skip
        return {
            "account": f"/accounts/{account.id}", "violation": f"/violations/{row.id}", "violations": "/violations",
            "measure": f"/measures/{measure.id}", "measures": "/measures",
        }  # fmt: skip


@pytest.mark.parametrize("username", ["auditor", "clerk"])
def test_numbers_in_the_words_of_a_case_are_masked(client_of: Clients, pages: dict[str, str], username: str) -> None:
    client = client_of(username)
    for url in pages.values():
        text = client.get(url).text
        assert PHONE not in text
        assert ID_NO not in text
    assert "138****2210" in client.get(pages["violation"]).text


def test_who_says_why_reads_the_facts_as_they_were_written(client_of: Clients, pages: dict[str, str]) -> None:
    clerk, url = client_of("clerk"), f"{pages['account']}/reveal"
    assert url in clerk.get(pages["violation"]).text
    assert PHONE not in clerk.get(url).text
    assert PHONE in clerk.post(url, {"reason": "核对证据"}).text
    assert url not in client_of("auditor").get(pages["violation"]).text


def test_the_command_line_shows_them_masked_too(app: OpenAPI, pages: dict[str, str]) -> None:
    with app.app_context():
        account = db.session.get_one(Account, int(pages["account"].rsplit("/", 1)[1]))
        document = describe(db.session(), account, on=today(), is_past=False)
    assert document["violations"][0]["facts"] == "公开他人电话 138****2210"
    assert document["measures"][0]["target"] == "含 138****2210 的账号"
