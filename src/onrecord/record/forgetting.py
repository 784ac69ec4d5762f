"""Actors whom a document no longer names: derived anew from what is left of them, or gone with the last of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select

from onrecord.record import families, people
from onrecord.record.roll import MACHINE
from onrecord.record.schema import (
    actor,
    alongside,
    appearance,
    appearance_span,
    attribution,
    delegate,
    judgement,
    statement,
)


def take_off(connection: Connection, appears: Iterable[int]) -> dict[int, set[str]]:
    """Take appearances off the record, with the reasons for whom they were given to.

    Returns their names by the actors that they were given to, whom ``drop`` is then to derive anew.
    """
    gone = sorted(set(appears))
    p = appearance.c
    held: dict[int, set[str]] = {}
    for row in connection.execute(select(p.actor_id, p.name).where(p.id.in_(gone), p.actor_id.is_not(None))):
        held.setdefault(row.actor_id, set()).add(row.name)
    connection.execute(delete(judgement).where(judgement.c.appearance_id.in_(gone)))
    connection.execute(delete(appearance_span).where(appearance_span.c.appearance_id.in_(gone)))
    connection.execute(delete(appearance).where(p.id.in_(gone)))
    return held


def drop(connection: Connection, held: Mapping[int, Iterable[str]]) -> None:
    """Derive actors anew after appearances of theirs went; one that nothing knows of any more goes too.

    What a rule made of those names is judged anew. Of whom a person judged, the log stays, and the last names: by these
    documents to come find whom was meant. Nothing shows them meanwhile (``visible.is_named``).
    """
    for number in sorted(held):
        if _appears(connection, number) or not _judged_by_person(connection, number):
            families.respell(connection, number)
        families.settle(connection, number)
    for number, names in held.items():
        people.part(connection, number, names)
    people.rejudge(connection, {families.key(name) for names in held.values() for name in names})
    for number in sorted(held, key=lambda one: -len(families.path(connection, one))):  # merged ones first
        if not _judged_by_person(connection, number) and not _known_of(connection, number):
            connection.execute(delete(judgement).where(_judgement_of(number)))
            connection.execute(delete(actor).where(actor.c.id == number))


def _appears(connection: Connection, number: int) -> bool:
    there = select(appearance.c.id).where(appearance.c.actor_id == number).limit(1)
    return connection.execute(there).first() is not None


def _judgement_of(number: int) -> Any:
    return (judgement.c.actor_id == number) | (judgement.c.other_id == number)


def _judged_by_person(connection: Connection, number: int) -> bool:
    chosen = select(judgement.c.id).where(_judgement_of(number), judgement.c.judge != MACHINE).limit(1)
    return connection.execute(chosen).first() is not None


def _known_of(connection: Connection, number: int) -> bool:
    """Whether anything on record is an actor's, or is merged into it."""
    columns = (actor.c.merged_into, *(t.c.actor_id for t in (appearance, attribution, alongside, delegate, statement)))
    return any(connection.execute(select(c).where(c == number).limit(1)).first() for c in columns)
