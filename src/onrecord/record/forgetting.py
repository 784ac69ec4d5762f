"""Actors whom a document no longer names: derived anew from what is left of them, or gone with the last of it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select

from onrecord.record import families
from onrecord.record.roll import MACHINE
from onrecord.record.schema import (
    actor,
    alongside,
    appearance,
    appearance_span,
    attribution,
    delegate,
    judgement,
    spelling,
    statement,
)


def forget(connection: Connection, appears: Iterable[int]) -> None:
    """Take appearances off the record, with the reasons for whom they were given to."""
    gone = sorted(set(appears))
    p = appearance.c
    held = set(connection.execute(select(p.actor_id).where(p.id.in_(gone), p.actor_id.is_not(None))).scalars())
    connection.execute(delete(judgement).where(judgement.c.appearance_id.in_(gone)))
    connection.execute(delete(appearance_span).where(appearance_span.c.appearance_id.in_(gone)))
    connection.execute(delete(appearance).where(p.id.in_(gone)))
    drop(connection, held)


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Derive actors anew after appearances of theirs went; one that nothing knows of any more goes too.

    Of whom a person judged, everything stays: what they said of a spelling holds for documents to come.
    """
    for number in sorted(set(numbers)):
        line = families.path(connection, number)
        if _judged_by_person(connection, number):
            families.settle(connection, number)
        elif _known_of(connection, number):
            families.respell(connection, number)
            families.settle(connection, number)
        else:
            connection.execute(delete(judgement).where(_judgement_of(number)))
            connection.execute(delete(spelling).where(spelling.c.actor_id == number))
            connection.execute(delete(actor).where(actor.c.id == number))
            if len(line) > 1:
                families.settle(connection, line[1])


def _judgement_of(number: int) -> Any:
    return (judgement.c.actor_id == number) | (judgement.c.other_id == number)


def _judged_by_person(connection: Connection, number: int) -> bool:
    chosen = select(judgement.c.id).where(_judgement_of(number), judgement.c.judge != MACHINE).limit(1)
    return connection.execute(chosen).first() is not None


def _known_of(connection: Connection, number: int) -> bool:
    """Whether anything on record is an actor's, or is merged into it."""
    columns = (actor.c.merged_into, *(t.c.actor_id for t in (appearance, attribution, alongside, delegate, statement)))
    return any(connection.execute(select(c).where(c == number).limit(1)).first() for c in columns)
