"""What only a server's store has to hold: the words by which its rows are found."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from onrecord.record.address import Address
from onrecord.record.faults import Fault
from onrecord.record.store import transaction

_WORDS = """
    SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE a.attrelid = to_regclass(:table) AND a.attname = 'words'"""


@contextmanager
def reading(connection: Connection) -> Iterator[Connection]:
    """Let rows come as they are asked for, and not all at once."""
    connection.exec_driver_sql("SET cursor_tuple_fraction = 1")  # every one of them will be
    yield connection.execution_options(stream_results=True)


def pages(_: Connection, unchecked: list[str]) -> Iterator[Fault]:
    """Nothing: the server's files are not ours to see."""
    unchecked.append("the files of the server (pg_amcheck and pg_checksums, run there, do that).")
    yield from ()


def search(engine: Engine, at: Address, table: str, _: list[str]) -> Iterator[Fault]:
    """Rows whose words are not those that the index has of them."""
    with transaction(engine, at) as connection:
        made = connection.execute(text(_WORDS), {"table": table}).scalar()
        if made is None:
            yield Fault(f"{table}_search", None, f"the words by which a {table} is found are not its own any more.")
            return
        query = f"SELECT id FROM {table} WHERE words IS DISTINCT FROM ({made}) ORDER BY id"  # noqa: S608
        for (row,) in connection.exec_driver_sql(query.replace("%", "%%")):
            yield Fault(f"{table}_search", row, f"{table} {row} is found by other words than its own.")
