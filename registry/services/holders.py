"""Finding or founding the holder behind an account, and sealing what concerns the person.

A wrong link between two people is worse than a missing one: bodies are found by credit code, else by name within the
county; a private person only by an identity number, or by name and phone together (domain brief §4;
个人信息保护法 art. 8).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from registry.domain import sealing
from registry.domain.sealing import Vault
from registry.domain.terms import HolderType
from registry.store.accounts import Account, Holder
from registry.store.db import vault

FIELDS = ("holder_type", "holder", "uscc", "id_no")
"""Roster fields that describe the holder; `phone` is the account's own but sealed under the holder's key."""


def resolve(
    session: Session, values: Mapping[str, Any], *, region_code: str, at: datetime, book: "Book | None" = None
) -> Holder | None:
    """Return the holder these roster values mean, founding it where it is new; None where nothing is said of one.

    ``book``: the holders of the county in memory, for the thousand rows of a roster; without it the database is asked.
    """
    if not any(values.get(field) for field in (*FIELDS, "phone")):
        return None
    found = find(session, values, region_code=region_code, book=book)
    if found is None:
        found = Holder(region_code=region_code, name=values.get("holder") or "", created_at=at)
        found.wrapped_key = vault().wrap(sealing.new_key())
        session.add(found)
    complete(found, values)
    if book:
        book.note(found, vault().fingerprint(values["phone"]) if values.get("phone") else None)
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


def correct(holder: Holder, changed: Mapping[str, Any]) -> None:
    """Put what an officer set right in place: a None erases, a field not named stays."""
    complete(holder, changed)
    if "holder" in changed and not changed["holder"]:
        holder.name = ""
    if "holder_type" in changed and not changed["holder_type"]:
        holder.holder_type = None
    if "uscc" in changed and not changed["uscc"]:
        holder.uscc = None
    if "id_no" in changed and not changed["id_no"]:
        holder.id_no_sealed = holder.id_no_mark = None


def find(session: Session, values: Mapping[str, Any], *, region_code: str, book: "Book | None" = None) -> Holder | None:
    """The holder of the county these values mean, None where it is not on file or cannot be told for sure."""
    return book.find(values) if book else _find(session, values, region_code)


def _find(session: Session, values: Mapping[str, Any], region_code: str) -> Holder | None:
    """The same question as `Book.find`, asked of the database."""
    mark = marks_of(values)
    if mark is None:
        return None
    kind, *terms = mark
    query = select(Holder).where(Holder.region_code == region_code).order_by(Holder.id).limit(1)
    if kind == "uscc":
        return session.scalar(query.where(Holder.uscc == terms[0]))
    if kind == "id_no":
        return session.scalar(query.where(Holder.id_no_mark == terms[0]))
    if kind == "body":
        return session.scalar(query.where(Holder.name == terms[0], Holder.holder_type == terms[1]))
    return session.scalar(query.join(Holder.accounts).where(Holder.name == terms[0], Account.phone_mark == terms[1]))


def marks_of(values: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What these values are recognised by, surest first: credit code, identity number, a body's name,
    a person's name and phone.
    """
    uscc, id_no, name, phone = (values.get(field) for field in ("uscc", "id_no", "holder", "phone"))
    if uscc:
        return "uscc", uscc
    if id_no:
        return "id_no", vault().fingerprint(id_no)
    if name and values.get("holder_type") not in {None, HolderType.INDIVIDUAL}:
        return "body", name, str(values["holder_type"])
    if name and phone:
        return "person", name, vault().fingerprint(phone)
    return None


class Book:
    """All holders of one county in memory, found by the same marks as in the database."""

    def __init__(self, session: Session, region_code: str) -> None:
        self._by_mark: dict[tuple[str, ...], Holder] = {}
        query = (
            select(Holder)
            .where(Holder.region_code == region_code)
            .order_by(Holder.id)
            .options(selectinload(Holder.accounts))
        )
        for holder in session.scalars(query):
            self.note(holder, None)
            for account in holder.accounts:
                self.note(holder, account.phone_mark)

    def find(self, values: Mapping[str, Any]) -> Holder | None:
        """The holder these values mean."""
        mark = marks_of(values)
        return self._by_mark.get(mark) if mark else None

    def note(self, holder: Holder, phone_mark: str | None) -> None:
        """Make a holder findable; the first to bear a mark keeps it."""
        marks: list[tuple[str, ...]] = []
        if holder.uscc:
            marks.append(("uscc", holder.uscc))
        if holder.id_no_mark:
            marks.append(("id_no", holder.id_no_mark))
        if holder.name and holder.holder_type not in {None, HolderType.INDIVIDUAL}:
            marks.append(("body", holder.name, str(holder.holder_type)))
        if holder.name and phone_mark:
            marks.append(("person", holder.name, phone_mark))
        for mark in marks:
            self._by_mark.setdefault(mark, holder)


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
