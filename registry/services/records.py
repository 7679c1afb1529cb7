"""An account and its holder as one flat record: the 24 roster fields, plain or masked.

What rosters, exports, forms and provenance speak of is this record; how it is split over tables is the store's affair.
"""

from collections.abc import Mapping
from typing import Any

from registry.domain import identifiers
from registry.services import holders
from registry.store.accounts import Account

OWN_FIELDS = (
    "name", "platform", "uid", "url", "category", "contact", "address", "town", "followers", "followers_on", "opened_on",
    "verified", "licence", "mcn", "filing_no", "influence", "tier", "status", "supervisor", "remark",
)  # fmt: skip
"""Fields kept on the account itself under the same name."""


def plain(account: Account) -> dict[str, Any]:
    """The record with personal fields in the clear: for comparing and for those who may see; never for a page as such."""
    holder = account.holder
    values = {field: getattr(account, field) for field in OWN_FIELDS}
    values["holder_type"] = holder.holder_type if holder else None
    values["holder"] = (holder.name or None) if holder else None
    values["uscc"] = holder.uscc if holder else None
    values["id_no"] = holders.unseal(holder, holder.id_no_sealed) if holder else None
    values["phone"] = holders.unseal(holder, account.phone_sealed)
    return values


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
    if shown.get("id_no"):
        shown["id_no"] = identifiers.mask_id_no(shown["id_no"])
    if shown.get("phone"):
        shown["phone"] = identifiers.mask_phone(shown["phone"])
    return shown


def sealed(account: Account, values: dict[str, Any]) -> dict[str, Any]:
    """Values as audit entries and undo records keep them: personal ones as ciphertext under the holder's key."""
    kept = {field: _text(value) for field, value in values.items()}
    for field in ("id_no", "phone"):
        if values.get(field):
            kept[field] = holders.seal(account.holder, values[field])[0] if account.holder else None
    return kept


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, list, dict)) else str(value)
