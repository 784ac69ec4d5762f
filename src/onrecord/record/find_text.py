"""Full-text search over statements and documents: ranked, the searched words marked."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

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


_RANKED = """
    WITH near AS MATERIALIZED (
        SELECT rowid AS id FROM {index} WHERE {index} MATCH :match ORDER BY rowid DESC LIMIT {most})
    SELECT {index}.rowid AS id, {shown} AS shown FROM {index} JOIN {table} ON {table}.id = {index}.rowid
    WHERE {index} MATCH :match AND {index}.rowid IN (SELECT id FROM near) {where} ORDER BY rank LIMIT :most
"""


def _statements(connection: Connection, match: str, chosen: Filter) -> Iterator[Hit]:
    where, values = _narrowed(chosen)
    query = _RANKED.format(
        index="statement_search", table="statement", most=CANDIDATES, where=where,
        shown=f"highlight(statement_search, 1, '{_OPEN}', '{_CLOSE}')",
    )  # fmt: skip
    wanted = {"match": match, "most": chosen.limit + chosen.offset, **values}
    shown = {row.id: row.shown for row in connection.execute(text(query), wanted)}
    for said in statements_numbered(connection, list(shown), chosen.as_of):
        best = next((c for c in said.citations if c.fullest), said.citations[0])
        yield Hit(
            "statement", best.source.title, _pieces(shown[said.id]), best.source,
            statement=said.id, speaker=said.speaker, date=said.date,
        )  # fmt: skip


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
    query = _RANKED.format(
        index="document_search", table="document", most=CANDIDATES,
        where="AND document.known_on <= :until AND document.known_on >= :since AND document.outlet IS NOT NULL"
        " AND document.outlet = :outlet AND coalesce(document.gone_on, :never) > :until"
        if chosen.outlet
        else "AND document.known_on <= :until AND document.known_on >= :since"
        " AND coalesce(document.gone_on, :never) > :until",
        shown=f"snippet(document_search, 1, '{_OPEN}', '{_CLOSE}', ' … ', {_WORDS})",
    )  # fmt: skip
    until = chosen.as_of or "9999-12-30"
    wanted = {"match": match, "most": chosen.limit + chosen.offset, "until": until, "since": chosen.since or ""}
    wanted |= {"never": NOT_YET, "outlet": chosen.outlet}
    shown = {row.id: row.shown for row in connection.execute(text(query), wanted)}
    for row in _rows(connection, list(shown)):
        yield Hit("document", row.title, _pieces(shown[row.id]), source_of(row), date=row.document_day)


def _rows(connection: Connection, numbers: list[int]) -> list[Row[Any]]:
    from sqlalchemy import select

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
