"""Work behind the page: one queue, on a file of its own (SQLite) or on Redis, and one consumer.

An act that needs a job commits a row in `jobs` and enqueues after; a sweep takes up rows that were never started and
those a killed process left running. Every job is safe to repeat: what it writes, it writes in one transaction.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry import upgrading
from registry.clock import now, today
from registry.domain.documents.fonts import find_fonts
from registry.domain.errors import Refusal
from registry.domain.rosters.choices import Choices
from registry.domain.rosters.shapes import Roster
from registry.domain.terms import ImportState, OldLedgerState
from registry.services import (
    batches,
    choosing,
    grade_runs,
    lapsed,
    old_ledger_choosing,
    old_ledgers,
    platforms,
    rosters,
    rulebooks,
    simulations,
    undoing,
)
from registry.services.documents import Press
from registry.services.files import Store
from registry.services.reading import read_in_child, read_old_ledger_in_child
from registry.settings import Settings
from registry.store.batches import PaperBatch
from registry.store.db import db, transaction
from registry.store.jobs import Job, last_grade_run, list_lapsed
from registry.store.old_ledgers import OldLedger, list_kept_ledgers
from registry.store.rosters import Import, list_kept_uploads
from registry.store.users import User, get_actor

if TYPE_CHECKING:
    from huey.api import Huey

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
TURN_SECONDS = 0.12


class Queue:
    """The queue of one application: enqueue a committed job row, perform it, tell how far it is."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.huey = _make_huey(settings)
        self._task = self.huey.task(name="perform")(self.perform)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.periodic_task(crontab(minute="*/10"), name="catch_up")(self.catch_up)
        self.huey.periodic_task(crontab(hour="3", minute="17"), name="tidy_uploads")(self.tidy_uploads)
        self.huey.periodic_task(crontab(hour="3", minute="47"), name="keep_copy")(self.keep_copy)

    def enqueue(self, job_id: int) -> None:
        """Hand a committed job to the consumer."""
        self._task(job_id)

    def close(self) -> None:
        """Let go of the queue's own file; it is opened again by the next that asks."""
        self.huey.storage.close()

    def progress(self, job_id: int) -> tuple[int, int]:
        """(done, total) of a running job; (0, 0) where nothing is known yet."""
        done, total = self.huey.get(f"progress:{job_id}", peek=True) or (0, 0)
        return done, total

    def sweep(self) -> None:
        """Enqueue every row that still waits; claiming makes a second run of the same row harmless."""
        with self.app.app_context():
            waiting = db.session.scalars(select(Job.id).where(Job.state == "waiting").order_by(Job.id)).all()
        for job_id in waiting:
            self.enqueue(job_id)

    def recover(self) -> None:
        """At the consumer's start: rows left running by a killed process wait again."""
        with self.app.app_context(), transaction() as session:
            session.execute(update(Job).where(Job.state == "running").values(state="waiting"))
        self.sweep()

    def run_waiting(self) -> int:
        """Perform every waiting job here and now; returns how many there were (`registry worker --once`, tests)."""
        with self.app.app_context():
            waiting = db.session.scalars(select(Job.id).where(Job.state == "waiting").order_by(Job.id)).all()
        for job_id in waiting:
            self.perform(job_id)
        return len(waiting)

    def perform(self, job_id: int) -> None:
        """Do one job: claim its row, work, keep how it ended."""
        with self.app.app_context():
            job = self._claim(job_id)
            if job is None:
                return
            rulebooks.look_again()
            kind, argument, user_id = job
            failure: dict[str, Any] | None = None
            try:
                WORK[kind](self, argument, user_id, self._teller(job_id))
            except Refusal as refusal:
                failure = {"code": refusal.code, "params": {key: str(value) for key, value in refusal.params.items()}}
            except Exception as error:
                log.exception("job %s failed", job_id)
                failure = {"code": "cli.unexpected", "params": {"problem": type(error).__name__}}
            with transaction() as session:
                done, total = self.progress(job_id)
                changes: dict[str, Any] = {"state": "failed" if failure else "done", "failure": failure}
                changes |= {"finished_at": now(), "done": done, "total": total}
                session.execute(update(Job).where(Job.id == job_id).values(**changes))

    def _claim(self, job_id: int) -> tuple[str, int, int | None] | None:
        """Take the row if it still waits; None where another took it."""
        with transaction() as session:
            claimed = session.execute(
                update(Job).where(Job.id == job_id, Job.state == "waiting").values(state="running", started_at=now())
            )
            job = session.get(Job, job_id)
            if claimed.rowcount != 1 or job is None:  # type: ignore[attr-defined]  # an UPDATE's result has it
                return None
            return job.kind, job.argument or 0, job.user_id

    def _teller(self, job_id: int) -> Progress:
        def tell(done: int, total: int) -> None:
            self.huey.put(f"progress:{job_id}", (done, total))

        return tell

    def tidy_uploads(self) -> None:
        """Every night: remove the files of rosters and old ledgers written long enough ago (REGISTRY_KEEP_UPLOADS_DAYS),
        and give up previews of rosters nobody confirmed or worked on for as long; so end the files of printed batches.
        """
        settings: Settings = self.app.extensions["registry.settings"]
        with self.app.app_context():
            before = now() - timedelta(days=settings.keep_uploads_days)
            for import_id in list_lapsed(db.session(), before=before):
                with transaction() as session:
                    lapsed.give_up(session, import_id, before=before, at=now())
            for import_id in list_kept_uploads(db.session(), before=before):
                drop_upload(self.app, import_id)
            for ledger_id in list_kept_ledgers(db.session(), before=before):
                drop_ledger(self.app, ledger_id)
            drop_batches(self.app)

    def keep_copy(self) -> None:
        """Every night: a copy of the embedded database beside it, the newest of which are kept (upgrading.COPIES_KEPT)."""
        settings: Settings = self.app.extensions["registry.settings"]
        if settings.is_embedded:
            with self.app.app_context():
                upgrading.copy_database(Path(db.engine.url.database or ""), settings.data_dir / "copies")

    def catch_up(self) -> None:
        """Run the grading of every day missed since the last run, today's included."""
        with self.app.app_context():
            rulebooks.look_again()
            last = last_grade_run(db.session())
            for day in missed_days(last.on if last else None, today()):
                result = grade_runs.run_day(in_turns, on=day, at=now())
                log.info("graded %s: %s due, %s moved, %s proposed", day, result.due, result.moved, result.proposed)


@contextmanager
def in_turns() -> Iterator[Session]:
    """A transaction after which whoever waits comes first.

    A writer waiting for SQLite looks again every tenth of a second: one that began anew at once would keep it out.
    """
    with transaction() as session:
        yield session
    Event().wait(TURN_SECONDS)


def missed_days(last: date | None, until: date) -> list[date]:
    """The days after ``last`` up to ``until``; the first run of all is today's only."""
    if last is None:
        return [until]
    return [last + timedelta(days=number) for number in range(1, (until - last).days + 1)]


def _make_huey(settings: Settings) -> "Huey":
    if settings.redis_url:
        return RedisHuey("registry", url=settings.redis_url)
    return SqliteHuey("registry", filename=str(settings.data_dir / "jobs.db"))


def _read_roster(queue: Queue, import_id: int, _user_id: int | None, tell: Progress) -> None:
    """Read an uploaded roster and keep its preview, or why it could not be read."""
    taken = db.session.get_one(Import, import_id)
    if taken.state is not ImportState.READING:
        return  # given up meanwhile, or read before the process was killed
    region_code, mode = taken.region_code, taken.mode
    tell(0, 3)
    try:
        choices = choosing.choices_of(db.session(), taken)
        roster = _open_roster(queue, taken, choices)
        tell(1, 3)
        plan = rosters.make_plan(db.session(), roster, region_code=region_code, mode=mode, choices=choices)
        tell(2, 3)
    except Refusal as refusal:
        _keep_failure(import_id, refusal)
        return
    except Exception as error:
        _keep_failure(import_id, Refusal("cli.unexpected", problem=type(error).__name__))
        raise
    with transaction() as session:
        rosters.keep_preview(session, import_id, plan)
    tell(3, 3)


def _open_roster(queue: Queue, taken: Import, choices: Choices) -> Roster:
    """The roster of an uploaded file that is not settled yet, as the officer chose to have it read."""
    return read_in_child(
        rosters.open_upload(taken, uploads_of(queue.app)), taken.filename, today=today(), choices=choices
    )


def _keep_failure(import_id: int, refusal: Refusal) -> None:
    with transaction() as session:
        rosters.keep_failure(session, import_id, refusal)


def _apply_roster(queue: Queue, import_id: int, user_id: int | None, tell: Progress) -> None:
    """Apply a confirmed preview; where the register moved meanwhile, keep the new preview and say so.

    The comparison is made again inside the writing transaction, so that nothing can come in between.
    """
    taken, user = db.session.get_one(Import, import_id), db.session.get_one(User, user_id)
    username = user.username
    if taken.state is not ImportState.APPLIED:  # else: killed between its commit and its end
        choices = choosing.choices_of(db.session(), taken)
        roster = _open_roster(queue, taken, choices)
        try:
            with transaction() as session:
                plan = _plan_again(session, import_id, roster, choices)
                actor = get_actor(session, username)
                rosters.apply(session, import_id, plan, by=actor, at=now(), on=today(), progress=tell)
                platforms.keep_written(session, import_id, plan)
        except Refusal as refusal:
            if refusal.code == "rosters.changed_since":
                _preview_again(import_id, roster, choices)
            raise
        except (IntegrityError, StaleDataError) as error:
            _preview_again(import_id, roster, choices)
            raise Refusal("rosters.changed_since") from error


def _preview_again(import_id: int, roster: Roster, choices: Choices) -> None:
    """Compare the roster with the register as it is now, and show that instead."""
    with transaction() as session:
        rosters.keep_preview(session, import_id, _plan_again(session, import_id, roster, choices))


def _plan_again(session: Session, import_id: int, roster: Roster, choices: Choices) -> rosters.Plan:
    """The plan of an import against the register as it is in this transaction."""
    taken = session.get_one(Import, import_id)
    mode = taken.mode
    return rosters.make_plan(session, roster, region_code=taken.region_code, mode=mode, choices=choices)


def _undo_roster(queue: Queue, import_id: int, user_id: int | None, tell: Progress) -> None:
    """Undo an applied import, and let go of its file."""
    taken, user = db.session.get_one(Import, import_id), db.session.get_one(User, user_id)
    username, total = user.username, taken.counts["add"] + taken.counts["change"]
    tell(0, total)
    if taken.state is not ImportState.UNDONE:  # else: killed between its commit and its end
        with transaction() as session:
            undoing.undo(session, import_id, by=get_actor(session, username), at=now(), on=today())
    drop_upload(queue.app, import_id)
    tell(total, total)


def _read_ledger(queue: Queue, ledger_id: int, _user_id: int | None, tell: Progress) -> None:
    """Read an uploaded old ledger and keep its preview, or why it could not be read."""
    taken = db.session.get_one(OldLedger, ledger_id)
    if taken.state is not OldLedgerState.READING:
        return  # given up meanwhile, or read before the process was killed
    tell(0, 2)
    try:
        data = old_ledgers.open_upload(taken, uploads_of(queue.app))
        choices = old_ledger_choosing.choices_of(db.session(), taken)
        book = read_old_ledger_in_child(data, taken.filename, today=today(), choices=choices)
        tell(1, 2)
        with transaction() as session:
            old_ledgers.keep_preview(session, ledger_id, book, on=today())
    except Refusal as refusal:
        _keep_ledger_failure(ledger_id, refusal)
    except Exception as error:
        _keep_ledger_failure(ledger_id, Refusal("cli.unexpected", problem=type(error).__name__))
        raise
    tell(2, 2)


def _keep_ledger_failure(ledger_id: int, refusal: Refusal) -> None:
    with transaction() as session:
        old_ledgers.keep_failure(session, ledger_id, refusal)


def drop_upload(app: Flask, import_id: int) -> None:
    """Remove the file of an import that is of no more use; the row is told first, so that none speaks of a file gone."""
    with transaction() as session:
        sha256 = rosters.let_go_of_upload(session, import_id)
    if sha256:
        uploads_of(app).drop(sha256)


def drop_ledger(app: Flask, ledger_id: int) -> None:
    """The same for an old ledger."""
    with transaction() as session:
        sha256 = old_ledgers.let_go_of_upload(session, ledger_id)
    if sha256:
        uploads_of(app).drop(sha256)


def drop_batches(app: Flask) -> None:
    """Remove the files of printed batches whose days are over."""
    settings: Settings = app.extensions["registry.settings"]
    if not batches.list_over(db.session(), now()):
        return
    with transaction() as session:
        gone = batches.let_go(session, now())
    for sha256 in gone:
        Store(settings.batches_dir).drop(sha256)


def _simulate(_queue: Queue, simulation_id: int, _user_id: int | None, tell: Progress) -> None:
    """Try a draft, or another day, on every account of an office; nothing but the result is kept."""
    if simulations.run(db.session(), transaction, simulation_id, tell=tell):
        with transaction() as session:
            simulations.finish(session, simulation_id, at=now())


def _print_papers(queue: Queue, batch_id: int, _user_id: int | None, tell: Progress) -> None:
    """Make the file of an order to print many papers."""
    settings: Settings = queue.app.extensions["registry.settings"]
    press = Press(find_fonts(Path(settings.fonts_dir) if settings.fonts_dir else None), Store(settings.papers_dir))
    batch = db.session.get_one(PaperBatch, batch_id)
    data = batches.print_papers(db.session(), batch, press=press, tell=tell)
    with transaction() as session:
        batches.keep(session, batch_id, data, files=Store(settings.batches_dir))
    tell(len(batch.documents), len(batch.documents))


WORK: dict[str, Callable[[Queue, int, int | None, Progress], None]] = {
    "roster.read": _read_roster,
    "roster.apply": _apply_roster,
    "roster.undo": _undo_roster,
    "ledger.read": _read_ledger,
    simulations.KIND: _simulate,
    batches.KIND: _print_papers,
}


def uploads_of(app: Flask) -> Store:
    """The folder of uploaded rosters that are not settled yet."""
    settings: Settings = app.extensions["registry.settings"]
    return Store(settings.uploads_dir)


class EmbeddedConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """huey's consumer inside the server's process: signals stay with the main thread."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's signals alone."""


def start_consumer(queue: Queue) -> EmbeddedConsumer:
    """Start the one consumer in threads of this process."""
    queue.recover()
    consumer = EmbeddedConsumer(queue.huey, workers=1, periodic=True, initial_delay=0.05, max_delay=1.0, backoff=1.1)
    consumer.start()
    return consumer


def init_app(app: Flask) -> None:
    """Give the application its queue."""
    app.extensions["registry.queue"] = Queue(app, app.extensions["registry.settings"])
