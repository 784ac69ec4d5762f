"""Every span cut again, every count made again: does the store hold what it was given, and if not, what is lost."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from onrecord.record import derived, texts
from onrecord.record.faults import Check, Fault, unreadable
from onrecord.record.store import connect

__all__ = ["Fault", "Verification", "verify"]

MOST = 1000  # faults that are named; a store with more of them is past naming
_CHECKS: tuple[Check, ...] = (*texts.CHECKS, *derived.CHECKS)
_SEARCHED = ("document", "statement")


@dataclass(frozen=True)
class Verification:
    """What was checked, how many of each, and what does not hold.

    ``more`` counts faults beyond those named. ``unchecked`` says what could not be checked, and why.
    """

    counts: Mapping[str, int]
    faults: tuple[Fault, ...] = ()
    more: int = 0
    unchecked: tuple[str, ...] = ()

    @property
    def checked(self) -> int:
        """Things checked, of whatever kind."""
        return sum(self.counts.values())

    @property
    def holds(self) -> bool:
        """Whether no fault was found."""
        return not self.faults

    def lines(self) -> list[str]:
        """The outcome for a reader: one line where all holds, else a line a fault."""
        tail = [f"Not checked: {what}" for what in self.unchecked]
        if self.holds:
            return ["All " + ", ".join(f"{n:,} {name}" for name, n in self.counts.items()) + " hold.", *tail]
        last = [f"and {self.more:,} more faults."] if self.more else []
        return [*map(str, self.faults), *last, *tail]


@dataclass
class _Found:
    """What checks find, as they find it."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    more: int = 0
    unchecked: list[str] = field(default_factory=list)

    def take(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if fault.row is None and fault in self.faults:
                continue  # several checks met the same damage
            if len(self.faults) < MOST:
                self.faults.append(fault)
            else:
                self.more += 1


def verify(engine: Engine, path: Path) -> Verification:
    """Check a whole store again, from the file's pages to every span and count; memory does not grow with the store.

    A reading engine (``open_store(path)``) lets others write meanwhile, except while SQLite compares a search index.
    A damaged file is no error: its faults say what cannot be read any more.
    """
    found = _Found()
    with _damage_is_a_fault(found), engine.connect() as connection, _any_bytes(connection):
        with _damage_is_a_fault(found):
            found.take(_pages(connection))
        for check in _CHECKS:
            found.take(_run(check, connection, found.counts))
    for table in _SEARCHED:
        with _damage_is_a_fault(found):
            found.take(_search(path, table, found))
    return Verification(dict(found.counts), tuple(found.faults), found.more, tuple(found.unchecked))


@contextmanager
def _damage_is_a_fault(found: _Found) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", error))
        found.take([Fault("file", None, f"it cannot be read through: SQLite says {said!r}")])


@contextmanager
def _any_bytes(connection: Connection) -> Iterator[None]:
    """Let bytes that are no UTF-8 any more be read, each as a lone surrogate: they then differ from what they were."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101  (for the type checker: the store is SQLite)
    driver.text_factory = lambda body: body.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _pages(connection: Connection) -> Iterator[Fault]:
    """SQLite's own check of pages, indexes and constraints."""
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        for line in str(row[0]).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Fault("file", None, f"SQLite finds: {line}")


def _run(check: Check, connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """A check's faults; where it cannot go on, which rows of its tables are lost."""
    try:
        yield from check.run(connection, counts)
    except (DBAPIError, TypeError, ValueError, OverflowError):  # a damaged row can hold anything, anywhere
        lost = [fault for table in check.tables for fault in unreadable(connection, table)]
        yield from lost or [Fault(check.tables[0].name, None, "it could not be checked to the end: a row is damaged")]


def _search(path: Path, table: str, found: _Found) -> Iterator[Fault]:
    """Rows that cannot be found by their words, and words found in rows that do not hold them.

    SQLite compares index and table only in a writing transaction; nothing is written.
    """
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    with closing(connect(path, "rw" if writable else "ro")) as connection:
        named = list(_indexed(connection, table))
        yield from named
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_command(table, "integrity-check"))
        except sqlite3.OperationalError as error:
            found.unchecked.append(f"whether search finds every {table} by its words ({error}).")
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
