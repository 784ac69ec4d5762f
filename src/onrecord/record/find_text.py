"""Full-text search over statements and documents: ranked, the searched words marked."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Table, exists, select

from onrecord.record import words_in_file, words_on_server
from onrecord.record.answers import Filter, Hit
from onrecord.record.dialect import on_server
from onrecord.record.find_statements import statement_conditions, statements_numbered
from onrecord.record.schema import attribution, document, statement
from onrecord.record.searched import Searched, searched
from onrecord.record.visible import seen, source_columns, source_of

Among = Literal["statements", "documents"]


def search(connection: Connection, words: str, chosen: Filter, among: Among | None = None) -> tuple[Hit, ...]:
    """A page of hits, statements first, each list best first. Words in double quotes are searched as they stand.

    ``among`` searches the one or the other. Empty where nothing is searched for.
    """
    wanted = searched(words)
    if not wanted:
        return ()
    found = [] if among == "documents" else list(_statements(connection, wanted, chosen))
    narrowed = (chosen.kind, chosen.speaker, chosen.party) != (None, None, None)
    if among != "statements" and not narrowed:
        found += _documents(connection, wanted, chosen)
    return tuple(found[chosen.offset : chosen.offset + chosen.limit])


def _statements(connection: Connection, wanted: Sequence[Searched], chosen: Filter) -> Iterator[Hit]:
    where = statement_conditions(connection, chosen)
    if chosen.outlet is not None:
        t = attribution.c
        where.append(exists().where(t.statement_id == statement.c.id, t.outlet == chosen.outlet))
    found = _ranked(connection, statement, wanted, where, chosen)
    shown = (words_on_server if on_server(connection) else words_in_file).marked(connection, wanted, found)
    for said in statements_numbered(connection, found, chosen.as_of):
        best = next((c for c in said.citations if c.fullest), said.citations[0])
        yield Hit(
            "statement", best.source.title, shown[said.id], best.source,
            statement=said.id, speaker=said.speaker, date=said.date, telling=best.key, said=said.kind, party=said.party,
        )  # fmt: skip


def _documents(connection: Connection, wanted: Sequence[Searched], chosen: Filter) -> Iterator[Hit]:
    d = document.c
    where = [seen(chosen.as_of)]
    where += [] if chosen.since is None else [d.known_on >= chosen.since]
    where += [] if chosen.outlet is None else [d.outlet == chosen.outlet]
    found = _ranked(connection, document, wanted, where, chosen)
    shown = (words_on_server if on_server(connection) else words_in_file).around(connection, wanted, found)
    for row in _rows(connection, found):
        pieces, start = shown[row.id]
        yield Hit("document", row.title, pieces, source_of(row), date=row.document_day, start=start)


def _ranked(
    connection: Connection, table: Table, wanted: Sequence[Searched], where: Sequence[ColumnElement[bool]],
    chosen: Filter,
) -> list[int]:  # fmt: skip
    """Numbers of hits in a searched table, best first."""
    near = (words_on_server if on_server(connection) else words_in_file).newest(connection, table, wanted).cte("near")
    best = select(near.c.id).join(table, table.c.id == near.c.id).where(*where).order_by(near.c.score, near.c.id)
    return list(connection.execute(best.limit(chosen.limit + chosen.offset)).scalars())


def _rows(connection: Connection, numbers: list[int]) -> list[Row[Any]]:
    rows = {
        row.id: row
        for row in connection.execute(select(document.c.id, *source_columns()).where(document.c.id.in_(numbers)))
    }
    return [rows[n] for n in numbers]
