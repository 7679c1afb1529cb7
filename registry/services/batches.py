"""Printing many papers behind the page: ticked on a list or all a list shows, made by a job, kept for some days.

Every paper is set from its frozen content, the digest checked; a batch numbers no copies. Its file lies apart from the issued
papers, so that cleaning it up can never take one of them along.
"""

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from registry.domain.documents.content import Document as Paper
from registry.domain.documents.content import Trace
from registry.domain.documents.pdf import render_pdfs
from registry.domain.errors import Refusal
from registry.domain.permissions import Actor, require
from registry.services import audit, jobs
from registry.services.documents import Press, frozen, read_copy, trace_of
from registry.services.files import Store
from registry.store.batches import PaperBatch, list_by_keys, list_kept, list_standing
from registry.store.document_queries import DocumentFilter, list_keys
from registry.store.documents import Document
from registry.store.jobs import Job
from registry.store.scope import scope_of

KIND = "papers.print"
LIMIT: Final = 1000
"""Papers printed at one stroke."""
KEPT_DAYS: Final = 7
"""Days the file of a batch is kept; the papers themselves stay, so that it can be ordered again."""
CHUNK: Final = 20
"""Papers read between two words of progress."""
Tell = Callable[[int, int], None]


def ask(
    session: Session, *, form: str, measure_ids: Collection[int] = (), account_ids: Collection[int] = (),
    listed: DocumentFilter | None = None, by: Actor, at: datetime,
) -> tuple[PaperBatch, Job]:  # fmt: skip
    """Order the standing papers of what was ticked, or of a list; raises Refusal for none and for more than LIMIT."""
    require(by, "documents.read")
    scope = scope_of(by.region_code)
    keys = (
        list_keys(session, listed.standing(), scope=scope, limit=LIMIT + 1)
        if listed
        else list_standing(session, measure_ids=measure_ids, account_ids=account_ids, scope=scope)
    )
    if not keys:
        raise Refusal("documents.batch_empty")
    if len(keys) > LIMIT:
        raise Refusal("documents.batch_too_many", limit=LIMIT)
    batch = PaperBatch(form="docx" if form == "docx" else "pdf", documents=list(keys), asked_at=at, asked_by_id=by.user_id,
                       sha256="")  # fmt: skip
    session.add(batch)
    session.flush()
    audit.record(session, "documents.batch", by=by, at=at, object_type="batch", object_id=batch.id,
                 region_code=by.region_code, after={"papers": len(keys), "form": batch.form})  # fmt: skip
    return batch, jobs.submit(session, KIND, batch.id, by=by, at=at)


def print_papers(session: Session, batch: PaperBatch, *, press: Press, tell: Tell) -> bytes:
    """The file of an order, the same whenever it is made: one PDF, each paper from its own page 1, or a zip of their DOCX.

    Only reads. Raises Refusal where a paper was altered.
    """
    rows = _read(session, batch.documents, tell)
    if batch.form == "docx":
        return _zipped(rows, press)
    papers: list[tuple[Paper, Trace | None]] = [(frozen(row), trace_of(row)) for row in rows]
    return render_pdfs(papers, fonts=press.fonts)


def _read(session: Session, keys: Sequence[int], tell: Tell) -> Iterator[Document]:
    """The papers, read a chunk at a time; the last one counts as done only when the file is."""
    for start in range(0, len(keys), CHUNK):
        yield from list_by_keys(session, keys[start : start + CHUNK])
        tell(min(start + CHUNK, len(keys) - 1), len(keys))


def _zipped(rows: Iterator[Document], press: Press) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for row in rows:
            archive.writestr(f"{row.doc_no} {row.title}.docx", read_copy(row, "docx", store=press.store))
    return made.getvalue()


def keep(session: Session, batch_id: int, data: bytes, *, files: Store) -> None:
    """Put the file made for an order away and say where it lies."""
    batch = session.get_one(PaperBatch, batch_id)
    batch.sha256 = files.put(data, f"{KIND} {batch_id}").sha256


def is_over(batch: PaperBatch, at: datetime) -> bool:
    """Whether the term of its file has passed."""
    return batch.asked_at < at - timedelta(days=KEPT_DAYS)


def list_over(session: Session, at: datetime) -> list[PaperBatch]:
    """The orders whose file is still kept and has to go."""
    return [batch for batch in list_kept(session) if is_over(batch, at)]


def let_go(session: Session, at: datetime) -> list[str]:
    """Forget the files whose term has passed; returns the hashes no batch speaks of any more, to be removed."""
    over = list_over(session, at)
    gone = {batch.sha256 for batch in over}
    for batch in over:
        batch.sha256 = ""
    session.flush()
    return sorted(gone - {batch.sha256 for batch in list_kept(session)})
