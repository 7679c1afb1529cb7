"""Identifiers of holders and accounts: one module each, one shape each (domain brief §4, §6).

``compact`` gives the form to store, ``validate`` the problem codes (all of them, never raising), ``format``
and ``mask`` what is shown. They flag rather than refuse: a roster is not thrown away for a wrong check digit.
"""

from registry.domain.identifiers import id_no, phone, uid, url, uscc
from registry.domain.identifiers.account_key import AccountKey, account_key, account_keys, plain_keys, within_county
from registry.domain.identifiers.characters import is_masked
from registry.domain.identifiers.id_no import mask as mask_id_no
from registry.domain.identifiers.initials import initials_of
from registry.domain.identifiers.inside import SHORTEST_NUMBER, mask_inside, restore_inside
from registry.domain.identifiers.names import normalise_name
from registry.domain.identifiers.phone import mask as mask_phone
from registry.domain.identifiers.uid import uid_from_url

__all__ = [
    "SHORTEST_NUMBER",
    "AccountKey",
    "account_key",
    "account_keys",
    "id_no",
    "initials_of",
    "is_masked",
    "mask_id_no",
    "mask_inside",
    "mask_phone",
    "normalise_name",
    "phone",
    "plain_keys",
    "restore_inside",
    "uid",
    "uid_from_url",
    "url",
    "uscc",
    "within_county",
]
