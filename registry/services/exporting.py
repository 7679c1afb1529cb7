"""Exporting the roster: what a list shows, personal fields masked unless a reason is given; each export is on file.

The file is written while only reading; the audit entry follows in a short transaction of its own, before the file is
handed out. So a large export never keeps other people from writing.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import IO, Any, Literal

from sqlalchemy.orm import Session

from registry.domain import regions, sealing
from registry.domain.errors import Refusal
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.rosters.delimited import write_csv
from registry.domain.rosters.fields import NAMES, OVERRIDE_HEADER, PENDING_HEADER, PERSONAL
from registry.domain.rosters.tokens import mark_of
from registry.domain.rosters.write import SHEET_NAME, Columns, ExportRow, write_rosters
from registry.domain.terms import Tier, label
from registry.services import audit, records
from registry.services.accounts import need_reason
from registry.services.traces import plain_json
from registry.store import exports as store
from registry.store.account_queries import AccountFilter
from registry.store.db import vault
from registry.store.scope import Scope, scope_of

Form = Literal["xlsx", "csv", "csv_utf8"]
Split = Literal["one", "platform", "town"]
NO_TOWN = "未填乡镇"
_BESIDE = ("override_tier", "override_until", "override_reason", "pending_tier")
_ASKED = (*NAMES, "id", "approximate", "extra", "wrapped_key", *_BESIDE)
_MOST_KEYS = 5_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: which accounts, which columns, on how many sheets, in what form, masked or for what reason."""

    wanted: AccountFilter
    title: str = ""
    unit_line: str = ""
    fields: Sequence[str] = NAMES
    split: Split = "one"
    form: Form = "xlsx"
    is_plain: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written and is not on file yet: `note` must follow before it is handed out."""

    rows: int
    region_code: str
    reason: str | None
    after: Mapping[str, Any]


def write(session: Session, stream: IO[bytes], wish: Wish, *, scope: Scope | None = None, by: Actor | None) -> Written:
    """Write the accounts of a wish to ``stream``; writes nothing to the register.

    Whole telephone and identity numbers need the permission to reveal and a reason. ``by`` is None only at the server's
    own command line, which exports masked.
    """
    region_code = wish.wanted.region_code or (by.region_code if by else "")
    check(by, region_code, is_plain=wish.is_plain, reason=wish.reason)
    scope = scope or scope_of(region_code)
    extra = store.list_extra_headers(session, wish.wanted, scope=scope)
    if "tier" in wish.fields:
        extra = [*extra, *store.list_beside(session, wish.wanted, scope=scope)]
    columns = Columns(wish.fields, extra, is_marked=wish.form == "xlsx")
    if wish.form == "xlsx":
        count = write_rosters(_tables(session, wish, scope), stream, columns, wish.title, wish.unit_line)
    else:
        rows = columns.cells(_rows(session, wish, wish.wanted, scope))
        count = write_csv(rows, stream, headers=columns.headers(), form=wish.form)
    after = {"rows": count, "plain": wish.is_plain, "form": wish.form, "filter": _asked(wish.wanted)}
    return Written(count, region_code, wish.reason or None, after)


def note(session: Session, written: Written, *, by: Actor | None, at: datetime) -> None:
    """Put an export on file."""
    audit.record(
        session, "rosters.export", by=by, at=at, object_type="region", object_id=written.region_code,
        region_code=written.region_code, reason=written.reason, after=written.after,
    )  # fmt: skip


def check(by: Actor | None, region_code: str, *, is_plain: bool, reason: str) -> None:
    """Refuse who may not export from that region, or not in the clear, or gives no reason for it."""
    if by is not None:
        require(by, "rosters.export", region_code)
    if not is_plain:
        return
    need_reason(reason)
    if by is None:
        raise Refusal("permission.role", permission="accounts.reveal", role="")
    require(by, "accounts.reveal", region_code)


def _asked(wanted: AccountFilter) -> dict[str, Any]:
    asked = {name: plain_json(value) for name, value in asdict(wanted).items() if value}
    return asked | ({"text": mask_inside(wanted.text)} if wanted.text else {})


def _tables(session: Session, wish: Wish, scope: Scope) -> Iterator[tuple[str, Iterator[ExportRow]]]:
    """The sheets: one, or one for each platform or town there is an account of."""
    wanted = wish.wanted
    platforms = store.list_platforms(session, wanted, scope=scope) if wish.split == "platform" else []
    towns = store.list_towns(session, wanted, scope=scope) if wish.split == "town" else []
    for platform in platforms:
        yield label(platform), _rows(session, wish, replace(wanted, platform=platform), scope)
    several = len({code for code, _ in towns}) > 1
    for place in towns:
        name = (regions.get(place[0]).name if several else "") + (place[1] or NO_TOWN)
        yield name, _rows(session, wish, wanted, scope, place)
    if not platforms and not towns:
        yield SHEET_NAME, _rows(session, wish, wanted, scope)


def _rows(
    session: Session, wish: Wish, wanted: AccountFilter, scope: Scope, place: store.Place | None = None
) -> Iterator[ExportRow]:
    is_marked = wish.form == "xlsx"
    opened = PERSONAL if is_marked else [name for name in PERSONAL if name in wish.fields]
    key, unseal, show = vault().field_key, _Unsealing(), _shown_extra(is_plain=wish.is_plain)
    for row in store.walk_accounts(session, wanted, scope=scope, fields=_ASKED, place=place):
        values: dict[str, Any] = dict(zip(_ASKED, row, strict=True))
        for name in PERSONAL:
            if token := values[name]:
                wrapped_key = values["wrapped_key"]
                values[name] = unseal(wrapped_key, token) if wrapped_key and name in opened else None
        values["holder"] = values["holder"] or None
        mark = mark_of(values["id"], values, key) if is_marked else None
        approximate, extra = values["approximate"], show(values["extra"])
        if values["override_tier"] or values["pending_tier"]:
            extra = {**extra, **_beside(values)}
        shown = values if wish.is_plain else records.mask(values)
        yield ExportRow(shown, () if approximate == "[]" else json.loads(approximate), extra, mark)


def _beside(values: Mapping[str, Any]) -> dict[str, str]:
    """What stands beside the tier: the one a person set, with its term and reason, and the one that waits."""
    found = {}
    if values["override_tier"]:
        tier, reason = Tier(values["override_tier"]), mask_inside(values["override_reason"] or "")
        found[OVERRIDE_HEADER] = f"{tier} {label(tier)}，至 {values['override_until']}；理由：{reason}"
    if values["pending_tier"]:
        tier = Tier(values["pending_tier"])
        found[PENDING_HEADER] = f"{tier} {label(tier)}"
    return found


class _Unsealing:
    """Opens personal fields; the keys of the holders met are kept, since accounts of one holder stand together."""

    def __init__(self) -> None:
        self._keys: dict[str, sealing.Opener] = {}

    def __call__(self, wrapped_key: str, token: str) -> str:
        opener = self._keys.get(wrapped_key)
        if opener is None:
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            opener = self._keys[wrapped_key] = sealing.Opener(vault().unwrap(wrapped_key))
        return opener.text(token)


def _shown_extra(*, is_plain: bool) -> Callable[[str], Mapping[str, str]]:
    """What is shown of the columns kept verbatim, from their JSON; the same text is not read twice."""

    @lru_cache(maxsize=2_000)
    def shown(text: str) -> Mapping[str, str]:
        texts: dict[str, str] = json.loads(text)
        return texts if is_plain else records.mask_texts(texts)

    return shown
