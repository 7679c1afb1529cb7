"""Writing thousands of rows at one stroke: ids taken in blocks, plain inserts in chunks.

The ORM's unit of work costs about fifteen times a plain insert for each row (it keeps, compares and returns each
object); a roster of a hundred thousand accounts pays that three times over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, func, select, text
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
    """Insert rows of plain column values, all with the same columns; what they leave out has the column's default."""
    for chunk in _chunks(rows):
        insert_columns(session, model, chunk)


def insert_columns(session: Session, model: type[Base], given: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows given by column, a column's values in the order of the rows.

    Each column goes through its type, each value once (of JSON each object), and then to the driver as it is.
    """
    table, connection = _table(model), session.connection()
    columns = [column for column in table.columns if column.name in given or column.default is not None]
    number = len(next(iter(given.values())))
    values = [_bound(column, given.get(column.name) or _default(column, number), connection) for column in columns]
    quote, sign = connection.dialect.identifier_preparer, _sign(connection)
    names = ", ".join(quote.format_column(column) for column in columns)
    statement = f"INSERT INTO {quote.format_table(table)} ({names}) VALUES ({', '.join([sign] * len(columns))})"  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(statement, [*zip(*values, strict=True)])


def update_rows(session: Session, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Give rows, found by their ``id``, plain column values, all the same columns."""
    table, connection = _table(model), session.connection()
    quote, sign = connection.dialect.identifier_preparer, _sign(connection)
    for chunk in _chunks(rows):
        columns = [table.c[name] for name in chunk if name != "id"]
        values = [_bound(column, chunk[column.name], connection) for column in (*columns, table.c.id)]
        given = ", ".join(f"{quote.format_column(column)} = {sign}" for column in columns)
        statement = f"UPDATE {quote.format_table(table)} SET {given} WHERE id = {sign}"  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(statement, [*zip(*values, strict=True)])


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, list[Any]]]:
    """Rows turned into columns, some thousand at a time."""
    ahead = iter(rows)
    while chunk := [*islice(ahead, CHUNK)]:
        yield {name: [row[name] for row in chunk] for name in chunk[0]}


def _sign(connection: Connection) -> str:
    """What stands for a value in a statement."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


def _default(column: Column[Any], number: int) -> Sequence[Any]:
    """A column's default for so many rows."""
    default: Any = column.default
    return [default.arg(None) if default.is_callable else default.arg] * number


def _bound(column: Column[Any], values: Sequence[Any], connection: Connection) -> Sequence[Any]:
    """The values of one column as the driver takes them."""
    dialect = connection.dialect
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
