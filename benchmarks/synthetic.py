"""A store of any size, of invented people in invented states: written row by row, as the writer would.

Documents are made of sentences whose spans are known, so that ``onrecord verify`` holds on the result. Words come in
frequencies like a language's (Zipf), so that searches for common and for rare words both occur.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from benchmarks.places import run
from onrecord.record.address import Address, Server
from onrecord.record.dialect import on_server
from onrecord.record.names import parsed
from onrecord.record.schema import (
    actor,
    appearance,
    attribution,
    attribution_span,
    document,
    meeting,
    metadata,
    party,
    place,
    report,
    report_span,
    spelling,
    statement,
    version,
)  # fmt: skip
from onrecord.record.store import open_store, transaction
from onrecord.values import PLOVER, Kind

KINDS: tuple[Kind, ...] = tuple(PLOVER)
FIRST = date(2024, 1, 1)
A_DAY, A_DOCUMENT, OUTLETS, PARTIES, ACTORS = 100, 10, 60, 40, 2000  # documents a day, statements a document …
BATCH = 1000  # documents a transaction
_SYLLABLES = ("ka", "ro", "ven", "tel", "mor", "is", "and", "dra", "lun", "pe", "sta", "vi", "on", "gar", "el", "tho")
Row = dict[str, Any]


def word(number: int) -> str:
    """The same invented word for the same number."""
    out = ""
    while True:
        out += _SYLLABLES[number % len(_SYLLABLES)]
        number //= len(_SYLLABLES)
        if not number:
            return out


def make(at: Address, documents: int, seed: int = 1) -> None:
    """Write a store of some documents, ten statements each, into a new store."""
    rng = random.Random(seed)
    engine = open_store(at, create=True, write=True)
    people = [(f"{word(9000 + i).title()} {word(500 + i).title()}", f"State {i % PARTIES}") for i in range(ACTORS)]
    with transaction(engine, at) as connection:
        _actors(connection, people)
    for start in range(0, documents, BATCH):
        with transaction(engine, at) as connection:
            _documents(connection, range(start, min(start + BATCH, documents)), people, rng)
    engine.dispose()
    if isinstance(at, Server):  # counted by and by on a server in use
        run(at, "VACUUM ANALYZE")


def _actors(connection: Connection, people: list[tuple[str, str]]) -> None:
    first, last = FIRST.isoformat(), (FIRST + timedelta(1000)).isoformat()
    rows = [
        {"id": i + 1, "name": n, "type": "person", "party": p, "first_seen": first, "last_seen": last}
        for i, (n, p) in enumerate(people)
    ]
    connection.execute(insert(actor), rows)
    spelled = [{"actor_id": i + 1, "spelled": n, "surname": parsed(n).surname} for i, (n, _) in enumerate(people)]
    connection.execute(insert(spelling), spelled)


def _documents(connection: Connection, numbers: range, people: list[tuple[str, str]], rng: random.Random) -> None:
    rows: dict[Table, list[Row]] = {}
    for number in numbers:
        for table, row in _document(number, people, rng):
            rows.setdefault(table, []).append(row)
    for table in metadata.sorted_tables:
        if table in rows:
            (_copy if on_server(connection) else _insert)(connection, table, rows[table])


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    connection.execute(insert(table), rows)


def _copy(connection: Connection, table: Table, rows: list[Row]) -> None:
    """The same, as PostgreSQL takes many rows fastest."""
    columns = ", ".join(f'"{name}"' for name in rows[0])
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(list(row.values()))


def _document(number: int, people: list[tuple[str, str]], rng: random.Random) -> Iterator[tuple[Table, Row]]:
    day = (FIRST + timedelta(number // A_DAY)).isoformat()
    at, text, spans = number + 1, "", []
    outlet = f"Outlet {min(int(rng.paretovariate(0.7)), OUTLETS)}"
    for i in range(A_DOCUMENT):
        who = min(int(rng.paretovariate(0.6)) - 1, ACTORS - 1)
        name, side = people[who]
        content = " ".join(word(min(int(rng.paretovariate(0.55)), 60_000)) for _ in range(rng.randint(8, 25)))
        start = len(text)
        text += f"{name} said {content}.\n"
        spans = [
            ("source", start, start + len(name)), ("cue", start + len(name) + 1, start + len(name) + 5),
            ("content", start + len(name) + 6, start + len(name) + 6 + len(content)),
        ]  # fmt: skip
        one = number * A_DOCUMENT + i + 1
        kind = KINDS[min(int(rng.paretovariate(0.9)) - 1, len(KINDS) - 1)]
        yield statement, {
            "id": one, "actor_id": who + 1, "speaker": name, "party": side, "kind": kind, "date": day, "known_on": day,
            "content": content, "earliest_id": one, "fullest_id": one, "citations": 1,
        }  # fmt: skip
        yield attribution, {
            "id": one, "document_id": at, "number": i, "statement_id": one, "actor_id": who + 1, "key": f"{one:x}",
            "quotation": "indirect", "kind": kind, "plover": PLOVER[kind], "speaker_name": name,
            "speaker_type": "person", "speaker_party": side, "confidence": 0.9, "outlet": outlet, "known_on": day,
            "date": day,
        }  # fmt: skip
        for role, a, b in spans:
            yield attribution_span, {
                "attribution_id": one, "role": role, "number": 0, "start": a, "end": b, "exact": text[a:b]
            }  # fmt: skip
        if i < 3:
            yield appearance, {
                "id": 3 * number + i + 1, "document_id": at, "number": i, "name": name, "type": "person",
                "role": f"envoy {who % 7}", "party": side, "aliases": "[]", "listed": 1, "actor_id": who + 1,
                "known_on": day,
            }  # fmt: skip
    yield from _rows_of(at, text, day, outlet)
    if number % 10 == 0:
        yield from _meeting(number // 10, at, text, day, rng)


def _rows_of(at: int, text: str, day: str, outlet: str) -> Iterator[tuple[Table, Row]]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    yield document, {
        "id": at, "key": f"{at:016x}", "title": text[:40], "outlet": outlet, "url": f"https://news.example/{at}",
        "published": day, "language": "en", "genre": "article", "text": text, "text_hash": digest, "known_on": day,
        "added": f"{day}T12:00:00+00:00", "cluster_id": at, "signature": bytes(512), "attributions": A_DOCUMENT,
        "reports": int((at - 1) % 10 == 0),
    }  # fmt: skip
    yield place, {"id": at, "origin": f"/news/{at}.md", "document_id": at}
    yield version, {"place_id": at, "number": 1, "document_id": at, "added": f"{day}T12:00:00+00:00"}


def _meeting(number: int, at: int, text: str, day: str, rng: random.Random) -> Iterator[tuple[Table, Row]]:
    forum = f"Council {rng.randint(1, 500)}"
    told = {
        "forum": forum, "what": "session", "kind": "round", "place": word(number % 97).title(), "date": day,
        "precision": "day", "status": "held", "known_on": day,
    }  # fmt: skip
    yield meeting, {"id": number + 1, "uid": f"{number:020x}", "forum_key": forum.lower(), "reports": 1, **told}
    yield report, {"id": number + 1, "document_id": at, "number": 0, "meeting_id": number + 1, **told}
    yield report_span, {
        "report_id": number + 1, "role": "evidence", "number": 0, "start": 0, "end": 20, "exact": text[:20]
    }  # fmt: skip
    for i in range(2):
        name = f"State {rng.randrange(PARTIES // 2) * 2 + i}"
        yield party, {"report_id": number + 1, "number": i, "name": name}


def write_dossier(path: Path) -> None:
    """Write a dossier of the commonest parties and words beside a store (``NAME.dossier.yaml``), for the desk."""
    issues = "".join(
        f"  - id: issue-{n}\n    name: {word(n).title()}\n"
        f"    proposition: {word(n).title()} {word(n + 20)} is to be agreed.\n"
        f"    phrases: [{word(n)}, {word(n + 20)} {word(n + 1)}]\n"
        for n in range(60, 68)
    )
    parties = "".join(f"  - name: State {n}\n" for n in range(8))
    path.with_suffix(".dossier.yaml").write_text(
        f"title: Invented talks\nparties:\n{parties}issues:\n{issues}", "utf-8"
    )
