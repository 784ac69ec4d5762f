"""Appearances given to actors: candidates looked up, verdicts logged, actors kept up to date."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.record.identity import Appearing, Known, identify, lasting
from onrecord.record.names import parsed
from onrecord.record.schema import actor, appearance, judgement, spelling

MACHINE = "onrecord"


def now() -> str:
    """The present moment, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def resolve(connection: Connection, who: Appearing, known_on: str) -> tuple[int | None, str | None]:
    """The actor that someone in a document is, made if need be, and why it is an earlier one (None for a new one)."""
    verdict = identify(who, candidates(connection, who))
    if verdict is None:
        return (make(connection, who, known_on) if lasting(who) else None), None
    _keep_up(connection, verdict.actor, who, known_on)
    return verdict.actor, verdict.reason


def make(connection: Connection, who: Appearing, known_on: str) -> int:
    """A new actor."""
    row = {"name": who.name, "type": who.type, "party": who.party, "first_seen": known_on, "last_seen": known_on}
    made = connection.execute(insert(actor), row).inserted_primary_key
    number = int(made[0]) if made else 0
    spell(connection, number, who.name)
    return number


def spell(connection: Connection, number: int, name: str) -> None:
    """Note a spelling of an actor's name."""
    row = {"actor_id": number, "spelled": name, "surname": parsed(name).surname or name.lower()}
    connection.execute(upsert(spelling).on_conflict_do_nothing(), row)


def candidates(connection: Connection, who: Appearing) -> list[Known]:
    """Actors who share a folded surname (persons) or a name (others), merged ones counted as the one they are.

    Where a person held someone of this very spelling apart from others, only those who have it remain.
    """
    key = parsed(who.name).surname or who.name.lower()
    found = select(spelling.c.actor_id).where(spelling.c.surname == key)
    ids = {root(connection, row.actor_id) for row in connection.execute(found)}
    known = [k for k in (load(connection, i) for i in sorted(ids)) if k]
    exact = [k for k in known if who.name in k.spellings]
    apart = _held_apart(connection, [k.id for k in exact])
    return [k for k in known if k.id not in apart or k in exact]


def load(connection: Connection, number: int) -> Known | None:
    """An actor with all that is known of it."""
    row = connection.execute(select(actor.c.type, actor.c.party).where(actor.c.id == number)).first()
    if row is None:
        return None
    held = connection.execute(
        select(appearance.c.role, appearance.c.party).distinct().where(appearance.c.actor_id == number)
    ).all()
    spelled = connection.execute(select(spelling.c.spelled).where(spelling.c.actor_id == number)).scalars()
    return Known(
        id=number,
        type=row.type,
        spellings=frozenset(spelled),
        parties=frozenset(p for p in (row.party, *(h.party for h in held)) if p),
        roles=frozenset(h.role for h in held if h.role),
    )


def root(connection: Connection, number: int) -> int:
    """The actor that a merged one is."""
    while True:
        into = connection.execute(select(actor.c.merged_into).where(actor.c.id == number)).scalar()
        if into is None:
            return number
        number = into


def log(
    connection: Connection, verdict: str, number: int, reason: str, *,
    judge: str = MACHINE, other: int | None = None, appears: int | None = None,
) -> int:  # fmt: skip
    """Write a judgement down."""
    row = {
        "made": now(), "judge": judge, "verdict": verdict, "actor_id": number, "other_id": other,
        "appearance_id": appears, "reason": reason, "withdrawn": 0,
    }  # fmt: skip
    made = connection.execute(insert(judgement), row).inserted_primary_key
    return int(made[0]) if made else 0


def settle_name(connection: Connection, number: int) -> None:
    """Show an actor by the fullest of its spellings, of equally full ones the commonest, then the first."""
    counted = (
        select(spelling.c.spelled, func.count(appearance.c.id), func.min(appearance.c.id))
        .outerjoin(
            appearance, (appearance.c.actor_id == spelling.c.actor_id) & (appearance.c.name == spelling.c.spelled)
        )
        .where(spelling.c.actor_id == number)
        .group_by(spelling.c.spelled)
    )
    rows = connection.execute(counted).all()
    best = max(rows, key=lambda r: (len(r[0].split()) > 1, r[1], -(r[2] or 0), r[0]), default=None)
    if best:
        connection.execute(update(actor).where(actor.c.id == number).values(name=best[0]))


def _keep_up(connection: Connection, number: int, who: Appearing, known_on: str) -> None:
    a = connection.execute(select(actor).where(actor.c.id == number)).one()
    fuller = len(who.name.split()) > 1 and len(a.name.split()) == 1
    connection.execute(
        update(actor)
        .where(actor.c.id == number)
        .values(
            name=who.name if fuller else a.name,
            party=a.party or who.party,
            first_seen=min(a.first_seen, known_on),
            last_seen=max(a.last_seen, known_on),
        )
    )
    spell(connection, number, who.name)


def _held_apart(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """The actors that a person said these are not."""
    chosen = list(numbers)
    if not chosen:
        return set()
    j = judgement.c
    rows = connection.execute(
        select(j.actor_id, j.other_id).where(
            j.verdict == "different", j.withdrawn == 0, j.actor_id.in_(chosen) | j.other_id.in_(chosen)
        )
    ).all()
    return {n for row in rows for n in row if n is not None} - set(chosen)
