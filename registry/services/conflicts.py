"""The three sides of a conflict: what a field said when the roster was written, what the register says now and who gave it
that, and what the file says.

The key of an exported row carries only a digest of what each field said. Every later change keeps what was before it, so
that the value itself is looked for there; where it is not found, that is said and nothing is made up.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.rosters.tokens import digest
from registry.services import records
from registry.services.provenance import History, Source, histories, sources_of
from registry.store.accounts import Account, Holder
from registry.store.db import vault


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the two sides of one field: the common ``base``, as it may be shown (``is_known`` False: not found),
    and the act that gave the register its value (None: not on file).
    """

    base: Any
    is_known: bool
    source: Source | None


def behind(session: Session, conflicts: Sequence[tuple[Account, Mapping[str, str]]]) -> list[dict[str, Behind]]:
    """What stands behind the conflicts of some accounts, each with the digests (hex) of its fields, at a few questions."""
    told = histories(session, {account.id for account, _ in conflicts})
    return [_behind(account, digests, told[account.id]) for account, digests in conflicts]


def _behind(account: Account, digests: Mapping[str, str], history: History) -> dict[str, Behind]:
    givers = sources_of(account, history, digests)
    found = {}
    for name, wanted in digests.items():
        known = [value for value in _values(account.holder, history, name) if _is(name, value, wanted)]
        base = records.mask({name: known[0]})[name] if known else None
        found[name] = Behind(base, bool(known), givers.get(name))
    return found


def _is(name: str, value: Any, wanted: str) -> bool:
    return digest(name, value, vault().field_key).hex() == wanted


def _values(holder: Holder | None, history: History, name: str) -> Iterator[Any]:
    """Every value the field is known to have had, and none at all."""
    yield None
    before = [entry.before or {} for entry in history.entries]
    before += [(row.before or {}).get(side) or {} for row, _ in history.rows for side in ("old", "new")]
    for kept in before:
        if name in kept:
            yield from _opened(holder, name, kept[name])


def _opened(holder: Holder | None, name: str, kept: Any) -> Collection[Any]:
    """A value that was kept, in the clear; nothing where it was sealed for another holder."""
    try:
        return [records.opened(holder, {name: kept})[name]]
    except Refusal:
        return []
