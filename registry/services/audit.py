"""Writing the audit entry of an act, in the act's own transaction (rule 9): no entry, no write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.audit_chain import seal
from registry.domain.permissions import Actor
from registry.store.audit import AuditEntry, lock_chain

SYSTEM_ACTOR = {"username": "system"}


def record(
    session: Session,
    act: str,
    *,
    by: Actor | None,
    at: datetime,
    object_type: str,
    object_id: object,
    region_code: str,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry to the chain.

    ``before`` and ``after`` hold plain JSON values (dates as ISO text); personal fields only as ciphertext.
    ``by`` is None where the clock acts and no person.
    """
    session.flush()
    previous = lock_chain(session)
    entry = AuditEntry(
        at=at,
        user_id=by.user_id if by else None,
        actor=_portrait(by) if by else SYSTEM_ACTOR,
        act=act,
        object_type=object_type,
        object_id=str(object_id),
        region_code=region_code,
        reason=reason,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        previous_hash=previous,
    )
    entry.hash = seal(previous, entry.content())
    session.add(entry)
    session.flush()
    return entry


def _portrait(actor: Actor) -> dict[str, Any]:
    """The actor as he or she is now: name, post and office may change, the entry does not."""
    return {
        "username": actor.username,
        "name": actor.name,
        "role": actor.role.value,
        "post": actor.post,
        "office": actor.office_name,
        "region_code": actor.region_code,
    }
