"""Rows on their way into the store."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

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
    """Insert a row and return its number."""
    made = connection.execute(insert(table), row).inserted_primary_key
    return int(made[0]) if made else 0


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert any number of rows."""
    if rows:
        connection.execute(insert(table), rows)
