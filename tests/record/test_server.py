"""A store on a PostgreSQL server: how it is reached and refused, and what only a server has to keep."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import inspect

from benchmarks.crash import record
from onrecord import settings
from onrecord.errors import StoreError
from onrecord.gather.duplicates import signature
from onrecord.record.address import Server, address
from onrecord.record.schema import metadata
from onrecord.record.store import HEAD, open_store, transaction
from onrecord.record.view import View
from onrecord.record.writer import Writer
from tests.cli.command import run
from tests.record.kept import document, reading
from tests.record.made import WIRE, by_hand, filled, verified
from tests.server import GUARDED_BY, Databases


@pytest.fixture
def at(databases: Databases) -> Any:
    made = databases.new()
    yield made
    databases.drop(made)


@pytest.fixture
def bare(databases: Databases) -> Any:
    made = databases.new(filled=False)
    yield made
    databases.drop(made)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql://ada:secret@db.example:5433/talks?sslmode=require", "postgresql://ada@db.example:5433/talks"),
        ("postgres://ada@db.example/talks", "postgresql://ada@db.example/talks"),
        ("postgresql://db.example/talks", "postgresql://db.example/talks"),
        ("postgresql:///talks?host=/var/run&password=secret", "postgresql:///talks"),
        ("postgresql://ada:s%40cr%2Fet@[::1]/talks", "postgresql://ada@[::1]/talks"),
    ],
)
def test_an_address_is_shown_without_what_is_secret(typed: str, shown: str) -> None:
    at = address(typed)
    assert isinstance(at, Server)
    assert str(at) == shown
    assert "cr" not in str(at) + repr(at)
    assert at.with_suffix(".dossier.yaml") == Path("talks.dossier.yaml")


@pytest.mark.parametrize(
    "typed",
    ["ada:s@cret@db/talks", "ada:s/cret@db/talks", "ada:s?cret@db/talks", "ada:s%cret@db/talks", "ada:cret\n@db"],
)
def test_an_address_that_can_be_read_in_two_ways_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(StoreError, match="of a password @ as %40") as refused:
        address(f"postgresql://{typed}")
    assert "cret" not in str(refused.value)


@pytest.mark.parametrize("typed", ["talks.db", "a/postgresql:x.db", "sqlite://x"])
def test_anything_else_is_a_file(typed: str) -> None:
    assert address(typed) == Path(typed)


def refused(at: Server, words: str, *, write: bool = False) -> None:
    with pytest.raises(StoreError, match=words) as error:
        open_store(at, create=write, write=write)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("postgresql://")


def test_what_is_wrong_with_a_server_is_told_in_a_line(databases: Databases, at: Server) -> None:
    there = f"?host={databases.folder}"
    refused(Server(f"postgresql://tester@/none{there}"), "no such database on the server. Make it with: createdb")
    refused(Server(f"postgresql://nobody_here@/{at.stem}{there}"), "knows no such user")
    refused(Server(f"postgresql://stranger@/{at.stem}{there}"), "lets nobody in from here|knows no such user")
    refused(Server(f"postgresql://tester@/{at.stem}?host={databases.folder}/none"), "cannot be reached")
    refused(Server("postgresql://tester@127.0.0.1:1/talks"), "cannot be reached")
    refused(Server("postgresql://tester@no-such-host.invalid/talks"), "cannot be reached")


def test_a_password_may_stand_in_the_address_and_in_the_environment_and_nowhere_else(
    databases: Databases, at: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded", at.stem)
    open_address = f"postgresql://guarded{{}}@/{at.stem}?host={databases.folder}"
    refused(Server(open_address.format("")), "does not take this user's password. Give it in PGPASSWORD")
    wrong = Server(open_address.format(":wr0ngw0rd"))
    refused(wrong, "does not take this user's password")
    assert "wr0ng" not in repr(wrong) + str(wrong)
    right = address(open_address.format(":" + quote(GUARDED_BY, safe="")))
    assert View.open(right).statements() == ()
    monkeypatch.setenv("PGPASSWORD", GUARDED_BY)
    assert View.open(Server(open_address.format(""))).statements() == ()


def test_no_error_of_the_command_line_repeats_a_password(databases: Databases) -> None:
    given = "hush4ever"
    for place in (f"/none?host={databases.folder}", f"/none?host={databases.folder}/x", "127.0.0.1:1/none"):
        db = f"postgresql://guarded:{given}@{place}"
        for verb in (["statements"], ["verify"], ["add", __file__], ["reread"], ["serve", "--port", "0"]):
            done = run(*verb, "--db", db)
            assert done.returncode == 1
            assert given.encode() not in done.stdout + done.stderr
            assert b"Traceback" not in done.stderr


def test_an_empty_database_is_no_store_until_something_is_added(bare: Server) -> None:
    refused(bare, "no store here. Make one with: onrecord add")
    assert verified(filled(bare)).holds
    open_store(bare).dispose()


def test_a_database_of_something_else_is_refused_and_left_alone(databases: Databases, bare: Server) -> None:
    databases.sql("CREATE TABLE document (id int)", bare.stem)
    refused(bare, "no store of onrecord's", write=True)
    databases.sql("CREATE TABLE alembic_version (version_num text)", bare.stem)
    refused(bare, "no store of onrecord's", write=True)


def test_a_newer_store_is_refused(at: Server) -> None:
    with by_hand(at) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused(at, r"made by a newer onrecord \(schema 9999\)", write=True)


def test_a_database_in_another_encoding_is_refused(databases: Databases) -> None:
    made = databases.new(filled=False, encoding="SQL_ASCII")
    refused(made, "the database is in SQL_ASCII. Make one with: createdb --encoding UTF8", write=True)
    databases.drop(made)


def test_who_may_only_read_reads_and_is_told_so_where_they_write(databases: Databases, at: Server) -> None:
    filled(at)
    reader = databases.at(at.stem, "reader")
    refused(reader, "has no right to do that here")
    databases.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", at.stem)
    assert len(View.open(reader).statements()) == 3
    assert View.open(reader).search("patrols")
    assert verified(reader).holds
    with pytest.raises(StoreError, match="has no right to do that here"):
        Writer(open_store(reader, write=True), reader).fail("a.md", "unread")


def test_without_the_driver_it_says_what_to_install(at: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused(at, r"its driver is not installed. Install it with: pip install onrecord\[postgres\]")


def test_a_reader_cannot_write(at: Server) -> None:
    with pytest.raises(StoreError, match="the server lets nobody write now"):
        Writer(open_store(at), at).fail("a.md", "unread")


def test_the_scripts_make_the_tables_that_the_schema_says(at: Server) -> None:
    engine = open_store(at)
    found = inspect(engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version", "change"}
    for name, table in metadata.tables.items():
        held = {c["name"]: c for c in found.get_columns(name) if c["name"] != "words"}
        assert list(held) == [c.name for c in table.columns]
        for column in table.columns:
            kind = held[column.name]["type"]
            named = {"FLOAT": "DOUBLE PRECISION"}.get(str(column.type), column.type.compile(engine.dialect))
            assert str(kind).partition(" COLLATE")[0] == named, (name, column.name)
            assert held[column.name]["nullable"] == column.nullable
            assert getattr(kind, "collation", None) == ("C" if str(kind).startswith("TEXT") else None)
        indexes = {i["name"]: i["column_names"] for i in found.get_indexes(name) if not i["unique"]}
        indexes.pop(f"{name}_search", None)
        assert indexes == {i.name: [c.name for c in i.columns] for i in table.indexes}
        assert sorted(found.get_pk_constraint(name)["constrained_columns"]) == sorted(c.name for c in table.primary_key)
        keys = found.get_foreign_keys(name)
        assert sorted(k["constrained_columns"][0] for k in keys) == sorted(
            c.name for c in table.columns if c.foreign_keys
        )
        assert all(k["options"].get("deferrable") for k in keys)
    engine.dispose()


def test_words_that_an_older_schema_found_otherwise_are_found_anew(at: Server) -> None:
    text = "The patrol of йодль ended, Dorn said."
    made = document(text, "2027-03-01")
    made = made.model_copy(update={"id": made.content_id()})
    Writer(open_store(at, write=True), at).add("a.md", reading(made), signature(text))
    with by_hand(at) as connection:
        bare = "regexp_replace(normalize(said, NFD), '[\\u0300-\\u036f]+', '', 'g')"
        connection.execute(
            "CREATE OR REPLACE FUNCTION onrecord_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE "
            f"RETURN to_tsvector('onrecord_words'::regconfig, lower({bare}))"
        )
        connection.execute("UPDATE document SET text = text, title = title")
        connection.execute("UPDATE alembic_version SET version_num = '0006'")
        assert connection.execute("SELECT count(*) FROM document WHERE words @@ '''иодль'''").fetchone() == (1,)
        connection.commit()
    view = View.open(at)
    assert [bool(view.search(typed)) for typed in ("йодль", "иодль", "patrols")] == [True, False, True]
    assert verified(at).holds


def test_two_that_make_a_store_at_once_make_one(bare: Server) -> None:
    def make(_: int) -> None:
        open_store(bare, create=True, write=True).dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(4)))
    with by_hand(bare) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("SELECT number FROM change").fetchall() == [(0,)]


def test_what_is_written_changes_the_stamp_and_what_is_read_does_not(at: Server) -> None:
    view, writer = View.open(at), Writer(open_store(at, write=True), at)
    before = view.stamp()
    view.statements()
    assert view.stamp() == before
    writer.add("a.md", WIRE, signature(WIRE.document.text))
    assert view.stamp() != before


def test_a_store_that_another_holds_is_waited_for_then_told(at: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BUSY_SECONDS", 0.2)
    first, second = open_store(at, write=True), open_store(at, write=True)
    with transaction(first, at):
        with pytest.raises(StoreError, match="another process holds the store"), transaction(second, at):
            pass
        assert View.open(at).statements() == ()  # who reads waits for nobody
    with transaction(second, at):
        pass


def test_a_name_with_no_character_in_it_is_told_and_nothing_is_written(at: Server) -> None:
    writer = Writer(open_store(at, write=True), at)
    before = record(at)
    odd = WIRE.model_copy(update={"document": WIRE.document.model_copy(update={"title": "a\x00b"})})
    with pytest.raises(StoreError, match=r"has the character U\+0000"):
        writer.add("a.md", odd, signature("a"))
    assert record(at) == before
    with pytest.raises(StoreError, match=r"has the character U\+0000"):
        View.open(at).actor("Dorn\x00")


def test_other_words_than_its_own_are_a_fault(at: Server) -> None:
    filled(at)
    with by_hand(at) as connection:
        connection.execute("ALTER TABLE document ALTER COLUMN words DROP EXPRESSION")
        connection.execute(
            "CREATE OR REPLACE FUNCTION onrecord_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE"
            " RETURN to_tsvector('onrecord_words'::regconfig, replace(said, 'patrols', 'boats'))"
        )
    found = {(f.table, f.row) for f in verified(at).faults}
    assert found == {("document_search", None), ("statement_search", 1), ("statement_search", 2)}


def test_a_dump_of_a_store_is_a_store(databases: Databases, at: Server) -> None:
    filled(at)
    where = ["-h", str(databases.folder), "-U", "tester"]
    dump = subprocess.run([databases.bin / "pg_dump", *where, at.stem], capture_output=True, check=True).stdout
    copy = databases.new(filled=False)
    subprocess.run(
        [databases.bin / "psql", *where, "-q", "-v", "ON_ERROR_STOP=1", copy.stem], input=dump, check=True,
        capture_output=True,
    )  # fmt: skip
    assert record(copy) == record(at)
    assert verified(copy).holds
    assert [h.date for h in View.open(copy).search('"ruled out"')] == [
        h.date for h in View.open(at).search('"ruled out"')
    ]
    Writer(open_store(copy, write=True), copy).fail("a.md", "unread")
    databases.drop(copy)


def test_a_file_and_a_server_hold_the_same(at: Server, tmp_path: Path) -> None:
    assert record(filled(at)) == record(filled(tmp_path / "record.db"))
