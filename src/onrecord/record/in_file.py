"""A store that is one SQLite file."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from onrecord import settings
from onrecord.errors import StoreError

APPLICATION = 0x6F6E7263  # "onrc" in the file's header: what tells a store of ours from any other SQLite file
Mode = Literal["ro", "rw", "rwc"]  # as SQLite calls them: to read, to write, to make what is not there


def revision(path: Path) -> str | None:
    """The schema's revision as the file states it; None where there is no store. Raises StoreError."""
    if path.is_dir():
        raise StoreError.foreign(path)
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(connect(path, "ro")) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION:
                raise StoreError.foreign(path)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if row is None:
                raise StoreError.foreign(path)
            return str(row[0])
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "no such table" in str(error):
            raise StoreError.foreign(path) from error
        raise StoreError.refused(path, str(error)) from error


def claim(connection: Connection) -> None:
    """Mark a database as a store of ours."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def stamp(path: Path) -> tuple[int, ...]:
    """What changes with every write: when the store's files were last written, and how long they are."""
    files = (path, path.with_name(path.name + "-wal"))
    return tuple(n for f in files if f.exists() for stat in [f.stat()] for n in (stat.st_mtime_ns, stat.st_size))


def refusal(path: Path, error: DBAPIError) -> StoreError:
    """What an error of SQLite's is to the user."""
    return StoreError.refused(path, str(error.orig))


def connect(path: Path, mode: Mode) -> sqlite3.Connection:
    """A plain connection, in which transactions are begun by hand: to read, to write, or to make what is not there."""
    wal = path.with_name(path.name + "-wal")
    alone = not wal.exists() or wal.stat().st_size == 0
    # Who reads a store makes files beside it. Where none may be made, and no writer has left any, nobody writes.
    still = "&immutable=1" if mode == "ro" and alone and not os.access(path.parent, os.W_OK) else ""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}{still}"
    return sqlite3.connect(
        address, uri=True, timeout=settings.BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def engine(path: Path, mode: Mode) -> Engine:
    """Connections to the file: each transaction of one that writes waits until no other writes."""
    # A creator, for an address in SQLAlchemy's own form would lose the signs in a file's name that addresses use.
    made = create_engine("sqlite+pysqlite://", creator=lambda: connect(path, mode), poolclass=QueuePool)

    @event.listens_for(made, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 268435456")
        if mode == "rw":  # not while a store is made: its first transaction is to leave all of it, or an empty file
            with suppress(sqlite3.OperationalError):  # another process is switching too, or nothing may be written
                connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(made, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if mode == "ro" else "BEGIN IMMEDIATE")

    return made
