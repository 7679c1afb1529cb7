"""The hidden key of an exported row: which account it is, and what each field said when it was written.

A roster goes out, is edited in Excel or WPS and comes back; meanwhile the register moves on. The key lets the import tell
the three apart (theirs, ours, both) without a copy of the export: of each field it carries 24 bits of a keyed digest,
enough to see a change and too little to guess a telephone from, and a seal over the whole, so that a key typed or cut by
hand is no key.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import getitem

from registry.domain.rosters.shapes import Value

HEADER = "登记键"
"""The header of the column that carries it."""

FIELDS_OF_FIRST = (
    "name", "platform", "uid", "url", "category", "holder_type", "holder", "uscc", "id_no", "contact", "phone",
    "address", "town", "followers", "followers_on", "opened_on", "verified", "licence", "mcn", "filing_no", "status",
    "supervisor", "remark",
)  # fmt: skip
"""The fields a key of the first kind speaks of, in its order; another list needs another kind."""

_KIND = "T1"
_DIGEST, _SEAL = 3, 6
_REMEMBERED = 2_000
_SHAPE = re.compile(r"T1\.([1-9][0-9]{0,17})\.([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A key read back: the account, and the digest of each field as it was exported."""

    account_id: int
    digests: Mapping[str, bytes]
    key: bytes

    def is_as_exported(self, name: str, value: Value) -> bool:
        """Whether ``value`` is what the field said when the roster was written; unknown fields were never so."""
        return self.digests.get(name) == digest(name, value, self.key)


def digest(name: str, value: Value, key: bytes) -> bytes:
    """24 bits of the keyed digest of one field's value; unknown has one too."""
    return _digests(name, key)[value]


class _Digests(dict[Value, bytes]):
    """The digests of one field by its values, remembered as long as they are few: most columns say the same again."""

    def __init__(self, name: str, key: bytes) -> None:
        self._begun = hashlib.blake2b(f"{name}\0".encode(), digest_size=_DIGEST, key=key, person=b"roster-field")

    def __missing__(self, value: Value) -> bytes:
        begun = self._begun.copy()
        if value is not None:
            begun.update(f"={value}".encode())
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[value] = begun.digest()
        return found


@lru_cache(maxsize=256)
def _digests(name: str, key: bytes) -> _Digests:
    return _Digests(name, key)


@lru_cache(maxsize=8)
def _of_every_field(key: bytes) -> tuple[_Digests, ...]:
    return tuple(_digests(name, key) for name in FIELDS_OF_FIRST)


def mark_of(account_id: int, values: Mapping[str, Value], key: bytes) -> str:
    """The text of the hidden column for an account with these plain values; ``key`` is the office's field key."""
    digests = b"".join(map(getitem, _of_every_field(key), map(values.get, FIELDS_OF_FIRST)))
    whole = base64.urlsafe_b64encode(digests + _seal(account_id, digests, key))
    return f"{_KIND}.{account_id}.{whole.rstrip(b'=').decode()}"


def read_mark(text: str | None, key: bytes) -> Mark | None:
    """The key in a cell; None where there is none, or where it was not written by this office's register."""
    found = _SHAPE.fullmatch((text or "").strip())
    if found is None:
        return None
    account_id, token = int(found[1]), found[2]
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    digests, seal = whole[:-_SEAL], whole[-_SEAL:]
    if len(digests) != _DIGEST * len(FIELDS_OF_FIRST) or not hmac.compare_digest(seal, _seal(account_id, digests, key)):
        return None
    parts = {name: digests[_DIGEST * i : _DIGEST * (i + 1)] for i, name in enumerate(FIELDS_OF_FIRST)}
    return Mark(account_id, parts, key)


def _seal(account_id: int, digests: bytes, key: bytes) -> bytes:
    content = str(account_id).encode() + b"\0" + digests
    return hashlib.blake2b(content, digest_size=_SEAL, key=key, person=b"roster-key").digest()
