"""Sealing personal fields: each holder has a key of its own, kept wrapped under the office's field key.

Erasing a person means destroying that one key: every copy of the ciphertext, in the register, in audit entries and in
import records, is then unreadable at once (个人信息保护法 art. 47, 51).
"""

import base64
import hmac
import os
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.domain.digests import plain_bytes
from registry.domain.errors import Refusal

KEY_BYTES = 32
_NONCE_BYTES = 12


def new_key() -> bytes:
    """Return a fresh 256-bit key."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes) -> bytes:
    """Return nonce + AES-256-GCM ciphertext of ``plain``."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Return what `seal` sealed.

    Raises Refusal("sealing.wrong_key") where the key is not the one, or the bytes were altered.
    """
    return Opener(key).opened(sealed)


class Opener:
    """A key made ready to unseal many things at one stroke."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def opened(self, sealed: bytes) -> bytes:
        """What `seal` sealed; raises as `unseal` does."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise Refusal("sealing.wrong_key") from error

    def text(self, token: str) -> str:
        """What `seal_text` sealed; raises as `unseal` does."""
        return self.opened(base64.b64decode(token)).decode()


def seal_text(key: bytes, text: str) -> str:
    """Seal a short text into ASCII."""
    return base64.b64encode(seal(key, text.encode())).decode()


def unseal_text(key: bytes, token: str) -> str:
    """Return the text `seal_text` sealed."""
    return unseal(key, base64.b64decode(token)).decode()


@dataclass(frozen=True)
class Vault:
    """The office's field key: wraps the holders' keys and makes the fingerprints that equal values are found by."""

    field_key: bytes

    def wrap(self, key: bytes) -> str:
        """Return ``key`` sealed under the field key."""
        return base64.b64encode(seal(self.field_key, key)).decode()

    def unwrap(self, wrapped: str) -> bytes:
        """Return the key that `wrap` sealed."""
        return unseal(self.field_key, base64.b64decode(wrapped))

    def fingerprint(self, text: str) -> str:
        """Return a keyed digest by which equal values are found without being readable."""
        return hmac.digest(self.field_key, text.encode(), "sha256").hex()

    def fingerprint_of(self, plain: Any) -> str:
        """Return a keyed digest of lists, texts and numbers: equal for what is equal, on every platform."""
        return hmac.digest(self.field_key, plain_bytes(plain), "sha256").hex()
