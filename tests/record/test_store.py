"""A store is made, upgraded and opened; what is no store, or cannot be used, is refused and left as it was."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from onrecord import settings
from onrecord.errors import StoreError
from onrecord.gather.duplicates import signature
from onrecord.record import store
from onrecord.record.in_file import APPLICATION
from onrecord.record.schema import metadata
from onrecord.record.store import HEAD, open_store, transaction
from onrecord.record.writer import Writer
from tests.record.made import LATER, WIRE, by_hand, filled, verified


def described(connection: sqlite3.Connection) -> dict[str, Any]:
    """Each table: columns, references, indexes, checks, and whether it has row numbers."""
    tables = connection.execute("PRAGMA main.table_list").fetchall()
    plain = {t[1]: t for t in tables if t[2] == "table" and "_search" not in t[1]}
    return {
        name: {
            "rowid": not listed[4],
            "columns": connection.execute(f"PRAGMA table_info({name})").fetchall(),
            "references": sorted(r[2:] for r in connection.execute(f"PRAGMA foreign_key_list({name})")),
            "indexes": sorted(
                (i[1], i[2], [c[2] for c in connection.execute(f"PRAGMA index_info({i[1]})")])
                for i in connection.execute(f"PRAGMA index_list({name})")
            ),
            "checks": re.findall(r"CHECK \(.*\)", _sql(connection, name)),
        }
        for name, listed in plain.items()
        if not name.startswith("sqlite_") and name != "alembic_version"
    }


def _sql(connection: sqlite3.Connection, name: str) -> str:
    return str(connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0])


def test_migrations_make_the_tables_that_the_schema_says(tmp_path: Path) -> None:
    made = create_engine(f"sqlite:///{tmp_path / 'schema.db'}")
    metadata.create_all(made)
    made.dispose()
    filled(tmp_path / "record.db", [])
    with by_hand(tmp_path / "schema.db") as said, by_hand(tmp_path / "record.db") as migrated:
        assert described(migrated) == described(said)
        assert set(described(said)) == set(metadata.tables)


def test_the_newest_script_is_the_head() -> None:
    scripts = sorted((Path(store.__file__).parent / "migrations/versions").glob("[0-9]*.py"))
    assert scripts[-1].name.startswith(HEAD)


def _as_first_made(connection: sqlite3.Connection) -> None:
    """Undo by hand what came after the first schema."""
    made_later = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') OR name LIKE '%\\_search' ESCAPE '\\'"
    )
    for kind, name in made_later.fetchall():
        connection.execute(f'DROP {kind} "{name}"')
    connection.execute("ALTER TABLE attribution DROP COLUMN meaning")
    connection.execute("ALTER TABLE document DROP COLUMN rereads")
    connection.execute("DROP TABLE ruling")
    for name in ("document_gone", "attribution_by_confidence"):
        connection.execute(f"DROP INDEX {name}")
    counted = dict.fromkeys(("actor", "actor_date", "party", "party_kind"), ", rejected_by, id, known_on")
    widened = {f"statement_by_{name}": later for name, later in counted.items()}
    for name, later in (widened | {"appearance_by_actor": ", document_id"}).items():
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        assert later in made
        connection.execute(f"DROP INDEX {name}")
        connection.execute(made.replace(later, ""))
    for column in ("kind_by", "rejected_by"):
        connection.execute(f"ALTER TABLE statement DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()


def test_a_store_of_the_first_schema_is_upgraded_and_its_rows_are_found(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db", [WIRE])
    with by_hand(path) as connection:
        _as_first_made(connection)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'document_search'").fetchone()
    open_store(path).dispose()
    with by_hand(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        found = connection.execute("SELECT rowid FROM document_search WHERE document_search MATCH 'straits'")
        assert found.fetchall() == [(1,)]
        said = connection.execute("SELECT count(*) FROM statement_search WHERE statement_search MATCH 'patrol'")
        assert said.fetchone() == (2,)
    assert verified(path).holds
    engine = open_store(path, write=True)
    assert Writer(engine, path).add("b.md", LATER, signature(LATER.document.text)) == "new"
    engine.dispose()
    assert verified(path).holds


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db")
    with unchanged(path):
        open_store(path).dispose()
        open_store(path, create=True, write=True).dispose()


def test_an_empty_file_becomes_a_store_where_one_may_be_made(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    path.touch()
    with pytest.raises(StoreError, match="no store here"), unchanged(path):
        open_store(path)
    assert verified(filled(path)).holds


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with pytest.raises(StoreError, match=r"record\.db: no store here\. Make one with: onrecord add"):
        open_store(path, write=True)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_store_is_left_as_it_is(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db")
    with by_hand(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"made by a newer onrecord \(schema 9999\)"), unchanged(path):
        open_store(path, create=True, write=True)


def _text(path: Path) -> None:
    path.write_text("Varnia and Ostrel will meet in Kelmar. " * 100, encoding="utf-8")


def _sqlite(path: Path) -> None:
    with by_hand(path) as connection:
        connection.execute("CREATE TABLE document (id INTEGER)")


def _claimed(path: Path) -> None:
    """A file with our number in its header and nothing of ours in it."""
    _sqlite(path)
    with by_hand(path) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


def _unversioned(path: Path) -> None:
    _claimed(path)
    with by_hand(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")


@pytest.mark.parametrize("make", [_text, _sqlite, _claimed, _unversioned])
def test_what_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "record.db"
    make(path)
    with pytest.raises(StoreError, match="no store of onrecord's"), unchanged(path):
        open_store(path, create=True, write=True)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store of onrecord's"):
        open_store(tmp_path, create=True, write=True)


def test_no_store_is_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Check the folder"):
        open_store(tmp_path / "none" / "record.db", create=True, write=True)


def test_a_name_with_signs_of_an_address_is_a_name(tmp_path: Path) -> None:
    path = filled(tmp_path / "a?mode=rw&b#c%20d é.db")
    assert verified(path).holds
    assert all(p.name.startswith(path.name) for p in tmp_path.iterdir())


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Hold that a file has the same bytes after as before."""
    before = hashlib.sha256(path.read_bytes()).digest()
    yield_error: BaseException | None = None
    try:
        yield
    except BaseException as error:
        yield_error = error
        raise
    finally:
        assert hashlib.sha256(path.read_bytes()).digest() == before, yield_error


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A small disk of its own, where the system lets us have one."""
    folder.mkdir(exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if (
        not mount
        or not umount
        or subprocess.run([mount, *options, folder], capture_output=True, check=False).returncode
    ):
        pytest.skip("needs to mount a disk, which only root may, where it may")
    try:
        yield folder
    finally:
        subprocess.run([umount, folder], check=True)


def remounted(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True, capture_output=True)


def refused(path: Path, words: str) -> None:
    """What writing to a store comes to where it may not be: a clear error, and the store as it was."""
    with pytest.raises(StoreError, match=words), unchanged(path):
        Writer(open_store(path, write=True), path).add("b.md", LATER, signature(LATER.document.text))


def test_a_store_on_a_read_only_disk_is_read_and_not_written(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=4m", "tmpfs") as disk:
        path = filled(disk / "record.db", [WIRE])
        remounted(disk)
        found = verified(path)
        assert found.holds
        assert [u.split(" (")[0] for u in found.unchecked] == [
            "whether search finds every document by its words",
            "whether search finds every statement by its words",
        ]
        refused(path, r"cannot be (opened or made|written)")
        with pytest.raises(StoreError, match=r"cannot be (opened or made|written)"):
            open_store(disk / "other.db", create=True, write=True)


def test_a_store_without_the_right_to_write_is_read_and_not_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db", [WIRE])
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write whatever the rights say; the read-only disk is tested instead")
    refused(path, "read-only")
    tmp_path.chmod(0o555)
    try:
        assert verified(path).holds
        refused(path, r"cannot be (opened or made|written)")
        with pytest.raises(StoreError, match="cannot be opened or made here"):
            open_store(tmp_path / "other.db", create=True, write=True)
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_leaves_what_was_stored(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m", "tmpfs") as disk:
        path = filled(disk / "record.db", [WIRE])
        (disk / "ballast").write_bytes(b"0" * (shutil.disk_usage(disk).free - 8192))
        with pytest.raises(StoreError, match=r"the disk (is full|cannot be read or written)"):
            Writer(open_store(path, write=True), path).add("b.md", LATER, signature(LATER.document.text))
        (disk / "ballast").unlink()
        found = verified(path)
        assert found.holds
        assert found.counts["documents"] == 1


def test_no_half_store_is_made_on_a_full_disk(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64k", "tmpfs") as disk:
        path = disk / "record.db"
        with pytest.raises(StoreError, match="the disk is full"):
            open_store(path, create=True, write=True)
        assert sum(p.stat().st_size for p in disk.iterdir()) == 0


def test_a_store_that_may_not_grow_keeps_what_it_has(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.db", [WIRE])
    engine = open_store(path, write=True)
    with engine.connect() as connection:  # the pool's one connection, so that the limit holds for the writer
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    writer = Writer(engine, path)
    many = [WIRE.model_copy(update={"document": WIRE.document.model_copy(update={"id": str(i)})}) for i in range(50)]
    with pytest.raises(StoreError, match="the disk is full; nothing was half-written"):
        [writer.add(f"{one.document.id}.md", one, signature("a")) for one in many]
    engine.dispose()
    with by_hand(path) as connection:
        documents = connection.execute("SELECT count(*) FROM document").fetchone()[0]
        assert connection.execute("SELECT sum(attributions) FROM document").fetchone()[0] == documents * 3
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


LIMITED = """
import resource, sys
from pathlib import Path
from onrecord.errors import StoreError
from onrecord.record.store import open_store
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    open_store(Path(sys.argv[1]), create=True, write=True)
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_quota_is_told_and_leaves_no_half_store(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    done = subprocess.run([sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=True)
    assert "the disk " in done.stdout
    assert not path.exists() or path.stat().st_size == 0
    assert verified(filled(path)).holds


def test_a_store_that_another_holds_is_waited_for_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "record.db", [WIRE])
    monkeypatch.setattr(settings, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        engine = open_store(path, write=True)
        with pytest.raises(StoreError, match="another process holds the store"), transaction(engine, path):
            pass
        assert verified(path).counts["documents"] == 1
        other.execute("ROLLBACK")
        with transaction(engine, path):
            pass
        engine.dispose()
