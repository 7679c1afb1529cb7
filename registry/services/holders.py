"""Finding or founding the holder behind an account, and sealing what concerns the person.

A wrong link between two people is worse than a missing one: bodies are found by credit code, else by name within the
county; a private person only by an identity number, or by name and phone together (domain brief §4;
个人信息保护法 art. 8).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.sealing import Vault
from registry.domain.terms import HolderType
from registry.store.accounts import Account, Holder
from registry.store.db import vault
from registry.store.variants import list_former_names, standing

if TYPE_CHECKING:
    from registry.services.holder_book import Book

FIELDS = ("holder_type", "holder", "uscc", "id_no")
"""Roster fields that describe the holder; `phone` is the account's own but sealed under the holder's key."""


@dataclass(slots=True, eq=False)
class Draft:
    """A holder that a roster founds, before it is written: what a `Holder` has, with its key at hand."""

    region_code: str
    name: str
    key: bytes
    wrapped_key: str
    created_at: datetime
    id: int = 0
    holder_type: HolderType | None = None
    uscc: str | None = None
    id_no_sealed: str | None = None
    id_no_mark: str | None = None
    said: Sequence[Any] = ()
    """What the last row that spoke of it said."""

    @property
    def written_name(self) -> str:
        """The name as it was written, as a `Holder` calls it."""
        return self.name


def resolve(
    session: Session, values: Mapping[str, Any], *, region_code: str, at: datetime, book: "Book | None" = None
) -> Holder | None:
    """Return the holder these roster values mean, founding it where it is new; None where nothing is said of one.

    ``book``: the holders of the county in memory, for the thousand rows of a roster; without it the database is asked.
    """
    if not is_said(values):
        return None
    found = find(session, values, region_code=region_code, book=book)
    if found is None:
        found = Holder(region_code=region_code, name=values.get("holder") or "", created_at=at)
        found.wrapped_key = vault().wrap(sealing.new_key())
        session.add(found)
    complete(found, without_former_name(session, found, values, book=book))
    if book:
        book.note(found, book.mark_of(values["phone"]) if values.get("phone") else None)
    return found


def is_said(values: Mapping[str, Any]) -> bool:
    """Whether roster values say anything of a holder; a phone needs one too, since its key seals it."""
    return any(map(values.get, (*FIELDS, "phone")))


def complete(holder: Holder | Draft, values: Mapping[str, Any]) -> None:
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
    """The holder of the county these values mean, None where it is not on file or cannot be told for sure.

    One that was merged into another is that other.
    """
    if book:
        return book.find(values)
    found = _find(session, values, region_code)
    return found and standing(session, found)


def without_former_name(
    session: Session, holder: Holder | None, values: Mapping[str, Any], *, book: "Book | None" = None
) -> Mapping[str, Any]:
    """The values less the holder's name, where that is one it bore before a merge: a merge is not undone by a spelling."""
    name = values.get("holder")
    if holder is None or holder.id is None or not name or name == holder.written_name:
        return values
    former = book.former_names(holder.id) if book else list_former_names(session, holder.id)
    return {field: value for field, value in values.items() if field != "holder"} if name in former else values


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


def marks_of(values: Mapping[str, Any], mark_of: Callable[[str], str] | None = None) -> tuple[str, ...] | None:
    """What these values are recognised by (`mark_by`)."""
    kind, name, uscc, id_no, phone = map(values.get, (*FIELDS, "phone"))
    return mark_by(kind, name, uscc, id_no, phone, mark_of or vault().fingerprint)


def mark_by(
    kind: HolderType | None, name: str | None, uscc: str | None, id_no: str | None, phone: str | None,
    mark_of: Callable[[str], str],
) -> tuple[str, ...] | None:  # fmt: skip
    """What a holder is recognised by, surest first: credit code, identity number, a body's name, a person's name and phone.

    ``mark_of``: the vault's fingerprint, remembered by one who asks it often.
    """
    if uscc:
        return "uscc", uscc
    if id_no:
        return "id_no", mark_of(id_no)
    if name and kind not in {None, HolderType.INDIVIDUAL}:
        return "body", name, str(kind)
    if name and phone:
        return "person", name, mark_of(phone)
    return None


def key_of(holder: Holder | Draft, opened: Vault | None = None) -> bytes:
    """The holder's own key."""
    return holder.key if isinstance(holder, Draft) else (opened or vault()).unwrap(holder.wrapped_key or "")


def seal(holder: Holder | Draft, text: str) -> tuple[str, str]:
    """Return (ciphertext under the holder's key, keyed digest to find equal values by)."""
    return sealing.seal_text(key_of(holder), text), vault().fingerprint(text)


def unseal(holder: Holder | None, token: str | None) -> str | None:
    """Return the plain text, None where there is none or the holder was erased."""
    if token is None or holder is None or holder.wrapped_key is None:
        return None
    return sealing.unseal_text(key_of(holder), token)
