"""What only a file's store has to hold: SQLite's pages, and its search indexes."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine

from onrecord.record.address import Address, Server
from onrecord.record.faults import Fault
from onrecord.record.in_file import connect


@contextmanager
def reading(connection: Connection) -> Iterator[Connection]:
    """Let bytes that are no UTF-8 any more be read, each as a lone surrogate: they then differ from what they were."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101  (for the type checker)
    driver.text_factory = lambda body: body.decode("utf-8", "surrogateescape")
    try:
        yield connection
    finally:
        driver.text_factory = str


def pages(connection: Connection, _: list[str]) -> Iterator[Fault]:
    """SQLite's own check of pages, indexes and constraints."""
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        for line in str(row[0]).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Fault("file", None, f"SQLite finds: {line}")


def search(_: Engine, at: Address, table: str, unchecked: list[str]) -> Iterator[Fault]:
    """Rows that cannot be found by their words, and words found in rows that do not hold them.

    SQLite compares index and table only in a writing transaction; nothing is written.
    """
    assert not isinstance(at, Server)  # noqa: S101  (for the type checker)
    writable = os.access(at, os.W_OK) and os.access(at.parent, os.W_OK)
    with closing(connect(at, "rw" if writable else "ro")) as connection:
        named = list(_indexed(connection, table))
        yield from named
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_command(table, "integrity-check"))
        except sqlite3.OperationalError as error:
            unchecked.append(f"whether search finds every {table} by its words ({error}).")
        except sqlite3.DatabaseError:
            if not named:
                yield Fault(f"{table}_search", None, f"it finds other words than those of the {table}s. {_cure(table)}")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _indexed(connection: sqlite3.Connection, table: str) -> Iterator[Fault]:
    sizes = f"{table}_search_docsize"  # one row an indexed row
    for (row,) in connection.execute(f"SELECT id FROM {table} EXCEPT SELECT id FROM {sizes}"):  # noqa: S608
        yield Fault(f"{table}_search", row, f"{table} {row} is not found by its words. {_cure(table)}")
    for (row,) in connection.execute(f"SELECT id FROM {sizes} EXCEPT SELECT id FROM {table}"):  # noqa: S608
        yield Fault(f"{table}_search", row, f"it finds a {table} that is not there. {_cure(table)}")


def _cure(table: str) -> str:
    return f"Mend it with: {_command(table, 'rebuild')}"


def _command(table: str, name: str) -> str:
    """A command to a search index, written as SQLite wants it; rank 1 compares the words with those of the table."""
    return f"INSERT INTO {table}_search({table}_search, rank) VALUES ('{name}', 1)"  # noqa: S608
