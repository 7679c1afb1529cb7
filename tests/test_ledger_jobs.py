"""Jobs on old ledgers: read behind the page, taken up again after a kill, refused in words, the file gone in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.domain.permissions import Actor
from registry.domain.terms import OldLedgerState
from registry.jobs import Queue, uploads_of
from registry.services import jobs, old_ledgers
from registry.services.old_ledger_preview import digest_of
from registry.store.jobs import Job
from registry.store.old_ledgers import OldLedger, OldLedgerRow
from tests.domain.old_ledger_books import talk, workbook
from tests.factories import AT, COUNTY, ON, make_account, writing
from tests.test_jobs import uploads_left

FindActor = Callable[[str], Actor]


@pytest.fixture
def queue(app: OpenAPI) -> Queue:
    found: Queue = app.extensions["registry.queue"]
    return found


def upload(app: OpenAPI, by: Actor, data: bytes) -> int:
    with writing(app) as session:
        uploads = uploads_of(app)
        taken = old_ledgers.upload(session, data, "约谈.xlsx", region_code=COUNTY, uploads=uploads, by=by, at=AT)
        jobs.submit(session, "ledger.read", taken.id, by=by, at=AT)
        return taken.id


def state_of(app: OpenAPI, ledger_id: int) -> tuple[OldLedgerState, int]:
    """Where a file stands and how many rows it keeps."""
    with writing(app) as session:
        rows = session.scalar(select(func.count()).select_from(OldLedgerRow)) or 0
        return session.get_one(OldLedger, ledger_id).state, rows


def test_a_reading_that_a_kill_cut_short_is_begun_anew_and_one_that_had_ended_is_not(
    app: OpenAPI, queue: Queue, actor: FindActor
) -> None:
    ledger_id = upload(app, actor("clerk"), workbook(talk(1), talk(2, on="2021.8.1")))
    for _time in range(2):  # killed before its commit, then between the commit and the end of the job
        with writing(app) as session:
            session.scalars(select(Job)).one().state = "running"
        assert queue.run_waiting() == 0, "claimed by the process that died"
        queue.recover()
        assert queue.run_waiting() == 1
        assert state_of(app, ledger_id) == (OldLedgerState.PREVIEWED, 2)


def test_a_file_that_cannot_be_read_keeps_why(app: OpenAPI, queue: Queue, actor: FindActor) -> None:
    ledger_id = upload(app, actor("clerk"), b"%PDF-1.4\x00\xff\xfe\x81")
    queue.run_waiting()
    assert state_of(app, ledger_id) == (OldLedgerState.FAILED, 0)
    with writing(app) as session:
        assert session.get_one(OldLedger, ledger_id).failure == {"code": "rosters.not_a_workbook", "params": {}}


def test_one_given_up_while_it_waits_is_not_read(app: OpenAPI, queue: Queue, actor: FindActor) -> None:
    by = actor("clerk")
    ledger_id = upload(app, by, workbook(talk(1)))
    with writing(app) as session:
        old_ledgers.discard(session, ledger_id, by=by, at=AT)
    queue.run_waiting()
    assert state_of(app, ledger_id) == (OldLedgerState.DISCARDED, 0)


def test_the_file_goes_when_its_days_after_entering_are_over(app: OpenAPI, queue: Queue, actor: FindActor) -> None:
    by = actor("clerk")
    with writing(app) as session:
        make_account(session, by)
    ledger_id = upload(app, by, workbook(talk(1)))
    queue.run_waiting()
    with writing(app) as session:
        old_ledgers.apply(session, ledger_id, digest=digest_of(session, ledger_id), by=by, at=AT, on=ON)
    queue.tidy_uploads()
    assert uploads_left(app) == 1
    with writing(app) as session:
        session.get_one(OldLedger, ledger_id).entered_at = AT - timedelta(days=60)
    queue.tidy_uploads()
    assert uploads_left(app) == 0
