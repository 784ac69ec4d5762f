"""The search index of a file: SQLite's FTS5."""

import re
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection, Float, Integer, Table, TextualSelect, func, select, text

from onrecord.record.schema import document
from onrecord.record.searched import CANDIDATES, GAP, WORDS, Pieces, Searched

_OPEN, _CLOSE = "\x02", "\x03"
_NEWEST = "SELECT rowid AS id, rank AS score FROM {index} WHERE {index} MATCH :match ORDER BY rowid DESC LIMIT {most}"
_SHOWN = "SELECT rowid AS id, {shown} AS shown FROM {index} WHERE {index} MATCH :match AND rowid = :id"


def newest(_: Connection, table: Table, wanted: Sequence[Searched]) -> TextualSelect:
    """The newest hits, each with its score: the lower, the better.

    One pass gives them their ranks: asked for row by row, every rank would count the whole index anew.
    """
    query = text(_NEWEST.format(index=f"{table.name}_search", most=CANDIDATES)).bindparams(match=_match(wanted))
    return query.columns(id=Integer, score=Float)


def marked(connection: Connection, wanted: Sequence[Searched], numbers: Sequence[int]) -> dict[int, Pieces]:
    """The words of statements that were found."""
    whole = f"highlight(statement_search, 1, '{_OPEN}', '{_CLOSE}')"
    return {n: _pieces(_shown(connection, "statement_search", whole, wanted, n)) for n in numbers}


def around(
    connection: Connection, wanted: Sequence[Searched], numbers: Sequence[int]
) -> dict[int, tuple[Pieces, int | None]]:
    """The words of documents around the searched ones, and where in the text they stand."""
    near = f"snippet(document_search, 1, '{_OPEN}', '{_CLOSE}', '{GAP}', {WORDS})"
    found: dict[int, tuple[Pieces, int | None]] = {}
    for n in numbers:
        pieces = _pieces(_shown(connection, "document_search", near, wanted, n))
        found[n] = pieces, _stands_at(connection, n, "".join(words for words, _ in pieces))
    return found


def _match(wanted: Sequence[Searched]) -> str:
    return " ".join(f'"{one.words}"{"*" if one.begins else ""}' for one in wanted)


def _shown(connection: Connection, index: str, shown: str, wanted: Sequence[Searched], number: int) -> str:
    query = text(_SHOWN.format(index=index, shown=shown))
    return str(connection.execute(query, {"match": _match(wanted), "id": number}).one().shown)


def _stands_at(connection: Connection, number: int, shown: str) -> int | None:
    held = func.instr(document.c.text, shown.removeprefix(GAP).removesuffix(GAP))
    at = connection.execute(select(held).where(document.c.id == number)).scalar()
    return at - 1 if at else None


def _pieces(shown: str) -> Pieces:
    """Text cut at the marks around searched words."""
    out: list[tuple[str, bool]] = []
    marked: Literal[True, False] = False
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", shown):
        if piece in (_OPEN, _CLOSE):
            marked = piece == _OPEN
        elif piece:
            out.append((piece, marked))
    return tuple(out)
