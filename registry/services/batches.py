"""Printing many papers behind the page: asked for by ticking accounts or measures, made by a job, fetched when done."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit, jobs
from registry.services.copies import BATCH_LIMIT, print_all
from registry.services.documents import Press
from registry.store.batches import PaperBatch, list_by_keys, list_standing
from registry.store.jobs import Job
from registry.store.scope import scope_of

KIND = "papers.print"


def ask(
    session: Session, *, form: str, measure_ids: Collection[int], account_ids: Collection[int], by: Actor, at: datetime
) -> tuple[PaperBatch, Job]:
    """Order the standing papers of what was ticked; raises Refusal for none and for more than a file may hold."""
    require(by, "documents.read")
    keys = list_standing(session, measure_ids=measure_ids, account_ids=account_ids, scope=scope_of(by.region_code))
    if not keys:
        raise Refusal("documents.batch_empty")
    if len(keys) > BATCH_LIMIT:
        raise Refusal("documents.batch_too_many", limit=BATCH_LIMIT, count=len(keys))
    batch = PaperBatch(form="docx" if form == "docx" else "pdf", documents=list(keys), asked_at=at, asked_by_id=by.user_id,
                       sha256="")  # fmt: skip
    session.add(batch)
    session.flush()
    audit.record(session, "documents.batch", by=by, at=at, object_type="batch", object_id=batch.id,
                 region_code=by.region_code, after={"papers": len(keys), "form": batch.form})  # fmt: skip
    return batch, jobs.submit(session, KIND, batch.id, by=by, at=at)


def make(session: Session, batch: PaperBatch, *, press: Press, tell: Callable[[int, int], None]) -> None:
    """Make the file of an order; one made before is made again, the same."""
    rows = list_by_keys(session, batch.documents)
    tell(0, len(rows))
    data = print_all(rows, "docx" if batch.form == "docx" else "pdf", press=press)
    batch.sha256 = press.store.put(data, f"{KIND} {batch.id}").sha256
    tell(len(rows), len(rows))
