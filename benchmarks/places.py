"""Where a benchmark keeps its stores: in a folder, or in databases of its own on a server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from onrecord.record import in_file, on_server
from onrecord.record.address import Address, Server, address

HELP = "postgresql://user@host/name of a user who may create databases: stores are made beside that one, and dropped"


@contextmanager
def places(named: str | None, folder: Path) -> Iterator[Callable[[], Address]]:
    """Gives new places. ``named`` is a database on whose server they are to be; without it they are files."""
    numbers = count()
    server = address(named) if named else None
    if not isinstance(server, Server):
        yield lambda: folder / f"{next(numbers)}.db"
        return
    made: list[Server] = []

    def new() -> Address:
        name = f"onrecord_benchmark_{next(numbers)}"
        run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        run(server, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        made.append(beside(server, name))
        return made[-1]

    try:
        yield new
    finally:
        for one in made:
            run(server, f"DROP DATABASE IF EXISTS {one.stem} WITH (FORCE)")


def beside(server: Server, name: str) -> Server:
    """Another database on the same server."""
    before, mark, options = server.url.partition("?")
    return Server(f"{before.rpartition('/')[0]}/{name}{mark}{options}")


def run(server: Server, command: str) -> None:
    """Run a command that is no transaction's."""
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(command.encode())


def typed(at: Address) -> str:
    """A place as a command line has it, password and all."""
    return at.url if isinstance(at, Server) else str(at)


def made_at(at: Address) -> bool:
    """Whether a store has been made there."""
    return (on_server.revision(at) if isinstance(at, Server) else in_file.revision(at)) is not None
