"""The statistics of the procedure on their page and as a table: the same numbers, of the asker's region only."""

from collections.abc import Callable
from datetime import timedelta

from flask_openapi3 import OpenAPI
from sqlalchemy import select

from registry.domain.permissions import Actor
from registry.store.audit import AuditEntry
from tests.client import Client
from tests.factories import make_account, make_violation, writing
from tests.services.case_walk import Walk, open_one
from tests.services.cases import DAY


def test_cases_are_counted_with_their_stages_and_taken_away(
    app: OpenAPI, actor: Callable[[str], Actor], client_of: Callable[[str], Client]
) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk"))
        make_violation(
            session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=DAY - timedelta(days=3)
        )
        walk = Walk(session, open_one(session, account, by=actor("clerk")), actor).to_investigation().to_execution()
        walk.do("revoke", "head")
    page = client_of("clerk").get("/cases/statistics?since=2026-01")
    assert "西湖区网信办 1 1 1 0 1 100%" in page.words
    assert "2026-03 1 1 1 0 1 100%" in page.words
    table = client_of("clerk").post("/cases/statistics.csv", {"since": "2026-01"}).text
    assert "约谈,1,1,1,0,1,100.0%" in table
    assert "线索待核,1,1.0,1" in table
    assert "这段时间没有案件" in client_of("n-clerk").get("/cases/statistics?since=2026-01").words


def test_figures_taken_away_are_on_file(app: OpenAPI, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/cases/statistics")
    assert page.words.count("导出 CSV") == 1
    assert client_of("clerk").get("/cases/statistics.csv", status=405).status == 405
    client_of("clerk").post("/cases/statistics.csv", {"since": "2026-02"})
    with writing(app) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "exports.procedure"))
        assert (entry.actor["username"], entry.after) == (
            "clerk",
            {"rows": 0, "from": "2026-02-01", "form": "csv_utf8"},
        )
    assert "导出办案统计" in client_of("auditor").get("/audit").words
