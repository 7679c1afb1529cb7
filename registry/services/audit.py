"""Writing the audit entry of an act, in the act's own transaction (rule 9): no entry, no write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.audit_chain import seal
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor
from registry.store.audit import AuditEntry, lock_chain

TYPED = frozenset(
    {
        "competence",
        "coverage",
        "demand",
        "facts",
        "filename",
        "grounds",
        "note",
        "severity_reason",
        "target",
        "username",
    }
)
"""Names of values that are free text; an account's own are sealed by services/records.py."""
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

    ``before`` and ``after`` hold plain JSON values (dates as ISO text); personal fields only as ciphertext. Numbers of
    persons that somebody wrote into a reason or another free text are masked.
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
        reason=mask_inside(reason) if reason else reason,
        before=_without_numbers(before),
        after=_without_numbers(after),
        previous_hash=previous,
    )
    entry.hash = seal(previous, entry.content())
    session.add(entry)
    session.flush()
    return entry


def _without_numbers(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The values with no identity or mobile number in what somebody typed freely."""
    if values is None:
        return None
    return {
        name: mask_inside(value) if name in TYPED and isinstance(value, str) else value
        for name, value in values.items()
    }


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
