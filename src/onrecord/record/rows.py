"""Rows on their way into the store."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from onrecord.values import Spans

Row = dict[str, Any]


def span_rows(owner: str, number: int, **roles: Spans) -> list[Row]:
    """Spans as rows: ``owner`` names the column that holds ``number``, each keyword the role its spans play."""
    return [
        {owner: number, "role": role, "number": i, **span.model_dump()}
        for role, spans in roles.items()
        for i, span in enumerate(spans)
    ]


def insert_one(connection: Connection, table: Table, row: Row) -> int:
    """Insert a row and return its number, the next after the greatest."""
    after = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
    return int(connection.execute(insert(table).values(row | {"id": after}).returning(table.c.id)).scalar_one())


def next_number(connection: Connection, table: Table) -> int:
    """The number of the next row. Writers take turns: it and those after it are this one's to give."""
    return (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert any number of rows."""
    if rows:
        connection.execute(insert(table), rows)
