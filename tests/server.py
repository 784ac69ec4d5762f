"""A PostgreSQL server of the tests' own, from Debian's package: in a folder of its own, reached by a socket there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from onrecord.record.address import Server
from onrecord.record.schema import metadata

GUARDED_BY = "p@ss/wörd %1"  # the password of the user "guarded"
_USERS = ("postgres", "nobody")  # whom the server runs as where the tests run as root, which it refuses to
_ENTRY = "local all guarded scram-sha-256\nlocal all stranger reject\nlocal all all trust\n"
_FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
_ALONE = "-c listen_addresses= -c max_connections=300"


class NoServerError(Exception):
    """Why there is none to test against."""


@dataclass
class Databases:
    """A running server, and databases on it."""

    folder: Path
    bin: Path
    made: "count[int]" = field(default_factory=count)

    def new(self, *, filled: bool = True, owner: str = "tester", encoding: str = "UTF8") -> Server:
        """A database that nobody has used; with ``filled``, an empty store is in it."""
        name = f"record_{next(self.made)}"
        template = "store" if filled else "template0"
        self.sql(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} ENCODING '{encoding}' LOCALE 'C'")
        return self.at(name)

    def at(self, name: str, user: str = "tester") -> Server:
        """The address of a database."""
        return Server(f"postgresql://{user}@/{name}?host={self.folder}")

    def drop(self, at: Server) -> None:
        """Drop a database, whoever is still connected."""
        self.sql(f"DROP DATABASE IF EXISTS {at.stem} WITH (FORCE)")

    def empty(self, at: Server) -> None:
        """Take everything out of a store."""
        import psycopg.sql

        with psycopg.connect(at.url.replace("//tester@", "//owner@")) as connection:
            connection.execute("SET session_replication_role = replica")
            for table in metadata.tables:
                connection.execute(psycopg.sql.SQL("DELETE FROM {}").format(psycopg.sql.Identifier(table)))

    def sql(self, command: str, database: str = "template1") -> None:
        """Run a command as the one who owns the server."""
        import psycopg

        with psycopg.connect(self.at(database, "owner").url, autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def server() -> Iterator[Databases]:
    """Start one, and end it. Raises NoServerError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(path) for path in [shutil.which("initdb")] if path
    ]
    if not found:
        raise NoServerError("PostgreSQL is not installed (apt-get install postgresql): its tests are skipped")
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise NoServerError("psycopg is not installed (pip install onrecord[postgres]): tests are skipped") from None
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    try:
        yield from _started(folder, found[-1].parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path, programs: Path) -> Iterator[Databases]:
    run_as = _unprivileged(folder)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [*run_as, str(programs / program), *arguments]
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoServerError(f"{program} failed: {done.stdout[-500:]} {done.stderr[-500:]}")

    run("initdb", "-D", str(data), "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    (data / "pg_hba.conf").write_text(_ENTRY, "utf-8")
    log = str(folder / "log")
    run("pg_ctl", "-D", str(data), "-l", log, "-w", "-o", f"{_FAST} {_ALONE} -k {folder}", "start")
    try:
        made = Databases(folder, programs)
        made.sql("CREATE ROLE tester LOGIN CREATEDB")
        made.sql("CREATE ROLE reader LOGIN")
        made.sql("CREATE ROLE guarded LOGIN PASSWORD '" + GUARDED_BY + "'")
        made.sql("CREATE DATABASE store OWNER tester TEMPLATE template0")
        _fill(made.at("store"))
        yield made
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def _fill(at: Server) -> None:
    from onrecord.record.store import open_store

    open_store(at, create=True, write=True).dispose()


def _unprivileged(folder: Path) -> list[str]:
    """What to start programs with, so that they do not run as root; the folder is then given away."""
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser")
    for user in _USERS if runuser else ():
        try:
            shutil.chown(folder, user)
        except LookupError:
            continue
        folder.chmod(0o755)
        return [str(runuser), "-u", user, "--"]
    raise NoServerError("PostgreSQL does not run as root, and there is no other user to run it as: tests are skipped")
