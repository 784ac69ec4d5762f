"""One SQLite file: opened, checked to be ours, brought to the present schema."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from onrecord.errors import StoreError
from onrecord.settings import BUSY_SECONDS

APPLICATION = 0x6F6E7263  # "onrc" in the file's header: what tells a store of ours from any other SQLite file
HEAD = "0005"  # the newest script in migrations/versions
_KNOWN = ("0001", "0002", "0003", "0004", HEAD)
Mode = Literal["ro", "rw", "rwc"]  # as SQLite calls them


def open_store(path: Path, *, create: bool = False, write: bool = False) -> Engine:
    """Open a store; with ``create`` a missing one is made.

    A store of an older schema is upgraded where it may be written. Raises StoreError where the file is no store of
    onrecord's, comes from a newer version, is missing, or cannot be written.
    """
    if path.is_dir():
        raise StoreError.foreign(path)
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise StoreError.missing(path)
        _upgrade(path)
    found = _revision(path)
    if found not in _KNOWN:
        raise StoreError.newer(path, found)
    if found != HEAD:
        _upgrade(path)
    return _engine(path, "rw" if write else "ro")


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction: kept whole or not at all. Raises StoreError where the disk or another process is in the way."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreError.refused(path, str(error.orig)) from error


def _revision(path: Path) -> str:
    """The schema's revision as the file states it."""
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


def _upgrade(path: Path, to: str = HEAD) -> None:
    """Bring the schema to a revision, from nothing or from an older one.

    It is one transaction: no store is ever half made, and where two processes make one, the later finds it made.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    engine = _engine(path, "rwc")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    except DBAPIError as error:
        raise StoreError.refused(path, str(error.orig)) from error
    finally:
        engine.dispose()


def connect(path: Path, mode: Mode) -> sqlite3.Connection:
    """A plain connection, in which transactions are begun by hand: to read, to write, or to make what is not there."""
    wal = path.with_name(path.name + "-wal")
    alone = not wal.exists() or wal.stat().st_size == 0
    # Who reads a store makes files beside it. Where none may be made, and no writer has left any, nobody writes.
    still = "&immutable=1" if mode == "ro" and alone and not os.access(path.parent, os.W_OK) else ""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}{still}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _engine(path: Path, mode: Mode) -> Engine:
    # A creator, for an address in SQLAlchemy's own form would lose the signs in a file's name that addresses use.
    engine = create_engine("sqlite+pysqlite://", creator=lambda: connect(path, mode), poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 268435456")
        if mode == "rw":  # not while a store is made: its first transaction is to leave all of it, or an empty file
            with suppress(sqlite3.OperationalError):  # another process is switching too, or nothing may be written
                connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if mode == "ro" else "BEGIN IMMEDIATE")

    return engine
