"""Asking for work behind the page: the row that is committed with the act; the roof enqueues it after the commit."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.domain.permissions import Actor
from registry.store.jobs import Job, find_open_job


def submit(session: Session, kind: str, argument: int, *, by: Actor, at: datetime, is_anew: bool = False) -> Job:
    """The open job of that kind and argument, or a new one: a second click begins nothing a second time.

    ``is_anew``: what a running job works from is out of date, so only one that has not begun will do.
    """
    job = find_open_job(session, kind, argument, is_unbegun=is_anew)
    if job is None:
        job = Job(kind=kind, argument=argument, user_id=by.user_id, created_at=at)
        session.add(job)
        session.flush()
    return job
