"""Full-text search over statements and documents: ranked, the searched words marked."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Float, Integer, Row, Table, exists, func, select, text

from onrecord.record.answers import Filter, Hit
from onrecord.record.find_statements import statement_conditions, statements_numbered
from onrecord.record.schema import attribution, document, statement
from onrecord.record.visible import seen, source_columns, source_of

_OPEN, _CLOSE = "\x02", "\x03"
_GAP = " … "
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_WORDS = 24  # shown of a document around a hit
Among = Literal["statements", "documents"]
CANDIDATES = 2_000  # hits that are ranked: of a word that stands everywhere, the newest


def search(connection: Connection, words: str, chosen: Filter, among: Among | None = None) -> tuple[Hit, ...]:
    """A page of hits, statements first, each list best first. Words in double quotes are searched as they stand.

    ``among`` searches the one or the other. Empty where nothing is searched for.
    """
    match = _match(words)
    if not match:
        return ()
    found = [] if among == "documents" else list(_statements(connection, match, chosen))
    narrowed = (chosen.kind, chosen.speaker, chosen.party) != (None, None, None)
    if among != "statements" and not narrowed:
        found += _documents(connection, match, chosen)
    return tuple(found[chosen.offset : chosen.offset + chosen.limit])


def _match(words: str) -> str:
    """A full-text query that only ever looks for words: every token quoted, a trailing * kept as a prefix search."""
    out: list[str] = []
    for phrase, word in _TOKEN.findall(words):
        bare = (phrase or word).replace('"', " ").replace("\x00", " ").strip()
        if re.search(r"\w", bare):
            out.append('"' + bare.rstrip("*") + '"' + ("*" if bare.endswith("*") and not phrase else ""))
    return " ".join(out)


_NEWEST = "SELECT rowid AS id, rank AS score FROM {index} WHERE {index} MATCH :match ORDER BY rowid DESC LIMIT {most}"
_SHOWN = "SELECT rowid AS id, {shown} AS shown FROM {index} WHERE {index} MATCH :match AND rowid = :id"


def _statements(connection: Connection, match: str, chosen: Filter) -> Iterator[Hit]:
    where = statement_conditions(connection, chosen)
    if chosen.outlet is not None:
        t = attribution.c
        where.append(exists().where(t.statement_id == statement.c.id, t.outlet == chosen.outlet))
    found = _ranked(connection, statement, match, where, chosen)
    whole = f"highlight(statement_search, 1, '{_OPEN}', '{_CLOSE}')"
    shown = _marked(connection, "statement_search", whole, match, found)
    for said in statements_numbered(connection, found, chosen.as_of):
        best = next((c for c in said.citations if c.fullest), said.citations[0])
        yield Hit(
            "statement", best.source.title, _pieces(shown[said.id]), best.source,
            statement=said.id, speaker=said.speaker, date=said.date, telling=best.key, said=said.kind, party=said.party,
        )  # fmt: skip


def _ranked(
    connection: Connection, table: Table, match: str, where: Sequence[ColumnElement[bool]], chosen: Filter
) -> list[int]:
    """Numbers of hits in a searched table, best first.

    One pass gives the newest hits their ranks: asked for row by row, every rank would count the whole index anew.
    """
    index = f"{table.name}_search"
    newest = text(_NEWEST.format(index=index, most=CANDIDATES))
    near = newest.columns(id=Integer, score=Float).cte("near")
    best = select(near.c.id).join(table, table.c.id == near.c.id).where(*where).order_by(near.c.score, near.c.id)
    return list(connection.execute(best.limit(chosen.limit + chosen.offset), {"match": match}).scalars())


def _marked(connection: Connection, index: str, shown: str, match: str, found: list[int]) -> dict[int, str]:
    """The words of hits, the searched ones between marks."""
    query = text(_SHOWN.format(index=index, shown=shown))
    return {n: str(connection.execute(query, {"match": match, "id": n}).one().shown) for n in found}


def _documents(connection: Connection, match: str, chosen: Filter) -> Iterator[Hit]:
    d = document.c
    where = [seen(chosen.as_of)]
    where += [] if chosen.since is None else [d.known_on >= chosen.since]
    where += [] if chosen.outlet is None else [d.outlet == chosen.outlet]
    found = _ranked(connection, document, match, where, chosen)
    around = f"snippet(document_search, 1, '{_OPEN}', '{_CLOSE}', '{_GAP}', {_WORDS})"
    shown = _marked(connection, "document_search", around, match, found)
    for row in _rows(connection, found):
        pieces = _pieces(shown[row.id])
        start = _stands_at(connection, row.id, "".join(words for words, _ in pieces))
        yield Hit("document", row.title, pieces, source_of(row), date=row.document_day, start=start)


def _stands_at(connection: Connection, number: int, shown: str) -> int | None:
    """Where in its text a document's shown words stand."""
    held = func.instr(document.c.text, shown.removeprefix(_GAP).removesuffix(_GAP))
    at = connection.execute(select(held).where(document.c.id == number)).scalar()
    return at - 1 if at else None


def _rows(connection: Connection, numbers: list[int]) -> list[Row[Any]]:
    rows = {
        row.id: row
        for row in connection.execute(select(document.c.id, *source_columns()).where(document.c.id.in_(numbers)))
    }
    return [rows[n] for n in numbers]


def _pieces(shown: str) -> tuple[tuple[str, bool], ...]:
    """Text cut at the marks around searched words."""
    out: list[tuple[str, bool]] = []
    marked: Literal[True, False] = False
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", shown):
        if piece in (_OPEN, _CLOSE):
            marked = piece == _OPEN
        elif piece:
            out.append((piece, marked))
    return tuple(out)
