"""The search index of a PostgreSQL server: what it finds, it finds by the same words as SQLite's.

Words are letters and digits without case and accents, in Porter's stems, none left out (``migrations.on_server``).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Float, Table, Text, TextualSelect, func, literal_column, select, text

from onrecord.record.dialect import listed
from onrecord.record.schema import document, statement
from onrecord.record.searched import CANDIDATES, GAP, WORDS, Pieces, Searched

# Of equal counts, words that stand in a shorter text count more (1), as they do in SQLite's ranks.
_NEWEST = """
    SELECT id, -ts_rank(words, CAST(:match AS tsquery), 1) AS score FROM {table}
    WHERE words @@ CAST(:match AS tsquery) ORDER BY id DESC LIMIT {most}"""
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_MARKS = "[\u0300-\u036f]+"
_LATIN = re.compile(f"([A-Za-z]){_MARKS}")
_STOP = re.compile("[.:]")  # what ends a sentence, as SQLite has it
BEGINS, BEGINS_ALL = 100, 120  # how often as many words found again count for as much, as SQLite has it
LOOKED_AT = 50  # places in a document from which the shown one is chosen


SHORT = 2  # letters of a word that is its own stem, as SQLite has it


@dataclass(frozen=True)
class _Word:
    """A word of a text: where it stands, and by what it is found before it is stemmed."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True)
class _Found:
    """Searched words in a text: the first and the last of them, by their places among its words; which search it is."""

    first: int
    last: int
    search: int


def newest(connection: Connection, table: Table, wanted: Sequence[Searched]) -> TextualSelect:
    """The newest hits, each with its score: the lower, the better."""
    query = text(_NEWEST.format(table=table.name, most=CANDIDATES)).bindparams(match=_match(connection, wanted))
    return query.columns(id=BigInteger, score=Float)


def marked(connection: Connection, wanted: Sequence[Searched], numbers: Sequence[int]) -> dict[int, Pieces]:
    """The words of statements that were found."""
    s = statement.c
    texts = _texts(connection, select(s.id, s.content.label("text")).where(s.id.in_(numbers)))
    found = _find(connection, wanted, texts)
    return {
        number: _pieces(said, 0, len(said), [(words[f.first].start, words[f.last].end) for f in found[number]])
        for number, (said, words) in texts.items()
    }


def around(
    connection: Connection, wanted: Sequence[Searched], numbers: Sequence[int]
) -> dict[int, tuple[Pieces, int | None]]:
    """The words of documents around the searched ones, and where in the text they stand."""
    d = document.c
    texts = _texts(connection, select(d.id, d.text).where(d.id.in_(numbers)))
    found = _find(connection, wanted, texts)
    return {number: _window(said, words, found[number]) for number, (said, words) in texts.items()}


def _match(connection: Connection, wanted: Sequence[Searched]) -> str:
    """A query that only ever looks for words: nothing but letters and digits reaches it, and our own signs."""
    searches = [[word.folded for word in _words(one.words)] for one in wanted]
    stems = _stems(connection, sorted({word for words in searches for word in words}))
    parts = []
    for words, one in zip(searches, wanted, strict=True):
        if words:
            phrase = " <-> ".join(f"'{stems[word]}'" for word in words)
            parts.append(f"({phrase}{':*' if one.begins else ''})")
    return " & ".join(parts)


def _words(said: str) -> list[_Word]:
    return [_Word(m.start(), m.end(), _folded(m[0])) for m in _WORD.finditer(said)]


def _folded(word: str) -> str:
    """A word without case, and without accents on Latin letters or beside any: as ``migrations.on_server`` has it."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", re.sub(_MARKS, "", word))
    return unicodedata.normalize("NFC", _LATIN.sub(r"\1", apart)).lower()


def _texts(connection: Connection, chosen: Any) -> dict[int, tuple[str, list[_Word]]]:
    return {row.id: (row.text, _words(row.text)) for row in connection.execute(chosen)}


def _find(
    connection: Connection, wanted: Sequence[Searched], texts: dict[int, tuple[str, list[_Word]]]
) -> dict[int, list[_Found]]:
    """Where the searched words stand in each text."""
    searches = [[word.folded for word in _words(one.words)] for one in wanted]
    begins = {word[:1] for words in searches for word in words}  # no stem begins otherwise than its word
    every = {word.folded for _, words in texts.values() for word in words if word.folded[:1] in begins}
    stems = _stems(connection, sorted(every.union(*searches)))
    found: dict[int, list[_Found]] = {}
    for number, (_, words) in texts.items():
        own = [stems.get(word.folded, "") for word in words]
        found[number] = [
            _Found(i, i + len(search) - 1, at)
            for at, (search, one) in enumerate(zip(searches, wanted, strict=True))
            for i in range(len(own) - len(search) + 1)
            if search and _stands(own[i : i + len(search)], [stems[word] for word in search], begins=one.begins)
        ]
    return found


def _stems(connection: Connection, words: Sequence[str]) -> dict[str, str]:
    each = listed(words).c.value
    stem = func.array_to_string(func.ts_lexize(literal_column("'onrecord_stem'"), each, type_=Text), "")
    found = {row[0]: row[1] for row in connection.execute(select(each, stem))}
    return {word: word if len(word) <= SHORT and word.isascii() else found[word] for word in words}


def _stands(there: Sequence[str], search: Sequence[str], *, begins: bool) -> bool:
    *before, last = search
    return list(there[:-1]) == before and (there[-1].startswith(last) if begins else there[-1] == last)


def _window(said: str, words: Sequence[_Word], found: Sequence[_Found]) -> tuple[Pieces, int | None]:
    """As many words as are shown, where most of the searches are found in them; best from a sentence's beginning on."""
    if not words:
        return ((said, False),), 0
    looked = found[:LOOKED_AT]
    first = max(_beginnings(said, words, looked), key=lambda one: _worth(one, looked), default=(0, 0))[0]
    last = min(first + WORDS, len(words)) - 1
    start = words[first].start if first else 0
    end = words[last].end if last < len(words) - 1 else len(said)
    marks = [(words[f.first].start, words[f.last].end) for f in found if first <= f.first and f.last <= last]
    pieces = _pieces(said, start, end, marks)
    before = ((GAP, False),) if first else ()
    after = ((GAP, False),) if last < len(words) - 1 else ()
    return _joined((*before, *pieces, *after)), start


def _beginnings(said: str, words: Sequence[_Word], found: Sequence[_Found]) -> Iterator[tuple[int, int]]:
    """Where a window may begin, and what speaks for that: with the sentence that is found, or so that it is amid it."""
    for one in found:
        at = one.first
        while at and at > one.last - WORDS and not _STOP.search(said, words[at - 1].end, words[at].start):
            at -= 1
        if at > one.last - WORDS:
            yield at, BEGINS if at else BEGINS_ALL
        spare = WORDS - 1 - (one.last - one.first)
        yield max(0, min(one.first - spare // 2, len(words) - WORDS)), 0


def _worth(beginning: tuple[int, int], found: Sequence[_Found]) -> tuple[int, int]:
    first, more = beginning
    within = [f.search for f in found if first <= f.first and f.last < first + WORDS]
    return len(set(within)), more + len(within)


def _pieces(said: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> Pieces:
    """A part of a text, cut around the marks; marks that overlap are one."""
    out: list[tuple[str, bool]] = []
    at = start
    for low, high in sorted(marks):
        if low >= at:
            out += [(said[at:low], False), (said[low:high], True)]
        elif high > at and out:
            out[-1] = (out[-1][0] + said[at:high], True)
        at = max(at, high)
    return tuple(piece for piece in (*out, (said[at:end], False)) if piece[0])


def _joined(pieces: Pieces) -> Pieces:
    """Pieces next to each other that were not searched for, as one."""
    out: list[tuple[str, bool]] = []
    for words, searched in pieces:
        if out and not searched and not out[-1][1]:
            out[-1] = (out[-1][0] + words, False)
        else:
            out.append((words, searched))
    return tuple(out)
