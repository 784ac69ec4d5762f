"""A document's people, kept: each given to an actor, with the reasons written down, in a few queries a document."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from onrecord.record import families, people
from onrecord.record.dialect import count_anew
from onrecord.record.identity import Appearing
from onrecord.record.names import bare
from onrecord.record.rows import Row, insert_all, next_number, span_rows
from onrecord.record.schema import appearance, appearance_span, judgement
from onrecord.values import Actor, Reading, Spans, Speaker

Appears = tuple[Row, dict[str, Spans]]  # an appearance, and its spans by role
_COUNTED = 256  # documents, and again whenever their number has doubled


SPEAKING, LISTED, RULED = 0, 1, 2  # whether someone is among a reading's actors, or is named by a person alone


def keep(connection: Connection, document: int, reading: Reading, known_on: str) -> dict[str, int | None]:
    """Everyone the reading names, and whom of the record each is: actor numbers by the document's name for them.

    An appearance keeps the actor it was given to; what is said goes by the one that all merged ones are.
    """
    rows = list(_rows(document, reading, known_on))
    found = _insert(connection, rows, known_on)
    if document >= _COUNTED and document.bit_count() == 1:
        count_anew(connection, appearance)  # it then skips over the thousands of times that one has the same role
    return found


def renew(
    connection: Connection, document: int, reading: Reading, known_on: str
) -> tuple[dict[str, int | None], list[int]]:  # fmt: skip
    """The same for another reading of the document; and the appearances that it does not have, to be forgotten.

    Who appears in both keeps the actor that they were given to, so that merges and splits hold.
    """
    p = appearance.c
    mine = p.document_id == document
    connection.execute(update(appearance).where(mine).values(number=-1 - p.number))  # out of the new numbers' way
    held: dict[tuple[str | None, str], list[Any]] = defaultdict(list)
    for old in connection.execute(select(appearance).where(mine).order_by(p.number.desc())):
        held[old.name, old.type].append(old)
    new, found, changed = list[Appears](), dict[str, int | None](), set[int]()
    rows = list(_rows(document, reading, known_on))
    for row, spans in rows:
        there = held[row["name"], row["type"]]
        if not there:
            new.append((row, spans))
            continue
        was = there.pop(0)
        connection.execute(update(appearance).where(p.id == was.id).values(row))
        connection.execute(delete(appearance_span).where(appearance_span.c.appearance_id == was.id))
        insert_all(connection, appearance_span, span_rows("appearance_id", was.id, **spans))
        if was.actor_id is not None and (was.role, was.party) != (row["role"], row["party"]):
            changed.add(was.actor_id)
        if row["name"]:
            found[row["name"]] = None if was.actor_id is None else families.root(connection, was.actor_id)
    left = [old for some in held.values() for old in some]
    for i, was in enumerate((old for old in left if old.listed == RULED), start=len(rows)):
        connection.execute(update(appearance).where(p.id == was.id).values(number=i))
    gone = [old.id for old in left if old.listed != RULED]
    found |= _insert(connection, new, known_on)
    for number in changed:
        families.settle(connection, number)
    return {name: number and families.root(connection, number) for name, number in found.items()}, gone


def introduce(connection: Connection, document: int, who: Speaker, known_on: str) -> int | None:
    """Someone whom a person names as a speaker in a document, and the reading does not: whom of the record they are."""
    p = appearance.c
    last = connection.execute(select(func.max(p.number)).where(p.document_id == document)).scalar()
    number = 0 if last is None else last + 1
    actor = Actor(**who.model_dump())
    return _insert(connection, [(_row(document, number, actor, RULED, known_on), {})], known_on).get(actor.name or "")


def called(connection: Connection, document: int, name: str) -> tuple[bool, int | None]:
    """Whether a document knows someone of a name, and whom of the record they are held to be."""
    p = appearance.c
    row = connection.execute(select(p.actor_id).where(p.document_id == document, p.name == name).order_by(p.id)).first()
    if row is None or row.actor_id is None:
        return row is not None, None
    return True, families.root(connection, row.actor_id)


def _rows(document: int, reading: Reading, known_on: str) -> Iterator[Appears]:
    for i, (who, listed) in enumerate(_everyone(reading)):
        row = _row(document, i, who, LISTED if listed else SPEAKING, known_on)
        yield row, {"mention": who.mentions, "evidence": who.evidence}


def _row(document: int, number: int, who: Actor, listed: int, known_on: str) -> Row:
    return {
        "document_id": document, "number": number, "name": who.name, "type": who.type, "role": who.role,
        "party": who.party, "aliases": json.dumps(who.aliases, ensure_ascii=False), "listed": listed,
        "known_on": known_on,
    }  # fmt: skip


def _insert(connection: Connection, appears: Sequence[Appears], known_on: str) -> dict[str, int | None]:
    """Give appearances to actors, and write both down: whom each is by name, merged ones as the one they are."""
    known = people.People.called(connection, [row["name"] for row, _ in appears if row["name"]], known_on)
    placed = _placed(known, [row for row, _ in appears])
    first = next_number(connection, appearance)
    rows: list[Row] = []
    spans: list[Row] = []
    reasons: list[Row] = []
    for i, (row, marked) in enumerate(appears):
        held, reason = placed.get(i, (None, None))
        rows.append(row | {"id": first + i, "actor_id": held})
        spans += span_rows("appearance_id", first + i, **marked)
        if held is not None and reason:
            reasons.append(people.judged("same", held, reason, appears=first + i))
    insert_all(connection, appearance, rows)
    insert_all(connection, appearance_span, spans)
    judged = next_number(connection, judgement)
    insert_all(connection, judgement, [row | {"id": judged + i} for i, row in enumerate(reasons)])
    families.keep_up(connection, rows, known.roll.path)
    return dict(known.roots())


def _placed(known: people.People, appears: Sequence[Row]) -> dict[int, tuple[int | None, str | None]]:
    """Actors and reasons by place. Full names come first: what they tell bears on surnames alone."""
    found = {}
    for i, row in sorted(enumerate(appears), key=lambda e: bare(e[1]["name"] or "")):
        if row["name"]:
            found[i] = known.place(Appearing(row["name"], row["type"], row["role"], row["party"]))
    return found


def _everyone(reading: Reading) -> Iterable[tuple[Actor, bool]]:
    """The reading's actors, and speakers that are none of them."""
    named = {a.name for a in reading.actors}
    for a in reading.actors:
        yield a, True
    speakers = (w for s in reading.statements for w in (s.speaker, *s.alongside, s.relayed_by) if w and w.name)
    for who in {w.name: w for w in reversed(list(speakers)) if w.name not in named}.values():
        yield Actor(**who.model_dump(include={"name", "type", "role", "party"})), False
