"""A store opened, checked to be ours, brought to the present schema: a file, or a database on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from onrecord.errors import StoreError
from onrecord.record import in_file, on_server
from onrecord.record.address import Address, Server
from onrecord.record.in_file import Mode

HEAD = "0007"  # the newest script in migrations/versions
_KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", HEAD)


def open_store(at: Address, *, create: bool = False, write: bool = False) -> Engine:
    """Open a store; with ``create`` a missing one is made.

    A store of an older schema is upgraded where it may be written. Raises StoreError where what is there is no store of
    onrecord's, comes from a newer version, is missing, or cannot be reached or written.
    """
    found = _revision(at)
    if found is None:
        if not create:
            raise StoreError.missing(at)
        _upgrade(at)
        found = _revision(at) or ""
    if found not in _KNOWN:
        raise StoreError.newer(at, found)
    if found != HEAD:
        _upgrade(at)
    return _engine(at, "rw" if write else "ro")


@contextmanager
def transaction(engine: Engine, at: Address) -> Iterator[Connection]:
    """One transaction: kept whole or not at all. Raises StoreError where disk, server or another process is in the way.

    One of an engine that writes begins when no other writes, and sees all that those before it kept.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _refusal(at, error) from error


def stamp(engine: Engine, at: Address) -> tuple[int, ...]:
    """What changes with every write to a store. Raises StoreError."""
    if isinstance(at, Server):
        with transaction(engine, at) as connection:
            return on_server.stamp(connection)
    return in_file.stamp(at)


def _upgrade(at: Address, to: str = HEAD) -> None:
    """Bring the schema to a revision, from nothing or from an older one.

    It is one transaction: no store is ever half made, and where two processes make one, the later finds it made.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    engine = _engine(at, "rwc")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            (on_server if isinstance(at, Server) else in_file).claim(connection)
    except DBAPIError as error:
        raise _refusal(at, error) from error
    finally:
        engine.dispose()


def _revision(at: Address) -> str | None:
    return on_server.revision(at) if isinstance(at, Server) else in_file.revision(at)


def _engine(at: Address, mode: Mode) -> Engine:
    return on_server.engine(at, mode) if isinstance(at, Server) else in_file.engine(at, mode)


def _refusal(at: Address, error: DBAPIError) -> StoreError:
    return on_server.refusal(at, error) if isinstance(at, Server) else in_file.refusal(at, error)
