"""Finding or founding the holder behind an account, and sealing what concerns the person.

A wrong link between two people is worse than a missing one: bodies are found by credit code, else by name within the county;
a private person only by an identity number, or by name and phone together (domain brief §4; 个人信息保护法 art. 8).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.sealing import Vault
from registry.domain.terms import HolderType
from registry.store.accounts import Account, Holder
from registry.store.db import vault

FIELDS = ("holder_type", "holder", "uscc", "id_no")
"""Roster fields that describe the holder; `phone` is the account's own but sealed under the holder's key."""


def resolve(session: Session, values: Mapping[str, Any], *, region_code: str, at: datetime) -> Holder | None:
    """Return the holder these roster values mean, founding it where it is new; None where nothing is said of one."""
    if not any(values.get(field) for field in (*FIELDS, "phone")):
        return None
    found = _find(session, values, region_code)
    if found is None:
        found = Holder(region_code=region_code, name=values.get("holder") or "", created_at=at)
        found.wrapped_key = vault().wrap(sealing.new_key())
        session.add(found)
    complete(found, values)
    session.flush()
    return found


def complete(holder: Holder, values: Mapping[str, Any]) -> None:
    """Put what ``values`` says of the holder in place; what they leave blank stays."""
    if values.get("holder"):
        holder.name = values["holder"]
    if values.get("holder_type"):
        holder.holder_type = values["holder_type"]
    if values.get("uscc"):
        holder.uscc = values["uscc"]
    if values.get("id_no"):
        holder.id_no_sealed, holder.id_no_mark = seal(holder, values["id_no"])


def _find(session: Session, values: Mapping[str, Any], region_code: str) -> Holder | None:
    uscc, id_no, name, phone = (values.get(field) for field in ("uscc", "id_no", "holder", "phone"))
    query = select(Holder).where(Holder.region_code == region_code).order_by(Holder.id).limit(1)
    if uscc:
        return session.scalar(query.where(Holder.uscc == uscc))
    if id_no:
        return session.scalar(query.where(Holder.id_no_mark == vault().fingerprint(id_no)))
    if not name:
        return None
    if values.get("holder_type") not in {None, HolderType.INDIVIDUAL}:
        return session.scalar(query.where(Holder.name == name, Holder.holder_type == values["holder_type"]))
    if phone:
        mark = vault().fingerprint(phone)
        return session.scalar(query.join(Holder.accounts).where(Holder.name == name, Account.phone_mark == mark))
    return None


def key_of(holder: Holder, opened: Vault | None = None) -> bytes:
    """The holder's own key."""
    return (opened or vault()).unwrap(holder.wrapped_key or "")


def seal(holder: Holder, text: str) -> tuple[str, str]:
    """Return (ciphertext under the holder's key, keyed digest to find equal values by)."""
    return sealing.seal_text(key_of(holder), text), vault().fingerprint(text)


def unseal(holder: Holder | None, token: str | None) -> str | None:
    """Return the plain text, None where there is none or the holder was erased."""
    if token is None or holder is None or holder.wrapped_key is None:
        return None
    return sealing.unseal_text(key_of(holder), token)
