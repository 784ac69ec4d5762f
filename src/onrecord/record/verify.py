"""Every span cut again, every count made again: does the store hold what it was given, and if not, what is lost."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from onrecord.record import checks_in_file, checks_on_server, derived, texts
from onrecord.record.address import Address, Server
from onrecord.record.faults import Check, Fault, unreadable

__all__ = ["Fault", "Verification", "verify"]

MOST = 1000  # faults that are named; a store with more of them is past naming
_SEARCHED = ("document", "statement")
_CHECKS: tuple[Check, ...] = (*texts.CHECKS, *derived.CHECKS)


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


def verify(engine: Engine, at: Address) -> Verification:
    """Check a whole store again, from the file's pages to every span and count; memory does not grow with the store.

    A reading engine (``open_store(at)``) lets others write meanwhile, except while SQLite compares a search index.
    A damaged store is no error: its faults say what cannot be read any more.
    """
    found = _Found()
    own = checks_on_server if isinstance(at, Server) else checks_in_file
    with _damage_is_a_fault(found), engine.connect() as opened, own.reading(opened) as connection:
        with _damage_is_a_fault(found):
            found.take(own.pages(connection, found.unchecked))
        for check in _CHECKS:
            found.take(_run(check, connection, found.counts))
    for table in _SEARCHED:
        with _damage_is_a_fault(found):
            found.take(own.search(engine, at, table, found.unchecked))
    return Verification(dict(found.counts), tuple(found.faults), found.more, tuple(found.unchecked))


@contextmanager
def _damage_is_a_fault(found: _Found) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", error))
        found.take([Fault("store", None, f"it cannot be read through: the database says {said!r}")])


def _run(check: Check, connection: Connection, counts: Counter[str]) -> Iterator[Fault]:
    """A check's faults; where it cannot go on, which rows of its tables are lost."""
    try:
        yield from check.run(connection, counts)
    except (DBAPIError, TypeError, ValueError, OverflowError):  # a damaged row can hold anything, anywhere
        connection.rollback()
        lost = [fault for table in check.tables for fault in unreadable(connection, table)]
        yield from lost or [Fault(check.tables[0].name, None, "it could not be checked to the end: a row is damaged")]
