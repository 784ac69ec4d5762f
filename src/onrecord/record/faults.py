"""What a check of the store reports, and which rows of a damaged table can still be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Result, Row, Table, select
from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True)
class Fault:
    """What does not hold: of which table, which row (its key; None for all of it), in a sentence."""

    table: str
    row: int | str | None
    what: str

    def __str__(self) -> str:
        return f"{self.table}: {self.what}" if self.row is None else f"{self.table} {self.row}: {self.what}"


@dataclass(frozen=True)
class Check:
    """One pass over some tables, which counts what it looks at and yields what does not hold."""

    run: Callable[[Connection, Counter[str]], Iterator[Fault]]
    tables: tuple[Table, ...]


class Ahead:
    """Rows in order of one of their columns, handed out value by value: what a join in two queries needs."""

    def __init__(self, result: Result[Any], column: str) -> None:
        self.result, self.rows, self.column = result, iter(result), column
        self.next = next(self.rows, None)

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_: object) -> None:
        self.result.close()

    def of(self, value: int) -> Iterator[Row[Any]]:
        """The rows that have a value; those of lower values are passed over. Ask in rising order."""
        while self.next is not None and getattr(self.next, self.column) <= value:
            row, self.next = self.next, next(self.rows, None)
            if getattr(row, self.column) == value:
                yield row


def key_of(values: Iterable[object]) -> int | str:
    """A row's primary key, fit to be printed whatever bytes it holds."""
    parts = list(values)
    if len(parts) == 1 and isinstance(parts[0], int):
        return parts[0]
    return " ".join(str(p).encode("utf-8", "backslashreplace").decode() for p in parts)


def unreadable(connection: Connection, table: Table) -> Iterator[Fault]:
    """The rows of a table between the last that can be read from its start and the last from its end."""
    low, whole = _furthest(connection, table, backwards=False)
    if not whole:
        high, _ = _furthest(connection, table, backwards=True)
        after = f"after {low}" if low is not None else "from the first"
        before = f"before {high}" if high is not None else "to the last"
        yield Fault(table.name, None, f"its rows {after} and {before} cannot be read: the file is damaged there")


def _furthest(connection: Connection, table: Table, *, backwards: bool) -> tuple[int | str | None, bool]:
    """The key of the last row that can be read, and whether it is the last there is."""
    key = list(table.primary_key)
    chosen = select(*key, table).order_by(*(c.desc() if backwards else c for c in key))
    last: int | str | None = None
    try:
        for row in connection.execute(chosen):
            last = key_of(row[: len(key)])
    except DBAPIError:
        connection.rollback()
        return last, False
    return last, True
