"""The holders of one county in memory, for the thousand rows of a roster: found by the same marks as in the database.

Holders on file are loaded when a row means them, and what they were then is remembered for the undo; new ones are
drafts until all rows have said what they say of them, and are then written at one stroke.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from registry.domain import sealing
from registry.domain.terms import HolderType
from registry.services.holders import Draft, complete, key_of, mark_by, marks_of, without_former_name
from registry.store.accounts import Account, Holder
from registry.store.blocks import insert_rows, reserve_ids
from registry.store.db import vault
from registry.store.variants import list_merged

State = dict[str, Any]
Marks = tuple[str, ...]
AT_ONCE = 500
SAID = ("holder_type", "holder", "uscc", "id_no", "phone")
"""What a row says of its holder; the phone is the account's, but tells persons of one name apart."""


class Book:
    """The holders of one county; the first to bear a mark keeps it."""

    def __init__(self, session: Session, region_code: str, *, at: datetime) -> None:
        self._session, self._region_code, self._at = session, region_code, at
        self._by_mark: dict[Marks, int | Draft | Holder] = {}
        self._loaded: dict[int, Holder] = {}
        self._drafts: list[Draft] = []
        self._was: dict[int, State] = {}
        self._founded: set[int] = set()
        self._merged = list_merged(session, region_code)
        self._former: dict[int, set[str]] = {}
        self._vault = vault()
        self.mark_of = cache(self._vault.fingerprint)
        self._read_marks()

    def _read_marks(self) -> None:
        """Note what every holder on file is recognised by; one whose key was destroyed is nobody any more."""
        here = (Holder.region_code == self._region_code, Holder.wrapped_key.is_not(None))
        rows = select(Holder.id, Holder.name, Holder.holder_type, Holder.uscc, Holder.id_no_mark).where(*here)
        for holder_id, name, kind, uscc, mark in self._session.execute(rows.order_by(Holder.id)):
            self._note(self._standing(holder_id, name), name, kind, uscc, mark, None)
        phones = select(Holder.id, Holder.name, Account.phone_mark).join(Holder.accounts)
        phones = phones.where(*here, Account.phone_mark.is_not(None)).order_by(Holder.id)
        for holder_id, name, mark in self._session.execute(phones):
            self._note(self._standing(holder_id, name), name, None, None, None, mark)

    def _standing(self, holder_id: int, name: str) -> int:
        """The holder that stands for this one since a merge, under this one's name too; itself where it was not merged."""
        while holder_id in self._merged:
            holder_id = self._merged[holder_id]
            self._former.setdefault(holder_id, set()).add(name)
        return holder_id

    def former_names(self, holder_id: int) -> set[str]:
        """The names under which a holder was also on file, before a merge."""
        return self._former.get(holder_id, set())

    def _note(
        self, holder: int | Draft | Holder, name: str, holder_type: HolderType | str | None, uscc: str | None,
        id_no_mark: str | None, phone_mark: str | None,
    ) -> None:  # fmt: skip
        if uscc:
            self._by_mark.setdefault(("uscc", uscc), holder)
        if id_no_mark:
            self._by_mark.setdefault(("id_no", id_no_mark), holder)
        if name and holder_type not in {None, HolderType.INDIVIDUAL}:
            self._by_mark.setdefault(("body", name, str(holder_type)), holder)
        if name and phone_mark:
            self._by_mark.setdefault(("person", name, phone_mark), holder)

    def note(self, holder: Draft | Holder, phone_mark: str | None) -> None:
        """Make a holder findable."""
        self._note(holder, holder.written_name, holder.holder_type, holder.uscc, holder.id_no_mark, phone_mark)

    def found(self, said: Mapping[str, Sequence[Any]]) -> list[Draft | Holder | None]:
        """The holder behind each of these new rows, founded where it is new; what the rows say of them is put in place.

        ``said``: what they say (``SAID``), by column. Writes the founded ones; holders on file are left to the session.
        """
        rows: list[tuple[Any, ...]] = [*zip(*map(said.__getitem__, SAID), strict=True)]
        marks = [mark_by(kind, name, uscc, id_no, phone, self.mark_of) for kind, name, uscc, id_no, phone in rows]
        meant = (self._by_mark.get(mark) for mark in marks if mark)
        self.load({each for each in meant if isinstance(each, int)})
        with self._session.no_autoflush:
            found = [*map(self._resolve, rows, marks)]
        self._write_drafts()
        return found

    def load(self, holder_ids: Iterable[int]) -> None:
        """Have these holders in memory with their accounts, and remember what they are now."""
        wanted = sorted(set(holder_ids) - set(self._loaded))
        for start in range(0, len(wanted), AT_ONCE):
            query = select(Holder).where(Holder.id.in_(wanted[start : start + AT_ONCE]))
            for holder in self._session.scalars(query.options(selectinload(Holder.accounts))):
                self._loaded[holder.id] = holder
                self._was[holder.id] = holder_state(holder)

    def _resolve(self, said: tuple[Any, ...], mark: Marks | None) -> Draft | Holder | None:
        if not any(said):
            return None
        known = self._by_mark.get(mark) if mark else None
        holder = self._loaded[known] if isinstance(known, int) else known
        *of_holder, phone = said
        if holder is None:
            key = sealing.new_key()
            holder = Draft(self._region_code, said[1] or "", key, self._vault.wrap(key), self._at)
            self._drafts.append(holder)
        if isinstance(holder, Holder) or holder.said != of_holder:
            kept = holder if isinstance(holder, Holder) else None
            complete(holder, without_former_name(self._session, kept, dict(zip(SAID, said, strict=True)), book=self))
            self.note(holder, None)
        if isinstance(holder, Draft):
            holder.said = of_holder
        if phone and holder.written_name:
            self._by_mark.setdefault(("person", holder.written_name, self.mark_of(phone)), holder)
        return holder

    def _write_drafts(self) -> None:
        ids = reserve_ids(self._session, Holder, len(self._drafts))
        for draft, holder_id in zip(self._drafts, ids, strict=True):
            draft.id = holder_id
        self._founded.update(ids)
        insert_rows(self._session, Holder, map(_columns, self._drafts))
        self._drafts.clear()

    def find(self, values: Mapping[str, Any]) -> Holder | None:
        """The holder these values mean, on file or founded by this roster."""
        mark = marks_of(values, self.mark_of)
        known = self._by_mark.get(mark) if mark else None
        if known is None or isinstance(known, Holder):
            return known
        holder_id = known if isinstance(known, int) else known.id
        self.load([holder_id])
        return self._loaded[holder_id]

    def seal(self, holder: Draft | Holder, text: str) -> tuple[str, str]:
        """What `holders.seal` returns."""
        return sealing.seal_text(key_of(holder, self._vault), text), self.mark_of(text)

    def state_of(self, holder: Draft | Holder) -> State:
        """What a holder is now, a draft written and changed since included."""
        return holder_state(self._loaded.get(holder.id, holder) if isinstance(holder, Draft) else holder)

    def changed(self) -> list[dict[str, Any]]:
        """The holders on file that are another now: {"id", "was", "now"} each."""
        on_file = [(each, was) for each, was in self._was.items() if each not in self._founded]
        now = ((each, was, holder_state(self._loaded[each])) for each, was in on_file)
        return [{"id": each, "was": was, "now": state} for each, was, state in now if not is_same_state(was, state)]


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id, "region_code": draft.region_code, "wrapped_key": draft.wrapped_key,
        "created_at": draft.created_at, **holder_state(draft),
    }  # fmt: skip


def holder_state(holder: Holder | Draft) -> State:
    """The fields of a holder an import may complete; the identity number as ciphertext and keyed digest."""
    return {
        "name": holder.written_name, "holder_type": holder.holder_type and str(holder.holder_type), "uscc": holder.uscc,
        "id_no_sealed": holder.id_no_sealed, "id_no_mark": holder.id_no_mark,
    }  # fmt: skip


def set_state(holder: Holder, state: State) -> None:
    """Give a holder a state it had."""
    for name, value in state.items():
        setattr(holder, name, HolderType(value) if name == "holder_type" and value else value)


def is_same_state(one: State, other: State) -> bool:
    """Whether two states of a holder say the same; a ciphertext is new each time it is made."""
    return all(one[field] == other[field] for field in one if field != "id_no_sealed")
