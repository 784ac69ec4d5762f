"""One SQLite file: opened, checked to be ours, brought to the present schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from onrecord.errors import StoreError
from onrecord.settings import BUSY_SECONDS

APPLICATION = 0x6F6E7263  # "onrc" in the file's header: what tells a store of ours from any other SQLite file
HEAD = "0002"  # the newest script in migrations/versions
_KNOWN = ("0001", HEAD)


def open_store(path: Path, *, create: bool = False, write: bool = False) -> Engine:
    """Open a store; with ``create`` a missing one is made.

    A store of an older schema is upgraded where it may be written. Raises StoreError where the file is no store of
    onrecord's, comes from a newer version, is missing, or cannot be written.
    """
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise StoreError.missing(path)
        _make(path)
    found = _revision(path)
    if found not in _KNOWN:
        raise StoreError.newer(path, found)
    if found != HEAD:
        _upgrade(path)
    return _engine(path, write=write)


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction: kept whole or not at all. Raises StoreError where the disk or another process is in the way."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreError.refused(path, str(error.orig)) from error


def _make(path: Path) -> None:
    """A new store beside its place, put there in one step: no half-made store is ever seen."""
    partial = path.with_name(f".{path.name}.{id(path):x}.new")
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute("PRAGMA journal_mode = WAL")
        _upgrade(partial)
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if path.exists():
            path.unlink()  # an empty file: sqlite3 and touch make them
        with suppress(FileExistsError):  # another process made it meanwhile: theirs is as good
            path.hardlink_to(partial)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise StoreError.refused(path, str(getattr(error, "orig", error))) from error
    finally:
        for left in (partial, *(partial.with_name(partial.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def _revision(path: Path) -> str:
    """The schema's revision as the file states it."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION:
                raise StoreError.foreign(path)
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "no such table" in str(error):
            raise StoreError.foreign(path) from error
        raise StoreError.refused(path, str(error)) from error
    except OSError as error:
        raise StoreError.refused(path, str(error)) from error


def _upgrade(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    engine = _engine(path, write=True)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
    except DBAPIError as error:
        raise StoreError.refused(path, str(error.orig)) from error


def _engine(path: Path, *, write: bool) -> Engine:
    address = "sqlite+pysqlite:///file:" + quote(str(path.absolute())) + f"?mode={'rw' if write else 'ro'}&uri=true"
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 268435456")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
