"""Full-text search over statements and documents: ranked, the searched words marked."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, text

from onrecord.record.answers import Filter, Hit
from onrecord.record.find_statements import statements_numbered
from onrecord.record.schema import document
from onrecord.record.visible import NOT_YET, source_columns, source_of

_OPEN, _CLOSE = "\x02", "\x03"
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_WORDS = 24  # shown of a document around a hit
CANDIDATES = 2_000  # hits that are ranked: of a word that stands everywhere, the newest


def search(connection: Connection, words: str, chosen: Filter) -> tuple[Hit, ...]:
    """A page of hits, statements first, each list best first. Words in double quotes are searched as they stand.

    Empty where nothing is searched for.
    """
    match = _match(words)
    if not match:
        return ()
    said = list(_statements(connection, match, chosen))
    if chosen.kind is None and chosen.speaker is None and chosen.party is None:
        said += _documents(connection, match, chosen)
    return tuple(said[chosen.offset : chosen.offset + chosen.limit])


def _match(words: str) -> str:
    """A full-text query that only ever looks for words: every token quoted, a trailing * kept as a prefix search."""
    out: list[str] = []
    for phrase, word in _TOKEN.findall(words):
        bare = (phrase or word).replace('"', " ").replace("\x00", " ").strip()
        if re.search(r"\w", bare):
            out.append('"' + bare.rstrip("*") + '"' + ("*" if bare.endswith("*") and not phrase else ""))
    return " ".join(out)


# One pass over the newest hits, each with its rank: asked for row by row, every rank would count the whole index anew.
_RANKED = """
    WITH near AS MATERIALIZED (
        SELECT rowid AS id, rank AS score FROM {index} WHERE {index} MATCH :match ORDER BY rowid DESC LIMIT {most})
    SELECT near.id FROM near JOIN {table} ON {table}.id = near.id WHERE true {where} ORDER BY score, near.id LIMIT :most
"""
_SHOWN = "SELECT rowid AS id, {shown} AS shown FROM {index} WHERE {index} MATCH :match AND rowid = :id"


def _statements(connection: Connection, match: str, chosen: Filter) -> Iterator[Hit]:
    where, values = _narrowed(chosen)
    query = _RANKED.format(index="statement_search", table="statement", most=CANDIDATES, where=where)
    wanted = {"match": match, "most": chosen.limit + chosen.offset, **values}
    found = list(connection.execute(text(query), wanted).scalars())
    shown = _marked(
        connection, "statement_search", f"highlight(statement_search, 1, '{_OPEN}', '{_CLOSE}')", match, found
    )
    for said in statements_numbered(connection, found, chosen.as_of):
        best = next((c for c in said.citations if c.fullest), said.citations[0])
        yield Hit(
            "statement", best.source.title, _pieces(shown[said.id]), best.source,
            statement=said.id, speaker=said.speaker, date=said.date,
        )  # fmt: skip


def _marked(connection: Connection, index: str, shown: str, match: str, found: list[int]) -> dict[int, str]:
    """The words of hits, the searched ones between marks."""
    query = text(_SHOWN.format(index=index, shown=shown))
    return {n: str(connection.execute(query, {"match": match, "id": n}).one().shown) for n in found}


def _narrowed(chosen: Filter) -> tuple[str, dict[str, Any]]:
    """Conditions on statements, and their values."""
    told = "EXISTS (SELECT 1 FROM attribution t WHERE t.statement_id = statement.id AND t.outlet = :outlet)"
    named = (
        "(statement.speaker = :speaker OR statement.actor_id IN (SELECT n.actor_id FROM spelling n "
        "WHERE n.spelled = :speaker))"
    )
    conditions = {
        "as_of": "statement.known_on <= :as_of", "since": "statement.date >= :since", "kind": "statement.kind = :kind",
        "party": "lower(statement.party) = lower(:party)", "speaker": named, "outlet": told,
    }  # fmt: skip
    values = {name: getattr(chosen, name) for name in conditions if getattr(chosen, name) is not None}
    return "".join(f" AND {conditions[name]}" for name in values), values


def _documents(connection: Connection, match: str, chosen: Filter) -> Iterator[Hit]:
    where = "AND document.known_on BETWEEN :since AND :until AND coalesce(document.gone_on, :never) > :until"
    where += " AND document.outlet = :outlet" if chosen.outlet else ""
    query = _RANKED.format(index="document_search", table="document", most=CANDIDATES, where=where)
    wanted: dict[str, Any] = {"match": match, "most": chosen.limit + chosen.offset, "since": chosen.since or ""}
    wanted |= {"until": chosen.as_of or "9999-12-30", "never": NOT_YET}
    wanted |= {"outlet": chosen.outlet} if chosen.outlet else {}
    found = list(connection.execute(text(query), wanted).scalars())
    around = f"snippet(document_search, 1, '{_OPEN}', '{_CLOSE}', ' … ', {_WORDS})"
    shown = _marked(connection, "document_search", around, match, found)
    for row in _rows(connection, found):
        yield Hit("document", row.title, _pieces(shown[row.id]), source_of(row), date=row.document_day)


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
