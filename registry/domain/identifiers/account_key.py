"""By what an account is known again: its id, else the id in its address, else the address, else its name.

One text per key, equal exactly where the account is the same. An account has several; the strongest is its
key, the others let a later roster that carries more (an id beside the old link) complete it, not double it.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from registry.domain.identifiers import uid as uids
from registry.domain.identifiers import url as addresses
from registry.domain.identifiers.names import normalise_name
from registry.domain.terms import Platform

LONGEST = 400
"""Characters of the longest key: a column of this width holds every one."""

_PLAIN_ID = re.compile("[a-z][a-z0-9_-]*|[0-9]{1,17}")
"""An id that is compact as it stands: no label, address, mask, rounding or capital to see to."""
_PLAIN_LINK = re.compile(
    r"https?://(?:www\.)?((?!www\.)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})((?:/[A-Za-z0-9_.~-]+)*)(?<!\.)/?"
)
"""An address compact as it stands, but for its last slash: host and path and nothing else."""

_OWN_WAYS = {Platform.NETEASE.value, Platform.WEBSITE.value}
"""Platforms whose ids and addresses are one, or keep their capitals."""
_SHORT = 300
"""Characters of an id or an address that no key has to cut short."""
_NO_ID = {"identifiers.masked", "identifiers.rounded", "identifiers.uid_name", "identifiers.uid_link"}


class AccountKey(NamedTuple):
    """One key of an account. ``text`` is unique across kinds and platforms; ``weak`` keys only raise a doubt.

    ``kind`` tells where it came from; an id given and the same id found in an address have the same ``text``.
    """

    kind: Literal["uid", "url_uid", "url", "name"]
    text: str
    weak: bool = False


def account_key(
    platform: Platform | str,
    uid: str | None = None,
    url: str | None = None,
    name: str | None = None,
    holder: str | None = None,
) -> AccountKey:
    """The strongest key of an account; with nothing at all known, the weak key of an empty name."""
    if (own := _by_uid(Platform(platform), uid)) is not None:
        return own
    return account_keys(platform, uid, url, name, holder)[0]


def account_keys(
    platform: Platform | str,
    uid: str | None = None,
    url: str | None = None,
    name: str | None = None,
    holder: str | None = None,
) -> tuple[AccountKey, ...]:
    """All keys of an account, strongest first, ending with the weak one of its name and holder."""
    platform = Platform(platform)
    own = _by_uid(platform, uid)
    keys = [own] if own else []
    is_simple = not uid or "/" not in uid
    if not is_simple and uid and addresses.is_link(uid):
        keys += _by_any_url(platform, uid)
    if url:
        keys += _by_url(platform, url)
    names = f"{normalise_name(name or '')}|{normalise_name(holder or '')}"
    keys.append(AccountKey("name", _bounded(f"{platform}:name:{names}"), weak=True))
    is_simple = is_simple and (len(keys) < 3 or (len(keys) == 3 and keys[0].text != keys[1].text))
    return tuple(keys) if is_simple else _in_order(keys)


def plain_keys(platform: str, uid: str | None, url: str | None) -> tuple[str, str | None] | None:
    """The texts of the keys by id and by link where both are compact as they stand (no link: None), the same as
    ``account_keys`` gives; None where they have to be looked at more closely.
    """
    if not uid or platform in _OWN_WAYS or not _PLAIN_ID.fullmatch(uid) or "xxx" in uid:
        return None
    if not url:
        return (f"{platform}:uid:{uid}", None) if len(uid) < _SHORT else None
    plain = _PLAIN_LINK.fullmatch(url)
    if plain is None or len(uid) > _SHORT or len(url) > _SHORT or uids.is_shared(plain[1]):
        return None
    return f"{platform}:uid:{uid}", f"{platform}:url:{plain[1]}{plain[2]}"


def _in_order(keys: Sequence[AccountKey]) -> tuple[AccountKey, ...]:
    """Each key once, the strongest of its text, strongest first."""
    by_text = {key.text: key for key in reversed(keys)}
    order = {"uid": 0, "url_uid": 1, "url": 2, "name": 3}
    return tuple(sorted(by_text.values(), key=lambda key: order[key.kind]))


def within_county(key: AccountKey, region_code: str) -> AccountKey:
    """The key as the register keeps it: a weak one says nothing beyond its county, where others may bear the name."""
    return AccountKey(key.kind, _bounded(f"{region_code}:{key.text}"), weak=True) if key.weak else key


def _by_uid(platform: Platform, uid: str | None) -> AccountKey | None:
    """The key of an id as given; none where it is masked, rounded, a name, or an address."""
    if uid and _PLAIN_ID.fullmatch(uid) and "xxx" not in uid and platform is not Platform.NETEASE:
        return AccountKey("uid", _bounded(f"{platform}:uid:{uid}"))
    if not uid or _NO_ID.intersection(uids.validate(uid, platform)):
        return None
    return AccountKey("uid", _bounded(f"{platform}:uid:{uids.compact(uid, platform)}"))


def _by_url(platform: Platform, url: str) -> list[AccountKey]:
    """The id inside an address, where it is this platform's, and the address itself unless all share it."""
    plain = _PLAIN_LINK.fullmatch(url)
    if plain and not uids.is_shared(plain[1]):
        page = AccountKey("url", _bounded(f"{platform}:url:{plain[1]}{plain[2]}"))
        its_own = AccountKey("url_uid", _bounded(f"{platform}:uid:{plain[1]}"))
        return [its_own, page] if platform is Platform.WEBSITE else [page]
    return _by_any_url(platform, url) if addresses.is_link(url) else []


def _by_any_url(platform: Platform, url: str) -> list[AccountKey]:
    keys = []
    found = uids.uid_from_url(url)
    if found and found[0] is platform:
        keys.append(AccountKey("url_uid", _bounded(f"{platform}:uid:{found[1]}")))
    if not addresses.names_no_account(url):
        page = addresses.compact(url).split("://", 1)[1].removeprefix("www.")
        keys.append(AccountKey("url", _bounded(f"{platform}:url:{page}")))
    return keys


def _bounded(text: str) -> str:
    """A key at most ``LONGEST`` characters long: the end of a longer one is replaced by its digest."""
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{text[: LONGEST - 65]}#{digest}"
