"""Small documents in a real store: who is named in them, and one thing each of them says."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from onrecord.gather.duplicates import signature
from onrecord.record import families
from onrecord.record.address import Address
from onrecord.record.regroup import grouped
from onrecord.record.roll import MACHINE
from onrecord.record.schema import (
    actor,
    alongside,
    appearance,
    attribution,
    attribution_span,
    delegate,
    document,
    judgement,
    report,
    spelling,
    statement,
)
from onrecord.record.statements import joined, telling_of
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Actor, Alongside, Document, Meeting, Reading, Speaker, Statement, cut


@dataclass(frozen=True)
class Merged:
    """A merge that holds: ``other`` is ``keep``, by whose judgement and why."""

    keep: int
    keep_name: str
    other: int
    other_name: str
    judge: str
    made: str
    reason: str


def merges(connection: Connection, *, machine: bool = True) -> list[Merged]:
    """Every merge that holds, the newest first; without ``machine`` only those that a person made."""
    j, keep, other = judgement.c, actor.alias("keep"), actor.alias("other")
    chosen = (
        select(j.actor_id, keep.c.name, j.other_id, other.c.name, j.judge, j.made, j.reason)
        .join(keep, keep.c.id == j.actor_id)
        .join(other, other.c.id == j.other_id)
        .where(j.verdict == "same", j.withdrawn == 0, *([] if machine else [j.judge != MACHINE]))
        .order_by(j.id.desc())
    )
    return [Merged(*row) for row in connection.execute(chosen)]


SAID = "Varnia would withdraw its boats from the strait"


def store(at: Address) -> Writer:
    return Writer(open_store(at, create=True, write=True), at)


def person(name: str, role: str | None = None, party: str | None = None, type: Any = "person") -> Actor:  # noqa: A002
    return Actor(name=name, type=type, role=role, party=party)


def reading(key: str, *people: Actor, said: str = SAID, day: str = "2027-03-01") -> Reading:
    """A document in which each of some people says the same, the others stand beside, and all meet."""
    text = f"{key} reports: {said}."
    content = cut(text, [(text.index(said), text.index(said) + len(said))])
    statements = []
    for i, who in enumerate(people):
        speaker = Speaker(**who.model_dump(include={"name", "type", "role", "party"}))
        beside = tuple(
            Alongside(**p.model_dump(include={"name", "type", "role", "party"}), relation="jointly")
            for p in people
            if p is not who
        )
        statements.append(
            Statement(
                id=f"{key}-{i}",
                source=(),
                cue=(),
                content=content,
                quotation="indirect",
                speaker=speaker,
                kind="offer",
                alongside=beside,
                confidence=0.9,
            )
        )
    names = tuple(p.name for p in people if p.name and p.type == "person")
    met = Meeting(forum=None, what="met", kind="meeting", delegates=names, status="held", evidence=content)
    held = Document(id=key, title=key, outlet="Meridian Wire", published=day, text=text)
    return Reading(document=held, actors=people, statements=tuple(statements), meetings=(met,))


def add(writer: Writer, *readings: Reading) -> None:
    for one in readings:
        writer.add(one.document.id, one, signature(one.document.text))


def roots(writer: Writer) -> dict[tuple[str, str], int | None]:
    """The actor that each name in each document is, by what is said."""
    with writer.engine.begin() as connection:
        rows = connection.execute(
            select(document.c.key, attribution.c.speaker_name, attribution.c.actor_id).join(
                attribution, attribution.c.document_id == document.c.id
            )
        )
        return {(row[0], row[1]): row[2] for row in rows}


def groups(writer: Writer) -> set[frozenset[tuple[str, str]]]:
    """Who is one with whom: names with their documents."""
    found = defaultdict(set)
    for key, number in roots(writer).items():
        found[number or key].add(key)
    return {frozenset(group) for group in found.values()}


def derived(writer: Writer) -> dict[str, Any]:
    """Everything that follows from appearances and judgements, as it stands in the store."""
    with writer.engine.begin() as connection:
        tables = (statement, attribution, alongside, delegate, spelling)
        held = {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in tables}
        named = connection.execute(select(actor).where(actor.c.id.in_(select(appearance.c.actor_id)))).all()
        return held | {"actor": sorted(map(tuple, named))}


def judged_by_persons(connection: Connection) -> set[int]:
    """Actors of whom a person said who they are, or are not."""
    rows = connection.execute(select(judgement).where(judgement.c.judge != MACHINE)).all()
    return {number for row in rows for number in (row.actor_id, row.other_id)}


def nobody_is_shown_whom_nothing_names(writer: Writer, view: View) -> None:
    """Check that every name by which the view shows an actor is one that a document, or a ruling that holds, has."""
    with writer.engine.begin() as connection:
        written = set(connection.execute(select(appearance.c.name)).scalars())
        numbers = connection.execute(select(actor.c.id)).scalars().all()
        names = {*connection.execute(select(actor.c.name)).scalars(), *written} - {None}
    by_name = [known for name in sorted(names) for known in (*view.named(name), *view.beginning(name))]
    by_number = [known for number in numbers if (known := view.known(number))]
    listed = {(k.id, k.name) for k in (*view.actors(), *view.changes("1900-01-01").actors, *by_name, *by_number)}
    assert {name for _, name in listed} <= written
    assert {name for number in {number for number, _ in listed} for name in view.spellings(number)} <= written


def check(writer: Writer) -> None:
    """Compare what the store derives with the same, derived anew."""
    with writer.engine.begin() as connection:
        rows = connection.execute(select(appearance).where(appearance.c.name.is_not(None))).all()
        whose = {(r.document_id, r.name): families.root(connection, r.actor_id) if r.actor_id else None for r in rows}
        told = connection.execute(select(attribution).order_by(attribution.c.id)).all()
        documents = {t.id: t.document_id for t in told}
        assert all(t.actor_id == whose[t.document_id, t.speaker_name] for t in told)
        for b in connection.execute(select(alongside)):
            assert b.actor_id == whose[documents[b.attribution_id], b.name]
        sent = select(delegate.c.name, delegate.c.actor_id, report.c.document_id).join(report)
        assert all(row.actor_id == whose[row.document_id, row.name] for row in connection.execute(sent))
        spelled = {tuple(r) for r in connection.execute(select(spelling.c.actor_id, spelling.c.spelled))}
        written = {(r.actor_id, r.name) for r in rows if r.actor_id}
        lost = {number for number, _ in spelled} - {number for number, _ in written}
        assert {s for s in spelled if s[0] not in lost} == written
        assert lost <= judged_by_persons(connection)  # names that no document has now, for documents to come
        s = attribution_span.c
        contents = {
            t.id: joined(
                connection.execute(
                    select(s.exact).where(s.attribution_id == t.id, s.role == "content").order_by(s.number)
                ).scalars()
            )
            for t in told
        }
        known = [(t.id, telling_of(t, contents[t.id], cluster=0)) for t in told if t.actor_id]
        anew = {h.row["id"]: h.row for h in grouped(known)}
        held = {r["id"]: dict(r) for r in connection.execute(select(statement)).mappings() if r["actor_id"]}
        assert held == anew
        before = sorted(map(tuple, connection.execute(select(actor))))
        for number in connection.execute(select(actor.c.id)).scalars().all():
            families.settle(connection, number)
        assert sorted(map(tuple, connection.execute(select(actor)))) == before
