"""A store that is a database on a PostgreSQL server."""

from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from onrecord import settings
from onrecord.errors import StoreError
from onrecord.record.address import Server
from onrecord.record.in_file import APPLICATION, Mode

if TYPE_CHECKING:
    import psycopg

OURS = "a store of onrecord's"  # the comment on the table that states the revision: what tells a store from any other
CONNECT_SECONDS = 10

_STATED = """
    SELECT current_setting('server_encoding'), to_regclass('alembic_version') IS NOT NULL,
           obj_description(to_regclass('alembic_version'), 'pg_class'),
           EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
                   AND relkind IN ('r', 'p', 'v', 'm'))"""
# Writers take turns, as SQLite has it: each sees all that those before it kept, and gives the next numbers. Whoever
# makes or upgrades a store waits for the same turn.
_TURN = f"SELECT pg_advisory_xact_lock({APPLICATION})"
_COUNT = "UPDATE change SET number = number + 1"


def revision(at: Server) -> str | None:
    """The schema's revision as the database states it; None where it is empty. Raises StoreError."""
    with closing(_connected(at)) as connection:
        try:
            row = connection.execute(_STATED).fetchone()
            encoding, versioned, comment, any_table = row or ("", False, None, True)
            if encoding != "UTF8":
                raise StoreError.encoding(at, encoding)
            if not versioned and not any_table:
                return None
            if comment != OURS:
                raise StoreError.foreign(at)
            stated = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except _driver(at).Error as error:
            raise StoreError.server(at, _said(at, error)) from None
    if stated is None:
        raise StoreError.foreign(at)
    return str(stated[0])


def claim(connection: Connection) -> None:
    """Mark a database as a store of ours."""
    connection.exec_driver_sql("COMMENT ON TABLE alembic_version IS '" + OURS.replace("'", "''") + "'")


def stamp(connection: Connection) -> tuple[int, ...]:
    """What changes with every write: how many transactions have written."""
    return (int(connection.exec_driver_sql("SELECT number FROM change").scalar_one()),)


def refusal(at: Server, error: DBAPIError) -> StoreError:
    """What an error of the server's or the driver's is to the user."""
    return StoreError.server(at, _said(at, error.orig))


def engine(at: Server, mode: Mode) -> Engine:
    """Connections to the database. Who reads sees, in one transaction, the store as it stood when that began."""
    _driver(at)
    level = "REPEATABLE READ" if mode == "ro" else "READ COMMITTED"
    made = create_engine(
        "postgresql+psycopg://", creator=lambda: _dialled(at), poolclass=QueuePool, pool_pre_ping=True,
        isolation_level=level, execution_options={"postgresql_readonly": mode == "ro"},
    )  # fmt: skip

    @event.listens_for(made, "connect")
    def _connected_to(connection: "psycopg.Connection[Any]", _: object) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {round(1000 * settings.BUSY_SECONDS)}")
        connection.execute("SET jit = off")  # it takes longer to compile one of these queries than to answer it
        connection.execute("SET cursor_tuple_fraction = 0.0001")  # of a million statements in order a page is taken
        connection.execute("SET plan_cache_mode = force_custom_plan")  # a common word is sought otherwise than a rare
        connection.autocommit = False

    @event.listens_for(made, "begin")
    def _begun(connection: Connection) -> None:
        if mode != "ro":
            connection.exec_driver_sql(_TURN)
        if mode == "rw":
            connection.exec_driver_sql(_COUNT)

    return made


def _driver(at: Server) -> Any:
    try:
        import psycopg
    except ImportError:
        raise StoreError.driver(at) from None
    return psycopg


def _connected(at: Server) -> "psycopg.Connection[Any]":
    driver = _driver(at)
    try:
        return _dialled(at)
    except driver.Error as error:
        raise StoreError.server(at, _said(at, error)) from None


def _dialled(at: Server) -> "psycopg.Connection[Any]":
    from onrecord.record.driver import Pooled

    unless_said: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "onrecord"}
    options = {name: value for name, value in unless_said.items() if f"{name}=" not in at.url}
    return Pooled.connect(at.url, client_encoding="UTF8", **options)


def _said(at: Server, error: Any) -> str:
    """An error's code, and the first line of its message without the password."""
    first, *_ = str(error).strip().splitlines() or [""]
    for secret in {at.password, unquote(at.password)} - {""}:
        first = first.replace(secret, "…")
    return f"{getattr(error, 'sqlstate', None) or ''} {first}"
