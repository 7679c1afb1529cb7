"""Copies of issued papers: printed with a number of their own and logged, or told apart from a forgery.

A copy is set from the frozen content, its digest checked, never from current data; its number and printer stand at its foot
and its hash is kept, so that a file or a printed code can be asked for what it is (办理公文要可核验：文书定稿后不改).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from registry.domain.documents.content import Trace
from registry.domain.documents.docx import render_docx
from registry.domain.documents.pdf import render_pdf
from registry.domain.errors import NotFound, Refusal
from registry.domain.permissions import Actor
from registry.services import audit
from registry.services.documents import Format, Press, frozen, trace_of
from registry.store.documents import (
    Document,
    DocumentCopy,
    find_by_digest,
    find_correction,
    get_document,
    list_copies,
)
from registry.store.scope import Scope, scope_of
from registry.store.users import User

SHORTEST: Final = 16
"""Hexadecimal digits that stand at the foot of a paper; fewer prove nothing."""
_DIGEST: Final = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


@dataclass(frozen=True)
class Verified:
    """What a hash belongs to: the paper, the printed copy if it is one, and the paper that corrects it if there is one."""

    document: Document
    copy: DocumentCopy | None
    correction: Document | None


def take_copy(
    session: Session, document_id: int, form: Format, *, is_preprinted: bool = False, press: Press, by: Actor,
    at: datetime,
) -> tuple[DocumentCopy, bytes]:  # fmt: skip
    """Print the next copy: its number and printer at the foot, its hash kept, the act logged. A void paper is printed no more."""
    row = get_document(session, document_id, scope=scope_of(by.region_code))
    if row.void_reason is not None:
        raise Refusal("documents.void_already", doc_no=row.doc_no)
    session.refresh(row, with_for_update={"of": Document})
    number = next((copy.number for copy in list_copies(session, row.id)), 0) + 1
    trace = Trace(f"{trace_of(row).printed}　第{number}份：{by.name}", row.content_sha256)
    paper = frozen(row)
    data = (
        render_pdf(paper, fonts=press.fonts, trace=trace, is_preprinted=is_preprinted)
        if form == "pdf"
        else render_docx(paper, trace=trace)
    )
    copy = DocumentCopy(
        document=row, number=number, form=form, sha256=hashlib.sha256(data).hexdigest(), printed_at=at,
        printed_by=session.get_one(User, by.user_id),
    )  # fmt: skip
    session.add(copy)
    session.flush()
    audit.record(
        session, "documents.copy", by=by, at=at, object_type="document", object_id=row.id,
        region_code=row.region_code, after={"doc_no": row.doc_no, "copy": number, "sha256": copy.sha256},
    )  # fmt: skip
    return copy, data


def digest_of(text: str) -> str:
    """A hash as it was typed or pasted, blanks dropped; refuses ("documents.bad_digest") what is none."""
    digest = re.sub(r"\s", "", text).lower()
    if not _DIGEST.fullmatch(digest):
        raise Refusal("documents.bad_digest")
    return digest


def verify(session: Session, digest: str, *, scope: Scope) -> Verified:
    """Which paper or copy a hash belongs to, and whether it stands; raises NotFound("documents.not_issued_here")."""
    found = find_by_digest(session, digest, scope=scope)
    if found is None:
        raise NotFound("documents.not_issued_here")
    row, copy = found
    frozen(row)  # its own content bears its hash out, or it was tampered with
    return Verified(row, copy, find_correction(session, row.id))
