"""An account and its holder as one flat record: the 24 roster fields, plain or masked.

What rosters, exports, forms and provenance speak of is this record; how it is split over tables is the store's affair.
"""

from collections.abc import Mapping
from typing import Any

from registry.domain import identifiers, sealing
from registry.domain.rosters.differences import OPEN_TEXTS, PROSE
from registry.services import holders
from registry.store.accounts import Account, Holder
from registry.store.db import vault

OWN_FIELDS = (
    "name", "platform", "uid", "url", "category", "contact", "address", "town", "followers", "followers_on", "opened_on",
    "verified", "licence", "mcn", "filing_no", "influence", "tier", "status", "supervisor", "remark",
)  # fmt: skip
"""Fields kept on the account itself under the same name."""
TEXTS = PROSE | OPEN_TEXTS
"""Fields in which a person's number may stand though they are about something else."""
SEALED = "sealed:"
"""What a text begins with that was sealed for the number inside it."""


def plain(account: Account) -> dict[str, Any]:
    """The record with personal fields in the clear: for comparing and for those who may see; never for a page as such."""
    holder = account.holder
    values = {field: own(account, field) for field in OWN_FIELDS}
    values["holder_type"] = holder.holder_type if holder else None
    values["holder"] = (holder.written_name or None) if holder else None
    values["uscc"] = holder.uscc if holder else None
    values["id_no"] = holders.unseal(holder, holder.id_no_sealed) if holder else None
    values["phone"] = holders.unseal(holder, account.phone_sealed)
    return values


def own(account: Account, field: str) -> Any:
    """What an account says of one of its `OWN_FIELDS`, in the clear."""
    return account.written_name if field == "name" else getattr(account, field)


def key_of(values: Mapping[str, Any], region_code: str) -> identifiers.AccountKey:
    """The key under which a county's account of these values is kept; ``platform`` and ``name`` are needed."""
    uid, url, holder = (values.get(field) for field in ("uid", "url", "holder"))
    return identifiers.within_county(
        identifiers.account_key(values["platform"], uid, url, values["name"], holder), region_code
    )


def masked(account: Account) -> dict[str, Any]:
    """The record as it is shown by default."""
    return mask(plain(account))


def mask(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with the personal ones masked."""
    shown = dict(values)
    for field in TEXTS:
        if shown.get(field):
            shown[field] = identifiers.mask_inside(shown[field])
    if shown.get("id_no"):
        shown["id_no"] = identifiers.mask_id_no(shown["id_no"])
    if shown.get("phone"):
        shown["phone"] = identifiers.mask_phone(shown["phone"])
    return shown


def mask_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts of unknown columns as they are shown by default."""
    return {header: identifiers.mask_inside(text) for header, text in texts.items()}


def sealed(holder: Holder | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as audit entries and undo records keep them: personal ones as ciphertext under their holder's key."""
    kept = {field: _text(value) for field, value in values.items()}
    for field in ("id_no", "phone"):
        if values.get(field):
            kept[field] = holders.seal(holder, values[field])[0] if holder else None
    for field in TEXTS:
        kept |= {field: seal_prose(holder, kept[field])} if kept.get(field) else {}
    return kept


def opened(holder: Holder | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What `sealed` kept, in the clear; None where the holder was erased."""
    personal = {name: holders.unseal(holder, values[name]) for name in ("id_no", "phone") if values.get(name)}
    prose = {name: open_prose(holder, values[name]) for name in TEXTS if values.get(name)}
    return {**values, **personal, **prose}


def seal_prose(holder: Holder | None, text: str) -> str:
    """A free text as it is kept on file: sealed where an identity or mobile number stands in it."""
    if identifiers.mask_inside(text) == text:
        return text
    return SEALED + (holders.seal(holder, text)[0] if holder else sealing.seal_text(vault().field_key, text))


def open_prose(holder: Holder | None, text: str) -> str | None:
    """What `seal_prose` kept."""
    if not text.startswith(SEALED):
        return text
    token = text.removeprefix(SEALED)
    return holders.unseal(holder, token) if holder else sealing.unseal_text(vault().field_key, token)


def restore(known: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with the masks in their free texts replaced by what is known to stand there."""
    restored = {
        field: identifiers.restore_inside(values[field], known[field])
        for field in TEXTS
        if values.get(field) and known.get(field)
    }
    return {**values, **restored}


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, list, dict)) else str(value)
