"""The hash chain of the audit log: each entry seals the one before it (等保2.0: tamper-evident audit).

The digest runs over a canonical JSON of the entry's content; personal fields enter only as ciphertext (rule 9), so
erasing a person's key leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the one byte form of ``content``: sorted keys, no spaces, UTF-8; dates and enums by their text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def seal(previous: str, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) that chains ``content`` to the hash ``previous``."""
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()


def first_break(entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> int | None:
    """Return the index of the first entry (previous, hash, content) that does not hold, None where the chain is whole."""
    expected = GENESIS
    for index, (previous, digest, content) in enumerate(entries):
        if previous != expected or seal(previous, content) != digest:
            return index
        expected = digest
    return None
