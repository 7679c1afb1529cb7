"""Exporting the roster: what a list shows, personal fields masked unless a reason is given; each export is on file."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from registry.domain.errors import Refusal
from registry.domain.identifiers import mask_inside
from registry.domain.permissions import Actor, require
from registry.domain.rosters.write import ExportRow, write_roster
from registry.services import audit, records
from registry.services.accounts import need_reason
from registry.services.traces import plain_json
from registry.store.account_queries import AccountFilter, walk_accounts
from registry.store.scope import Scope, scope_of


def export(
    session: Session, stream: IO[bytes], *, wanted: AccountFilter, scope: Scope | None = None, title: str,
    unit_line: str = "", is_plain: bool = False, reason: str = "", by: Actor | None, at: datetime,
) -> int:  # fmt: skip
    """Write the accounts of a filter as .xlsx to ``stream``; returns how many there were.

    ``is_plain``: personal fields in the clear; needs the permission to reveal and a reason. ``by`` is None only at the
    server's own command line, which exports masked.
    """
    region_code = wanted.region_code or (by.region_code if by else "")
    if by is not None:
        require(by, "rosters.export", region_code)
    if is_plain:
        need_reason(reason)
        _check_revealer(by, region_code)
    rows = list(_rows(session, wanted, scope or scope_of(region_code), is_plain=is_plain))
    headers = list(dict.fromkeys(header for row in rows for header in row.extra))
    count = write_roster(rows, stream, title=title, unit_line=unit_line, extra_headers=headers)
    asked = {name: plain_json(value) for name, value in asdict(wanted).items() if value}
    asked |= {"text": mask_inside(wanted.text)} if wanted.text else {}
    audit.record(
        session, "rosters.export", by=by, at=at, object_type="region", object_id=region_code, region_code=region_code,
        reason=reason or None, after={"rows": count, "plain": is_plain, "filter": asked},
    )  # fmt: skip
    return count


def _check_revealer(by: Actor | None, region_code: str) -> None:
    if by is None:
        raise Refusal("permission.role", permission="accounts.reveal", role="")
    require(by, "accounts.reveal", region_code)


def _rows(session: Session, wanted: AccountFilter, scope: Scope, *, is_plain: bool) -> Iterator[ExportRow]:
    for account in walk_accounts(session, wanted, scope=scope):
        values = records.plain(account) if is_plain else records.masked(account)
        extra = account.extra if is_plain else records.mask_texts(account.extra)
        yield ExportRow(values, account.approximate, extra)
