"""Jobs on rosters: read, apply, refused, killed and taken up again; every job is safe to repeat."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select, update

from registry import clock
from registry.domain.permissions import Actor
from registry.domain.terms import ImportState
from registry.jobs import Queue, missed_days, uploads_of
from registry.services import jobs, rosters
from registry.store.accounts import Account
from registry.store.audit import AuditEntry
from registry.store.jobs import Job
from registry.store.rosters import Import, ImportRow
from tests.factories import AT, COUNTY, ON, make_account, writing
from tests.roster_files import one, workbook

FindActor = Callable[[str], Actor]


@pytest.fixture
def clerk(actor: FindActor) -> Actor:
    return actor("clerk")


@pytest.fixture
def queue(app: OpenAPI) -> Queue:
    found: Queue = app.extensions["registry.queue"]
    return found


def upload(app: OpenAPI, by: Actor, data: bytes) -> int:
    with writing(app) as session:
        taken = rosters.upload(session, data, "花名册.xlsx", region_code=COUNTY, uploads=uploads_of(app), by=by, at=AT)
        jobs.submit(session, "roster.read", taken.id, by=by, at=AT)
        return taken.id


def confirm(app: OpenAPI, by: Actor, import_id: int) -> int:
    with writing(app) as session:
        digest = session.get_one(Import, import_id).plan_digest or ""
        return rosters.ask_apply(session, import_id, digest=digest, by=by, at=AT).id


def state_of(app: OpenAPI, import_id: int) -> ImportState:
    with writing(app) as session:
        return session.get_one(Import, import_id).state


def accounts_in(app: OpenAPI) -> int:
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def uploads_left(app: OpenAPI) -> int:
    return sum(path.is_file() for path in uploads_of(app).folder.rglob("*"))


def test_a_preview_nobody_confirms_is_given_up_when_its_days_are_over(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id, worked_on = upload(app, clerk, workbook(one(1), one(2))), upload(app, clerk, workbook(one(3)))
    queue.run_waiting()
    with writing(app) as session:
        for each in (import_id, worked_on):
            session.get_one(Import, each).uploaded_at = clock.now() - timedelta(days=31)
        session.execute(
            update(Job).where(Job.argument == import_id).values(created_at=clock.now() - timedelta(days=31))
        )
        session.execute(update(Job).where(Job.argument == worked_on).values(created_at=clock.now()))
    queue.tidy_uploads()
    assert (state_of(app, import_id), state_of(app, worked_on)) == (ImportState.DISCARDED, ImportState.PREVIEWED)
    assert uploads_left(app) == 1
    with writing(app) as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "rosters.discard"))
        assert (entry.actor["username"], entry.object_id) == ("system", str(import_id))
        assert session.scalar(select(func.count()).where(ImportRow.import_id == import_id)) == 0
        assert session.get_one(Import, import_id).upload_sha256 is None
    queue.tidy_uploads()
    assert state_of(app, worked_on) is ImportState.PREVIEWED


def test_an_upload_is_read_applied_and_its_file_kept_until_its_days_are_over(
    app: OpenAPI, queue: Queue, clerk: Actor
) -> None:
    import_id = upload(app, clerk, workbook(one(1), one(2)))
    assert queue.run_waiting() == 1
    assert (state_of(app, import_id), accounts_in(app), uploads_left(app)) == (ImportState.PREVIEWED, 0, 1)
    job_id = confirm(app, clerk, import_id)
    assert queue.run_waiting() == 1
    assert (state_of(app, import_id), accounts_in(app), uploads_left(app)) == (ImportState.APPLIED, 2, 1)
    with writing(app) as session:
        job, taken = session.get_one(Job, job_id), session.get_one(Import, import_id)
        assert (job.state, job.done, job.total) == ("done", 2, 2)
        assert taken.applied_at is not None
        queue.tidy_uploads()
        assert uploads_left(app) == 1
        taken.applied_at -= timedelta(days=31)
    queue.tidy_uploads()
    assert uploads_left(app) == 0


def test_an_undone_import_lets_its_file_go(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id = upload(app, clerk, workbook(one(1), one(2)))
    queue.run_waiting()
    confirm(app, clerk, import_id)
    queue.run_waiting()
    with writing(app) as session:
        first = rosters.ask_undo(session, import_id, by=clerk, at=AT).id
        assert rosters.ask_undo(session, import_id, by=clerk, at=AT).id == first
    queue.run_waiting()
    assert (state_of(app, import_id), accounts_in(app), uploads_left(app)) == (ImportState.UNDONE, 0, 0)


def test_a_file_that_cannot_be_read_says_why_and_no_job_fails(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id = upload(app, clerk, b"not a workbook at all, only words")
    queue.run_waiting()
    with writing(app) as session:
        taken = session.get_one(Import, import_id)
        assert taken.state is ImportState.FAILED
        assert taken.failure["code"].startswith("rosters.")
        assert session.scalars(select(Job.state)).all() == ["done"]


def test_a_register_that_moved_gets_a_fresh_preview_and_nothing_written(
    app: OpenAPI, queue: Queue, clerk: Actor
) -> None:
    import_id = upload(app, clerk, workbook(one(1), one(2)))
    queue.run_waiting()
    confirm(app, clerk, import_id)
    with writing(app) as session:
        make_account(session, clerk, uid="xhsbs_0002", name="抢先登记", holder="另一家公司")
    queue.run_waiting()
    with writing(app) as session:
        taken, job = session.get_one(Import, import_id), session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert (taken.state, taken.counts["add"], taken.counts["change"]) == (ImportState.PREVIEWED, 1, 1)
        assert job is not None
        assert (job.state, job.failure["code"]) == ("failed", "rosters.changed_since")
    assert accounts_in(app) == 1
    confirm(app, clerk, import_id)
    queue.run_waiting()
    assert (state_of(app, import_id), accounts_in(app)) == (ImportState.APPLIED, 2)


def test_a_job_left_running_by_a_killed_process_is_done_after_all(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id = upload(app, clerk, workbook(one(1)))
    with writing(app) as session:
        session.scalars(select(Job)).one().state = "running"
    assert queue.run_waiting() == 0
    queue.recover()
    assert queue.run_waiting() == 1
    assert state_of(app, import_id) is ImportState.PREVIEWED


def test_a_process_killed_after_the_commit_writes_nothing_twice(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id = upload(app, clerk, workbook(one(1), one(2)))
    queue.run_waiting()
    job_id = confirm(app, clerk, import_id)
    queue.run_waiting()
    with writing(app) as session:
        session.get_one(Job, job_id).state = "running"
    queue.recover()
    queue.run_waiting()
    with writing(app) as session:
        assert session.get_one(Job, job_id).state == "done"
        applied = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "rosters.apply")
        assert session.scalar(applied) == 1
    assert accounts_in(app) == 2


def test_an_import_given_up_while_it_waits_stays_given_up(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    import_id = upload(app, clerk, workbook(one(1)))
    with writing(app) as session:
        rosters.discard(session, import_id, by=clerk, at=AT)
    queue.run_waiting()
    assert state_of(app, import_id) is ImportState.DISCARDED


def test_a_user_shut_off_meanwhile_writes_nothing(app: OpenAPI, queue: Queue, clerk: Actor) -> None:
    from registry.store.users import User

    import_id = upload(app, clerk, workbook(one(1)))
    queue.run_waiting()
    confirm(app, clerk, import_id)
    with writing(app) as session:
        session.get_one(User, clerk.user_id).is_enabled = False
    queue.run_waiting()
    assert (state_of(app, import_id), accounts_in(app)) == (ImportState.PREVIEWED, 0)


def test_every_day_since_the_last_run_is_missed_and_at_first_only_today() -> None:
    assert missed_days(None, ON) == [ON]
    assert missed_days(ON, ON) == []
    assert [day.day for day in missed_days(ON.replace(day=20), ON)] == [21, 22, 23]
