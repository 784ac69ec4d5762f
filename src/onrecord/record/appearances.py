"""A document's people, kept: each given to an actor, with the reasons written down, in a few queries a document."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from onrecord.record import families, people
from onrecord.record.identity import Appearing
from onrecord.record.names import bare
from onrecord.record.rows import Row, insert_all, span_rows
from onrecord.record.schema import appearance, appearance_span, judgement
from onrecord.values import Actor, Reading

_COUNTED = 256  # documents, and again whenever their number has doubled


def keep(connection: Connection, document: int, reading: Reading, known_on: str) -> dict[str, int | None]:
    """Everyone the reading names, and whom of the record each is: actor numbers by the document's name for them.

    An appearance keeps the actor it was given to; what is said goes by the one that all merged ones are.
    """
    everyone = list(_everyone(reading))
    known = people.People.called(connection, [who.name for who, _ in everyone if who.name], known_on)
    placed = _placed(known, [who for who, _ in everyone])
    # The transaction holds the store's write lock, so that the next numbers are this document's to give.
    first = (connection.execute(select(func.max(appearance.c.id))).scalar() or 0) + 1
    rows: list[Row] = []
    spans: list[Row] = []
    reasons: list[Row] = []
    for i, (who, listed) in enumerate(everyone):
        held, reason = placed.get(i, (None, None))
        row = {
            "id": first + i, "document_id": document, "number": i, "name": who.name, "type": who.type, "role": who.role,
            "party": who.party, "aliases": json.dumps(who.aliases, ensure_ascii=False), "listed": int(listed),
            "actor_id": held, "known_on": known_on,
        }  # fmt: skip
        rows.append(row)
        spans += span_rows("appearance_id", first + i, mention=who.mentions, evidence=who.evidence)
        if held is not None and reason:
            reasons.append(people.judged("same", held, reason, appears=first + i))
    insert_all(connection, appearance, rows)
    insert_all(connection, appearance_span, spans)
    insert_all(connection, judgement, reasons)
    families.keep_up(connection, rows, known.roll.path)
    if document >= _COUNTED and document.bit_count() == 1:
        _count(connection)
    return dict(known.roots())


def _count(connection: Connection) -> None:
    """Let SQLite count how often actors appear: it then skips over the thousands of times one has the same role."""
    connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
    connection.exec_driver_sql("ANALYZE appearance")


def _placed(known: people.People, everyone: list[Actor]) -> dict[int, tuple[int | None, str | None]]:
    """Actors and reasons by place. Full names come first: what they tell bears on surnames alone."""
    found = {}
    for i, who in sorted(enumerate(everyone), key=lambda e: bare(e[1].name or "")):
        if who.name:
            found[i] = known.place(Appearing(who.name, who.type, who.role, who.party))
    return found


def _everyone(reading: Reading) -> Iterable[tuple[Actor, bool]]:
    """The reading's actors, and speakers that are none of them."""
    named = {a.name for a in reading.actors}
    for a in reading.actors:
        yield a, True
    speakers = (w for s in reading.statements for w in (s.speaker, *s.alongside, s.relayed_by) if w and w.name)
    for who in {w.name: w for w in reversed(list(speakers)) if w.name not in named}.values():
        yield Actor(**who.model_dump(include={"name", "type", "role", "party"})), False
