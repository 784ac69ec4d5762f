"""Tellings gathered into statements: what twenty outlets carry is one statement with twenty citations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from onrecord.record.rows import Row as Values
from onrecord.record.rows import insert_one
from onrecord.record.sameness import DAYS, near_days, same_words, words
from onrecord.record.schema import attribution, attribution_span, document, statement
from onrecord.values import Kind, Speaker


@dataclass(frozen=True)
class Telling:
    """What an attribution is compared by. ``cluster`` is its document's, of near copies."""

    actor: int | None
    speaker: Speaker
    kind: Kind
    date: str
    known_on: str
    cluster: int
    content: str


def attribute(connection: Connection, row: Values, telling: Telling) -> int:
    """Insert an attribution under the statement that it tells, made if need be; returns the attribution's number."""
    found = _told_before(connection, telling)
    if found is None:
        number = insert_one(connection, statement, _first(telling, 0))
        at = insert_one(connection, attribution, row | {"statement_id": number})
        connection.execute(update(statement).where(statement.c.id == number).values(earliest_id=at, fullest_id=at))
        return at
    at = insert_one(connection, attribution, row | {"statement_id": found.id})
    _joined(connection, found, at, telling)
    return at


def regroup(connection: Connection, attributions: Sequence[int]) -> None:
    """Put attributions, whose actor has changed, under the statements that they now tell; empty statements go."""
    a, d = attribution.c, document.c
    left: set[int] = set()
    for number in sorted(attributions):
        chosen = select(attribution, d.cluster_id).join(document, d.id == a.document_id).where(a.id == number)
        row = connection.execute(chosen).one()
        left.add(row.statement_id)
        telling = _telling(row, content_of(connection, number))
        found = _told_before(connection, telling)
        to = found.id if found else insert_one(connection, statement, _first(telling, number))
        left.add(to)
        connection.execute(update(attribution).where(a.id == number).values(statement_id=to))
    for number in sorted(left):
        restate(connection, number)


def restate(connection: Connection, number: int) -> None:
    """Derive a statement from its attributions anew; one that has none is removed."""
    rows = connection.execute(select(attribution).where(attribution.c.statement_id == number)).all()
    if rows:
        tellings = {row.id: _telling(row, content_of(connection, row.id), cluster=0) for row in rows}
        connection.execute(update(statement).where(statement.c.id == number).values(summary(tellings)))
    else:
        connection.execute(delete(statement).where(statement.c.id == number))


def summary(tellings: Mapping[int, Telling]) -> Values:
    """What a statement's row says of its tellings (by the number of their attribution)."""
    order = sorted(tellings)
    fullest = max(order, key=lambda i: (len(tellings[i].content), -i))
    earliest = min(order, key=lambda i: (tellings[i].known_on, i))
    first, full = tellings[order[0]], tellings[fullest]
    return {
        "actor_id": first.actor, "speaker": first.speaker.name,
        "party": next((tellings[i].speaker.party for i in order if tellings[i].speaker.party), None),
        "kind": full.kind, "content": full.content, "date": min(t.date for t in tellings.values()),
        "known_on": tellings[earliest].known_on, "earliest_id": earliest, "fullest_id": fullest,
        "citations": len(tellings),
    }  # fmt: skip


def content_of(connection: Connection, number: int) -> str:
    """An attribution's content on one line, a gap between its spans."""
    s = attribution_span.c
    found = select(s.exact).where(s.attribution_id == number, s.role == "content").order_by(s.number)
    return joined(connection.execute(found).scalars())


def joined(contents: Iterable[str]) -> str:
    """Content spans on one line."""
    return " … ".join(" ".join(c.split()) for c in contents)


def _first(telling: Telling, number: int) -> Values:
    return summary({number: telling})


def _telling(row: Row[Any], content: str, cluster: int | None = None) -> Telling:
    """An attribution's row as it is compared."""
    who = Speaker(
        name=row.speaker_name, type=row.speaker_type, role=row.speaker_role, party=row.speaker_party
    )  # fmt: skip
    near = row.cluster_id if cluster is None else cluster
    return Telling(row.actor_id, who, row.kind, row.date, row.known_on, near, content)


def _told_before(connection: Connection, telling: Telling) -> Row[Any] | None:
    """The statement that tells the same: by one speaker, within days, in nearly the same words."""
    mine = words(telling.content)
    for row in connection.execute(_near(telling)):
        if near_days(row.date, telling.date) and same_words(mine, words(row.content)):
            return row
    return None


def _near(telling: Telling) -> Select[Any]:
    """Statements that may tell the same: a known actor's of those days, else the copies' of someone so described."""
    s = statement.c
    if telling.actor is not None:
        near = select(statement).where(s.actor_id == telling.actor)
        if len(telling.date) == len("2022-01-10"):
            day, by = date.fromisoformat(telling.date), timedelta(days=DAYS)
            # A month or a year sorts before its days.
            near = near.where(s.date >= (day - by).isoformat()[:4], s.date <= (day + by).isoformat())
            near = near.where((s.date >= (day - by).isoformat()) | (func.length(s.date) < len(telling.date)))
        return near.order_by(s.id)
    a, d = attribution.c, document.c
    copies = (
        select(a.statement_id)
        .join(document, d.id == a.document_id)
        .where(
            d.cluster_id == telling.cluster,
            a.actor_id.is_(None),
            a.speaker_name.is_not_distinct_from(telling.speaker.name),
            a.speaker_party.is_not_distinct_from(telling.speaker.party),
        )
    )
    return select(statement).where(s.id.in_(copies)).order_by(s.id)


def _joined(connection: Connection, found: Row[Any], at: int, telling: Telling) -> None:
    """A statement with one more citation: the fullest telling's words and kind are shown."""
    fuller = len(telling.content) > len(found.content)
    changed: Values = {"citations": found.citations + 1, "party": found.party or telling.speaker.party}
    if fuller:
        changed |= {"fullest_id": at, "content": telling.content, "kind": telling.kind}
    if telling.known_on < found.known_on:
        changed |= {"earliest_id": at, "known_on": telling.known_on}
    changed["date"] = min(found.date, telling.date)
    connection.execute(update(statement).where(statement.c.id == found.id).values(changed))
