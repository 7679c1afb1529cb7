"""The register's side of a comparison: every account of an office as plain columns, its personal values still sealed.

Of a hundred thousand accounts a roster means to change a few: objects with a history of their own would cost ten times
what the columns do, and what nobody has to see need not be opened.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, select, type_coerce
from sqlalchemy.orm import Session

from registry.store.accounts import Account, Holder
from registry.store.rosters import CHUNK
from registry.store.scope import Scope
from registry.store.types import Term


class Compared(NamedTuple):
    """One account. ``own`` are the asked-for fields, words of a vocabulary as their code; ``wrapped_key`` is the holder's."""

    id: int
    region_code: str
    archived_on: date | None
    extra: dict[str, str]
    phone_sealed: str | None
    phone_mark: str | None
    holder: str | None
    holder_type: str | None
    uscc: str | None
    id_no_sealed: str | None
    id_no_mark: str | None
    wrapped_key: str | None
    own: Sequence[Any]


def list_compared(
    session: Session, fields: Sequence[str], *, scope: Scope, among: Collection[int] | None = None
) -> Iterator[Compared]:
    """Every account of the scope by its number, archived ones too; ``among``: only these, wherever they are."""
    query = select(
        Account.id, Account.region_code, Account.archived_on, Account.extra, Account.phone_sealed, Account.phone_mark,
        Holder.name, _bare(Holder.__table__.c.holder_type), Holder.uscc, Holder.id_no_sealed, Holder.id_no_mark, Holder.wrapped_key,
        *(_bare(Account.__table__.c[field]) for field in fields),
    ).outerjoin(Account.holder).order_by(Account.id)  # fmt: skip
    wanted = sorted(among or ())
    queries = (
        [query.where(scope.covers(Account.region_code))]
        if among is None
        else [query.where(Account.id.in_(wanted[start : start + CHUNK])) for start in range(0, len(wanted), CHUNK)]
    )
    session.flush()  # the columns are asked of the connection itself, which knows nothing of what waits in the session
    for each in queries:
        for row in session.connection().execute(each):
            yield Compared._make((*row[:12], row[12:]))


def _bare(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as it stands in the table: the code of a word, not the word."""
    return type_coerce(column, String) if isinstance(column.type, Term) else column
