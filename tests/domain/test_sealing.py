"""Personal fields are sealed: unreadable without the key, and unreadable for ever once it is gone."""

import pytest

from registry.domain.errors import Refusal
from registry.domain.sealing import Vault, new_key, seal, seal_text, unseal, unseal_text

ID_NO = "11010519491231002X"


def test_what_is_sealed_is_read_again_with_the_same_key() -> None:
    key = new_key()
    assert unseal_text(key, seal_text(key, ID_NO)) == ID_NO


def test_a_sealed_text_does_not_show_itself() -> None:
    token = seal_text(new_key(), ID_NO)
    assert ID_NO not in token
    assert token.isascii()


def test_the_same_text_sealed_twice_looks_different() -> None:
    key = new_key()
    assert seal_text(key, ID_NO) != seal_text(key, ID_NO)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Refusal, match=r"sealing\.wrong_key"):
        unseal_text(new_key(), seal_text(new_key(), ID_NO))


@pytest.mark.parametrize("place", [0, 5, 12, -1])
def test_one_altered_byte_is_noticed(place: int) -> None:
    key = new_key()
    sealed = bytearray(seal(key, ID_NO.encode()))
    sealed[place] ^= 1
    with pytest.raises(Refusal, match=r"sealing\.wrong_key"):
        unseal(key, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 12])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(Refusal, match=r"sealing\.wrong_key"):
        unseal(new_key(), sealed)


def test_a_vault_keeps_keys_under_its_own() -> None:
    vault, key = Vault(new_key()), new_key()
    assert vault.unwrap(vault.wrap(key)) == key
    with pytest.raises(Refusal, match=r"sealing\.wrong_key"):
        Vault(new_key()).unwrap(vault.wrap(key))


def test_equal_texts_are_found_by_a_mark_that_only_this_vault_makes() -> None:
    vault = Vault(new_key())
    assert vault.fingerprint(ID_NO) == vault.fingerprint(ID_NO)
    assert vault.fingerprint(ID_NO) != vault.fingerprint("110105194912310021")
    assert Vault(new_key()).fingerprint(ID_NO) != vault.fingerprint(ID_NO)
