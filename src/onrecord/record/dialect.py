"""What SQLite and PostgreSQL have different words for: types, and pieces of queries. All else is the same SQL."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Integer, LargeBinary, Table, TableValuedAlias, Text
from sqlalchemy import cast as as_type
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

SERVER = "postgresql"  # SQLAlchemy's name for it
# A column of text as a script makes it: compared and sorted by its bytes, and with no case but that of ASCII, as SQLite
# has it, whatever the language of a database. (Queries leave it out: PostgreSQL takes it from the column.)
TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), SERVER)
# A number of a row, or a hash: 64 bits. SQLite's integers have them always.
NUMBER: TypeEngine[int] = Integer().with_variant(BigInteger(), SERVER)


def on_server(connection: Connection) -> bool:
    """Whether a connection leads to PostgreSQL."""
    return connection.dialect.name == SERVER


class _Each(FunctionElement[Any]):
    """The items of a list in JSON, as a table of ``key`` (from 0) and ``value``."""

    inherit_cache = True


@compiles(_Each)
def _each_in_file(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, SERVER)
def _each_on_server(element: Any, compiler: Any, **options: Any) -> str:
    items = f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS jsonb))"
    return f"(SELECT place - 1 AS key, value FROM {items} WITH ORDINALITY AS item(value, place))"  # noqa: S608


class _Item(FunctionElement[Any]):
    """One item of a list in JSON (a text), by its place from 0."""

    inherit_cache = True


@compiles(_Item)
def _item_in_file(element: Any, compiler: Any, **options: Any) -> str:
    value, place = (compiler.process(c, **options) for c in element.clauses)
    return f"json_extract({value}, '$[' || {place} || ']')"


@compiles(_Item, SERVER)
def _item_on_server(element: Any, compiler: Any, **options: Any) -> str:
    value, place = (compiler.process(c, **options) for c in element.clauses)
    return f"(CAST({value} AS jsonb) ->> {place})"


class _ListOf(FunctionElement[str]):
    """Values as one text, each apart from the next, None too."""

    type = Text()
    inherit_cache = True


@compiles(_ListOf)
def _list_in_file(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **options)})"


@compiles(_ListOf, SERVER)
def _list_on_server(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(json_build_array({compiler.process(element.clauses, **options)}) AS text)"


class _Bytes(FunctionElement[bytes]):
    """A text's bytes in UTF-8."""

    type = LargeBinary()
    inherit_cache = True


@compiles(_Bytes)
def _bytes_in_file(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(_Bytes, SERVER)
def _bytes_on_server(element: Any, compiler: Any, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"


def listed(values: Sequence[object]) -> TableValuedAlias:
    """Plain values as a table of ``key`` and ``value``, by one argument: thousands take longer to write than to ask."""
    return _Each(json.dumps(list(values))).table_valued("key", "value")


def as_number(value: ColumnElement[Any]) -> ColumnElement[int]:
    """A value of ``listed``, or an ``item`` of one, as a number."""
    return as_type(value, NUMBER)


def item(value: ColumnElement[Any], place: int) -> ColumnElement[Any]:
    """An item of a value of ``listed`` that is a list itself."""
    return _Item(value, place)


def list_of(*columns: ColumnElement[Any]) -> ColumnElement[str]:
    """Columns of a row as one text."""
    return _ListOf(*columns)


def bytes_of(column: ColumnElement[str]) -> ColumnElement[bytes]:
    """A text as it is stored."""
    return _Bytes(column)


def inserting(connection: Connection, table: Table) -> Any:
    """An INSERT that can say what is to be done where the row is there: ``on_conflict_do_nothing``, and so on."""
    return postgresql.insert(table) if on_server(connection) else sqlite.insert(table)


def defer_references(connection: Connection) -> None:
    """Let references lead nowhere until the transaction ends."""
    connection.exec_driver_sql(
        "SET CONSTRAINTS ALL DEFERRED" if on_server(connection) else "PRAGMA defer_foreign_keys = ON"
    )


def count_anew(connection: Connection, table: Table) -> None:
    """Let SQLite count how often values occur in a table, so that it plans by that. PostgreSQL does so by itself."""
    if not on_server(connection):
        connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
        connection.exec_driver_sql(f"ANALYZE {table.name}")
