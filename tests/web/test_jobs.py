"""The page of the work behind the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from registry.domain.permissions import Actor
from registry.domain.terms import ImportState
from registry.store.jobs import Job
from registry.store.rosters import Import
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, COUNTY, writing

SignIn = Callable[[str], Client]
FindActor = Callable[[str], Actor]


def add_job(app: OpenAPI, user_id: int, **values: Any) -> int:
    with writing(app) as session:
        taken = Import(
            region_code=COUNTY,
            filename="城关镇.xlsx",
            sha256="0" * 64,
            state=ImportState.READING,
            uploaded_at=AT,
            uploaded_by_id=user_id,
        )
        session.add(taken)
        session.flush()
        job = Job(kind="roster.read", argument=taken.id, user_id=user_id, created_at=AT, **values)
        session.add(job)
        session.flush()
        return job.id


def test_without_jobs_the_page_says_what_would_stand_there(client_of: SignIn) -> None:
    assert "没有后台任务" in client_of("clerk").get("/jobs").words


def test_one_sees_ones_own_jobs_and_how_they_stand(client_of: SignIn, app: OpenAPI, actor: FindActor) -> None:
    clerk = actor("clerk")
    add_job(app, clerk.user_id)
    add_job(app, clerk.user_id, state="done", done=10, total=10, finished_at=AT)
    add_job(app, clerk.user_id, state="failed", failure={"code": "rosters.changed_since", "params": {}}, finished_at=AT)
    page = client_of("clerk").get("/jobs")
    for words in ("读取花名册", "城关镇.xlsx", "排队中", "已完成", "没有做成", "10 / 10", "预览之后台账又有变动"):
        assert words in page.words
    assert page.statements <= LIST_STATEMENTS


def test_a_colleagues_job_is_not_shown_but_an_administrator_sees_it(
    client_of: SignIn, app: OpenAPI, actor: FindActor
) -> None:
    job_id = add_job(app, actor("clerk").user_id)
    client_of("clerk2").get(f"/jobs/{job_id}/progress", status=404)
    assert "城关镇.xlsx" not in client_of("clerk2").get("/jobs").words
    assert "西湖clerk" in client_of("admin").get("/jobs").words
    assert client_of("c-admin").get(f"/jobs/{job_id}/progress").response.is_json
    client_of("n-admin").get(f"/jobs/{job_id}/progress", status=404)


@pytest.mark.parametrize("state", ["waiting", "running", "done"])
def test_progress_is_told_as_the_pages_script_asks_for_it(
    client_of: SignIn, app: OpenAPI, actor: FindActor, state: str
) -> None:
    job_id = add_job(app, actor("clerk").user_id, state=state)
    answer = client_of("clerk").get(f"/jobs/{job_id}/progress").response.get_json()
    assert answer == {"state": state, "done": 0, "total": 0, "url": answer["url"], "message": ""}
    assert answer["url"].startswith("/rosters/")


def test_why_a_job_failed_is_told_in_words(client_of: SignIn, app: OpenAPI, actor: FindActor) -> None:
    failure = {"code": "cli.unexpected", "params": {"problem": "KeyError"}}
    job_id = add_job(app, actor("clerk").user_id, state="failed", failure=failure)
    assert "KeyError" in client_of("clerk").get(f"/jobs/{job_id}/progress").response.get_json()["message"]


def test_a_job_that_is_none_is_not_found(client_of: SignIn) -> None:
    client_of("clerk").get("/jobs/999/progress", status=404)


def test_nobody_unsigned_asks_for_progress(stranger: Client) -> None:
    stranger.get("/jobs/1/progress", status=302, follow=False)
