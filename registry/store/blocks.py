"""Writing thousands of rows at one stroke: ids taken in blocks, plain inserts in chunks.

The ORM's unit of work costs about fifteen times a plain insert for each row (it keeps, compares and returns each
object); a roster of a hundred thousand accounts pays that three times over.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, Dialect, Table, func, select, text
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
    """Insert rows of plain column values, all with the same columns; what they leave out has the column's default.

    Column by column through the types, each value once (of JSON each object), and then to the driver as they are.
    """
    table, connection = _table(model), session.connection()
    ahead = iter(rows)
    while chunk := [*islice(ahead, CHUNK)]:
        columns = [column for column in table.columns if column.name in chunk[0] or column.default is not None]
        values = [_bound(column, chunk, connection.dialect) for column in columns]
        connection.exec_driver_sql(_statement(table, columns, connection.dialect), [*zip(*values, strict=True)])


def update_rows(session: Session, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Give rows, found by their ``id``, plain column values, all the same columns."""
    table, connection = _table(model), session.connection()
    sign = _sign(connection.dialect)
    ahead = iter(rows)
    while chunk := [*islice(ahead, CHUNK)]:
        columns = [table.c[name] for name in chunk[0] if name != "id"]
        values = [_bound(column, chunk, connection.dialect) for column in (*columns, table.c.id)]
        quote = connection.dialect.identifier_preparer
        given = ", ".join(f"{quote.format_column(column)} = {sign}" for column in columns)
        statement = f"UPDATE {quote.format_table(table)} SET {given} WHERE id = {sign}"  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(statement, [*zip(*values, strict=True)])


def _sign(dialect: Dialect) -> str:
    """What stands for a value in a statement."""
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _statement(table: Table, columns: Sequence[Column[Any]], dialect: Dialect) -> str:
    quote, sign = dialect.identifier_preparer, _sign(dialect)
    names = ", ".join(quote.format_column(column) for column in columns)
    return f"INSERT INTO {quote.format_table(table)} ({names}) VALUES ({', '.join([sign] * len(columns))})"  # noqa: S608 - names of our own tables


def _bound(column: Column[Any], chunk: Sequence[Mapping[str, Any]], dialect: Dialect) -> Sequence[Any]:
    """The values of one column as the driver takes them."""
    if column.name in chunk[0]:
        values = [row[column.name] for row in chunk]
    else:
        default: Any = column.default
        values = [default.arg(None) if default.is_callable else default.arg] * len(chunk)
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if not isinstance(column.type, JSON):
        return [*map(cache(process), values)]
    written = {number: process(value) for number, value in {id(value): value for value in values}.items()}
    return [written[id(value)] for value in values]


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
