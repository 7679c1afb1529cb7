"""Asking for work behind the page: the row that is committed with the act; the roof enqueues it after the commit."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.store.jobs import Job, find_open_job


def submit(session: Session, kind: str, argument: int, *, by: Actor, at: datetime) -> Job:
    """The open job of that kind and argument, or a new one: a second click begins nothing a second time."""
    job = find_open_job(session, kind, argument)
    if job is None:
        job = Job(kind=kind, argument=argument, user_id=by.user_id, created_at=at)
        session.add(job)
        session.flush()
    return job
