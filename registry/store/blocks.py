"""Writing thousands of rows at one stroke: ids taken in blocks, plain inserts in chunks.

The ORM's unit of work costs about fifteen times a plain insert for each row (it keeps, compares and returns each
object); a roster of a hundred thousand accounts pays that three times over.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from registry.store.db import Base

CHUNK = 2000
"""Rows handed to the database in one call."""


def reserve_ids(session: Session, model: type[Base], number: int) -> Sequence[int]:
    """Take ``number`` ids of a table that nobody else will get; ascending.

    On SQLite the writing transaction is alone, so the next ones are free; PostgreSQL's sequence hands them out.
    """
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        block = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :number)")
        return [*session.scalars(block, {"table": table.name, "number": number})]
    last = session.scalar(select(func.max(table.c.id))) or 0
    return range(last + 1, last + 1 + number)


def insert_rows(session: Session, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows of plain column values, all with the same columns."""
    ahead = iter(rows)
    while chunk := [*islice(ahead, CHUNK)]:
        session.execute(insert(_table(model)), chunk)


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
